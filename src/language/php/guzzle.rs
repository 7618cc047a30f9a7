//! <https://docs.guzzlephp.org/>

use askama::Template;

use super::{ARRAY, CALL_OF_ARRAY, Encoding, Php, option, string};
use crate::code::{self, Code, Page};
use crate::draft::{Draft, Value};
use crate::language::Client;
use crate::oddities::Oddities;
use crate::request::{Content, FieldLine, Json};

pub(super) const GUZZLE: Client = Client {
    id: "php/guzzle",
    name: "guzzle",
    label: "PHP (Guzzle)",
    render: |draft, _, out| Ok(Page::print(&View::new(draft), out)?),
};

#[derive(Template)]
#[template(path = "php/guzzle.php")]
struct View<'a> {
    arguments: Code<'a, Php>,
}

/// From this size on Guzzle asks a server to agree before it sends a body (`expect` of its
/// documentation).
const EXPECTS_FROM: usize = 1024 * 1024;

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>) -> Self {
        let body = Body::new(draft);
        let implied = body.as_ref().is_some_and(|body| body.implies_type);
        let mut options = Vec::with_capacity(4);
        let fields: Vec<_> = host(draft)
            .into_iter()
            .chain(draft.fields())
            .filter(|(_, field)| !(implied && field.is("content-type")))
            .collect();
        if !fields.is_empty() || super::waits_for_content(draft) {
            options.push(option("\"headers\"", headers(draft, &fields)));
        }
        if draft
            .body()
            .is_some_and(|body| body.len() + body.len() / 2 >= EXPECTS_FROM)
            && !draft.has("expect")
        {
            options.push(code::word("\"expect\" => false"));
        }
        options.extend(body.map(|body| body.option));
        let curl = curl(draft);
        if !curl.is_empty() {
            options.push(option("\"curl\"", code::group(&ARRAY, curl)));
        }
        let mut arguments = vec![code::text(draft.method()), code::text(draft.url_text())];
        if !options.is_empty() {
            arguments.push(code::group(&ARRAY, options));
        }
        Self {
            arguments: code::group(&CALL_OF_ARRAY, arguments),
        }
    }
}

/// Options for libcurl, which Guzzle passes on: it would write methods in capitals and targets as
/// RFC 3986 has them.
fn curl<'a>(draft: &Draft<'a>) -> Vec<Code<'a, Php>> {
    let odd = draft.target();
    let method = draft.method();
    let mut options = Vec::new();
    if method.bytes().any(|byte| byte.is_ascii_lowercase()) {
        options.push(option("CURLOPT_CUSTOMREQUEST", code::text(method)));
    }
    if method == "HEAD" && draft.body().is_some() {
        // libcurl sends the body as of another method, and would wait for one in the response.
        options.push(code::word("CURLOPT_IGNORE_CONTENT_LENGTH => true"));
    }
    if rewrites(&odd) {
        let target = draft.request.target().origin_form().as_bytes();
        options.push(option("CURLOPT_REQUEST_TARGET", string(target)));
    } else if odd.dot_segment || odd.encoded_dot_segment {
        options.push(code::word("CURLOPT_PATH_AS_IS => true"));
    }
    if super::waits_for_content(draft) {
        options.push(code::word("CURLOPT_IGNORE_CONTENT_LENGTH => true"));
    }
    options
}

/// What `GuzzleHttp\Psr7\Uri` does to any address.
fn rewrites(odd: &Oddities) -> bool {
    odd.asterisk
        || odd.has(b"\"<>[]\\^`{|}")
        || odd.stray_percent
        || odd.non_ascii
        || odd.fragment
        || odd.empty_query
}

/// The Host that Guzzle would write without its port, or in small letters.
fn host<'a>(draft: &Draft<'a>) -> Option<(usize, &'a FieldLine<'a>)> {
    let mut fields = draft.request.fields().iter().enumerate();
    let (index, field) = fields.find(|(_, field)| field.is("host"))?;
    let capitals = || field.value().as_bytes().iter().any(u8::is_ascii_uppercase);
    (!draft.has("host") && (draft.names_default_port() || capitals())).then_some((index, field))
}

/// `["Name" => "value", "Twice" => ["1", "2"]]`
fn headers<'a>(draft: &Draft<'a>, fields: &[(usize, &'a FieldLine<'a>)]) -> Code<'a, Php> {
    let firsts = fields.iter().filter(|(index, _)| !draft.repeated(*index));
    let entries = firsts.map(|(index, field)| match draft.same(*index).nth(1) {
        None => super::fold(field.name(), value(draft, field)),
        Some(_) => {
            let values = draft.same(*index);
            let values = values.map(|(_, field)| value(draft, field));
            code::row([
                code::text(field.name()),
                code::word(" => "),
                code::group(&ARRAY, values),
            ])
        }
    });
    let close = || super::fold("Connection", code::text("close"));
    let close = super::waits_for_content(draft).then(close);
    code::group(&ARRAY, entries.chain(close))
}

fn value<'a>(draft: &Draft<'a>, field: &'a FieldLine<'a>) -> Code<'a, Php> {
    match draft.value(field) {
        Value::Bytes(value) => string(value),
        Value::Lookup(prefix, name) => super::lookup(prefix.into(), name),
    }
}

struct Body<'a> {
    option: Code<'a, Php>,
    /// Whether Guzzle adds the Content-Type the request has.
    implies_type: bool,
}

impl<'a> Body<'a> {
    fn new(draft: &'a Draft<'a>) -> Option<Self> {
        let bytes = draft.body()?;
        let native = match draft.content() {
            Some(Content::Json(json)) => match super::encoding(json) {
                // `null` means no body.
                Some(Encoding::Plain)
                    if !matches!(json, Json::Null) && draft.has("content-type") =>
                {
                    Some(Self {
                        option: option("\"json\"", code::json(json)),
                        implies_type: draft.content_type_is("application/json"),
                    })
                }
                Some(encoding) => Some(Self {
                    option: option("\"body\"", super::json_encode(json, encoding)),
                    implies_type: false,
                }),
                None => None,
            },
            Some(Content::Form(form)) => super::form(form, bytes).map(|fields| Self {
                option: option("\"form_params\"", fields),
                implies_type: draft.content_type_is("application/x-www-form-urlencoded"),
            }),
            // The `multipart` option gives every part a Content-Length.
            _ => None,
        };
        Some(native.unwrap_or_else(|| Self {
            option: super::fold("body", super::lines(bytes).unwrap_or_else(|| string(bytes))),
            implies_type: false,
        }))
    }
}
