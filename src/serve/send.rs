//! `POST /api/send`: sends a message for the page of this server, and for nobody else.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::problem::Problem;
use super::site::Site;
use super::{body, guard};

pub(super) async fn create(
    State(site): State<Arc<Site>>,
    fields: HeaderMap,
    sent: Body,
) -> Result<Response, Problem> {
    let Some(sender) = &site.sender else {
        return Err(
            Problem::new(StatusCode::FORBIDDEN, "this server sends no requests")
                .help("send it from your own machine: `snippetgen send`, or `snippetgen serve`"),
        );
    };
    guard::same_origin(&fields)?;
    guard::token(&fields, &sender.token)?;
    body::read(sent, &site).await?;
    let _place = sender
        .places
        .clone()
        .try_acquire_owned()
        .map_err(|_| Problem::busy("too many requests are being sent"))?;
    Err(Problem::new(
        StatusCode::NOT_IMPLEMENTED,
        "sending is not built yet",
    ))
}
