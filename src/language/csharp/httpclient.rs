//! <https://learn.microsoft.com/dotnet/api/system.net.http.httpclient>
//!
//! What .NET does with fields, methods and addresses was read in its sources (`HttpHeaders`,
//! `HttpMethod.Normalize`, `HttpConnection.WriteHeaders`, `Uri`) and seen on Mono, whose classes
//! are the same but for what `tests/run.rs` lists.

use askama::Template;

use super::{CSharp, bytes, call, call_with_text, has_lines, is_text, text};
use crate::code::{self, Code, Page};
use crate::draft::{Draft, Value};
use crate::fidelity;
use crate::language::Client;
use crate::note::{Notes, Place, Refusal};
use crate::oddities::Oddities;
use crate::request::{Content, FieldLine, Form, FormField, Multipart, Part};

pub(super) const HTTPCLIENT: Client = Client {
    id: "csharp/httpclient",
    name: "httpclient",
    label: "C# (HttpClient)",
    render: |draft, notes, out| Ok(Page::print(&View::new(draft, notes)?, out)?),
};

#[derive(Template)]
#[template(path = "csharp/httpclient.cs")]
struct View<'a> {
    needs_headers: bool,
    needs_text: bool,
    /// The encoding of field values beyond ASCII.
    encoding: Option<Code<'a, CSharp>>,
    method: Code<'a, CSharp>,
    url: Code<'a, CSharp>,
    fields: Vec<Code<'a, CSharp>>,
    /// The fields of a form.
    entries: Option<Vec<Code<'a, CSharp>>>,
    /// The parts of a form with files.
    parts: Option<Vec<PartView<'a>>>,
    content: Option<Code<'a, CSharp>>,
    content_fields: Vec<Code<'a, CSharp>>,
}

/// A part of a form: added at once, or after its fields are set.
struct PartView<'a> {
    declaration: Option<Code<'a, CSharp>>,
    fields: Vec<Code<'a, CSharp>>,
    addition: Code<'a, CSharp>,
}

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes) -> Result<Self, Refusal> {
        let odd = draft.target();
        if odd.asterisk {
            return Err(draft.refuse_asterisk("HttpClient"));
        }
        if rewrites(&odd) || re_encodes(draft.request.target().origin_form().as_bytes()) {
            notes.add("target-rewritten", Place::Target, "System.Uri rewrites the request target: it folds dot segments, percent-encodes or decodes characters and drops a fragment");
        }
        note_repeated(draft, notes);

        let encoding = Encoding::of(draft);
        let body = Body::new(draft);
        let implied = body.as_ref().is_some_and(|body| body.implies_type);
        let told = |is_content: bool| {
            draft.fields().filter(move |(_, field)| {
                is_content_field(field) == is_content && !(implied && field.is("content-type"))
            })
        };
        let host = names_default_port_or_capitals(draft)
            .then(|| draft.request.field("host"))
            .flatten();
        let fields: Vec<_> = host
            .into_iter()
            .chain(told(false).map(|(_, field)| field))
            .map(|field| add(draft, field, encoding))
            .collect();
        let has_content_fields = told(true).next().is_some();
        let mut content_fields: Vec<_> = body
            .iter()
            .flat_map(|body| body.content_type)
            .map(|media_type| {
                let constructor = match is_media_type(media_type) {
                    true => "new MediaTypeHeaderValue",
                    false => "MediaTypeHeaderValue.Parse",
                };
                let media_type = code::text(String::from_utf8_lossy(media_type));
                code::row([
                    code::word("ContentType = "),
                    call(constructor, [media_type]),
                ])
            })
            .collect();
        let needs_headers = !content_fields.is_empty();
        content_fields.extend(told(true).map(|(_, field)| {
            let arguments = [code::text(field.name()), value(draft, field, encoding)];
            call("TryAddWithoutValidation", arguments)
        }));
        let needs_text =
            encoding != Encoding::Ascii || body.as_ref().is_some_and(|body| body.needs_text);
        let (content, entries, parts) = match body {
            Some(body) => (Some(body.code), body.entries, body.parts),
            None => (
                has_content_fields.then(|| call("new ByteArrayContent", [bytes(b"")])),
                None,
                None,
            ),
        };
        Ok(Self {
            needs_headers,
            needs_text,
            encoding: encoding.code(),
            method: method(draft)?,
            url: code::text(draft.url_text()),
            fields,
            entries,
            parts,
            content,
            content_fields,
        })
    }
}

