//! `/echo/auth/basic`: user `user`, password `password` (RFC 7617).

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use crate::serve::body;
use crate::serve::problem::Problem;
use crate::serve::site::Site;

const CREDENTIALS: &[u8] = b"user:password";
const CHALLENGE: HeaderValue =
    HeaderValue::from_static("Basic realm=\"snippetgen\", charset=\"UTF-8\"");

pub(super) async fn check(
    State(site): State<Arc<Site>>,
    fields: HeaderMap,
    sent: Body,
) -> Result<Response, Problem> {
    body::read(sent, &site).await?;
    let given = fields.get(AUTHORIZATION).and_then(|value| {
        let (scheme, credentials) = value.to_str().ok()?.split_once(' ')?;
        let credentials = BASE64_STANDARD.decode(credentials.trim()).ok()?;
        scheme.eq_ignore_ascii_case("basic").then_some(credentials)
    });
    match given.is_some_and(|given| given == CREDENTIALS) {
        true => Ok(Json(json!({"authenticated": true, "user": "user"})).into_response()),
        false => {
            let detail = "this resource needs the user and the password";
            Err(Problem::new(StatusCode::UNAUTHORIZED, detail)
                .help("send `Authorization: Basic dXNlcjpwYXNzd29yZA==`, which is `user:password`")
                .field(WWW_AUTHENTICATE, CHALLENGE))
        }
    }
}
