//! Pages brought up to date in place: a whole tree at once, each page on its own.

mod configs;
mod diff;
mod report;
mod walk;
mod write;

use std::path::{Path, PathBuf};
use std::{fs, io};

pub use report::{Finding, Report};

use super::{ChangeKind, Config, Flavor, Mode, Problem, Setting, expand};
use crate::Client;
use configs::Configs;

/// What is done with pages that are not up to date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Task {
    /// They are written.
    #[default]
    Write,
    /// They are told.
    Check,
    /// What would be written is told.
    Diff,
}

/// How pages are brought up to date.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Update {
    /// What is done with those that are not.
    pub task: Task,
    /// Overwrite what was edited by hand.
    pub force: bool,
    /// The clients, instead of those of the configuration.
    pub langs: Option<Vec<&'static Client>>,
    /// The flavor, instead of that of the configuration.
    pub flavor: Option<Flavor>,
}

impl Update {
    /// Brings pages up to date: files, and those of directories that are `.md`, `.markdown`, `.mdx`
    /// or `.rst`, that no `.gitignore` names and that the configuration does not exclude. A page
    /// with an error stays as it was; the others do not wait for it.
    ///
    /// ```no_run
    /// use snippetgen::docs::{Task, Update};
    /// let mut update = Update::default();
    /// update.task = Task::Check;
    /// let report = update.run(&["docs".into()]);
    /// for finding in &report.findings {
    ///     println!("{finding}");
    /// }
    /// ```
    pub fn run(&self, paths: &[PathBuf]) -> Report {
        let configs = Configs::new(self);
        let mut report = walk::walk(paths, |path, named| self.page(path, named, &configs));
        report.problems.extend(configs.into_problems());
        report.sort();
        report
    }

    /// One page; `named` is one that was asked for by its own name.
    fn page(&self, path: &Path, named: bool, configs: &Configs<'_>) -> Report {
        let mut report = Report::default();
        let shown = path.strip_prefix(".").unwrap_or(path);
        if let Err(problem) = self.update(path, shown, named, configs, &mut report) {
            report.problems.push(*problem);
        }
        report
    }

    fn update(
        &self,
        path: &Path,
        shown: &Path,
        named: bool,
        configs: &Configs<'_>,
        report: &mut Report,
    ) -> Result<(), Box<Problem>> {
        let Some((config, is_page)) = configs.of(path) else {
            return Ok(());
        };
        if !is_page {
            // Hooks name every file that has changed.
            report.excluded = usize::from(named);
            return Ok(());
        }
        let bytes = fs::read(path).map_err(|error| cannot(shown, "read", &error))?;
        report.files = 1;
        let page = match String::from_utf8(bytes) {
            Ok(page) => page,
            Err(error) => {
                let text = String::from_utf8_lossy(error.as_bytes());
                if !text.contains(super::scan::WORD) {
                    return Ok(());
                }
                let valid = error.utf8_error().valid_up_to();
                let at = valid..valid + 1;
                let message = "the page is not UTF-8 here";
                let help = "save it as UTF-8";
                let id = "not-utf-8";
                let problem = Problem::in_text(shown, &text, at, id, message, help);
                return Err(Box::new(problem));
            }
        };
        let expanded = match expand(&page, shown, &config, Mode::Update) {
            Ok(expanded) => expanded,
            Err(problems) => {
                report.problems.extend(problems);
                return Ok(());
            }
        };
        report.requests = expanded.requests.len();
        report.problems.extend(expanded.warnings);
        if expanded.changes.is_empty() {
            return Ok(());
        }
        let edited = |kind| kind == ChangeKind::Edited;
        let refused = !self.force && expanded.changes.iter().any(|it| edited(it.kind));
        let findings = expanded.changes.into_iter();
        let findings = findings.map(|change| Finding::new(shown, change, self.options()));
        match self.task {
            Task::Write if refused => {
                let findings = findings.filter(|finding| edited(finding.kind));
                report.problems.extend(findings.map(|it| it.refusal(&page)));
            }
            Task::Write => {
                write::write(path, &expanded.text).map_err(|it| cannot(shown, "write", &it))?;
                report.written = 1;
            }
            Task::Check => report.findings.extend(findings),
            Task::Diff => {
                report.findings.extend(findings);
                let diff = diff::unified(shown, &page, &expanded.text);
                report.diffs.push((shown.to_owned(), diff));
            }
        }
        Ok(())
    }

    /// The options that give the same snippets again.
    fn options(&self) -> String {
        let mut options = String::new();
        if let Some(langs) = &self.langs {
            let ids: Vec<_> = langs.iter().map(|client| client.id).collect();
            options += &format!("--lang {} ", ids.join(","));
        }
        if let Some(flavor) = self.flavor {
            options += &format!("--flavor {} ", flavor.name());
        }
        options
    }

    /// The configuration under what the caller has asked for.
    fn over(&self, mut config: Config) -> Config {
        if let Some(langs) = &self.langs {
            config.langs = Setting::flag(langs.clone());
        }
        if let Some(flavor) = self.flavor {
            config.flavor = Setting::flag(Some(flavor));
        }
        config
    }
}

fn cannot(path: &Path, what: &str, error: &io::Error) -> Box<Problem> {
    let message = format!("cannot {what} this page: {error}");
    let help = "it stays as it was";
    Box::new(Problem::of_file(path, "cannot-access", message, help))
}
