//! The model of one HTTP request: what the message says, in its own bytes.
//!
//! Nothing here reads a message (that is [`crate::parse`]) and nothing here writes code (that is
//! [`crate::code`]). Structure, such as the members of a JSON body, is derived on demand and never
//! stands in for the bytes.

mod bearer;
mod body;
mod field;
mod form;
mod json;
mod multipart;
mod serialize;
mod target;
mod text;
mod write;

pub use bearer::{Bearer, Credentials};
pub use body::{Body, BodyKind, Content};
pub use field::{FieldLine, Secret};
pub use form::{Form, FormField};
pub use http::{Method, Version};
pub use json::{Json, Number};
pub use multipart::{Multipart, Part};
pub use target::{RequestTarget, Scheme, TargetForm};
pub use text::Text;

use crate::diagnostic::Diagnostic;

/// One HTTP request, as its message gave it.
///
/// It borrows the message where it can. Field lines keep their order, case, duplicates and bytes;
/// the request target is kept byte for byte.
///
/// ```
/// let request = snippetgen::parse(b"GET /a/../b?x HTTP/1.1\r\nHost: example.com\r\n\r\n")?;
/// assert_eq!(request.method(), "GET");
/// assert_eq!(request.target().as_text().as_bytes(), b"/a/../b?x");
/// assert_eq!(request.url().as_bytes(), b"https://example.com/a/../b?x");
/// # Ok::<(), snippetgen::Errors>(())
/// ```
#[derive(Debug)]
pub struct Request<'a> {
    pub(crate) method: Method,
    pub(crate) target: RequestTarget<'a>,
    pub(crate) version: Option<Version>,
    pub(crate) scheme: Scheme,
    pub(crate) authority: Text<'a>,
    pub(crate) url: Text<'a>,
    pub(crate) fields: Vec<FieldLine<'a>>,
    pub(crate) body: Option<Body<'a>>,
    pub(crate) warnings: Vec<Diagnostic>,
}

impl<'a> Request<'a> {
    /// The method, in the case the message gave it (RFC 9110 §9.1: methods are case-sensitive).
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The request target (RFC 9112 §3.2), byte for byte.
    pub fn target(&self) -> &RequestTarget<'a> {
        &self.target
    }

    /// The version of the request line; `None` where the message left it out.
    pub fn version(&self) -> Option<Version> {
        self.version
    }

    /// `http` or `https`: from an absolute-form target or `:scheme`, else from what the caller
    /// asked for, else `http` for loopback hosts and port 80, else `https`.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Host and optional port, as an absolute-form target, `:authority` or the Host field gave it.
    pub fn authority(&self) -> &Text<'a> {
        &self.authority
    }

    /// Scheme, authority and target joined: the address a client is given. For `OPTIONS *` the
    /// address of the server, with an empty path.
    pub fn url(&self) -> &Text<'a> {
        &self.url
    }

    /// Every field line of the message in its order, pseudo-fields (`:method` …) excepted.
    pub fn fields(&self) -> &[FieldLine<'a>] {
        &self.fields
    }

    /// The first field line of this name, compared without case (RFC 9110 §5.1).
    pub fn field(&self, name: &str) -> Option<&FieldLine<'a>> {
        self.fields.iter().find(|field| field.is(name))
    }

    /// The body, `None` where nothing follows the blank line.
    pub fn body(&self) -> Option<&Body<'a>> {
        self.body.as_ref()
    }

    /// The bearer token of the Authorization field (RFC 6750 §2.1).
    pub fn bearer(&self) -> Option<Bearer<'_>> {
        self.field("authorization")?.bearer()
    }

    /// What the parser accepted but a reader should know, with its place in the message.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }
}
