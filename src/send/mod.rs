//! Sending a request as it is given, and reading its response.
//!
//! ```no_run
//! use snippetgen::send::{Options, send};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let request = snippetgen::parse(b"GET /users HTTP/1.1\nHost: localhost:8080\n\n")?;
//! let response = send(&request, &Options::default()).await?;
//! println!("{} {}", response.status, String::from_utf8_lossy(&response.body));
//! # Ok(())
//! # }
//! ```

pub mod challenge;
mod error;
mod options;
mod response;

pub use error::{Error, ErrorKind};
pub use options::{Allow, Event, Observe, Options, Roots};
pub use response::{Field, Response};

use crate::Request;

/// Sends a request over HTTP/1.1 (RFC 9112) and reads the whole response.
///
/// The request target and the field lines go out as they are given: in their case, their order and
/// with their duplicates. Only what framing needs is touched:
///
/// - `Host` is put first where the message has none, and `Content-Length` last where it has a body
///   and neither that field nor `Transfer-Encoding`; POST, PUT and PATCH without a body get
///   `Content-Length: 0` (RFC 9110 §8.6);
/// - a `Content-Length` that is wrong is corrected, and left out beside `Transfer-Encoding`
///   (RFC 9112 §6.3), whose body goes out as one chunk;
/// - a message of HTTP/2, HTTP/3 or no version is one of HTTP/1.1.
///
/// Nothing else is added: no User-Agent, no Accept, no Connection. The connection is closed when
/// the response has been read. Proxies of the environment (`http_proxy` …) are not used.
///
/// The future may be dropped at any time; that closes the connection. It needs tokio with its I/O
/// and its time enabled.
///
/// # Errors
/// An [`Error`], whose message says what happened and whose help what to do, where no whole
/// response came. A status such as 404 or 500 is a response.
pub async fn send(request: &Request<'_>, options: &Options) -> Result<Response, Error> {
    let _ = (request, options);
    Err(Error::new(
        ErrorKind::Connect,
        "sending is not there yet",
        "wait",
    ))
}
