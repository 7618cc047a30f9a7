//! Bodies of requests, with bounds on their size and their time.

use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use tokio::sync::OwnedSemaphorePermit;

use super::problem::Problem;
use super::site::Site;

/// Longer bodies wait for a place among the few that may be in hand.
pub(super) const SMALL: usize = 64 << 10;
/// A message of 1 MiB fits with most of its characters escaped, or in base64.
const LIMIT: usize = 4 << 20;
/// So much of a body is read that is refused all the same.
const SKIPPED: usize = 32 << 20;
/// For the whole of a body.
const PATIENCE: Duration = Duration::from_secs(20);

/// A body, and its place among the large ones, where it is one.
pub(super) struct Received {
    pub(super) bytes: Bytes,
    pub(super) place: Option<OwnedSemaphorePermit>,
}

pub(super) async fn read(body: Body, site: &Site) -> Result<Received, Problem> {
    tokio::time::timeout(PATIENCE, collect(body, site))
        .await
        .unwrap_or_else(|_| {
            let detail = format!("the body took longer than {} seconds", PATIENCE.as_secs());
            Err(Problem::new(StatusCode::REQUEST_TIMEOUT, detail))
        })
}

async fn collect(mut body: Body, site: &Site) -> Result<Received, Problem> {
    let mut bytes = Vec::new();
    let mut length = 0;
    let mut place = Ok(None);
    // Whoever is still writing does not read that it is refused.
    while length <= SKIPPED
        && let Some(frame) = body.frame().await
    {
        let frame = frame.map_err(|_| Problem::bad("the body was cut short"))?;
        let data = frame.into_data().unwrap_or_default();
        length += data.len();
        if length > LIMIT {
            place = Err(too_large());
        } else if length > SMALL && matches!(place, Ok(None)) {
            place = large(site).map(Some);
        }
        match place {
            Ok(_) => bytes.extend_from_slice(&data),
            Err(_) => bytes = Vec::new(),
        }
    }
    Ok(Received {
        place: place?,
        bytes: bytes.into(),
    })
}

/// A place among the few long messages.
pub(super) fn large(site: &Site) -> Result<OwnedSemaphorePermit, Problem> {
    site.large
        .clone()
        .try_acquire_owned()
        .map_err(|_| Problem::busy("too many long messages are in hand"))
}

fn too_large() -> Problem {
    let detail = format!("the body is longer than {LIMIT} bytes");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
}

/// Reads a body that has to be JSON.
///
/// A browser asks before it sends this media type to another origin, and is told no.
pub(super) fn json<T: DeserializeOwned>(fields: &HeaderMap, bytes: &[u8]) -> Result<T, Problem> {
    let media_type = fields.get(CONTENT_TYPE).map(|value| value.as_bytes());
    let media_type = media_type.map(|value| value.split(|byte| *byte == b';').next());
    let is_json = media_type
        .flatten()
        .is_some_and(|value| value.trim_ascii().eq_ignore_ascii_case(b"application/json"));
    if !is_json {
        let detail = "the body has to be `application/json`";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
            .help("send the field `Content-Type: application/json`"));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        Problem::bad(format!("the body cannot be read: {error}"))
            .help("/api/openapi.json says what belongs in it")
    })
}

/// Keeps a place until the answer is written, or its reader is gone.
pub(super) fn held(response: Response, place: Option<OwnedSemaphorePermit>) -> Response {
    let Some(place) = place else {
        return response;
    };
    let length = response.body().size_hint().exact();
    let mut response = response.map(|body| {
        Body::new(body.map_frame(move |frame| {
            let _held = &place;
            frame
        }))
    });
    if let Some(length) = length {
        // The body that holds the place does not know it.
        response.headers_mut().insert(CONTENT_LENGTH, length.into());
    }
    response
}
