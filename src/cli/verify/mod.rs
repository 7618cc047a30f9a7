//! `snippetgen verify`: the snippets of a request, executed.

mod json;
mod junit;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
#[cfg(feature = "docs")]
use snippetgen::docs;
use snippetgen::verify::{Case, Finding, Selection, Tools, interrupt, matrix, stand_in};
use snippetgen::{Client, Diagnostic, Severity};

use super::choice::Names;
use super::input::Input;
#[cfg(feature = "docs")]
use super::problems;
use super::{Failure, Outcome, choice, output, report};

/// What shells say of a process that SIGINT has ended.
const INTERRUPTED: i32 = 130;

#[derive(Args)]
pub(super) struct Arguments {
    /// Files of raw HTTP requests, `-` for standard input
    ///
    /// A page (.md, .markdown, .mdx, .rst) stands for the requests in it that have snippets.
    files: Vec<PathBuf>,

    /// Languages, with or without a client, as `snippetgen --lang` takes them
    ///
    /// Without it, every client of every language.
    #[arg(
        short,
        long,
        value_name = "LANG[/CLIENT]",
        value_delimiter = ',',
        value_parser = Names,
        hide_possible_values = true
    )]
    lang: Vec<String>,

    /// Verify the snippets of `snippetgen --exact`
    #[arg(long)]
    exact: bool,

    /// How long a snippet may take
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 20,
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    timeout: u64,

    /// table, json or junit
    ///
    /// `table` is for people, `junit` is the XML that CI servers read. What differed is in all
    /// three.
    #[arg(long, value_enum, default_value_t = Format::Table, hide_possible_values = true)]
    format: Format,

    /// Keep the snippets that were run in this directory, which has to be new or empty
    ///
    /// Each is in CLIENT/NUMBER-NAME/, by the number and name of its request. Without it, they are
    /// in a temporary directory, which is removed.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
    Junit,
}

/// Everything one call has found out.
#[derive(Default)]
struct Results {
    /// The requests that were run, by the names of their files, with a case for each client.
    requests: Vec<(String, Vec<Case>)>,
    problems: Vec<Problem>,
}

/// Why a request was not run.
struct Problem {
    request: String,
    /// Line and column, both from 1.
    position: Option<(usize, usize)>,
    message: String,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let clients = match choice::clients(&arguments.lang, None)? {
        chosen if chosen.is_empty() => Client::all().collect(),
        chosen => chosen,
    };
    if arguments.files.is_empty() && Input::is_missing(None) {
        report::short_help(&["verify"]);
        return Err(Failure::Reported);
    }
    let mut results = Results::default();
    let messages = results.read(&arguments.files);
    let temporary = tempfile::Builder::new()
        .prefix("snippetgen-verify-")
        .tempdir()
        .map_err(|error| Failure::new(format!("cannot make a temporary directory: {error}")))?;
    let directory = match &arguments.keep {
        Some(directory) => kept(directory)?,
        None => temporary.path().join("snippets"),
    };
    // What the toolchains need besides goes the same way.
    let _ = tempfile::env::override_temp_dir(temporary.path());
    remove_when_interrupted(temporary.path());
    let ran = {
        let _work = WORK.lock();
        results.run(&messages, &clients, &directory, arguments)
    };
    // Snippets that an interruption has ended say nothing: this waits for the end it brings.
    drop(ENDING.lock());
    ran?;
    match arguments.format {
        Format::Table => output::print_styled(&table::write(&results))?,
        Format::Json => output::print_json(&json::Document::new(&results))?,
        Format::Junit => output::print(&junit::write(&results)?)?,
    }
    results.outcome()
}

/// Locked while snippets are saved and run.
static WORK: Mutex<()> = Mutex::new(());

/// Locked, and never again free, once this process has been told to end.
static ENDING: Mutex<()> = Mutex::new(());

