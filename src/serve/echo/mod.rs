//! Endpoints for examples to be tried against, open to every origin.
//!
//! `/echo/METHOD/json` (`/xml`, `/form`) answers one method with a fixed success, whatever it is
//! sent; `/echo/auth/…` asks for credentials; `/echo/anything` tells what it was sent.

mod anything;
mod basic;
mod bearer;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, CACHE_CONTROL, CONTENT_TYPE,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, delete, get, head, patch, post, put};
use axum::{Json, Router};
use serde::Serialize;

use super::body;
use super::etag::KEPT_NOWHERE;
use super::problem::Problem;
use super::site::Site;

pub(super) fn routes(site: Arc<Site>) -> Router {
    Router::new()
        .route("/echo/get/json", get(json))
        .route("/echo/get/xml", get(xml))
        .route("/echo/head/json", head(json))
        .route("/echo/head/xml", head(xml))
        .route("/echo/post/json", post(json))
        .route("/echo/post/xml", post(xml))
        .route("/echo/post/form", post(json))
        .route("/echo/put/json", put(json))
        .route("/echo/put/xml", put(xml))
        .route("/echo/patch/json", patch(json))
        .route("/echo/patch/xml", patch(xml))
        .route("/echo/delete/json", delete(json))
        .route("/echo/delete/xml", delete(xml))
        .route("/echo/auth/basic", any(basic::check))
        .route("/echo/auth/bearer", any(bearer::check))
        .route("/echo/anything", any(anything::tell))
        .route("/echo/anything/", any(anything::tell))
        .route("/echo/anything/{*path}", any(anything::tell))
        .layer(from_fn(shared))
        .with_state(site)
}

/// What `reqbin.com/echo` answers, so that its examples read the same here.
#[derive(Serialize)]
struct Success {
    success: &'static str,
}

async fn json(State(site): State<Arc<Site>>, sent: Body) -> Result<Response, Problem> {
    body::read(sent, &site).await?;
    Ok(Json(Success { success: "true" }).into_response())
}

async fn xml(State(site): State<Arc<Site>>, sent: Body) -> Result<Response, Problem> {
    const SUCCESS: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
        <Response>\n  \
        <ResponseCode>0</ResponseCode>\n  \
        <ResponseMessage>Success</ResponseMessage>\n\
        </Response>\n";
    body::read(sent, &site).await?;
    let media_type = HeaderValue::from_static("application/xml");
    Ok(([(CONTENT_TYPE, media_type)], SUCCESS).into_response())
}

/// Lets pages of other origins ask, with any method and any field, and read the answer.
async fn shared(request: Request, next: Next) -> Response {
    const ANY: HeaderValue = HeaderValue::from_static("*");
    let asked = request.headers();
    let method = asked.get(ACCESS_CONTROL_REQUEST_METHOD).cloned();
    let mut response = match method.filter(|_| request.method() == Method::OPTIONS) {
        Some(method) => {
            let names = asked.get(ACCESS_CONTROL_REQUEST_HEADERS).cloned();
            let mut response = StatusCode::NO_CONTENT.into_response();
            let fields = response.headers_mut();
            fields.insert(ACCESS_CONTROL_ALLOW_METHODS, method);
            if let Some(names) = names {
                // `*` would not stand for Authorization.
                fields.insert(ACCESS_CONTROL_ALLOW_HEADERS, names);
            }
            fields.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
            response
        }
        None => next.run(request).await,
    };
    let fields = response.headers_mut();
    fields.insert(ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
    fields.insert(ACCESS_CONTROL_EXPOSE_HEADERS, ANY);
    fields.insert(CACHE_CONTROL, KEPT_NOWHERE);
    response
}
