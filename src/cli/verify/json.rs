//! `--format json`

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use snippetgen::verify::{Case, Difference, Finding};

use super::{Results, is_kept};

#[derive(Serialize)]
pub(super) struct Document<'r> {
    results: Vec<Row<'r>>,
    errors: Vec<Error<'r>>,
    missing: Vec<Missing<'r>>,
}

#[derive(Serialize)]
struct Row<'r> {
    request: &'r str,
    client: &'static str,
    exact: bool,
    verdict: &'static str,
    kept: bool,
    differences: Vec<Different<'r>>,
    unneeded_notes: &'r [String],
    /// Why it was refused or skipped, or what the compiler or the snippet said.
    detail: &'r str,
}

#[derive(Serialize)]
struct Different<'r> {
    subject: &'r str,
    #[serde(flatten)]
    expected: Option<Expected<'r>>,
    #[serde(flatten)]
    sent: Option<Sent<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Expected<'r> {
    Expected(&'r str),
    ExpectedBase64(String),
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Sent<'r> {
    Sent(&'r str),
    SentBase64(String),
}

#[derive(Serialize)]
struct Error<'r> {
    request: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    message: &'r str,
}

#[derive(Serialize)]
struct Missing<'r> {
    clients: Vec<&'static str>,
    reason: &'r str,
    install: &'static str,
}

impl<'r> Document<'r> {
    pub(super) fn new(results: &'r Results) -> Self {
        let requests = results.requests.iter();
        let rows = requests.flat_map(|(name, cases)| cases.iter().map(|case| row(name, case)));
        let errors = results.problems.iter().map(|problem| Error {
            request: &problem.request,
            line: problem.position.map(|(line, _)| line),
            column: problem.position.map(|(_, column)| column),
            message: &problem.message,
        });
        let missing = results.missing().into_iter();
        Self {
            results: rows.collect(),
            errors: errors.collect(),
            missing: missing
                .map(|(reason, install, clients)| Missing {
                    clients,
                    reason,
                    install,
                })
                .collect(),
        }
    }
}

fn row<'r>(request: &'r str, case: &'r Case) -> Row<'r> {
    let (differences, unneeded_notes, detail) = match &case.finding {
        Finding::Judged(judgement) => (
            judgement.differences.iter().map(different).collect(),
            &judgement.unneeded[..],
            &judgement.detail,
        ),
        Finding::Refused(why) | Finding::Unreadable(why) => (Vec::new(), &[][..], why),
        Finding::Skipped(why) => (Vec::new(), &[][..], &why.reason),
    };
    Row {
        request,
        client: case.client,
        exact: case.exact,
        verdict: case.word(),
        kept: is_kept(case),
        differences,
        unneeded_notes,
        detail,
    }
}

fn different(difference: &Difference) -> Different<'_> {
    let expected = difference.expected.as_deref();
    let sent = difference.sent.as_deref();
    Different {
        subject: &difference.subject,
        expected: expected.map(|bytes| match std::str::from_utf8(bytes) {
            Ok(text) => Expected::Expected(text),
            Err(_) => Expected::ExpectedBase64(STANDARD.encode(bytes)),
        }),
        sent: sent.map(|bytes| match std::str::from_utf8(bytes) {
            Ok(text) => Sent::Sent(text),
            Err(_) => Sent::SentBase64(STANDARD.encode(bytes)),
        }),
    }
}
