//! <https://www.php.net/manual/en/book.curl.php>

use std::borrow::Cow;

use askama::Template;

use super::{ARRAY, CALL, CALL_OF_ARRAY, Php, option, string};
use crate::code::{self, Brackets, Code, Page};
use crate::draft::{Draft, Value};
use crate::fidelity;
use crate::language::Client;
use crate::request::{Content, FieldLine, Multipart, Part};

pub(super) const CURL: Client = Client {
    id: "php/curl",
    name: "curl",
    label: "PHP (cURL)",
    render: |draft, _, out| Ok(Page::print(&View::new(draft), out)?),
};

#[derive(Template)]
#[template(path = "php/curl.php")]
struct View<'a> {
    url: Code<'a, Php>,
    options: Code<'a, Php>,
}

/// The options stand one a line, however short.
static OPTIONS: Brackets = Brackets {
    broken: true,
    ..ARRAY
};

/// Above this libcurl asks a server to agree before it sends a body
/// (<https://everything.curl.dev/http/post/expect100>).
const EXPECTS_ABOVE: usize = 1024 * 1024;

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>) -> Self {
        let odd = draft.target();
        let body = Body::new(draft);
        let mut options = Vec::with_capacity(8);
        options.push(code::word("CURLOPT_RETURNTRANSFER => true"));
        if odd.dot_segment || odd.encoded_dot_segment {
            options.push(code::word("CURLOPT_PATH_AS_IS => true"));
        }
        if odd.asterisk || odd.fragment || odd.non_ascii {
            let target = draft.request.target().origin_form().as_bytes();
            options.push(option("CURLOPT_REQUEST_TARGET", string(target)));
        }
        options.extend(match (draft.method(), &body) {
            ("GET", None) => None,
            ("POST", Some(_)) => Some(code::word("CURLOPT_POST => true")),
            // The body of NOBODY is that of the response; it drops POSTFIELDS too.
            ("HEAD", None) => Some(code::word("CURLOPT_NOBODY => true")),
            (method, _) => Some(option("CURLOPT_CUSTOMREQUEST", code::text(method))),
        });
        if super::waits_for_content(draft) {
            options.push(code::word("CURLOPT_IGNORE_CONTENT_LENGTH => true"));
        }
        let encoding = encoding(draft);
        options.extend(
            encoding.map(|value| option("CURLOPT_ENCODING", string(value.value().as_bytes()))),
        );
        let implied = body.as_ref().is_some_and(|body| body.implies_type);
        let lines = draft
            .fields()
            .filter(|(_, field)| !(implied && field.is("content-type")))
            .filter(|(_, field)| encoding.is_none() || !field.is("accept-encoding"))
            .map(|(_, field)| line(draft, field));
        let mut lines: Vec<_> = host(draft).into_iter().chain(lines).collect();
        if let Some(body) = &body {
            if !implied && !draft.has("content-type") {
                lines.push(code::text("Content-Type:"));
            }
            if body.expects && !draft.has("expect") {
                lines.push(code::text("Expect:"));
            }
        }
        if super::waits_for_content(draft) {
            lines.push(code::text("Connection: close"));
        }
        if !lines.is_empty() {
            options.push(option("CURLOPT_HTTPHEADER", code::group(&ARRAY, lines)));
        }
        options.extend(body.map(|body| body.option));
        Self {
            url: code::group(&CALL, [string(draft.request.url().as_bytes())]),
            options: code::group(
                &CALL_OF_ARRAY,
                [code::word("$curl"), code::group(&OPTIONS, options)],
            ),
        }
    }
}

/// The Host that libcurl would write without its port.
fn host<'a>(draft: &Draft<'a>) -> Option<Code<'a, Php>> {
    let field = draft.request.field("host")?;
    (draft.names_default_port() && !draft.has("host")).then(|| line(draft, field))
}

/// The Accept-Encoding that libcurl is told of, so that it decodes the response.
fn encoding<'a>(draft: &Draft<'a>) -> Option<&'a FieldLine<'a>> {
    let mut fields = draft
        .fields()
        .filter(|(_, field)| field.is("accept-encoding"));
    let (_, field) = fields.next()?;
    (fields.next().is_none() && !field.value().is_empty()).then_some(field)
}

/// `"Name: value"`; a name without a value ends in `;` (`curl_slist` of CURLOPT_HTTPHEADER).
fn line<'a>(draft: &Draft<'a>, field: &'a FieldLine<'a>) -> Code<'a, Php> {
    let name = field.name();
    match draft.value(field) {
        Value::Bytes(value) if value.is_empty() => code::text([name, ";"].concat()),
        Value::Bytes(value) => string([name.as_bytes(), b": ", &value].concat()),
        Value::Lookup(prefix, variable) => {
            super::lookup(Cow::Owned([name, ": ", prefix].concat()), variable)
        }
    }
}

struct Body<'a> {
    option: Code<'a, Php>,
    /// Whether libcurl adds the Content-Type the request has.
    implies_type: bool,
    /// Whether libcurl may add an Expect.
    expects: bool,
}

impl<'a> Body<'a> {
    fn new(draft: &'a Draft<'a>) -> Option<Self> {
        let bytes = draft.body()?;
        let (code, implies_type) = match draft.content() {
            Some(Content::Json(json)) => (
                super::encoding(json).map(|encoding| super::json_encode(json, encoding)),
                false,
            ),
            Some(Content::Form(form)) => (
                super::form(form, bytes).map(|fields| {
                    let arguments = code::group(&CALL_OF_ARRAY, [fields]);
                    code::row([code::word("http_build_query"), arguments])
                }),
                draft.content_type_is("application/x-www-form-urlencoded"),
            ),
            Some(Content::Multipart(multipart)) if draft.names_only_a_boundary() => {
                (parts(multipart), true)
            }
            _ => (None, false),
        };
        let is_native = code.is_some();
        Some(Self {
            option: match (code, super::lines(bytes)) {
                (None, Some(lines)) => code::fold(code::word("CURLOPT_POSTFIELDS =>"), 1, lines),
                (code, _) => option("CURLOPT_POSTFIELDS", code.unwrap_or_else(|| string(bytes))),
            },
            implies_type: is_native && implies_type,
            expects: bytes.len() + bytes.len() / 2 > EXPECTS_ABOVE,
        })
    }
}

/// Parts as an array, where libcurl writes them back as they are.
fn parts<'a>(multipart: &'a Multipart<'a>) -> Option<Code<'a, Php>> {
    let parts = &multipart.parts;
    let unique = || fidelity::are_unique(parts.iter().map(|part| &*part.name));
    if multipart.line_ends_lf || parts.len() > 64 || !unique() {
        return None;
    }
    let entries: Option<Vec<_>> = parts.iter().map(part).collect();
    Some(code::group(&ARRAY, entries?))
}

/// `"name" => "content"`, or a `CURLStringFile`, which has a filename and a type.
fn part<'a>(part: &'a Part<'a>) -> Option<Code<'a, Php>> {
    if !super::is_plain_disposition(part) {
        return None;
    }
    match (part.headers.len(), &part.filename, part.content_type) {
        (1, None, None) => Some(super::fold(&part.name, string(part.content))),
        (2, Some(filename), Some(media_type)) if !media_type.is_empty() => {
            let arguments = [
                string(part.content),
                code::text(&**filename),
                string(media_type),
            ];
            Some(code::row([
                code::text(&*part.name),
                code::word(" => new CURLStringFile"),
                code::group(&CALL, arguments),
            ]))
        }
        _ => None,
    }
}
