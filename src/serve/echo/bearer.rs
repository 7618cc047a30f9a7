//! `/echo/auth/bearer`: a protected resource (RFC 6750).
//!
//! `good-token` has the scopes `read` and `write`, `read-only-token` has `read`; every other token
//! is invalid. GET, HEAD and OPTIONS need `read`, all other methods `write`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::request::Form;
use crate::serve::body;
use crate::serve::problem::Problem;
use crate::serve::site::Site;

/// The tokens that are good, and their scopes.
const TOKENS: [(&str, &[&str]); 2] = [
    ("good-token", &["read", "write"]),
    ("read-only-token", &["read"]),
];

pub(super) async fn check(
    State(site): State<Arc<Site>>,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, sent) = request.into_parts();
    let received = body::read(sent, &site).await?;
    let token = token(&parts, &received.bytes)?;
    let Some((_, scopes)) = TOKENS.iter().find(|(good, _)| *good == token) else {
        return Err(Refused::InvalidToken.into());
    };
    let reads = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    let needed = if reads { "read" } else { "write" };
    match scopes.contains(&needed) {
        true => Ok(Json(json!({"authenticated": true, "scope": scopes.join(" ")})).into_response()),
        false => Err(Refused::InsufficientScope(needed).into()),
    }
}

/// The token of the request, which has to come in one of three ways (§2).
fn token(parts: &Parts, body: &[u8]) -> Result<String, Refused> {
    let mut tokens = Vec::new();
    for value in parts.headers.get_all(AUTHORIZATION) {
        let value = value.as_bytes().trim_ascii();
        let scheme = value.split(|byte| *byte == b' ').next().unwrap_or_default();
        if scheme.eq_ignore_ascii_case(b"bearer") {
            let token = value[scheme.len()..].trim_ascii();
            let token = std::str::from_utf8(token).map_err(|_| Refused::Malformed)?;
            tokens.push(token.to_owned());
        }
    }
    tokens.extend(in_form(parts.uri.query().unwrap_or_default().as_bytes()));
    let is_form = parts.headers.get(CONTENT_TYPE).is_some_and(|value| {
        let media_type = value.as_bytes().split(|byte| *byte == b';').next();
        let media_type = media_type.unwrap_or_default().trim_ascii();
        media_type.eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
    });
    // §2.2: not of a GET, whose body means nothing.
    if is_form && parts.method != Method::GET {
        tokens.extend(in_form(body));
    }
    match (tokens.pop(), tokens.is_empty()) {
        (None, _) => Err(Refused::Anonymous),
        (Some(token), true) if is_b64token(&token) => Ok(token),
        (Some(_), true) => Err(Refused::Malformed),
        (Some(_), false) => Err(Refused::Repeated),
    }
}

fn in_form(form: &[u8]) -> Vec<String> {
    let fields = Form::parse(form).map(|form| form.fields);
    let tokens = fields.into_iter().flatten();
    tokens
        .filter(|field| field.name == "access_token")
        .map(|field| field.value.into_owned())
        .collect()
}

/// `b64token` of §2.1.
fn is_b64token(token: &str) -> bool {
    let start = token.trim_end_matches('=');
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    !start.is_empty() && start.bytes().all(allowed)
}

/// Why there is no answer (§3.1).
enum Refused {
    /// Without credentials there is nothing to say about them.
    Anonymous,
    Malformed,
    Repeated,
    InvalidToken,
    /// The scope that is needed.
    InsufficientScope(&'static str),
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let (status, error, detail, help) = match refused {
            Refused::Anonymous => (
                StatusCode::UNAUTHORIZED,
                "",
                "this resource needs a bearer token",
                "send `Authorization: Bearer good-token`",
            ),
            Refused::Malformed => (
                StatusCode::BAD_REQUEST,
                "invalid_request",
                "the bearer token has characters that none may have, or none at all",
                "send `Authorization: Bearer good-token` (RFC 6750 §2.1)",
            ),
            Refused::Repeated => (
                StatusCode::BAD_REQUEST,
                "invalid_request",
                "the bearer token is sent in more than one way",
                "keep the Authorization field alone (RFC 6750 §2)",
            ),
            Refused::InvalidToken => (
                StatusCode::UNAUTHORIZED,
                "invalid_token",
                "the bearer token is unknown, expired or revoked",
                "send `Authorization: Bearer good-token`",
            ),
            Refused::InsufficientScope(_) => (
                StatusCode::FORBIDDEN,
                "insufficient_scope",
                "the bearer token does not have the scope that is needed",
                "`good-token` has it",
            ),
        };
        let mut challenge = "Bearer realm=\"snippetgen\"".to_owned();
        if !error.is_empty() {
            challenge += &format!(", error=\"{error}\", error_description=\"{detail}\"");
        }
        if let Refused::InsufficientScope(scope) = refused {
            challenge += &format!(", scope=\"{scope}\"");
        }
        // The texts above are ASCII.
        let challenge = HeaderValue::try_from(challenge)
            .unwrap_or(HeaderValue::from_static("Bearer realm=\"snippetgen\""));
        Problem::new(status, detail)
            .help(help)
            .field(WWW_AUTHENTICATE, challenge)
    }
}
