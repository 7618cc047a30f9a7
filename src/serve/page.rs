//! The page and its files, all of them in the binary.

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::etag::{Content, KEPT_NOWHERE};
use super::examples;
use super::problem::Problem;
use super::site::Site;

const INDEX: &str = include_str!("page/index.html");
const OPENAPI: &str = include_str!("openapi.json");
/// Where the token belongs that the page sends with.
const EMPTY: &str = "<meta name=\"snippetgen-send-token\" content=\"\">";

/// Names and contents of files beside this one.
macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_bytes!(concat!("page/", $name)))),*]
    };
}

/// What `/assets/` has.
const FILES: &[(&str, &[u8])] = files! {
    "api.js"
    "app.css"
    "app.js"
    "appearance.js"
    "dom.js"
    "editor.js"
    "gallery.js"
    "highlight.js"
    "icon.svg"
    "json.js"
    "link.js"
    "message.js"
    "notices.js"
    "options.js"
    "response.js"
    "secrets.js"
    "snippets.js"
    "store.js"
    "tabs.js"
    "theme.js"
    "variables.js"
    "vendor/highlight/LICENSE"
    "vendor/highlight/bash.js"
    "vendor/highlight/core.js"
    "vendor/highlight/csharp.js"
    "vendor/highlight/java.js"
    "vendor/highlight/javascript.js"
    "vendor/highlight/json.js"
    "vendor/highlight/php.js"
    "vendor/highlight/python.js"
    "vendor/highlight/xml.js"
};

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/", get(index))
        .route("/examples/{id}", get(example))
        .route("/assets/{*name}", get(file))
        .route("/favicon.ico", get(icon))
        .route("/api/openapi.json", get(openapi))
}

async fn index(State(site): State<Arc<Site>>, fields: HeaderMap) -> Response {
    document(&site).unless_known(&fields)
}

/// The page, which opens at the example its address names.
async fn example(
    State(site): State<Arc<Site>>,
    id: Result<Path<String>, PathRejection>,
    fields: HeaderMap,
) -> Response {
    match id.is_ok_and(|Path(id)| examples::is_known(&id)) {
        true => index(State(site), fields).await,
        false => (StatusCode::NOT_FOUND, document(&site)).into_response(),
    }
}

/// The page with the token, which is nobody's but its reader's.
fn document(site: &Site) -> Content {
    let mut content = Content::new("text/html; charset=utf-8", INDEX);
    if let Some(sender) = &site.sender {
        let token = EMPTY.replace("\"\"", &format!("\"{}\"", sender.token.as_str()));
        content.bytes = INDEX.replacen(EMPTY, &token, 1).into();
        content.cache_control = KEPT_NOWHERE;
    }
    content
}

async fn file(
    name: Result<Path<String>, PathRejection>,
    fields: HeaderMap,
) -> Result<Response, Problem> {
    match name {
        Ok(Path(name)) => content(&name, &fields),
        Err(_) => Err(no_file()),
    }
}

async fn icon(fields: HeaderMap) -> Result<Response, Problem> {
    content("icon.svg", &fields)
}

fn content(name: &str, fields: &HeaderMap) -> Result<Response, Problem> {
    let found = FILES.iter().find(|(known, _)| *known == name);
    let (name, bytes) = found.ok_or_else(no_file)?;
    Ok(Content::new(media_type(name), *bytes).unless_known(fields))
}

fn no_file() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "the page has no such file")
}

async fn openapi(fields: HeaderMap) -> Response {
    Content::json(OPENAPI).unless_known(&fields)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    fn files(folder: &Path, prefix: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            match entry.file_type().unwrap().is_dir() {
                true => files(&entry.path(), &format!("{name}/"), found),
                false => found.push(name),
            }
        }
    }

    #[test]
    fn every_file_of_the_page_is_served() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/serve/page");
        let mut found = Vec::new();
        files(&folder, "", &mut found);
        found.retain(|name| name != "index.html" && !name.ends_with(".md"));
        found.sort();
        let mut served: Vec<_> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        served.sort();
        assert_eq!(served, found);
    }

    #[test]
    fn the_page_has_a_place_for_the_token() {
        assert_eq!(INDEX.matches(EMPTY).count(), 1);
    }
}
