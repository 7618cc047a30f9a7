//! <https://square.github.io/okhttp/>

use std::borrow::Cow;

use askama::Template;

use super::{Java, apply, call, call_with_field};
use crate::code::{self, Brackets, Code, Page};
use crate::draft::{Draft, Value};
use crate::fidelity;
use crate::language::Client;
use crate::note::{Notes, Place, Refusal};
use crate::request::{Content, Form, Multipart, Part};

pub(super) const OKHTTP: Client = Client {
    id: "java/okhttp",
    name: "okhttp",
    label: "Java (OkHttp)",
    render: |draft, notes, out| Ok(Page::print(&View::new(draft, notes)?, out)?),
};

#[derive(Template)]
#[template(path = "java/okhttp.java")]
struct View<'a> {
    imports: Imports,
    content: Option<super::Body<'a>>,
    body: Option<Code<'a, Java>>,
    /// Fields that are not all ASCII.
    headers: Option<Code<'a, Java>>,
    request: Code<'a, Java>,
}

/// The classes a snippet may need.
#[derive(Default)]
struct Imports {
    base64: bool,
    charsets: bool,
    form: bool,
    media_type: bool,
    multipart: bool,
    request_body: bool,
}

static URL: Brackets = call(".url(");
static HEADER: Brackets = call(".header(");
static ADD_HEADER: Brackets = call(".addHeader(");
static ADD: Brackets = call(".add(");
static ADD_UNSAFE: Brackets = call(".addUnsafeNonAscii(");
static METHOD: Brackets = call(".method(");
static CREATE: Brackets = call("RequestBody.create(");
static MEDIA_TYPE: Brackets = call("MediaType.get(");
static PART: Brackets = call(".addFormDataPart(");

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes) -> Result<Self, Refusal> {
        if draft.is_asterisk() {
            return Err(draft.refuse_asterisk("OkHttp"));
        }
        let mut imports = Imports::default();
        let body = Body::new(draft, &mut imports);
        let method = draft.method();
        if body.is_some() && matches!(method, "GET" | "HEAD") {
            return Err(Refusal::new(
                "body-forbidden",
                Place::Body,
                format!("OkHttp sends no body with {method}"),
            ));
        }
        let mut links = vec![apply(&URL, url(draft, notes))];
        let implied = body.as_ref().is_some_and(|body| body.implies_type);
        let fields: Vec<_> = draft
            .fields()
            .filter(|(_, field)| !(implied && field.is("content-type")))
            .collect();
        let mut headers = Vec::new();
        let one_by_one = fields
            .iter()
            .any(|(_, field)| !field.value().is_ascii() && field.value().as_str().is_some());
        for (index, field) in fields {
            let Some((value, is_ascii)) = value(draft, index, notes) else {
                continue;
            };
            let brackets = match (one_by_one, is_ascii) {
                (true, true) => &ADD,
                (true, false) => &ADD_UNSAFE,
                _ if draft.repeated(index) => &ADD_HEADER,
                _ => &HEADER,
            };
            let call = call_with_field(brackets, field, value);
            match one_by_one {
                true => headers.push(call),
                false => links.push(call),
            }
        }
        if one_by_one {
            links.push(code::word(".headers(headers)"));
        }
        links.extend(self::method(method, body.is_some(), &mut imports));
        links.push(code::word(".build()"));
        let (content, body) = body.map_or((None, None), |body| (body.content, Some(body.body)));
        Ok(Self {
            imports,
            content,
            body: body.map(code::assigned),
            headers: one_by_one.then(|| built("new Headers.Builder()", headers)),
            request: code::assigned(code::chain(code::word("new Request.Builder()"), links)),
        })
    }
}

/// `new FormBody.Builder().add("a", "b").build()` and its like, behind a `=`.
fn built<'a>(builder: &'static str, mut links: Vec<Code<'a, Java>>) -> Code<'a, Java> {
    links.push(code::word(".build()"));
    code::assigned(code::chain(code::word(builder), links))
}

