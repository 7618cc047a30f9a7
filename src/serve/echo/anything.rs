//! `/echo/anything`: what was sent, as it was sent.

use std::borrow::Cow;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;

use crate::serve::body;
use crate::serve::problem::Problem;
use crate::serve::site::Site;
use crate::serve::wire::Head;

#[derive(Serialize)]
struct Sent<'h> {
    method: &'h str,
    target: Cow<'h, str>,
    version: String,
    fields: Vec<Field<'h>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'h str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
}

/// A value is text, or base64 where it is not UTF-8.
#[derive(Serialize)]
struct Field<'h> {
    name: Cow<'h, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'h str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_base64: Option<String>,
}

impl<'h> Field<'h> {
    fn new((name, value): (&'h [u8], &'h [u8])) -> Self {
        let (value, value_base64) = text(value);
        Self {
            name: String::from_utf8_lossy(name),
            value,
            value_base64,
        }
    }
}

pub(super) async fn tell(
    State(site): State<Arc<Site>>,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, sent) = request.into_parts();
    let received = body::read(sent, &site).await?;
    let (content, body_base64) = text(&received.bytes);
    let head = parts.extensions.get::<Head>();
    let sent = Sent {
        method: parts.method.as_str(),
        target: match head {
            Some(head) => String::from_utf8_lossy(head.target()),
            None => parts.uri.to_string().into(),
        },
        version: format!("{:?}", parts.version),
        fields: match head {
            Some(head) => head.fields().map(Field::new).collect(),
            None => {
                let fields = parts.headers.iter();
                let bytes = fields.map(|(name, value)| (name.as_ref(), value.as_bytes()));
                bytes.map(Field::new).collect()
            }
        },
        body: content,
        body_base64,
    };
    Ok(body::held(Json(sent).into_response(), received.place))
}

/// The bytes as text where they are that, else in base64.
fn text(bytes: &[u8]) -> (Option<&str>, Option<String>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Some(text), None),
        Err(_) => (None, Some(BASE64_STANDARD.encode(bytes))),
    }
}
