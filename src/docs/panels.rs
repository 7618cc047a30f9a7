//! The panels of one request: its code in every language, with all there is to say about it.

use super::config::Show;
use super::message::Message;
use super::problem::credentials_in;
use super::{Config, Panel, Problem, Tabs, base, sample};
use crate::diagnostic::Severity;
use crate::note::Place;
use crate::request::{BodyKind, Request};
use crate::{Able, Client, Errors, Options};

/// The tabs of a message, and the message their code sends; `None` where a problem is an error.
pub(super) fn tabs(
    whole: &Message<'_>,
    number: usize,
    show: Show,
    config: &Config,
    problems: &mut Vec<Problem>,
) -> Option<(Tabs, Vec<u8>)> {
    let before = problems.len();
    check(whole, config, problems);
    let (request, response) = sample::split(&whole.bytes);
    let mut message = whole.part(0..request.len());
    let shown = text(request);
    let response = response.map(|at| whole.part(at..whole.bytes.len()));
    if let Some(span) = sample::in_body(request) {
        problems.push(whole.problem(
            Severity::Warning,
            "response-in-body",
            &span,
            "this status line is sent, in the body of the request".to_owned(),
            Some("put a second blank line in front of a sample response".to_owned()),
        ));
    }
    if let Some(base) = &config.base.value
        && let Some(at) = base::target_without_host(&message.bytes)
    {
        message.insert(at, base);
    }
    let message = crlf_where_needed(message, config);
    let mut panels = Vec::with_capacity(config.langs.value.len() + 2);
    if show.http {
        panels.push(Panel {
            id: "http".to_owned(),
            label: config.label_of("http", "HTTP"),
            fence: "http",
            code: shown,
        });
    }
    match crate::parse_as(&message.bytes, config.scheme.value) {
        Ok(request) => {
            for warning in request.warnings() {
                problems.push(said(&message, warning));
            }
            code(&message, &request, config, &mut panels, problems);
        }
        Err(errors) => problems.extend(errors.into_iter().map(|it| {
            let mut problem = said(&message, it);
            if it.id == "no-host"
                && let Some(help) = &mut problem.help
            {
                *help += "; or name the server by `base`, of the fence or of snippetgen.toml";
            }
            problem
        })),
    }
    if let Some(response) = response.filter(|_| show.response) {
        panels.push(Panel {
            id: "response".to_owned(),
            label: config.label_of("response", "Response"),
            fence: "http",
            code: text(&response.bytes),
        });
    }
    if problems[before..].iter().any(Problem::is_error) {
        return None;
    }
    let tabs = Tabs {
        group: config.group.value.clone(),
        number,
        panels,
    };
    Some((tabs, message.bytes))
}

/// A multipart body of a fence has the line ends that it would have been sent with.
fn crlf_where_needed<'s>(message: Message<'s>, config: &Config) -> Message<'s> {
    let mentions = |text: &[u8]| {
        let mut windows = message.bytes.windows(text.len());
        windows.any(|window| window.eq_ignore_ascii_case(text))
    };
    if !mentions(b"multipart/") {
        return message;
    }
    let parsed: Result<Request<'_>, Errors> = crate::parse_as(&message.bytes, config.scheme.value);
    let multipart = parsed.is_ok_and(|request| {
        request
            .body()
            .is_some_and(|body| body.kind() == BodyKind::Multipart)
    });
    match multipart {
        true => message.with_crlf(),
        false => message,
    }
}

/// Text with LF line ends and a final one.
fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let mut text = text.trim_matches('\n').to_owned();
    text.push('\n');
    text
}

fn said(message: &Message<'_>, it: &crate::Diagnostic) -> Problem {
    message.problem(
        it.severity,
        it.id,
        &it.span,
        it.message.clone(),
        it.help.clone(),
    )
}

/// The code of every client.
fn code(
    message: &Message<'_>,
    request: &Request<'_>,
    config: &Config,
    panels: &mut Vec<Panel>,
    problems: &mut Vec<Problem>,
) {
    let options = Options {
        exact: config.exact.value,
        auth: config.auth.value.clone(),
    };
    let able = Able::new(request, &options);
    let at = |place: Place| place.span(&message.bytes, request);
    for client in &config.langs.value {
        match crate::render(request, client, &options) {
            Ok(snippet) => {
                for note in &snippet.notes {
                    let severity = match config.strict.value {
                        true => Severity::Error,
                        false => Severity::Warning,
                    };
                    let text = format!("{}: {}", client.id, note.message);
                    let help = match &*able.clients(client, note.place) {
                        [] => "no client does otherwise".to_owned(),
                        [one] => format!("{} sends it exactly", one.id),
                        some => format!("{} send it exactly", Client::sentence(some, "and")),
                    };
                    let span = at(note.place);
                    problems.push(message.problem(severity, note.id, &span, text, Some(help)));
                }
                panels.push(Panel {
                    id: client.id.to_owned(),
                    label: config.label(client).to_owned(),
                    fence: client.language().fence,
                    code: snippet.code,
                });
            }
            Err(refusal) => {
                let text = format!("{}: {}", client.id, refusal.message);
                let help = match &*able.clients(client, refusal.place) {
                    [] => "no client can".to_owned(),
                    some => format!("name {} in `langs`", Client::sentence(some, "or")),
                };
                let span = at(refusal.place);
                let error = Severity::Error;
                problems.push(message.problem(error, refusal.id, &span, text, Some(help)));
            }
        }
    }
}

/// Looks for credentials in the request and its sample response.
fn check(message: &Message<'_>, config: &Config, problems: &mut Vec<Problem>) {
    for (kind, span) in credentials_in(&message.bytes, &config.allow.value) {
        problems.push(
            message.problem(
                Severity::Error,
                "credential",
                &span,
                format!("this looks like {kind}"),
                Some(
                    "write a placeholder such as `{token}`, and replace the credential if it was \
                 published; what is none goes into `allow` under `[secrets]` of snippetgen.toml"
                        .to_owned(),
                ),
            ),
        );
    }
}
