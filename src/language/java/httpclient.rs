//! <https://docs.oracle.com/en/java/javase/17/docs/api/java.net.http/java/net/http/HttpClient.html>

use askama::Template;

use super::{Java, URI_CREATE, apply, call, call_with_field};
use crate::code::{self, Brackets, Code, Page};
use crate::draft::Draft;
use crate::language::Client;
use crate::note::{Notes, Place, Refusal};
use crate::oddities::Oddities;
use crate::request::Scheme;

pub(super) const HTTPCLIENT: Client = Client {
    id: "java/httpclient",
    name: "httpclient",
    label: "Java (java.net.http)",
    render: |draft, notes, out| Ok(Page::print(&View::new(draft, notes)?, out)?),
};

#[derive(Template)]
#[template(path = "java/httpclient.java")]
struct View<'a> {
    needs_base64: bool,
    /// Names of the fields that are to be sent although the client reserves them.
    restricted: Option<Code<'a, Java>>,
    request: Code<'a, Java>,
}

static NEW_BUILDER: Brackets = call("HttpRequest.newBuilder(");
static OF_STRING: Brackets = call("HttpRequest.BodyPublishers.ofString(");
static OF_BYTES: Brackets = call("HttpRequest.BodyPublishers.ofByteArray(");
static HEADER: Brackets = call(".header(");
static METHOD: Brackets = call(".method(");
static POST: Brackets = call(".POST(");
static PUT: Brackets = call(".PUT(");

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes) -> Result<Self, Refusal> {
        let odd = draft.target();
        if odd.asterisk {
            return Err(draft.refuse_asterisk("java.net.http"));
        }
        if !is_host(draft.request.authority().as_bytes()) {
            return Err(Refusal::new(
                "host-forbidden",
                Place::Target,
                "java.net.http takes only host names of letters, digits, hyphens and dots",
            ));
        }
        if !super::is_uri(&odd) || odd.fragment {
            notes.add(
                "target-encoded",
                Place::Target,
                "java.net.http takes only the characters of RFC 3986 in a target: others are percent-encoded",
            );
        }
        if odd.empty_query {
            notes.add(
                "target-rewritten",
                Place::Target,
                "java.net.http drops an empty query",
            );
        }
        let mut links = Vec::with_capacity(8);
        // It would offer HTTP/2 in three more fields.
        if draft.request.scheme() == Scheme::Http {
            links.push(code::word(".version(HttpClient.Version.HTTP_1_1)"));
        }
        let mut restricted = Vec::new();
        for (index, field) in draft.fields() {
            let place = Place::Field(index);
            if field.is("proxy-authorization") || field.is("proxy-connection") {
                notes.add(
                    "field-not-settable",
                    place,
                    "java.net.http sends this field to proxies only",
                );
                continue;
            }
            let Some(value) = super::ascii_value(draft, field) else {
                notes.add(
                    "field-not-settable",
                    place,
                    "java.net.http sends ASCII only in field values",
                );
                continue;
            };
            if field.is("cookie") && draft.repeated(index) {
                notes.add(
                    "fields-joined",
                    place,
                    "java.net.http sends all cookies in one field",
                );
            }
            restricted.extend(
                ["host", "expect", "upgrade"]
                    .into_iter()
                    .filter(|name| field.is(name)),
            );
            links.push(call_with_field(&HEADER, field, value));
        }
        restricted.dedup();
        let body = draft.body().filter(|body| !body.is_empty());
        let bytes = body.is_some_and(|body| std::str::from_utf8(body).is_err());
        links.extend(method(draft.method(), body));
        links.push(code::word(".build()"));
        let head = apply(&NEW_BUILDER, apply(&URI_CREATE, uri(draft, &odd)));
        Ok(Self {
            needs_base64: bytes,
            restricted: (!restricted.is_empty()).then(|| code::text(restricted.join(","))),
            request: code::assigned(code::chain(head, links)),
        })
    }
}

/// The address as `java.net.URI` takes it.
fn uri<'a>(draft: &Draft<'a>, odd: &Oddities) -> Code<'a, Java> {
    if super::is_uri(odd) && !odd.fragment {
        return code::text(draft.url_text());
    }
    code::text(super::encode(draft, |odd| match odd.byte {
        b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | b'#' => true,
        b'[' | b']' => !odd.in_query,
        _ => odd.is_stray_percent,
    }))
}

/// Whether `java.net.URI` reads a host in this authority: names and IPv4 addresses as RFC 2396
/// §3.2.2 has them, or an IPv6 address.
fn is_host(authority: &[u8]) -> bool {
    if authority.starts_with(b"[") {
        return true;
    }
    let host = authority.split(|byte| *byte == b':').next();
    let host = host.unwrap_or_default();
    let host = host.strip_suffix(b".").unwrap_or(host);
    let is_label = |label: &[u8]| {
        label.first().is_some_and(u8::is_ascii_alphanumeric)
            && label.last().is_some_and(u8::is_ascii_alphanumeric)
            && label
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    };
    let labels = || host.split(|byte| *byte == b'.');
    let is_address =
        labels().count() == 4 && labels().all(|label| label.iter().all(u8::is_ascii_digit));
    let is_name = labels()
        .next_back()
        .and_then(|label| label.first())
        .is_some_and(u8::is_ascii_alphabetic);
    labels().all(is_label) && (is_address || is_name)
}

/// The call that sets method and body; GET without a body needs none.
fn method<'a>(method: &'a str, body: Option<&'a [u8]>) -> Option<Code<'a, Java>> {
    let publisher = match body {
        None => code::word("HttpRequest.BodyPublishers.noBody()"),
        Some(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => apply(&OF_STRING, super::string(text)),
            Err(_) => apply(&OF_BYTES, super::decoded(bytes)),
        },
    };
    Some(match (method, body) {
        ("GET", None) => return None,
        ("DELETE", None) => code::word(".DELETE()"),
        ("POST", _) => apply(&POST, publisher),
        ("PUT", _) => apply(&PUT, publisher),
        _ => code::group(&METHOD, [code::text(method), publisher]),
    })
}
