//! Which address is answered by what, and what every answer carries.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Router, http::header};

use super::problem::Problem;
use super::site::Site;
use super::wire::Head;
use super::{clients, echo, examples, guard, page, panics, send, snippets};

pub(super) fn new(site: Arc<Site>) -> Router {
    Router::new()
        .route("/api/clients", get(clients::list))
        .route("/api/examples", get(examples::list))
        .route("/api/send", post(send::create))
        .route("/api/snippets", post(snippets::create))
        .merge(page::routes())
        .with_state(Arc::clone(&site))
        .merge(echo::routes(Arc::clone(&site)))
        .fallback(not_found)
        .method_not_allowed_fallback(not_allowed)
        .layer(from_fn(panics::answer))
        .layer(from_fn_with_state(site, guard::host))
        .layer(from_fn(secured))
}

async fn not_found() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "there is nothing at this address")
        .help("/ is the page, /api/openapi.json describes the rest")
}

async fn not_allowed() -> Problem {
    let detail = "this address takes other methods, which the Allow field names";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail)
}

/// Nobody is to guess types.
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
/// No script but the page's own files, nothing from elsewhere, no frame around it.
const SECURITY: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
         img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

async fn secured(request: Request, next: Next) -> Response {
    let head = request.extensions().get::<Head>();
    let last = head.is_none_or(|head| head.body().is_none());
    // What is shown of an echo is the example, not this server.
    let is_echo = request.uri().path().starts_with("/echo/");
    let mut response = next.run(request).await;
    let fields = response.headers_mut();
    fields.insert(header::X_CONTENT_TYPE_OPTIONS, NOSNIFF);
    for (name, value) in SECURITY.into_iter().filter(|_| !is_echo) {
        fields.insert(name, HeaderValue::from_static(value));
    }
    if last {
        // The head of a further request would not be found.
        fields.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
