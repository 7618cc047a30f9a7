//! `POST /api/send`: sends a message for the page of this server, and for nobody else.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};

use super::addresses;
use super::etag::{Content, KEPT_NOWHERE};
use super::problem::Problem;
use super::site::{Sender, Site};
use super::{body, diagnostic, guard, snippets};
use crate::Request;
use crate::request::Scheme;
use crate::send::challenge::Bearer;
use crate::send::{self, Error, ErrorKind, Options, Variables};

/// The longest a request may take, and does unless less is asked for.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest body of a response.
const BODY_LIMIT: u64 = 4 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    message: Option<String>,
    message_base64: Option<String>,
    scheme: Option<Scheme>,
    #[serde(default)]
    exact: bool,
    #[serde(default)]
    variables: BTreeMap<String, String>,
    timeout_ms: Option<u64>,
}

#[derive(Serialize)]
struct Answer<'r> {
    version: String,
    status: u16,
    reason: Cow<'r, str>,
    fields: Vec<Field<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
    /// In bytes, content codings taken off.
    size: usize,
    elapsed_ms: u64,
    challenge: Option<Bearer>,
}

#[derive(Serialize)]
struct Field<'r> {
    name: &'r str,
    value: Cow<'r, str>,
}

pub(super) async fn create(
    State(site): State<Arc<Site>>,
    fields: HeaderMap,
    sent: Body,
) -> Result<Response, Problem> {
    let Some(sender) = &site.sender else {
        let detail = "this server sends no requests";
        return Err(Problem::new(StatusCode::FORBIDDEN, detail)
            .help("send it from your own machine: `snippetgen send`, or `snippetgen serve`"));
    };
    guard::same_origin(&fields)?;
    guard::token(&fields, &sender.token)?;
    let received = body::read(sent, &site).await?;
    let _place = sender
        .places
        .clone()
        .try_acquire_owned()
        .map_err(|_| Problem::busy("too many requests are being sent"))?;
    let asked: Asked = body::json(&fields, &received.bytes)?;
    let message = snippets::message(asked.message, asked.message_base64)?;
    let scheme = asked.scheme;
    let message = fill(&message, scheme, asked.variables)?;
    let request = snippets::parse(&message, scheme)?;
    sender.allows(&request)?;
    let patience = asked.timeout_ms.map(Duration::from_millis);
    let options = Options {
        exact: asked.exact,
        max_bytes: BODY_LIMIT,
        timeout: Some(patience.map_or(PATIENCE, |asked| asked.min(PATIENCE))),
        allow: Some(sender.filter()),
        ..Options::default()
    };
    let response = send::send(&request, &options).await.map_err(failed)?;
    Ok(answer(&response))
}

/// The message with values in the place of its placeholders.
fn fill(
    message: &[u8],
    scheme: Option<Scheme>,
    values: BTreeMap<String, String>,
) -> Result<Vec<u8>, Problem> {
    let mut variables = Variables::default();
    for (name, value) in values {
        variables.set(name, value);
    }
    send::fill(message, scheme, &variables).map_err(|errors| {
        let mut rows = diagnostic::rows(message, errors.diagnostics());
        for row in &mut rows {
            // The command line's help names its options.
            let help = match row.id {
                "unfilled-placeholder" => "give it a value among the variables",
                "placeholder-token" => {
                    "write the token, or `{token}` and give it a value among the variables"
                }
                _ => continue,
            };
            row.help = Some(help.to_owned());
        }
        Problem::bad("the message cannot be sent as it is").errors(rows)
    })
}

impl Sender {
    /// Whether requests may go to the host and the port of this one.
    fn allows(&self, request: &Request<'_>) -> Result<(), Problem> {
        let wanted = Authority::try_from(request.authority().as_bytes());
        let allowed = wanted.is_ok_and(|wanted| {
            let wanted_port = wanted.port_u16().unwrap_or(match request.scheme() {
                Scheme::Http => 80,
                Scheme::Https => 443,
            });
            self.allowed.iter().any(|one| {
                let one = Authority::try_from(&**one);
                one.is_ok_and(|one| {
                    one.host().eq_ignore_ascii_case(wanted.host())
                        && one.port_u16().is_none_or(|port| port == wanted_port)
                })
            })
        });
        match allowed || self.allowed.is_empty() {
            true => Ok(()),
            false => Err(Problem::new(
                StatusCode::FORBIDDEN,
                "this server does not send to that host",
            )
            .help(format!("it sends to {}", self.allowed.join(", ")))),
        }
    }

    /// Which addresses those hosts may have, whatever their names promise.
    fn filter(&self) -> send::Allow {
        let anywhere = self.own || !self.allowed.is_empty();
        Arc::new(move |address: IpAddr| {
            !addresses::is_forbidden(address) && (anywhere || !addresses::is_internal(address))
        })
    }
}

fn failed(error: Error) -> Problem {
    let status = match error.kind() {
        ErrorKind::Request => StatusCode::BAD_REQUEST,
        ErrorKind::InsecureAuth | ErrorKind::Refused => StatusCode::FORBIDDEN,
        ErrorKind::Timeout => StatusCode::GATEWAY_TIMEOUT,
        ErrorKind::Roots => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_GATEWAY,
    };
    let help = match error.kind() {
        // Those of the command line name its options.
        ErrorKind::InsecureAuth => "use https (RFC 6750 §5.3)",
        ErrorKind::Timeout => "the server may be busy or the network slow",
        ErrorKind::TooLarge => "`snippetgen send` takes larger ones",
        _ => error.help(),
    };
    Problem::new(status, error.to_string()).help(help)
}

fn answer(response: &send::Response) -> Response {
    let text = std::str::from_utf8(&response.body).ok();
    let answer = Answer {
        version: format!("{:?}", response.version),
        status: response.status.as_u16(),
        reason: String::from_utf8_lossy(&response.reason),
        fields: response
            .fields
            .iter()
            .map(|field| Field {
                name: &field.name,
                value: String::from_utf8_lossy(&field.value),
            })
            .collect(),
        body: text,
        body_base64: match text {
            Some(_) => None,
            None => Some(BASE64_STANDARD.encode(&response.body)),
        },
        size: response.body.len(),
        elapsed_ms: u64::try_from(response.elapsed.as_millis()).unwrap_or(u64::MAX),
        challenge: response.challenge(),
    };
    let mut content = Content::json(serde_json::to_vec(&answer).unwrap_or_default());
    content.cache_control = KEPT_NOWHERE;
    content.into_response()
}
