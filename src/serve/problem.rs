//! What a client is told that did something wrong (RFC 9457).

use axum::Json;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::diagnostic::Row;

/// The media type of a problem.
const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// An answer with a status that tells what to do.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    detail: String,
    help: Option<String>,
    errors: Vec<Row>,
    fields: Vec<(HeaderName, HeaderValue)>,
}

#[derive(Serialize)]
struct Document<'p> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'p str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'p [Row],
}

impl Problem {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            help: None,
            errors: Vec::new(),
            fields: Vec::new(),
        }
    }

    pub(super) fn bad(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// There is too much to do just now.
    pub(super) fn busy(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
            .field(RETRY_AFTER, HeaderValue::from_static("1"))
            .help("try again in a second")
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn errors(mut self, errors: Vec<Row>) -> Self {
        self.errors = errors;
        self
    }

    pub(super) fn field(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.fields.push((name, value));
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let document = Document {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or_default(),
            status: self.status.as_u16(),
            detail: &self.detail,
            help: self.help.as_deref(),
            errors: &self.errors,
        };
        let mut response = (self.status, Json(document)).into_response();
        let fields = response.headers_mut();
        fields.extend(self.fields);
        fields.insert(CONTENT_TYPE, MEDIA_TYPE);
        fields.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
