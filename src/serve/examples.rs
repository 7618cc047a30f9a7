//! The gallery: requests that the echo endpoints of this server answer.

use axum::http::header::HOST;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use serde::Serialize;

use super::etag::Content;

/// Where the files say that the server is.
const PLACE: &str = "127.0.0.1:8080";

#[derive(Clone, Copy)]
struct Example {
    id: &'static str,
    title: &'static str,
    summary: &'static str,
    message: &'static str,
}

macro_rules! examples {
    ($($id:literal: $title:literal, $summary:literal;)*) => {
        &[$(Example {
            id: $id,
            title: $title,
            summary: $summary,
            message: include_str!(concat!("examples/", $id, ".http")),
        }),*]
    };
}

const EXAMPLES: &[Example] = examples! {
    "get-bearer-token": "GET with a bearer token",
        "Any token but `good-token` is answered with 401 and the reason.";
    "post-json-bearer-token": "POST JSON with a bearer token",
        "The body becomes a literal of the language: a dict, an object.";
    "post-form": "POST a form",
        "Fields, encoded as browsers do it.";
    "upload-file": "Upload a file",
        "A multipart body: a text field and a file with its own type.";
    "basic-auth": "Basic authentication",
        "User and password, in base64.";
    "api-key": "API key in a field",
        "A secret like a token: placeholder or environment variable.";
    "put-json": "PUT JSON",
        "Replaces a resource with the body.";
    "patch-json": "PATCH with a JSON merge patch",
        "Changes members; the media type says how (RFC 7396).";
    "delete": "DELETE",
        "Removes a resource, without a body.";
    "query-parameters": "Query parameters",
        "Repeated names, an empty value, `+` and `%C3%A9` stay as they are.";
    "cookies": "Cookies",
        "Two in one field. A browser sets its own, and its code says so.";
    "graphql": "GraphQL query",
        "A query with variables, as JSON.";
    "custom-method": "Another method",
        "Methods are more than GET and POST: QUERY asks with a body.";
};

pub(super) fn is_known(id: &str) -> bool {
    EXAMPLES.iter().any(|example| example.id == id)
}

#[derive(Serialize)]
struct Row {
    id: &'static str,
    title: &'static str,
    summary: &'static str,
    message: String,
}

pub(super) async fn list(fields: HeaderMap) -> Response {
    // The name that the asker reaches this server by, through a proxy too.
    let place = fields.get(HOST).map(HeaderValue::to_str);
    let place = place.and_then(Result::ok).unwrap_or(PLACE);
    let rows = EXAMPLES.iter().map(|example| Row {
        id: example.id,
        title: example.title,
        summary: example.summary,
        message: example.message.replacen(PLACE, place, 1),
    });
    let rows: Vec<_> = rows.collect();
    // Texts are always JSON.
    let bytes = serde_json::to_vec(&rows).unwrap_or_default();
    Content::json(bytes).unless_known(&fields)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::{Client, Options};

    #[test]
    fn every_example_is_read_and_has_a_snippet_in_every_language() {
        for example in EXAMPLES {
            let request = crate::parse(example.message.as_bytes()).unwrap();
            assert_eq!(request.warnings(), [], "{}", example.id);
            assert_eq!(request.authority().as_bytes(), PLACE.as_bytes());
            for language in crate::LANGUAGES {
                let client: &Client = &language.clients[0];
                let snippet = crate::render(&request, client, &Options::default());
                assert!(snippet.is_ok(), "{} {}", example.id, client.id);
            }
        }
    }

    #[test]
    fn every_file_is_an_example() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/serve/examples");
        let files = fs::read_dir(folder).unwrap().count();
        assert_eq!(files, EXAMPLES.len());
    }
}
