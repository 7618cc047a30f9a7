//! Redirections (RFC 9110 §15.4), as browsers follow them.

use std::borrow::Cow;

use fluent_uri::{Uri, UriRef};
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};

use super::error::{Error, ErrorKind};
use super::exchange::Answer;
use super::message::Message;
use super::origin::Origin;
use crate::request::{FieldLine, Method, Scheme, Text};

/// What may not stand in an address (RFC 3986 §2), and is often sent in one all the same.
const NOT_IN_ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// In an authority they belong to an IPv6 address.
const NOT_IN_PATH: &AsciiSet = &NOT_IN_ADDRESS.add(b'[').add(b']');

/// Fields that describe a body, and go with it.
const OF_BODY: [&str; 7] = [
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-type",
    "expect",
    "transfer-encoding",
];

/// A request that a redirection asks for.
pub(super) struct Next<'r> {
    pub message: Message<'r>,
    /// Names of fields that the other origin is not sent.
    pub dropped: Vec<String>,
}

/// The request that a response asks for; `None` where it asks for none.
pub(super) fn next<'r>(
    message: &Message<'r>,
    origin: &Origin,
    answer: &Answer,
) -> Result<Option<Next<'r>>, Error> {
    let status = answer.status.as_u16();
    let mut locations = answer
        .fields
        .iter()
        .filter(|field| field.name.eq_ignore_ascii_case("location"));
    let Some(location) = locations
        .next()
        .filter(|_| [301, 302, 303, 307, 308].contains(&status))
    else {
        return Ok(None);
    };
    let place = resolve(message, origin, &location.value)?;
    let next_origin = Origin::new(place.scheme, &place.authority)?;
    let mut next = message.clone();
    next.scheme = place.scheme;
    next.target = place.target.into();
    let mut dropped = Vec::new();
    if next_origin != *origin {
        next.authority = place.authority.clone().into();
        let keep = |field: &FieldLine<'_>| field.secret().is_none();
        let secret = next.fields.iter().filter(|field| !keep(field));
        dropped.extend(secret.map(|field| field.name().to_owned()));
        next.fields.retain(keep);
        for field in next.fields.iter_mut().filter(|field| field.is("host")) {
            field.value = Text::new(place.authority.clone());
        }
    }
    let becomes_get = match status {
        301 | 302 => next.method == Method::POST,
        303 => next.method != Method::GET && next.method != Method::HEAD,
        _ => false,
    };
    if becomes_get {
        next.method = Method::GET;
        next.body = Cow::Borrowed(b"");
        let of_body = |field: &FieldLine<'_>| OF_BODY.iter().any(|name| field.is(name));
        next.fields.retain(|field| !of_body(field));
    }
    next.frame();
    Ok(Some(Next {
        message: next,
        dropped,
    }))
}

struct Place {
    scheme: Scheme,
    authority: Vec<u8>,
    target: Vec<u8>,
}

/// The address a Location field gives, seen from the request (RFC 3986 §5.2).
fn resolve(message: &Message<'_>, origin: &Origin, location: &[u8]) -> Result<Place, Error> {
    let bad = |what: &str| {
        Error::new(
            ErrorKind::Redirect,
            format!("{origin} redirects to {what}"),
            "leave `--follow` out to see the response",
        )
    };
    let base = match message.target.starts_with(b"/") {
        true => [origin.to_string().as_bytes(), &message.target].concat(),
        // `*` has the address of the server.
        false if &*message.target == b"*" => origin.to_string().into_bytes(),
        false => message.target.to_vec(),
    };
    let base = cleaned(&base);
    let base = base.split('#').next().unwrap_or(&base);
    let location = cleaned(location);
    let no_address = || bad("something that is no address");
    let base = Uri::parse(base).map_err(|_| no_address())?;
    let location = UriRef::parse(&*location).map_err(|_| no_address())?;
    let address = location.resolve_against(&base).map_err(|_| no_address())?;
    let scheme = match address.scheme().as_str().to_ascii_lowercase().as_str() {
        "http" => Scheme::Http,
        "https" => Scheme::Https,
        _ => return Err(bad("an address that is not of http or https")),
    };
    let authority = address
        .authority()
        .filter(|authority| !authority.host().is_empty())
        .ok_or_else(|| bad("an address without a host"))?;
    let mut host_and_port = authority.host().as_bytes().to_vec();
    if let Some(port) = authority.port().filter(|port| !port.as_str().is_empty()) {
        host_and_port.push(b':');
        host_and_port.extend_from_slice(port.as_str().as_bytes());
    }
    let mut target = address.path().as_str().as_bytes().to_vec();
    if target.is_empty() {
        target.push(b'/');
    }
    if let Some(query) = address.query() {
        target.push(b'?');
        target.extend_from_slice(query.as_str().as_bytes());
    }
    Ok(Place {
        scheme,
        authority: host_and_port,
        target,
    })
}

/// An address as RFC 3986 wants it, of one as browsers take it: with spaces, brackets, letters
/// that are not ASCII and signs of percent that encode nothing.
fn cleaned(address: &[u8]) -> String {
    let path = path_start(address);
    let mut text = percent_encode(&address[..path], NOT_IN_ADDRESS).to_string();
    for (index, piece) in address[path..].split(|byte| *byte == b'%').enumerate() {
        let encodes = piece.len() >= 2 && piece[..2].iter().all(u8::is_ascii_hexdigit);
        text.push_str(match (index, encodes) {
            (0, _) => "",
            (_, true) => "%",
            (_, false) => "%25",
        });
        text.extend(percent_encode(piece, NOT_IN_PATH));
    }
    text
}

/// Where scheme and authority end.
fn path_start(address: &[u8]) -> usize {
    let end = |from: usize| {
        let len = address[from..]
            .iter()
            .position(|byte| b"/?#".contains(byte));
        len.map_or(address.len(), |len| from + len)
    };
    let first = end(0);
    let after_scheme = first == 0 || address[..first].ends_with(b":");
    match after_scheme && address[first..].starts_with(b"//") {
        true => end(first + 2),
        false => 0,
    }
}

pub(super) fn too_many(origin: &Origin, followed: usize) -> Error {
    Error::new(
        ErrorKind::Redirect,
        format!("there are more than {followed} redirections, the last one by {origin}"),
        "they may go round in a circle: send it without `--follow` to see where each leads",
    )
}