/// What `System.Uri` does to any address; `DangerousDisablePathAndQueryCanonicalization` of .NET 6
/// would switch it off.
fn rewrites(odd: &Oddities) -> bool {
    odd.has(b"\"<>\\^`{|}")
        || odd.dot_segment
        || odd.encoded_dot_segment
        || odd.fragment
        || odd.non_ascii
        || odd.stray_percent
        || odd.encoded_unreserved
}

/// Whether `System.Uri` decodes an escaped character beyond ASCII and writes it again with
/// capitals.
fn re_encodes(target: &[u8]) -> bool {
    let mut rest = target;
    while let Some(start) = rest.iter().position(|byte| *byte == b'%') {
        let mut run = Vec::new();
        let mut is_lower = false;
        rest = &rest[start..];
        while let [b'%', high, low, tail @ ..] = rest
            && let (Some(first), Some(second)) = (digit(*high), digit(*low))
            && first >= 8
        {
            is_lower |= high.is_ascii_lowercase() || low.is_ascii_lowercase();
            run.push(first << 4 | second);
            rest = tail;
        }
        if run.is_empty() {
            rest = &rest[1..];
        }
        if is_lower && run.utf8_chunks().any(|chunk| !chunk.valid().is_empty()) {
            return true;
        }
    }
    false
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// Equal names share a line, their values joined.
fn note_repeated(draft: &Draft<'_>, notes: &mut Notes) {
    for (index, _) in draft.fields().filter(|(index, _)| draft.repeated(*index)) {
        notes.add(
            "fields-joined",
            Place::Field(index),
            "HttpClient joins field lines of equal names to one",
        );
    }
}

/// `HttpMethod.Post`. .NET writes the names it knows in capitals, however they are given.
fn method<'a>(draft: &Draft<'a>) -> Result<Code<'a, CSharp>, Refusal> {
    let method = draft.method();
    let property = match method {
        "GET" => "HttpMethod.Get",
        "POST" => "HttpMethod.Post",
        "PUT" => "HttpMethod.Put",
        "DELETE" => "HttpMethod.Delete",
        "HEAD" => "HttpMethod.Head",
        "OPTIONS" => "HttpMethod.Options",
        "TRACE" => "HttpMethod.Trace",
        _ => "",
    };
    let known = [
        "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH", "CONNECT",
    ];
    let mut known = known.iter();
    if known.any(|known| *known != method && known.eq_ignore_ascii_case(method)) {
        let message = "HttpClient writes this method in capitals, which is another method";
        return Err(Refusal::new("method-rewritten", Place::Method, message));
    }
    Ok(match property {
        "" => call("new HttpMethod", [code::text(method)]),
        property => code::word(property),
    })
}

/// The names .NET keeps with the content (`KnownHeaders`, `HttpHeaderType.Content`).
fn is_content_field(field: &FieldLine<'_>) -> bool {
    [
        "allow",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-location",
        "content-md5",
        "content-range",
        "content-type",
        "expires",
        "last-modified",
    ]
    .iter()
    .any(|name| field.is(name))
}

/// What field values are sent in: .NET takes ASCII alone until it is told otherwise.
#[derive(Clone, Copy, PartialEq)]
enum Encoding {
    Ascii,
    Utf8,
    Latin1,
}

impl Encoding {
    fn of(draft: &Draft<'_>) -> Self {
        draft
            .fields()
            .map(|(_, field)| field.value())
            .filter(|value| !value.is_ascii())
            .fold(Self::Ascii, |encoding, value| {
                match (encoding, value.as_str()) {
                    (Self::Ascii | Self::Utf8, Some(_)) => Self::Utf8,
                    _ => Self::Latin1,
                }
            })
    }

    fn code<'a>(self) -> Option<Code<'a, CSharp>> {
        match self {
            Self::Ascii => None,
            Self::Utf8 => Some(code::word("Encoding.UTF8")),
            Self::Latin1 => Some(code::word("Encoding.Latin1")),
        }
    }
}

/// Whether .NET would write another Host than the address has: without its default port, in small
/// letters.
fn names_default_port_or_capitals(draft: &Draft<'_>) -> bool {
    !draft.has("host")
        && (draft.names_default_port()
            || draft
                .authority()
                .bytes()
                .any(|byte| byte.is_ascii_uppercase()))
}

