//! <https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/net/HttpURLConnection.html>

use std::borrow::Cow;

use askama::Template;

use super::{ARGUMENTS, Body, Java, URI_CREATE, apply, call};
use crate::code::{self, Brackets, Code, Page};
use crate::draft::{Draft, Value};
use crate::language::Client;
use crate::note::{Notes, Place, Refusal};
use crate::request::FieldLine;

pub(super) const HTTPURLCONNECTION: Client = Client {
    id: "java/httpurlconnection",
    name: "httpurlconnection",
    label: "Java (HttpURLConnection)",
    render: |draft, notes, out| Ok(Page::print(&View::new(draft, notes)?, out)?),
};

#[derive(Template)]
#[template(path = "java/httpurlconnection.java")]
struct View<'a> {
    needs_base64: bool,
    needs_uri: bool,
    /// Whether a field is sent that the client else drops without a word.
    restricted: bool,
    /// The encoding in which target and fields are sent, where they are not ASCII.
    encoding: Option<Code<'a, Java>>,
    url: Code<'a, Java>,
    method: Option<Code<'a, Java>>,
    fields: Vec<Field<'a>>,
    body: Option<Body<'a>>,
}

struct Field<'a> {
    is_repeated: bool,
    arguments: Code<'a, Java>,
}

static NEW_URL: Brackets = call("new URL(");

/// Fields that are sent only where `sun.net.http.allowRestrictedHeaders` says so, and those that
/// start with `Sec-`.
const RESTRICTED: [&str; 9] = [
    "access-control-request-headers",
    "access-control-request-method",
    "content-transfer-encoding",
    "host",
    "keep-alive",
    "origin",
    "trailer",
    "upgrade",
    "via",
];

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes) -> Result<Self, Refusal> {
        let body = Body::new(draft);
        let method = draft.method();
        match method {
            "POST" | "PUT" | "DELETE" | "HEAD" | "OPTIONS" => {}
            "GET" | "TRACE" if body.is_none() => {}
            "GET" | "TRACE" => {
                return Err(Refusal::new(
                    "body-forbidden",
                    Place::Body,
                    format!("HttpURLConnection sends no body with {method}"),
                ));
            }
            _ => {
                return Err(Refusal::new(
                    "method-forbidden",
                    Place::Method,
                    "HttpURLConnection knows the methods GET, POST, HEAD, OPTIONS, PUT, DELETE and TRACE only",
                ));
            }
        }
        // The form type is the default of all bodies but those of PUT.
        if body.is_some() && method != "PUT" && !draft.has("content-type") {
            notes.add(
                "content-type-added",
                Place::Body,
                "HttpURLConnection adds a Content-Type to a body that has none",
            );
        }
        let odd = draft.target();
        if odd.fragment {
            notes.add(
                "target-encoded",
                Place::Target,
                "HttpURLConnection cannot send `#` in a target: it is percent-encoded",
            );
        }
        let encoding = Encoding::of(draft);
        let is_uri = super::is_uri(&odd) && !odd.asterisk;
        Ok(Self {
            needs_base64: body.as_ref().is_some_and(|body| !body.is_text),
            needs_uri: is_uri,
            restricted: draft.fields().any(|(_, field)| is_restricted(field)),
            encoding: match encoding {
                Encoding::Ascii => None,
                Encoding::Utf8 => Some(code::text("UTF-8")),
                Encoding::Latin1 => Some(code::text("ISO-8859-1")),
            },
            url: code::assigned(url(draft, is_uri, encoding)),
            method: (method != "GET").then(|| code::text(method)),
            fields: draft
                .fields()
                .map(|(index, field)| Field {
                    is_repeated: draft.repeated(index),
                    arguments: code::group(
                        &ARGUMENTS,
                        [code::text(field.name()), value(draft, field, encoding)],
                    ),
                })
                .collect(),
            body,
        })
    }
}

fn is_restricted(field: &FieldLine<'_>) -> bool {
    let prefix = field.name().as_bytes().get(..4);
    prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(b"sec-"))
        || RESTRICTED.iter().any(|name| field.is(name))
}

/// What target and field values are sent in. The client takes it from `file.encoding`, when it is
/// first used: UTF-8 on most systems.
#[derive(Clone, Copy, PartialEq)]
enum Encoding {
    Ascii,
    Utf8,
    Latin1,
}

impl Encoding {
    fn of(draft: &Draft<'_>) -> Self {
        let target = draft.request.url();
        let texts = || {
            let values = draft.fields().map(|(_, field)| field.value());
            std::iter::once(target).chain(values)
        };
        if texts().all(|text| text.is_ascii()) {
            Self::Ascii
        } else if texts().all(|text| text.as_str().is_some()) {
            Self::Utf8
        } else {
            Self::Latin1
        }
    }
}

fn url<'a>(draft: &'a Draft<'a>, is_uri: bool, encoding: Encoding) -> Code<'a, Java> {
    if draft.is_asterisk() {
        return asterisk(draft);
    }
    let address = if draft.target().fragment {
        code::text(super::encode(draft, |odd| odd.byte == b'#'))
    } else if encoding == Encoding::Latin1 {
        code::latin1(draft.request.url().as_bytes())
    } else {
        code::text(draft.url_text())
    };
    match is_uri {
        true => code::chain(apply(&URI_CREATE, address), [code::word(".toURL()")]),
        false => apply(&NEW_URL, address),
    }
}

/// `new URL("https", "example.com", "*")`: protocol, host, port, file.
fn asterisk<'a>(draft: &'a Draft<'a>) -> Code<'a, Java> {
    let authority = draft.authority().into_owned();
    let port = authority
        .rsplit_once(':')
        .and_then(|(host, port)| Some((host.len(), port.parse().ok()?)));
    let host = &authority[..port.map_or(authority.len(), |(end, _)| end)];
    let parts = [
        Some(code::text(draft.request.scheme().as_str())),
        Some(code::text(host.to_owned())),
        port.map(|(_, port)| code::integer(port)),
        Some(code::text("*")),
    ];
    code::group(&NEW_URL, parts.into_iter().flatten())
}

fn value<'a>(draft: &Draft<'a>, field: &'a FieldLine<'a>, encoding: Encoding) -> Code<'a, Java> {
    match draft.value(field) {
        Value::Bytes(Cow::Borrowed(bytes)) => match std::str::from_utf8(bytes) {
            Ok(text) if encoding != Encoding::Latin1 => code::wrapped(text),
            _ => code::latin1(bytes),
        },
        Value::Bytes(Cow::Owned(bytes)) => match String::from_utf8(bytes) {
            Ok(text) => code::wrapped(text),
            Err(error) => code::latin1(error.into_bytes()),
        },
        Value::Lookup(prefix, name) => super::lookup(prefix, name),
    }
}
