//! Redirections (RFC 9110 §15.4), as browsers follow them.

use std::borrow::Cow;

use fluent_uri::{Uri, UriRef};
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};

use super::error::{Error, ErrorKind};
use super::exchange::Answer;
use super::message::Message;
use super::options::{Event, Options};
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

/// The request that a response asks for; `None` where it asks for none.
pub(super) fn next<'r>(
    message: &Message<'r>,
    origin: &Origin,
    answer: &Answer,
    options: &Options,
) -> Result<Option<Message<'r>>, Error> {
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
    if let Some(observe) = &options.observe {
        observe(Event::Redirected {
            status,
            dropped: &dropped,
        });
    }
    Ok(Some(next))
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
    let base = percent_encode(&base, NOT_IN_ADDRESS).to_string();
    let base = base.split('#').next().unwrap_or(&base);
    let location = percent_encode(location, NOT_IN_ADDRESS).to_string();
    let no_address = |_| bad("something that is no address");
    let base = Uri::parse(base).map_err(|_| bad("another address, and its own is none"))?;
    let location = UriRef::parse(&*location).map_err(no_address)?;
    let address = location
        .resolve_against(&base)
        .map_err(|_| bad("something that is no address"))?;
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

pub(super) fn too_many(origin: &Origin, followed: usize) -> Error {
    Error::new(
        ErrorKind::Redirect,
        format!("there are more than {followed} redirections, the last one by {origin}"),
        "they may go round in a circle: send it without `--follow` to see where each leads",
    )
}
