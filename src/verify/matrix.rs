//! Every request through every client, in both modes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{
    Expected, Job, Judgement, Missing, Noted, Outcome, Recorder, Tools, judge, redirect, toolchain,
};
use crate::{Client, Options, Snippet};

/// What to run.
pub struct Selection<'a> {
    /// Name and message of each request.
    pub requests: &'a [(String, Vec<u8>)],
    /// The clients.
    pub clients: &'a [&'static Client],
    /// The modes: `true` is `--exact`.
    pub modes: &'a [bool],
    /// Where every run gets a directory: `client/request/mode`.
    pub directory: &'a Path,
    /// How long a snippet may take.
    pub limit: Duration,
}

/// One request through one client in one mode.
#[derive(Clone, Debug)]
pub struct Case {
    /// The name of the request.
    pub request: String,
    /// The client's id.
    pub client: &'static str,
    /// Whether the mode is `--exact`.
    pub exact: bool,
    /// Where the snippet was run.
    pub directory: PathBuf,
    /// What came of it.
    pub finding: Finding,
}

/// What came of a case.
#[derive(Clone, Debug)]
pub enum Finding {
    /// It ran, and was judged.
    Judged(Judgement),
    /// The renderer refused it; its reason.
    Refused(String),
    /// The message does not parse; the errors.
    Unreadable(String),
    /// There is nothing to run it with.
    Skipped(Missing),
}

/// Runs a selection, client by client; each case is reported as soon as it is judged.
pub fn matrix(
    selection: &Selection<'_>,
    tools: &Tools,
    mut report: impl FnMut(Case),
) -> io::Result<()> {
    for client in selection.clients {
        run_client(selection, client, tools, &mut report)?;
    }
    Ok(())
}

/// As many runs have their recorders open at the same time.
const BATCH: usize = 256;

fn run_client(
    selection: &Selection<'_>,
    client: &'static Client,
    tools: &Tools,
    report: &mut impl FnMut(Case),
) -> io::Result<()> {
    let requests = selection.requests.iter();
    let pairs: Vec<_> = requests
        .flat_map(|request| selection.modes.iter().map(move |mode| (request, *mode)))
        .collect();
    let missing = match toolchain(client.id) {
        None => Some(Missing {
            reason: "nothing runs this client yet".into(),
            install: "",
        }),
        Some(toolchain) => toolchain.version(tools).err(),
    };
    for batch in pairs.chunks(BATCH) {
        let mut runs = Vec::new();
        for ((name, message), exact) in batch {
            let mode = if *exact { "exact" } else { "default" };
            let directory = selection.directory.join(client.id).join(name).join(mode);
            let case = |finding| Case {
                request: name.clone(),
                client: client.id,
                exact: *exact,
                directory: directory.clone(),
                finding,
            };
            if let Some(missing) = &missing {
                report(case(Finding::Skipped(missing.clone())));
                continue;
            }
            match Run::prepare(message, client, *exact, &directory)? {
                Ok(run) => runs.push((run, case(Finding::Refused(String::new())))),
                Err(finding) => report(case(finding)),
            }
        }
        let Some(toolchain) = toolchain(client.id) else {
            continue;
        };
        let jobs: Vec<Job> = runs.iter().map(|(run, _)| run.job.clone()).collect();
        let outcomes = toolchain.run(tools, &jobs, selection.limit);
        for ((run, case), outcome) in runs.into_iter().zip(outcomes) {
            let judgement = run.judge(case.exact, toolchain.is_browser(), &outcome);
            report(Case {
                finding: Finding::Judged(judgement),
                ..case
            });
        }
    }
    Ok(())
}

/// A snippet with a recorder of its own.
struct Run {
    recorder: Recorder,
    message: Vec<u8>,
    notes: Vec<Noted>,
    job: Job,
}

impl Run {
    fn prepare(
        message: &[u8],
        client: &'static Client,
        exact: bool,
        directory: &Path,
    ) -> io::Result<Result<Self, Finding>> {
        let recorder = Recorder::start()?;
        let authority = recorder.authority();
        let Some(message) = redirect(message, &authority) else {
            return Ok(Err(Finding::Unreadable(
                "the message has no authority".into(),
            )));
        };
        let snippet = match snippet(&message, client, exact) {
            Ok(snippet) => snippet,
            Err(finding) => return Ok(Err(finding)),
        };
        if directory.exists() {
            fs::remove_dir_all(directory)?;
        }
        fs::create_dir_all(directory)?;
        let notes = snippet.notes.iter().map(|note| Noted {
            id: note.id.to_owned(),
            place: note.place,
        });
        let notes = notes.collect();
        let job = Job {
            code: snippet.code,
            directory: directory.to_owned(),
            authority,
        };
        Ok(Ok(Self {
            recorder,
            message,
            notes,
            job,
        }))
    }

    fn judge(self, exact: bool, browser: bool, outcome: &Outcome) -> Judgement {
        let expected = Expected {
            message: &self.message,
            exact,
            browser,
            notes: &self.notes,
        };
        judge(
            expected,
            outcome,
            &self.recorder.finish(),
            &self.job.directory,
        )
    }
}

fn snippet(message: &[u8], client: &'static Client, exact: bool) -> Result<Snippet, Finding> {
    let request =
        crate::parse(message).map_err(|errors| Finding::Unreadable(errors.to_string()))?;
    let options = Options {
        exact,
        ..Options::default()
    };
    crate::render(&request, client, &options)
        .map_err(|refusal| Finding::Refused(refusal.to_string()))
}

impl Case {
    /// The finding in one or two words: a verdict, `refused`, `unreadable` or `skipped`.
    pub fn word(&self) -> &'static str {
        match &self.finding {
            Finding::Judged(judgement) => judgement.verdict.word(),
            Finding::Refused(_) => "refused",
            Finding::Unreadable(_) => "unreadable",
            Finding::Skipped(_) => "skipped",
        }
    }

    /// Whether the case keeps the contract: it is proven, or refused.
    pub fn is_kept(&self) -> bool {
        match &self.finding {
            Finding::Judged(judgement) => judgement.is_proof(),
            Finding::Refused(_) | Finding::Skipped(_) => true,
            Finding::Unreadable(_) => false,
        }
    }
}
