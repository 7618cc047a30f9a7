//! One request and its response over a connection.

use std::error::Error as _;
use std::io;

use http::{StatusCode, Version};
use http_body_util::{BodyExt, Empty};
use hyper::body::{Body, Bytes, Incoming};
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt;

use super::connect::{Connection, plain};
use super::error::{Error, ErrorKind};
use super::head::{self, Seeing, Seen};
use super::message::Message;
use super::options::{Event, Options};
use super::origin::Origin;
use super::response::Field;
use super::tls;
use crate::request::Scheme;

/// A response, its content codings still on.
pub(super) struct Answer {
    pub version: Version,
    pub status: StatusCode,
    pub reason: Vec<u8>,
    pub fields: Vec<Field>,
    pub body: Vec<u8>,
    pub trailers: Vec<Field>,
}

/// Writes the message, and has hyper read the response at the same time: a server may answer
/// before it has read everything.
///
/// hyper cannot write a message as it is given, so it is given a stand-in of the same method,
/// which tells it how to read the response, and which goes nowhere.
pub(super) async fn exchange(
    connection: Connection,
    message: &Message<'_>,
    origin: &Origin,
    options: &Options,
) -> Result<Answer, Error> {
    let (reader, mut writer) = tokio::io::split(connection.stream);
    let seen = Seen::new();
    let reader = Seeing {
        reader,
        seen: seen.clone(),
    };
    let failure = |error: &hyper::Error, started: bool| failed(error, origin, &seen, started);
    let nowhere = TokioIo::new(tokio::io::join(reader, tokio::io::sink()));
    let (mut sender, hyper) = hyper::client::conn::http1::Builder::new()
        .max_headers(head::FIELDS)
        .allow_obsolete_multiline_headers_in_responses(true)
        .handshake(nowhere)
        .await
        .map_err(|error| failure(&error, false))?;

    let mut stand_in = http::Request::new(Empty::<Bytes>::new());
    *stand_in.method_mut() = message.method.clone();
    let response = sender.send_request(stand_in);
    let answer = async {
        let response = response.await.map_err(|error| failure(&error, false))?;
        let (head, body) = response.into_parts();
        let (reason, fields) =
            head::read(&seen.take()).ok_or_else(|| not_http(origin, "its head is broken", ""))?;
        let body = collect(body, options, |error| failure(error, true)).await;
        let (body, trailers) = body.map_err(|error| error.of(head.status))?;
        Ok(Answer {
            version: head.version,
            status: head.status,
            reason,
            fields,
            body,
            trailers,
        })
    };
    let bytes = message.bytes();
    let write = async {
        // Where this fails, reading tells more: the server may have answered first.
        if writer.write_all(&bytes).await.is_ok() {
            let _ = writer.flush().await;
        }
    };
    let alongside = async {
        // What goes wrong here is told to `answer`.
        let _ = tokio::join!(hyper, write);
        std::future::pending().await
    };
    tokio::select! {
        answer = answer => answer,
        never = alongside => never,
    }
}

/// The body and the trailers, no more than the options allow.
async fn collect(
    mut body: Incoming,
    options: &Options,
    failure: impl Fn(&hyper::Error) -> Error,
) -> Result<(Vec<u8>, Vec<Field>), Error> {
    let of = body.size_hint().exact();
    if of.is_some_and(|of| of > options.max_bytes) {
        return Err(too_large(options.max_bytes));
    }
    let mut bytes = Vec::new();
    let mut trailers = Vec::new();
    while let Some(frame) = body.frame().await {
        match frame.map_err(|error| failure(&error))?.into_data() {
            Ok(data) => {
                if (bytes.len() + data.len()) as u64 > options.max_bytes {
                    return Err(too_large(options.max_bytes));
                }
                bytes.extend_from_slice(&data);
                if let Some(observe) = &options.observe {
                    let bytes = bytes.len() as u64;
                    observe(Event::Received { bytes, of });
                }
            }
            Err(frame) => {
                let fields = frame.into_trailers().unwrap_or_default();
                trailers.extend(fields.iter().map(|(name, value)| Field {
                    name: name.as_str().to_owned(),
                    value: value.as_bytes().to_vec(),
                }));
            }
        }
    }
    Ok((bytes, trailers))
}

pub(super) fn too_large(limit: u64) -> Error {
    Error::new(
        ErrorKind::TooLarge,
        format!("the body of the response has more than {limit} bytes"),
        "`--max-bytes` allows more",
    )
}

/// What kept hyper from reading the response; `started` once its head was there.
fn failed(error: &hyper::Error, origin: &Origin, seen: &Seen, started: bool) -> Error {
    let cause = error
        .source()
        .and_then(|cause| cause.downcast_ref::<io::Error>());
    if let Some(error) = cause.and_then(|cause| tls::failed(origin, cause)) {
        return error;
    }
    let closed = |detail: &str| {
        let message = match started {
            true => {
                format!("{origin} closed the connection before the whole body was there{detail}")
            }
            false => format!("{origin} closed the connection without a response{detail}"),
        };
        let help = match (started, origin.scheme) {
            (false, Scheme::Http) => {
                "send it again; where the server wants https, use `--scheme https`"
            }
            _ => "send it again; where it stays so, the log of the server may tell why",
        };
        Error::new(ErrorKind::Closed, message, help)
    };
    let kind = cause.map(io::Error::kind);
    match kind {
        Some(io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput) => {
            return not_http(origin, "the chunks of its body are broken", "");
        }
        Some(io::ErrorKind::UnexpectedEof) => return closed(""),
        Some(_) => {
            return closed(
                &cause
                    .map(|cause| format!(": {}", plain(cause)))
                    .unwrap_or_default(),
            );
        }
        None => {}
    }
    if !(error.is_parse() || error.to_string().contains("unexpected message")) {
        return closed("");
    }
    match &*seen.take() {
        [0x15 | 0x16, 3, ..] => not_http(
            origin,
            "it is TLS",
            "the server wants https: use `--scheme https`",
        ),
        [0, _, _, 4, ..] => not_http(
            origin,
            "it is HTTP/2",
            "use a client of HTTP/2, such as `curl --http2-prior-knowledge`",
        ),
        [b'S', b'S', b'H', b'-', ..] => not_http(origin, "it is SSH", "check host and port"),
        [b'H', b'T', b'T', b'P', b'/', ..] => {
            not_http(origin, &format!("its head is broken: {error}"), "")
        }
        _ => not_http(origin, "it starts otherwise", "check host and port"),
    }
}

fn not_http(origin: &Origin, what: &str, help: &str) -> Error {
    let help = match help {
        "" => "the server is at fault; its log may tell more",
        help => help,
    };
    Error::new(
        ErrorKind::NotHttp,
        format!("what {origin} sends is no response of HTTP/1.1: {what}"),
        help,
    )
}