/// The call that sets method and body; GET needs none. Some methods have to have a body.
fn method<'a>(method: &'a str, has_body: bool, imports: &mut Imports) -> Option<Code<'a, Java>> {
    let call = match (method, has_body) {
        ("GET", _) => return None,
        ("HEAD", _) => ".head()",
        ("POST", true) => ".post(body)",
        ("PUT", true) => ".put(body)",
        ("PATCH", true) => ".patch(body)",
        ("DELETE", true) => ".delete(body)",
        ("DELETE", false) => ".delete()",
        ("POST", false) => ".post(RequestBody.EMPTY)",
        ("PUT", false) => ".put(RequestBody.EMPTY)",
        ("PATCH", false) => ".patch(RequestBody.EMPTY)",
        _ => {
            let body = match (has_body, method) {
                (true, _) => "body",
                (false, "PROPPATCH" | "REPORT") => "RequestBody.EMPTY",
                (false, _) => "null",
            };
            imports.request_body |= body == "RequestBody.EMPTY";
            return Some(code::group(&METHOD, [code::text(method), code::word(body)]));
        }
    };
    imports.request_body |= call.contains("EMPTY");
    Some(code::word(call))
}

fn url<'a>(draft: &Draft<'a>, notes: &mut Notes) -> Code<'a, Java> {
    let odd = draft.target();
    if odd.dot_segment || odd.encoded_dot_segment {
        notes.add(
            "target-rewritten",
            Place::Target,
            "OkHttp resolves the dot segments of a path",
        );
    }
    if odd.path_has(b"\"<>\\^`{|}") || odd.query_has(b"\"'<>") || odd.non_ascii || odd.fragment {
        notes.add(
            "target-encoded",
            Place::Target,
            "OkHttp percent-encodes some characters of a target",
        );
    }
    // It would send `/` for a backslash in a path, and nothing behind a `#`.
    if odd.path_has(b"\\") || odd.fragment || odd.not_utf8 {
        code::text(super::encode(draft, |odd| {
            odd.byte == b'#' || (odd.byte == b'\\' && !odd.in_query)
        }))
    } else {
        code::text(draft.url_text())
    }
}

/// A field value, and whether it is ASCII; `None` with a note where it is not UTF-8.
fn value<'a>(draft: &Draft<'a>, index: usize, notes: &mut Notes) -> Option<(Code<'a, Java>, bool)> {
    let field = &draft.request.fields()[index];
    let text = match draft.value(field) {
        Value::Lookup(prefix, name) => return Some((super::lookup(prefix, name), true)),
        Value::Bytes(Cow::Borrowed(bytes)) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Value::Bytes(Cow::Owned(bytes)) => String::from_utf8(bytes).ok().map(Cow::Owned),
    };
    let Some(text) = text else {
        notes.add(
            "field-not-settable",
            Place::Field(index),
            "OkHttp sends field values in UTF-8 only",
        );
        return None;
    };
    let is_ascii = text.is_ascii();
    Some((code::wrapped(text), is_ascii))
}

struct Body<'a> {
    /// What the body is made of, where that is a variable of its own.
    content: Option<super::Body<'a>>,
    body: Code<'a, Java>,
    /// Whether the body brings the Content-Type the request has.
    implies_type: bool,
}

impl<'a> Body<'a> {
    fn new(draft: &'a Draft<'a>, imports: &mut Imports) -> Option<Self> {
        let content = super::Body::new(draft)?;
        imports.request_body = true;
        if let Some(body) = structured(draft, imports) {
            return Some(Self {
                content: None,
                body,
                implies_type: true,
            });
        }
        imports.base64 = !content.is_text;
        let mut types = draft.fields().filter(|(_, field)| field.is("content-type"));
        let only = types.next().filter(|_| types.next().is_none());
        let media_type = only
            .and_then(|(_, field)| field.value().as_str())
            .filter(|media_type| is_media_type(media_type));
        let kind = match media_type {
            None => Kind::Untyped,
            Some(media_type) => Kind::Typed(media_type),
        };
        let variable = match content.is_text && !kind.names_utf8() {
            true => code::word("content.getBytes(StandardCharsets.UTF_8)"),
            false => code::word("content"),
        };
        imports.charsets = content.is_text && !kind.names_utf8();
        Some(Self {
            content: Some(content),
            body: create(variable, &kind, imports),
            implies_type: media_type.is_some(),
        })
    }
}

/// The media type of a body that is made.
enum Kind<'a> {
    Untyped,
    Typed(&'a str),
}

impl Kind<'_> {
    /// Whether a string can be given: to another type, OkHttp adds the charset it is sent in.
    fn names_utf8(&self) -> bool {
        match self {
            Self::Untyped => true,
            Self::Typed(media_type) => media_type
                .split_once(';')
                .is_some_and(|(_, rest)| rest.trim().eq_ignore_ascii_case("charset=utf-8")),
        }
    }
}