/// Ends what runs and removes the directory when this process is told to end.
fn remove_when_interrupted(directory: &Path) {
    let directory = directory.to_owned();
    // Without a handler the directory stays behind, which is no reason not to run.
    let _ = ctrlc::set_handler(move || {
        let _ending = ENDING.lock();
        interrupt();
        // What is being saved would come back.
        let _work = WORK.lock();
        // A browser is in no group of ours: it goes on writing until it sees that it is alone.
        for _ in 0..50 {
            if fs::remove_dir_all(&directory).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        process::exit(INTERRUPTED);
    });
}

/// The directory of `--keep`. What stands in it could be mistaken for a result, or be lost.
fn kept(directory: &Path) -> Result<PathBuf, Failure> {
    let name = directory.display().to_string();
    let name = name.escape_debug();
    let cannot = |error| Failure::new(format!("cannot write `{name}`: {error}"));
    fs::create_dir_all(directory).map_err(cannot)?;
    if fs::read_dir(directory).map_err(cannot)?.next().is_some() {
        return Err(Failure::with_help(
            format!("`{name}` is not empty"),
            "name a directory that is empty, or not there yet",
        ));
    }
    std::path::absolute(directory).map_err(cannot)
}

impl Results {
    /// The messages that are requests, with stand-ins for their secrets.
    fn read(&mut self, files: &[PathBuf]) -> Vec<(String, Vec<u8>)> {
        let files: Vec<_> = match files {
            [] => vec![None],
            files => files.iter().map(|file| Some(&**file)).collect(),
        };
        let mut messages = Vec::new();
        for file in files {
            let input = match Input::read(file) {
                Ok(input) => input,
                Err(failure) => {
                    self.problems.push(Problem {
                        request: file.unwrap_or(Path::new("-")).display().to_string(),
                        position: None,
                        message: failure.message(),
                    });
                    // The other files still run.
                    let _ = failure.exit();
                    continue;
                }
            };
            #[cfg(feature = "docs")]
            if let Some(path) = file.filter(|path| docs::is_page(path)) {
                for input in self.page(path, &input) {
                    self.message(input, &mut messages);
                }
                continue;
            }
            self.message(input, &mut messages);
        }
        messages
    }

    /// The requests of a page, each by the line it begins at.
    #[cfg(feature = "docs")]
    fn page(&mut self, path: &Path, page: &Input) -> Vec<Input> {
        let text = String::from_utf8_lossy(&page.bytes);
        let expanded = docs::Config::find(path)
            .and_then(|config| docs::expand(&text, path, &config, docs::Mode::Render));
        match expanded {
            Ok(expanded) => {
                let requests = expanded.requests.into_iter();
                let request = |it: docs::PageRequest| Input {
                    name: format!("{}:{}", page.name, it.line),
                    bytes: it.message,
                };
                requests.map(request).collect()
            }
            Err(found) => {
                problems::say(&found);
                let errors = found.into_iter().filter(docs::Problem::is_error);
                let problem = |one: docs::Problem| Problem {
                    request: one.file.display().to_string(),
                    position: (one.line > 0).then_some((one.line, one.column)),
                    message: one.message,
                };
                self.problems.extend(errors.map(problem));
                Vec::new()
            }
        }
    }

    fn message(&mut self, input: Input, messages: &mut Vec<(String, Vec<u8>)>) {
        match snippetgen::parse(&input.bytes) {
            Ok(request) => {
                report::diagnostics(&input, request.warnings());
                let directory = directory_name(messages.len() + 1, &input.name);
                messages.push((directory, stand_in(&input.bytes, &request)));
                self.requests.push((input.name, Vec::new()));
            }
            Err(errors) => {
                report::diagnostics(&input, errors.diagnostics());
                let errors = errors.diagnostics().iter();
                let errors = errors.filter(|one| one.severity == Severity::Error);
                let problem = |one: &Diagnostic| Problem {
                    request: input.name.clone(),
                    position: Some((one.line, one.column)),
                    message: one.message.clone(),
                };
                self.problems.extend(errors.map(problem));
            }
        }
    }

    fn run(
        &mut self,
        messages: &[(String, Vec<u8>)],
        clients: &[&'static Client],
        directory: &Path,
        arguments: &Arguments,
    ) -> Outcome {
        let tools = Tools::find();
        let bar = progress_bar(messages.len() * clients.len());
        for client in clients {
            bar.set_message(client.id);
            let selection = Selection {
                requests: messages,
                clients: &[client],
                modes: &[arguments.exact],
                directory,
                limit: Duration::from_secs(arguments.timeout),
            };
            let run = matrix(&selection, &tools, |case| {
                bar.inc(1);
                let names = &mut messages.iter().map(|(name, _)| name);
                if let Some(index) = names.position(|name| *name == case.request) {
                    self.requests[index].1.push(case);
                }
            });
            run.map_err(|error| Failure::new(format!("cannot run {}: {error}", client.id)))?;
        }
        bar.finish_and_clear();
        Ok(())
    }

    fn cases(&self) -> impl Iterator<Item = &Case> {
        self.requests.iter().flat_map(|(_, cases)| cases)
    }

    /// The toolchains that are not there: why, how to install them, and the clients they run.
    fn missing(&self) -> Vec<(&str, &'static str, Vec<&'static str>)> {
        let mut missing: Vec<(&str, &str, Vec<&str>)> = Vec::new();
        for case in self.cases() {
            let Finding::Skipped(why) = &case.finding else {
                continue;
            };
            let known = missing
                .iter_mut()
                .find(|(reason, install, _)| *reason == why.reason && *install == why.install);
            match known {
                Some((.., clients)) if clients.contains(&case.client) => {}
                Some((.., clients)) => clients.push(case.client),
                None => missing.push((&why.reason, why.install, vec![case.client])),
            }
        }
        missing
    }

    fn outcome(&self) -> Outcome {
        let unreadable = |case: &Case| matches!(case.finding, Finding::Unreadable(_));
        if !self.problems.is_empty() || self.cases().any(unreadable) {
            return Err(Failure::Reported);
        }
        match self.cases().all(is_kept) {
            true => Ok(()),
            false => Err(Failure::Different),
        }
    }
}

/// Unlike [`Case::is_kept`] this lets a note pass that was not needed: what was sent is right.
fn is_kept(case: &Case) -> bool {
    match &case.finding {
        Finding::Judged(judgement) => judgement.verdict.is_proof(),
        _ => case.is_kept(),
    }
}

/// `02-users.get` of `requests/users.get.http`: a name of its own, and nowhere else.
fn directory_name(number: usize, file: &str) -> String {
    let stem = Path::new(file).file_stem().unwrap_or_default();
    let stem = stem.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let stem: String = stem.chars().filter(|c| plain(*c)).take(60).collect();
    format!("{number:02}-{stem}")
}

/// Standard error has it, where that is a terminal.
fn progress_bar(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(length as u64);
    match ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
