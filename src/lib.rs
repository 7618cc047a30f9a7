//! snippetgen turns a raw HTTP request into code a person can paste and run.
//!
//! ```text
//! bytes ──parse──▶ Request ──view──▶ Code ──template──▶ Snippet { code, notes }
//! ```
//!
//! ```
//! use snippetgen::{Client, Options};
//!
//! let request = snippetgen::parse(b"GET /users HTTP/1.1\nHost: api.example.com\n\n")?;
//! let python = Client::find("python/requests").unwrap();
//! let snippet = snippetgen::render(&request, python, &Options::default())?;
//! assert!(snippet.code.contains(r#"requests.get("https://api.example.com/users")"#));
//! assert!(snippet.notes.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod able;
mod auth;
pub mod code;
pub mod diagnostic;
#[cfg(feature = "docs")]
pub mod docs;
mod draft;
mod fidelity;
pub mod language;
#[cfg(any(feature = "cli", feature = "docs", feature = "serve"))]
pub mod nearest;
mod note;
mod oddities;
mod parse;
mod place;
pub mod request;
#[cfg(feature = "send")]
pub mod send;
#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "verify")]
pub mod verify;

use std::fmt;

pub use able::Able;
pub use code::EnvName;
pub use diagnostic::{Diagnostic, Errors, Severity};
pub use draft::{Auth, Options};
pub use language::{Client, LANGUAGES, Language};
pub use note::{Note, Place, Refusal};
pub use parse::{parse, parse_as};
pub use request::Request;

/// A snippet: code that sends a request, and what it cannot do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Snippet {
    /// A complete program, or a command, with a final line end.
    pub code: String,
    /// What it does otherwise than the request says; empty where it sends exactly the request.
    pub notes: Vec<Note>,
}

/// Writes the snippet of a request for a client.
///
/// # Errors
/// A [`Refusal`], where the client cannot send what the request means.
pub fn render(
    request: &Request<'_>,
    client: &Client,
    options: &Options,
) -> Result<Snippet, Refusal> {
    let body = request.body().map_or(0, |body| body.bytes(true).len());
    let mut code = String::with_capacity(1024 + body + body / 8);
    let notes = render_into(request, client, options, &mut code)?;
    Ok(Snippet {
        code,
        notes: notes.unwrap_or_default(),
    })
}

/// Writes the snippet into a writer, without a copy of it. What the writer answers is the inner
/// result.
///
/// # Errors
/// A [`Refusal`], before anything is written.
pub fn render_into(
    request: &Request<'_>,
    client: &Client,
    options: &Options,
    out: &mut dyn fmt::Write,
) -> Result<Result<Vec<Note>, fmt::Error>, Refusal> {
    let draft = draft::Draft::new(request, options);
    let mut notes = note::Notes::default();
    match (client.render)(&draft, &mut notes, out) {
        Ok(()) => Ok(Ok(notes.into_vec())),
        Err(language::Failure::Write(error)) => Ok(Err(error)),
        Err(language::Failure::Refused(refusal)) => Err(refusal),
    }
}
