//! `POST /api/snippets`: a message to the snippets of clients.
//!
//! There is no such GET: a message may hold secrets, and addresses are kept in histories and logs.

use std::panic::resume_unwind;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};

use super::body::{self, SMALL};
use super::diagnostic::{self, Lines, Position, Row};
use super::etag::{Content, KEPT_NOWHERE};
use super::problem::Problem;
use super::site::Site;
use crate::request::Scheme;
use crate::{Able, Auth, Client, Options, Place, Request, Snippet, render};

/// The longest message.
pub(super) const MESSAGE_LIMIT: usize = 1 << 20;
/// A longer answer takes a place among the long messages.
const LONG: usize = 1 << 20;
/// The most field lines: each may have a note for every client.
const FIELDS_LIMIT: usize = 1000;
/// The longest list of clients' names.
const NAMES_LIMIT: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    message: Option<String>,
    message_base64: Option<String>,
    #[serde(default = "defaults")]
    clients: Vec<String>,
    #[serde(default)]
    exact: bool,
    scheme: Option<Scheme>,
    auth: Option<String>,
}

/// Every language with its default client.
fn defaults() -> Vec<String> {
    vec!["all".to_owned()]
}

#[derive(Serialize)]
struct Answer {
    warnings: Vec<Row>,
    snippets: Vec<Outcome>,
}

/// What became of one client.
#[derive(Serialize)]
struct Outcome {
    id: &'static str,
    language: &'static str,
    client: &'static str,
    label: &'static str,
    #[serde(flatten)]
    result: Written,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Written {
    Code { code: String, notes: Vec<Deviation> },
    Refused { refusal: Deviation },
}

/// A note or a refusal.
#[derive(Serialize)]
struct Deviation {
    id: &'static str,
    message: String,
    #[serde(flatten)]
    position: Position,
    /// The clients that send this exactly, those of the same language first.
    able: Vec<&'static str>,
}

pub(super) async fn create(
    State(site): State<Arc<Site>>,
    fields: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let received = body::read(body, &site).await?;
    let content = match received.bytes.len() > SMALL {
        false => answer(&fields, &received.bytes),
        true => tokio::task::spawn_blocking(move || answer(&fields, &received.bytes))
            .await
            .unwrap_or_else(|ended| match ended.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(_) => Err(Problem::busy("the server is going down")),
            }),
    }?;
    // A short message with a long answer counts as well, until its reader has it.
    let place = match received.place {
        None if content.bytes.len() > LONG => Some(body::large(&site)?),
        place => place,
    };
    Ok(body::held(content.into_response(), place))
}

fn answer(fields: &HeaderMap, bytes: &[u8]) -> Result<Content, Problem> {
    let asked: Asked = body::json(fields, bytes)?;
    let clients = clients(&asked.clients)?;
    let options = Options {
        exact: asked.exact,
        auth: auth(asked.auth.as_deref())?,
    };
    let message = message(asked.message, asked.message_base64)?;
    let request = parse(&message, asked.scheme)?;
    let job = Job {
        message: &message,
        lines: Lines::new(&message),
        request: &request,
        options: &options,
        able: Able::new(&request, &options),
    };
    let answer = Answer {
        warnings: diagnostic::rows(&message, request.warnings()),
        snippets: clients.into_iter().map(|one| job.outcome(one)).collect(),
    };
    let bytes = serde_json::to_vec(&answer).unwrap_or_default();
    let mut content = Content::json(bytes);
    content.cache_control = KEPT_NOWHERE;
    Ok(content)
}

/// The bytes of a message, of which one spelling has to be given.
pub(super) fn message(text: Option<String>, base64: Option<String>) -> Result<Vec<u8>, Problem> {
    let message = match (text, base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(base64)) => BASE64_STANDARD.decode(base64).map_err(|error| {
            Problem::bad(format!("`message_base64` cannot be read: {error}"))
                .help("write it in the standard alphabet, with padding (RFC 4648 §4)")
        })?,
        _ => {
            return Err(Problem::bad(
                "the body needs either `message` or `message_base64`",
            ));
        }
    };
    match message.len() > MESSAGE_LIMIT {
        true => {
            let detail = format!("the message is longer than {MESSAGE_LIMIT} bytes");
            Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
                .help("the command line has no such limit"))
        }
        false => Ok(message),
    }
}

pub(super) fn parse(message: &[u8], scheme: Option<Scheme>) -> Result<Request<'_>, Problem> {
    let read = crate::parse_as(message, scheme);
    let request = read.map_err(|errors| {
        Problem::bad("the message cannot be read")
            .errors(diagnostic::rows(message, errors.diagnostics()))
    })?;
    match request.fields().len() > FIELDS_LIMIT {
        true => {
            let detail = format!("the message has more than {FIELDS_LIMIT} field lines");
            Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail))
        }
        false => Ok(request),
    }
}

/// The clients of the names, each once.
fn clients(names: &[String]) -> Result<Vec<&'static Client>, Problem> {
    if names.is_empty() || names.len() > NAMES_LIMIT {
        let detail = format!("`clients` has to name between 1 and {NAMES_LIMIT}");
        return Err(Problem::bad(detail).help("`all` is every language with its default client"));
    }
    let mut chosen: Vec<&'static Client> = Vec::new();
    for name in names {
        let clients = Client::named(name.trim())
            .map_err(|unknown| Problem::bad(unknown.message).help(unknown.help))?;
        for client in clients {
            if !chosen.iter().any(|earlier| earlier.id == client.id) {
                chosen.push(client);
            }
        }
    }
    Ok(chosen)
}

fn auth(text: Option<&str>) -> Result<Auth, Problem> {
    match text.map(str::parse) {
        None => Ok(Auth::default()),
        Some(Ok(auth)) => Ok(auth),
        Some(Err(error)) => Err(Problem::bad(format!("`auth` cannot be read: {error}"))),
    }
}

struct Job<'r> {
    message: &'r [u8],
    lines: Lines<'r>,
    request: &'r Request<'r>,
    options: &'r Options,
    able: Able<'r>,
}

impl Job<'_> {
    fn outcome(&self, client: &'static Client) -> Outcome {
        let result = match render(self.request, client, self.options) {
            Ok(Snippet { code, notes }) => Written::Code {
                code,
                notes: notes
                    .into_iter()
                    .map(|note| self.deviation(client, note.id, note.place, note.message))
                    .collect(),
            },
            Err(refusal) => Written::Refused {
                refusal: self.deviation(client, refusal.id, refusal.place, refusal.message),
            },
        };
        Outcome {
            id: client.id,
            language: client.language().id,
            client: client.name,
            label: client.label,
            result,
        }
    }

    fn deviation(
        &self,
        client: &Client,
        id: &'static str,
        place: Place,
        message: String,
    ) -> Deviation {
        let span = place.span(self.message, self.request);
        let able = self.able.clients(client, place);
        Deviation {
            id,
            message,
            position: self.lines.position(span),
            able: able.iter().map(|client| client.id).collect(),
        }
    }
}
