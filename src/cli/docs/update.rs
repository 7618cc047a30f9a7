//! `snippetgen docs update`: pages brought up to date in place.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;
use snippetgen::docs::{Finding, Flavor, Problem, Report, Task, Update};

use crate::cli::choice::{self, Names};
use crate::cli::{Failure, Outcome, output, problems};

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  every page is up to date, now or already
  1  with --check or --diff: a page is not
  2  an error: that page stays as it was; the others were updated";

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// Pages, and directories of them: .md, .markdown, .mdx and .rst files that no .gitignore names
    ///
    /// Hidden files and directories are left out, unless they are named here. What snippetgen.toml
    /// excludes is left alone even then.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,

    /// Write nothing; tell what is stale, missing or edited
    #[arg(long, conflicts_with = "diff")]
    check: bool,

    /// Write nothing; print what would change as a patch
    #[arg(long, conflicts_with = "format")]
    diff: bool,

    /// Overwrite what was edited by hand between the markers
    #[arg(long)]
    force: bool,

    /// text, json or github
    ///
    /// `github` is the commands that GitHub Actions turns into annotations.
    #[arg(long, value_enum, default_value_t = Format::Text, hide_possible_values = true)]
    format: Format,

    /// Languages of the requests that name none themselves
    #[arg(
        short,
        long,
        value_name = "LANG[/CLIENT]",
        value_delimiter = ',',
        value_parser = Names,
        hide_possible_values = true
    )]
    lang: Vec<String>,

    /// How snippets are written, where a request does not say it itself
    ///
    /// Without it, as snippetgen.toml says; else details in a README and plain in other pages,
    /// which read well on every host and on GitHub.
    #[arg(long, value_parser = super::flavor)]
    flavor: Option<Flavor>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each region
    Text,
    /// An array
    Json,
    /// Workflow commands of GitHub Actions
    Github,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    if arguments.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Failure::with_help(
            "pages are updated where they are, and standard input is nowhere",
            "name a page, or print one with its tabs: `snippetgen docs render -`",
        ));
    }
    let langs = choice::clients(&arguments.lang, None)?;
    let mut update = Update::default();
    update.task = match (arguments.check, arguments.diff) {
        (true, _) => Task::Check,
        (_, true) => Task::Diff,
        _ => Task::Write,
    };
    update.force = arguments.force;
    update.langs = Some(langs).filter(|langs| !langs.is_empty());
    update.flavor = arguments.flavor;
    let report = update.run(&arguments.paths);
    print(arguments, &update, &report)?;
    summary(&update, &report);
    if report.has_errors() {
        return Err(Failure::Reported);
    }
    match update.task != Task::Write && !report.findings.is_empty() {
        true => Err(Failure::Different),
        false => Ok(()),
    }
}

fn print(arguments: &Arguments, update: &Update, report: &Report) -> Outcome {
    let findings = &report.findings;
    if arguments.format == Format::Text {
        problems::say(&report.problems);
    }
    let rows = || {
        let problems = report.problems.iter().map(Row::Problem);
        let mut rows: Vec<_> = problems.chain(findings.iter().map(Row::Finding)).collect();
        rows.sort_by_key(Row::place);
        rows
    };
    match (update.task, arguments.format) {
        (_, Format::Json) => output::print_json(&rows()),
        (_, Format::Github) => output::write(|out| {
            rows()
                .iter()
                .try_for_each(|row| writeln!(out, "{}", row.command()))
        }),
        (Task::Diff, Format::Text) => output::write(|out| {
            let mut diffs = report.diffs.iter();
            diffs.try_for_each(|(_, diff)| out.write_all(diff.as_bytes()))
        }),
        (_, Format::Text) => output::write(|out| {
            findings
                .iter()
                .try_for_each(|finding| writeln!(out, "{finding}"))
        }),
    }
}

/// A row of `--format json`, a line of `--format github`.
#[derive(Serialize)]
#[serde(untagged)]
enum Row<'r> {
    Problem(&'r Problem),
    Finding(&'r Finding),
}

impl<'r> Row<'r> {
    fn place(&self) -> (&'r std::path::Path, usize, usize) {
        match self {
            Self::Problem(problem) => problem.place(),
            Self::Finding(finding) => (&finding.file, finding.line, finding.column),
        }
    }

    /// `::error file=docs/a.md,line=3,col=1::…`
    fn command(&self) -> String {
        let (level, message) = match self {
            Self::Problem(problem) => {
                let level = if problem.is_error() {
                    "error"
                } else {
                    "warning"
                };
                let help = problem.help.as_ref().map(|help| format!("\nhelp: {help}"));
                (
                    level,
                    format!("{}{}", problem.message, help.unwrap_or_default()),
                )
            }
            Self::Finding(finding) => {
                let (name, message, run) = (finding.name(), finding.message(), finding.command());
                ("error", format!("{name}: {message}\nrun: {run}"))
            }
        };
        let (file, line, column) = self.place();
        let file = escaped(&file.to_string_lossy())
            .replace(':', "%3A")
            .replace(',', "%2C");
        let place = match line {
            0 => String::new(),
            _ => format!(",line={line},col={column}"),
        };
        format!("::{level} file={file}{place}::{}", escaped(&message))
    }
}

/// Text as workflow commands have it.
fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The counts, on standard error.
fn summary(update: &Update, report: &Report) {
    let count = |count: usize, what: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {what}{plural}")
    };
    let errors = report.problems.iter().filter(|it| it.is_error()).count();
    let warnings = report.problems.len() - errors;
    let mut parts = vec![
        count(report.files, "page"),
        count(report.requests, "request"),
    ];
    match update.task {
        Task::Write => parts.push(format!("{} written", report.written)),
        _ => parts.push(format!("{} not up to date", report.findings.len())),
    }
    if report.excluded > 0 {
        parts.push(format!("{} excluded", report.excluded));
    }
    if errors > 0 {
        parts.push(count(errors, "error"));
    }
    if warnings > 0 {
        parts.push(count(warnings, "warning"));
    }
    // Nobody is left to tell where standard error is closed.
    let _ = writeln!(std::io::stderr(), "{}", parts.join(", "));
}
