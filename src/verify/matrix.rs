//! Every request through every client, in both modes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::process::interrupted;
use super::{
    Expected, Job, Judgement, Missing, Noted, Outcome, Recorder, Tools, judge, redirect, toolchain,
};
use crate::{Client, Options};

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

/// As many requests have their recorders open at the same time.
const BATCH: usize = 256;

fn run_client(
    selection: &Selection<'_>,
    client: &'static Client,
    tools: &Tools,
    report: &mut impl FnMut(Case),
) -> io::Result<()> {
    let runner = match toolchain(client.id) {
        None => Err(Missing {
            reason: "nothing runs this client yet".into(),
            install: "",
        }),
        Some(toolchain) => toolchain.version(tools).map(|_| toolchain),
    };
    for batch in selection.requests.chunks(BATCH) {
        let mut runs: Vec<Run> = Vec::new();
        for (name, message) in batch {
            // A snippet that is the same in both modes is run once, and judged in both.
            let first = runs.len();
            for exact in selection.modes {
                if interrupted() {
                    return Err(io::ErrorKind::Interrupted.into());
                }
                let mode = if *exact { "exact" } else { "default" };
                let mut case = Case {
                    request: name.clone(),
                    client: client.id,
                    exact: *exact,
                    directory: selection.directory.join(client.id).join(name).join(mode),
                    finding: Finding::Refused(String::new()),
                };
                if let Err(missing) = &runner {
                    case.finding = Finding::Skipped(missing.clone());
                    report(case);
                    continue;
                }
                match Run::prepare(message, client, case, &mut runs[first..])? {
                    Prepared::Alone(run) => runs.push(*run),
                    Prepared::Shared => {}
                    Prepared::Not(case) => report(case),
                }
            }
        }
        let Ok(toolchain) = runner else { continue };
        let jobs: Vec<Job> = runs.iter().map(|run| run.job.clone()).collect();
        let outcomes = toolchain.run(tools, &jobs, selection.limit);
        for (run, outcome) in runs.into_iter().zip(outcomes) {
            run.judge(toolchain.is_browser(), &outcome)
                .into_iter()
                .for_each(&mut *report);
        }
    }
    Ok(())
}

/// A snippet with a recorder of its own, and the cases it decides.
struct Run {
    recorder: Recorder,
    message: Vec<u8>,
    notes: Vec<Noted>,
    job: Job,
    cases: Vec<Case>,
}

enum Prepared {
    Alone(Box<Run>),
    /// Another run has the same snippet, and decides the case.
    Shared,
    /// There is nothing to run; the case says why.
    Not(Case),
}

impl Run {
    fn prepare(
        message: &[u8],
        client: &'static Client,
        mut case: Case,
        others: &mut [Self],
    ) -> io::Result<Prepared> {
        for other in others {
            if let Ok((code, notes)) = snippet(&other.message, client, case.exact)
                && code == other.job.code
                && notes == other.notes
            {
                case.directory.clone_from(&other.job.directory);
                other.cases.push(case);
                return Ok(Prepared::Shared);
            }
        }
        let recorder = Recorder::start()?;
        let authority = recorder.authority();
        let redirected = redirect(message, &authority)
            .ok_or_else(|| Finding::Unreadable("the message has no authority".into()));
        let rendered = redirected.and_then(|message| {
            snippet(&message, client, case.exact).map(|snippet| (message, snippet))
        });
        let (message, (code, notes)) = match rendered {
            Ok(rendered) => rendered,
            Err(finding) => return Ok(Prepared::Not(Case { finding, ..case })),
        };
        let directory = case.directory.clone();
        if directory.exists() {
            fs::remove_dir_all(&directory)?;
        }
        fs::create_dir_all(&directory)?;
        let job = Job {
            code,
            directory,
            authority,
        };
        let cases = vec![case];
        Ok(Prepared::Alone(Box::new(Self {
            recorder,
            message,
            notes,
            job,
            cases,
        })))
    }

    fn judge(self, browser: bool, outcome: &Outcome) -> Vec<Case> {
        let Self {
            recorder,
            message,
            notes,
            job,
            mut cases,
        } = self;
        let recorded = recorder.finish();
        for case in &mut cases {
            let expected = Expected {
                message: &message,
                exact: case.exact,
                browser,
                notes: &notes,
            };
            case.finding = Finding::Judged(judge(expected, outcome, &recorded, &job.directory));
        }
        cases
    }
}

/// Code and notes, through parser and renderer.
fn snippet(
    message: &[u8],
    client: &'static Client,
    exact: bool,
) -> Result<(String, Vec<Noted>), Finding> {
    let request =
        crate::parse(message).map_err(|errors| Finding::Unreadable(errors.to_string()))?;
    let options = Options {
        exact,
        ..Options::default()
    };
    let snippet = crate::render(&request, client, &options)
        .map_err(|refusal| Finding::Refused(refusal.to_string()))?;
    let notes = snippet.notes.iter().map(|note| Noted {
        id: note.id.to_owned(),
        place: note.place,
    });
    Ok((snippet.code, notes.collect()))
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