/// `Add("Name", "value")`, or `TryAddWithoutValidation` where .NET would take the value apart and
/// write it in its own way, or refuse it.
fn add<'a>(draft: &Draft<'a>, field: &'a FieldLine<'a>, encoding: Encoding) -> Code<'a, CSharp> {
    let name = match is_written_back(field) {
        true => "Add",
        false => "TryAddWithoutValidation",
    };
    let arguments = [code::text(field.name()), value(draft, field, encoding)];
    call(name, arguments)
}

/// Whether .NET's parser of this field gives the value back as it is. Fields it does not know have
/// none.
fn is_written_back(field: &FieldLine<'_>) -> bool {
    let value = field.value().as_bytes();
    let is_any = |names: &[&str]| names.iter().any(|name| field.is(name));
    let token = |text: &[u8]| {
        !text.is_empty()
            && text
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.+*".contains(byte))
    };
    let tokens = |separator: u8| value.split(|byte| *byte == separator).all(token);
    if is_any(&["accept"]) {
        tokens(b'/') && value.iter().filter(|byte| **byte == b'/').count() == 1
    } else if is_any(&["accept-charset", "accept-encoding", "accept-language"]) {
        token(value)
    } else if is_any(&["authorization", "proxy-authorization"]) {
        let mut words = value.splitn(2, |byte| *byte == b' ');
        words.next().is_some_and(token)
            && words.next().is_some_and(|rest| {
                !rest.is_empty()
                    && rest
                        .iter()
                        .all(|byte| byte.is_ascii_graphic() && !b",\"".contains(byte))
            })
    } else if is_any(&["user-agent"]) {
        let product = |word: &[u8]| {
            word.split(|byte| *byte == b'/').all(token)
                && word.iter().filter(|byte| **byte == b'/').count() <= 1
        };
        value.split(|byte| *byte == b' ').all(product)
    } else if is_any(&["cache-control"]) {
        value == b"no-cache" || value == b"no-store"
    } else if is_any(&["if-match", "if-none-match"]) {
        let tag = value
            .strip_prefix(b"\"")
            .and_then(|tag| tag.strip_suffix(b"\""));
        tag.is_some_and(token)
    } else if is_any(&["host"]) {
        value
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-.:".contains(byte))
            && !value.is_empty()
    } else {
        !is_any(&[
            "connection",
            "date",
            "expect",
            "from",
            "if-modified-since",
            "if-range",
            "if-unmodified-since",
            "max-forwards",
            "pragma",
            "range",
            "referer",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            "warning",
        ])
    }
}

fn value<'a>(draft: &Draft<'a>, field: &'a FieldLine<'a>, encoding: Encoding) -> Code<'a, CSharp> {
    match draft.value(field) {
        Value::Bytes(bytes) => text(bytes, encoding == Encoding::Latin1),
        Value::Lookup(prefix, name) => crate::draft::joined(
            prefix,
            " + ",
            call(
                "Environment.GetEnvironmentVariable",
                [code::quoted_name(name)],
            ),
        ),
    }
}

struct Body<'a> {
    code: Code<'a, CSharp>,
    entries: Option<Vec<Code<'a, CSharp>>>,
    parts: Option<Vec<PartView<'a>>>,
    /// Whether the content brings the Content-Type the request has, or is given it here.
    implies_type: bool,
    content_type: Option<&'a [u8]>,
    needs_text: bool,
}

impl<'a> Body<'a> {
    fn new(draft: &'a Draft<'a>) -> Option<Self> {
        let raw = draft.body()?;
        let native = match draft.content() {
            Some(Content::Form(form))
                if draft.content_type_is("application/x-www-form-urlencoded") =>
            {
                entries(form, raw).map(|entries| Self {
                    entries: Some(entries),
                    ..Self::implied(call("new FormUrlEncodedContent", [code::word("form")]))
                })
            }
            Some(Content::Multipart(multipart)) if draft.names_only_a_boundary() => {
                parts(multipart).map(|parts| Self {
                    parts: Some(parts),
                    needs_text: multipart.parts.iter().any(|part| is_text(part.content)),
                    ..Self::implied(code::word("form"))
                })
            }
            _ => None,
        };
        Some(native.unwrap_or_else(|| Self::literal(draft, raw)))
    }

    fn implied(code: Code<'a, CSharp>) -> Self {
        Self {
            code,
            entries: None,
            parts: None,
            implies_type: true,
            content_type: None,
            needs_text: false,
        }
    }

