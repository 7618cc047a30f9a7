//! `GET /api/clients`

use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use super::etag::Content;
use crate::Client;

/// A client, and what a page needs beside it.
#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    client: &'static Client,
    language_label: &'static str,
    /// The name that highlighters know the language by.
    highlight: &'static str,
}

pub(super) async fn list(fields: HeaderMap) -> Response {
    let rows = Client::all().map(|client| Row {
        client,
        language_label: client.language().label,
        highlight: client.language().fence,
    });
    let rows: Vec<_> = rows.collect();
    // Names and numbers are always JSON.
    let bytes = serde_json::to_vec(&rows).unwrap_or_default();
    Content::json(bytes).unless_known(&fields)
}
