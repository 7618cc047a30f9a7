//! The response.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use http::{StatusCode, Version};

use super::challenge::Bearer;

/// A whole response. `Debug` shows sizes, not what it says.
#[non_exhaustive]
pub struct Response {
    /// HTTP/1.0 or HTTP/1.1.
    pub version: Version,
    /// The status.
    pub status: StatusCode,
    /// The words after the status, which may be anything (RFC 9112 §4).
    pub reason: Vec<u8>,
    /// The field lines in their order and case.
    pub fields: Vec<Field>,
    /// The body, with transfer codings and the content codings gzip, deflate, br and zstd taken
    /// off.
    pub body: Vec<u8>,
    /// How many bytes the body had before content codings were taken off.
    pub encoded_length: u64,
    /// Fields after a chunked body.
    pub trailers: Vec<Field>,
    /// From the start to the last byte, redirections included.
    pub elapsed: Duration,
    /// The address that answered.
    pub address: SocketAddr,
    /// The origin that answered: `https://api.example.com`. Another than the request's after a
    /// redirection.
    pub origin: String,
    /// How many redirections led here.
    pub redirections: usize,
}

/// A field line of a response, or of a request whose secrets are masked.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// The name, in its own case.
    pub name: String,
    /// The value, without the blanks around it.
    pub value: Vec<u8>,
}

impl Response {
    /// The values of the field lines of this name, compared without case (RFC 9110 §5.1).
    pub fn values<'r>(&'r self, name: &'r str) -> impl Iterator<Item = &'r [u8]> {
        let of_name = move |field: &&Field| field.name.eq_ignore_ascii_case(name);
        self.fields
            .iter()
            .filter(of_name)
            .map(|field| &*field.value)
    }

    /// What the server says against the bearer token, on 400, 401 and 403 (RFC 6750 §3).
    pub fn challenge(&self) -> Option<Bearer> {
        Bearer::find(self.status.as_u16(), self.values("www-authenticate"))
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("fields", &self.fields.len())
            .field("body", &self.body.len())
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} bytes", self.name, self.value.len())
    }
}