    fn literal(draft: &'a Draft<'a>, raw: &'a [u8]) -> Self {
        let mut types = draft.fields().filter(|(_, field)| field.is("content-type"));
        let only = match (types.next(), types.next()) {
            (Some((_, field)), None) => field.value().as_bytes(),
            _ => b"",
        };
        let text = std::str::from_utf8(raw)
            .ok()
            .filter(|text| !text.is_empty());
        let utf8 = only
            .strip_suffix(b"; charset=utf-8")
            .filter(|kind| is_media_type(kind));
        match (text, utf8) {
            (Some(text), Some(kind)) if !has_lines(text) => Self {
                needs_text: true,
                ..Self::implied(call(
                    "new StringContent",
                    [
                        code::text(text),
                        code::word("Encoding.UTF8"),
                        code::text(String::from_utf8_lossy(kind)),
                    ],
                ))
            },
            (Some(text), kind) if kind.is_some() || is_media_type(only) => Self {
                content_type: Some(only),
                ..Self::implied(call_with_text("new StringContent", text))
            },
            _ => Self {
                implies_type: false,
                needs_text: is_text(raw),
                ..Self::implied(call("new ByteArrayContent", [bytes(raw)]))
            },
        }
    }
}

/// `type/subtype`, with no parameters.
fn is_media_type(value: &[u8]) -> bool {
    let token = |text: &[u8]| {
        !text.is_empty()
            && text
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.+".contains(byte))
    };
    let mut halves = value.splitn(2, |byte| *byte == b'/');
    halves.next().is_some_and(token) && halves.next().is_some_and(token)
}

/// The fields of a form that `FormUrlEncodedContent` writes back as they are.
fn entries<'a>(form: &'a Form<'a>, raw: &[u8]) -> Option<Vec<Code<'a, CSharp>>> {
    let fields = &form.fields;
    let unique = || fidelity::are_unique(fields.iter().map(|field| &*field.name));
    (fields.len() <= 64 && unique() && form.encodes_back(raw, b"-_.~", "+")).then(|| {
        let entry = |field: &'a FormField<'a>| {
            code::row([
                code::word("{ "),
                code::text(&*field.name),
                code::word(", "),
                code::text(&*field.value),
                code::word(" }"),
            ])
        };
        fields.iter().map(entry).collect()
    })
}

/// Parts as content, where `MultipartFormDataContent` writes them back as they are.
fn parts<'a>(multipart: &'a Multipart<'a>) -> Option<Vec<PartView<'a>>> {
    if multipart.line_ends_lf || multipart.parts.len() > 64 {
        return None;
    }
    let mut declared = false;
    multipart
        .parts
        .iter()
        .map(|part| {
            if !is_plain_disposition(part) {
                return None;
            }
            let content = call("new ByteArrayContent", [bytes(part.content)]);
            if part.headers.len() == 1 && part.filename.is_none() {
                let name = code::text(["\"", &*part.name, "\""].concat());
                return Some(PartView {
                    declaration: None,
                    fields: Vec::new(),
                    addition: call("Add", [content, name]),
                });
            }
            let variable = match std::mem::replace(&mut declared, true) {
                false => "ByteArrayContent part = ",
                true => "part = ",
            };
            let fields = part.headers.iter().map(|(name, value)| {
                let value = code::text(String::from_utf8_lossy(value));
                call("TryAddWithoutValidation", [code::text(*name), value])
            });
            Some(PartView {
                declaration: Some(code::row([code::word(variable), content])),
                fields: fields.collect(),
                addition: call("Add", [code::word("part")]),
            })
        })
        .collect()
}

/// Whether .NET, which takes a Content-Disposition apart, writes it back as it is.
fn is_plain_disposition(part: &Part<'_>) -> bool {
    let filename = match &part.filename {
        Some(filename) => ["; filename=\"", filename, "\""],
        None => [""; 3],
    };
    let name = ["form-data; name=\"", &*part.name, "\""];
    let expected = [name.concat(), filename.concat()].concat();
    let is_plain =
        |text: &str| !text.is_empty() && text.is_ascii() && !text.contains(['"', '\\', '\r', '\n']);
    let is_expected = |(name, value): &(&str, &[u8])| {
        value.is_ascii()
            && (!name.eq_ignore_ascii_case("content-disposition") || *value == expected.as_bytes())
    };
    is_plain(&part.name)
        && part.filename.as_deref().is_none_or(is_plain)
        && part.headers.iter().all(is_expected)
}
