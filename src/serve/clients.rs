//! `GET /api/clients`

use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use super::etag::Content;
use crate::LANGUAGES;

/// A client: what `snippetgen list --format json` says, and what a page needs beside it.
#[derive(Serialize)]
struct Row {
    id: &'static str,
    language: &'static str,
    language_label: &'static str,
    client: &'static str,
    label: &'static str,
    /// Whether the name of the language alone means this client.
    default: bool,
    aliases: &'static [&'static str],
    extension: &'static str,
    fence: &'static str,
    /// The name that highlighters know the language by.
    highlight: &'static str,
}

pub(super) async fn list(fields: HeaderMap) -> Response {
    let rows = LANGUAGES.iter().flat_map(|language| {
        let clients = language.clients.iter().enumerate();
        clients.map(move |(index, client)| Row {
            id: client.id,
            language: language.id,
            language_label: language.label,
            client: client.name,
            label: client.label,
            default: index == 0,
            aliases: language.aliases,
            extension: language.extension,
            fence: language.fence,
            highlight: language.fence,
        })
    });
    let rows: Vec<_> = rows.collect();
    // Names and numbers are always JSON.
    let bytes = serde_json::to_vec(&rows).unwrap_or_default();
    Content::json(bytes).unless_known(&fields)
}
