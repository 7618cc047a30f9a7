//! Values as an author writes them, in an attribute or in the configuration.

use std::ops::Range;

use super::Flavor;
use super::config::Show;
use crate::nearest::nearest;
use crate::request::Scheme;
use crate::{Auth, Client};

/// Why a value is none.
#[derive(Debug)]
pub(super) struct Invalid {
    pub(super) id: &'static str,
    /// Where in the value.
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

impl Invalid {
    pub(super) fn new(
        id: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            id,
            span,
            message: message.into(),
            help: help.into(),
        }
    }
}

/// `curl,python/requests`, with commas, `+` or blanks between.
pub(super) fn langs(text: &str) -> Result<Vec<&'static Client>, Invalid> {
    let mut clients: Vec<&'static Client> = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive([',', '+', ' ']) {
        let name = piece.trim_end_matches([',', '+', ' ']);
        if !name.is_empty() {
            let named = Client::named(name).map_err(|error| {
                Invalid::new(
                    "unknown-language",
                    at..at + name.len(),
                    error.message,
                    error.help,
                )
            })?;
            for client in named {
                if !clients.iter().any(|earlier| earlier.id == client.id) {
                    clients.push(client);
                }
            }
        }
        at += piece.len();
    }
    match clients.is_empty() {
        true => Err(Invalid::new(
            "no-language",
            0..text.len(),
            "no language is named",
            "write languages or clients, such as `curl,python/requests`, or `all`",
        )),
        false => Ok(clients),
    }
}

/// An absolute address without query: `https://api.example.com/v1`.
pub(super) fn base(text: &str) -> Result<String, Invalid> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '@');
    match rest {
        Some(rest) if !rest.is_empty() && !rest.starts_with('/') && rest.chars().all(plain) => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err(Invalid::new(
            "base",
            0..text.len(),
            "a base is an address with its scheme and host, without a user and a query",
            "write one such as `https://api.example.com/v1`",
        )),
    }
}

pub(super) fn scheme(text: &str) -> Result<Scheme, Invalid> {
    match text {
        "http" => Ok(Scheme::Http),
        "https" => Ok(Scheme::Https),
        _ => Err(none_of("scheme", text, &["http", "https"])),
    }
}

pub(super) fn auth(text: &str) -> Result<Auth, Invalid> {
    text.parse().map_err(|error: String| {
        let kind = text.split(':').next().unwrap_or_default();
        match nearest(kind, ["literal", "placeholder", "env"]).filter(|near| *near != kind) {
            Some(near) => {
                let help = format!("did you mean `{near}`?");
                Invalid::new("auth", 0..kind.len(), error, help)
            }
            None => Invalid::new(
                "auth",
                0..text.len(),
                error,
                "write `env:API_TOKEN`, for example",
            ),
        }
    })
}

pub(super) fn boolean(text: &str) -> Result<bool, Invalid> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(none_of("boolean", text, &["true", "false"])),
    }
}

pub(super) fn flavor(text: &str) -> Result<Flavor, Invalid> {
    Flavor::find(text).ok_or_else(|| {
        let names: Vec<_> = Flavor::ALL.iter().map(|flavor| flavor.name()).collect();
        none_of("unknown-flavor", text, &names)
    })
}

/// What hosts write into attributes and shortcodes: letters, digits, `-`, `_` and `.`.
pub(super) fn group(text: &str) -> Result<String, Invalid> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    match !text.is_empty() && text.chars().all(plain) {
        true => Ok(text.to_owned()),
        false => Err(Invalid::new(
            "group",
            0..text.len(),
            "a group is a name of letters, digits, `-`, `_` and `.`",
            "write one such as `snippetgen-lang`",
        )),
    }
}

/// `http,response`, either, or `none`.
pub(super) fn show(text: &str) -> Result<Show, Invalid> {
    let mut show = Show {
        http: false,
        response: false,
    };
    let mut at = 0;
    for piece in text.split_inclusive([',', '+', ' ']) {
        let name = piece.trim_end_matches([',', '+', ' ']);
        match name {
            "http" => show.http = true,
            "response" => show.response = true,
            "none" | "" => {}
            _ => {
                let mut invalid = none_of("show", name, &["http", "response", "none"]);
                invalid.span = at..at + name.len();
                return Err(invalid);
            }
        }
        at += piece.len();
    }
    Ok(show)
}

/// The one of `known` that a text is.
pub(super) fn one_of<'k>(text: &str, known: &[&'k str]) -> Result<&'k str, Invalid> {
    match known.iter().find(|name| **name == text) {
        Some(name) => Ok(name),
        None => Err(none_of("value", text, known)),
    }
}

fn none_of(id: &'static str, text: &str, known: &[&str]) -> Invalid {
    let shown: String = text.chars().take(40).collect();
    let all = known.join(", ");
    let help = match nearest(text, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? It is one of {all}"),
        None => format!("write one of {all}"),
    };
    let message = match id {
        "unknown-flavor" => format!("there is no flavor `{}`", shown.escape_debug()),
        _ => format!("`{}` is not what this can be", shown.escape_debug()),
    };
    Invalid::new(id, 0..text.len(), message, help)
}