/// `RequestBody.create(content, MediaType.get("text/plain"))`
fn create<'a>(content: Code<'a, Java>, kind: &Kind<'a>, imports: &mut Imports) -> Code<'a, Java> {
    let media_type = match kind {
        Kind::Untyped => code::word("null"),
        Kind::Typed(media_type) => {
            imports.media_type = true;
            apply(&MEDIA_TYPE, code::wrapped(*media_type))
        }
    };
    code::group(&CREATE, [content, media_type])
}

/// Whether `MediaType.get` reads this value: a type, a subtype and parameters (OkHttp's
/// `MediaType.kt`).
fn is_media_type(value: &str) -> bool {
    let is_token = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-!#$%&'*+.^_`{|}~".contains(&byte))
    };
    let mut pieces = value.split(';');
    let names_type = pieces
        .next()
        .and_then(|piece| piece.split_once('/'))
        .is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
    names_type
        && pieces.all(|piece| {
            piece
                .trim_start()
                .split_once('=')
                .is_some_and(|(name, value)| {
                    let quoted = value
                        .strip_prefix('"')
                        .and_then(|value| value.strip_suffix('"'))
                        .is_some_and(|value| !value.contains('"') && value.is_ascii());
                    is_token(name) && (is_token(value) || quoted)
                })
        })
}

/// A form or a multipart body by its fields, where OkHttp writes the same.
fn structured<'a>(draft: &'a Draft<'a>, imports: &mut Imports) -> Option<Code<'a, Java>> {
    match draft.content() {
        Some(Content::Form(form))
            if draft.content_type_is("application/x-www-form-urlencoded")
                && form.encodes_back(draft.body()?, b"*-._", "+") =>
        {
            imports.form = true;
            Some(form_body(form))
        }
        Some(Content::Multipart(multipart))
            if draft.content_type_is_multipart()
                && fidelity::all_parts_plain(multipart, fidelity::html_escape, |part| {
                    part.content_type.is_none_or(|content_type| {
                        std::str::from_utf8(content_type).is_ok_and(is_media_type)
                    })
                }) =>
        {
            imports.multipart = true;
            Some(multipart_body(multipart, imports))
        }
        _ => None,
    }
}

fn form_body<'a>(form: &'a Form<'a>) -> Code<'a, Java> {
    let fields = form.fields.iter().map(|field| {
        code::group(
            &ADD,
            [code::wrapped(&*field.name), code::wrapped(&*field.value)],
        )
    });
    code::chain(
        code::word("new FormBody.Builder()"),
        fields.chain([code::word(".build()")]),
    )
}

fn multipart_body<'a>(multipart: &'a Multipart<'a>, imports: &mut Imports) -> Code<'a, Java> {
    let mut links = vec![code::word(".setType(MultipartBody.FORM)")];
    links.extend(multipart.parts.iter().map(|part| self::part(part, imports)));
    links.push(code::word(".build()"));
    code::chain(code::word("new MultipartBody.Builder()"), links)
}

/// `.addFormDataPart("name", "value")`, or with a file name and a body.
fn part<'a>(part: &'a Part<'a>, imports: &mut Imports) -> Code<'a, Java> {
    let name = code::wrapped(&*part.name);
    let text = std::str::from_utf8(part.content).ok();
    if let (None, None, Some(text)) = (&part.filename, part.content_type, text) {
        return code::group(&PART, [name, super::string(text)]);
    }
    let media_type = part
        .content_type
        .and_then(|content_type| std::str::from_utf8(content_type).ok());
    let kind = media_type.map_or(Kind::Untyped, Kind::Typed);
    let content = match text {
        Some(text) if kind.names_utf8() => super::string(text),
        Some(text) => {
            imports.charsets = true;
            // The formatter leaves a literal alone of which a method is called.
            let text = match super::fits_constant(text) {
                true => code::text(text),
                false => super::string(text),
            };
            code::chain(text, [code::word(".getBytes(StandardCharsets.UTF_8)")])
        }
        None => {
            imports.base64 = true;
            super::decoded(part.content)
        }
    };
    let filename = match &part.filename {
        Some(filename) => code::wrapped(&**filename),
        None => code::word("null"),
    };
    code::group(&PART, [name, filename, create(content, &kind, imports)])
}
