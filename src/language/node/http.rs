//! <https://nodejs.org/api/http.html>

use askama::Template;

use super::{is_unsendable, note_unsendable, values};
use crate::code::{self, Code, Page};
use crate::draft::Draft;
use crate::language::Client;
use crate::language::javascript::{
    ARRAY, CALL, JavaScript, LINES, Literal, OBJECT, Platform, call, is_native, is_search_params,
    member, rewrites, search_params, string_member,
};
use crate::note::Notes;
use crate::request::{Content, FieldLine, Scheme};

pub(super) const HTTP: Client = Client {
    id: "node/http",
    name: "http",
    label: "Node.js (http)",
    render: |draft, notes, out| Ok(Page::print(&View::new(draft, notes), out)?),
};

#[derive(Template)]
#[template(path = "node/http.mjs")]
struct View<'a> {
    https: bool,
    /// A body whose length has to be told.
    measured: Option<Code<'a, JavaScript>>,
    arguments: Code<'a, JavaScript>,
    /// The method, where Node.js would write it in capitals.
    method: Option<Code<'a, JavaScript>>,
    body: Code<'a, JavaScript>,
}

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes) -> Self {
        note_unsendable(draft, notes);
        let method = draft.method();
        let odd = draft.target();
        // Node.js 22 percent-encodes `^` too.
        let verbatim = odd.asterisk
            || odd.empty_query
            || odd.path_has(b"^|")
            || rewrites(&odd, Platform::Node);
        let fields = || draft.fields().filter(|(_, field)| !is_unsendable(field));
        let body = body(draft, odd.non_ascii);
        let measured = body.is_some() && needs_length(draft);

        let mut options = Vec::with_capacity(3);
        if method != "GET" && method == method.to_ascii_uppercase() {
            options.push(string_member("method", code::text(method)));
        }
        if verbatim {
            let target = draft.request.target().origin_form().as_bytes();
            options.push(string_member("path", code::latin1(target)));
        }
        let length = || Literal::other(code::word("Buffer.byteLength(body)"));
        let has_fields = if one_by_one(draft) {
            let mut lines = Vec::new();
            let host = draft.request.field("host").filter(|_| !draft.has("host"));
            for field in host.into_iter().chain(fields().map(|(_, field)| field)) {
                lines.push(code::text(field.name()));
                lines.push(Platform::Node.value(draft, field).code);
            }
            if measured {
                lines.extend([code::text("Content-Length"), length().code]);
            }
            options.push(member("headers", code::group(&ARRAY, lines)));
            true
        } else {
            let lines = fields()
                .filter_map(|(index, field)| Some((field.name(), values(draft, index)?)))
                .chain(super::host(draft))
                .chain(measured.then(|| ("Content-Length", length())));
            let lines: Vec<_> = lines.map(|(name, value)| value.member_of(name)).collect();
            let has_fields = !lines.is_empty();
            if has_fields {
                options.push(member("headers", code::group(&LINES, lines)));
            }
            has_fields
        };
        let mut arguments = vec![if verbatim {
            code::text(origin(draft))
        } else {
            code::text(draft.url_text())
        }];
        if !options.is_empty() {
            let several = options.len() > 1 || has_fields;
            let brackets = if several { &LINES } else { &OBJECT };
            arguments.push(code::group(brackets, options));
        }
        let (measured, body) = match body {
            Some(body) if measured => (Some(body.assigned_to("body =")), code::word("(body)")),
            Some(body) => (None, body.into_argument()),
            None => (None, code::word("()")),
        };
        Self {
            https: draft.request.scheme() == Scheme::Https,
            measured,
            arguments: code::group(&CALL, arguments),
            method: (method != method.to_ascii_uppercase()).then(|| code::text(method)),
            body,
        }
    }
}

/// Scheme and authority.
fn origin(draft: &Draft<'_>) -> String {
    format!(
        "{}://{}",
        draft.request.scheme().as_str(),
        draft.authority()
    )
}

/// Whether Node.js does not count the bytes of a body itself: it expects none with these methods,
/// of which one in lower case starts as GET, and cannot wait for it where an Expect or a list of headers sends the head at once.
fn needs_length(draft: &Draft<'_>) -> bool {
    ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT"]
        .iter()
        .any(|method| draft.method().eq_ignore_ascii_case(method))
        || draft.method() != draft.method().to_ascii_uppercase()
        || draft.has("expect")
        || one_by_one(draft)
}

/// Whether the fields are listed one by one: an object has no place for `__proto__`, and cookies
/// of an array are joined.
fn one_by_one(draft: &Draft<'_>) -> bool {
    let cookies = draft.fields().filter(|(_, field)| field.is("cookie"));
    cookies.count() > 1 || draft.fields().any(|(_, field)| field.is("__proto__"))
}

/// The body as a string, or as a `Buffer` where the head has bytes beyond ASCII: Node.js would
/// send head and string as one text, in UTF-8.
fn body<'a>(draft: &'a Draft<'a>, non_ascii: bool) -> Option<Literal<'a>> {
    let bytes = draft.body()?;
    let is_ascii = |field: &FieldLine<'_>| field.value().is_ascii();
    if non_ascii || !draft.fields().all(|(_, field)| is_ascii(field)) {
        return Some(Platform::Node.bytes(bytes));
    }
    Some(match (draft.content(), std::str::from_utf8(bytes)) {
        (Some(Content::Json(json)), _) if is_native(json) => {
            Literal::other(call("JSON.stringify", [code::json(json)]))
        }
        (Some(Content::Form(form)), _) if is_search_params(form, bytes) => {
            Literal::other(code::row([search_params(form), code::word(".toString()")]))
        }
        (_, Ok(text)) => Literal::text(text),
        _ => Platform::Node.bytes(bytes),
    })
}
