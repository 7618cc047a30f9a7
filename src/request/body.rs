//! The body, as bytes, and the structure its media type lets one read in it.

use std::borrow::Cow;
use std::fmt;

use super::{Form, Json, Multipart};

/// What the Content-Type field says the body is. Content-Encoding makes any body `Bytes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyKind {
    /// `application/json` and every `+json` type (RFC 8259, RFC 6839).
    Json,
    /// `application/x-www-form-urlencoded` (URL Standard §5).
    Form,
    /// `multipart/form-data` (RFC 7578).
    Multipart,
    /// Anything else, a body without a Content-Type included.
    Other,
}

/// A message body (RFC 9112 §6), with the transfer coding taken off.
#[derive(Clone)]
pub struct Body<'a> {
    pub(crate) kind: BodyKind,
    /// The boundary parameter of a multipart type; empty for the others.
    pub(crate) boundary: Cow<'a, [u8]>,
    pub(crate) bytes: Cow<'a, [u8]>,
    /// How many bytes at the end are the editor's final line end: 0, 1 or 2.
    pub(crate) line_end: usize,
}

/// The structure of a body, borrowed from its bytes. `Debug` does not show what it says.
#[non_exhaustive]
pub enum Content<'b> {
    /// A JSON value.
    Json(Json<'b>),
    /// Fields of a form.
    Form(Form<'b>),
    /// Parts of a multipart body.
    Multipart(Multipart<'b>),
    /// UTF-8 text.
    Text(&'b str),
    /// Bytes that are not UTF-8.
    Bytes(&'b [u8]),
}

impl Body<'_> {
    /// What the Content-Type field says the body is.
    pub fn kind(&self) -> BodyKind {
        self.kind
    }

    /// The bytes. `exact` keeps the one final line end which, in a message without Content-Length,
    /// is the editor's rather than the body's.
    pub fn bytes(&self, exact: bool) -> &[u8] {
        let end = if exact { 0 } else { self.line_end };
        &self.bytes[..self.bytes.len() - end]
    }

    /// The structure the media type promises, or text, or bytes, where the body is not what its
    /// media type says. The final line end is not part of it.
    pub fn content(&self) -> Content<'_> {
        let bytes = self.bytes(false);
        let structure = match self.kind {
            BodyKind::Json => Json::parse(bytes).map(Content::Json),
            BodyKind::Form => Form::parse(bytes).map(Content::Form),
            // Lines that end in LF alone are no multipart body to a server (RFC 2046 §5.1.1), and a
            // client that writes parts would end them in CRLF.
            BodyKind::Multipart => Multipart::parse(bytes, &self.boundary)
                .filter(|multipart| !multipart.line_ends_lf)
                .map(Content::Multipart),
            BodyKind::Other => None,
        };
        structure.unwrap_or_else(|| match std::str::from_utf8(bytes) {
            Ok(text) => Content::Text(text),
            Err(_) => Content::Bytes(bytes),
        })
    }
}

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({:?}, {} bytes)", self.kind, self.bytes.len())
    }
}

impl fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(json) => json.fmt(f),
            Self::Form(form) => form.fmt(f),
            Self::Multipart(multipart) => multipart.fmt(f),
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
        }
    }
}
