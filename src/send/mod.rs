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
mod connect;
mod decode;
mod error;
mod exchange;
mod fill;
mod head;
mod message;
mod options;
mod origin;
mod own_certificate;
mod redirect;
mod response;
mod tls;

pub use error::{Error, ErrorKind};
pub use fill::{Variables, fill};
pub use options::{Allow, Event, Observe, Options, Roots};
pub use response::{Field, Response};

use std::time::Instant;

use crate::Request;
use message::Message;

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
    let answer = follow(request, options);
    match options.timeout {
        None => answer.await,
        Some(limit) => match tokio::time::timeout(limit, answer).await {
            Ok(answer) => answer,
            Err(_) => Err(error::timeout("the whole response did not come", limit)),
        },
    }
}

/// Sends the request, and those its redirections ask for.
async fn follow(request: &Request<'_>, options: &Options) -> Result<Response, Error> {
    let start = Instant::now();
    let mut message = Message::new(request, options.exact);
    let mut redirections = 0;
    loop {
        let origin = message.origin()?;
        message.check_credentials(&origin, options)?;
        message.announce(&origin, options);
        let connection = connect::connect(&origin, message.has_credentials(), options).await?;
        let address = connection.address;
        let answer = exchange::exchange(connection, &message, &origin, options).await?;
        let next = match options.follow {
            0 => None,
            _ => redirect::next(&message, &origin, &answer)?,
        };
        let Some(next) = next else {
            let encoded_length = answer.body.len() as u64;
            let body = decode::decode(answer.body, &answer.fields, options.max_bytes).await;
            let body = body.map_err(|error| error.of(answer.status))?;
            return Ok(Response {
                version: answer.version,
                status: answer.status,
                reason: answer.reason,
                fields: answer.fields,
                body,
                encoded_length,
                trailers: answer.trailers,
                elapsed: start.elapsed(),
                address,
                origin: origin.to_string(),
                redirections,
            });
        };
        if redirections == options.follow {
            return Err(redirect::too_many(&origin, redirections));
        }
        redirections += 1;
        if let Some(observe) = &options.observe {
            observe(Event::Redirected {
                status: answer.status.as_u16(),
                dropped: &next.dropped,
            });
        }
        message = next.message;
    }
}
