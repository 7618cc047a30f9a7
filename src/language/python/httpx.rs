//! <https://www.python-httpx.org/>

use std::borrow::Cow;

use askama::Template;

use super::{Bodies, CALL, DICT, LIST, Python, argument, entry, tuple};
use crate::code::{self, Code, Page};
use crate::draft::Draft;
use crate::fidelity;
use crate::language::Client;
use crate::note::{Notes, Place};

pub(super) const HTTPX: Client = Client {
    id: "python/httpx",
    name: "httpx",
    label: "Python (httpx)",
    render: |draft, notes, out| Ok(Page::print(&View::new(draft, notes), out)?),
};

#[derive(Template)]
#[template(path = "python/httpx.py")]
struct View<'a> {
    needs_os: bool,
    function: Code<'a, Python>,
    arguments: Code<'a, Python>,
    /// Whether the request is built first, to change in it what httpx would rewrite.
    built: bool,
    /// The method, where httpx would write it in capitals.
    method: Option<Code<'a, Python>>,
}

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes) -> Self {
        let odd = draft.target();
        // The target extension sends any ASCII as it is; h11 refuses the rest.
        if odd.non_ascii {
            notes.add(
                "target-encoded",
                Place::Target,
                draft.encoding_message("httpx"),
            );
        }
        let rewritten = odd.asterisk
            || odd.dot_segment
            || odd.fragment
            || odd.path_has(b"\"<>`{}")
            || odd.query_has(b"\"<>");
        let method = draft.method();
        let lower = method != method.to_ascii_uppercase();
        let built = rewritten || lower;
        let body = BODIES.body(draft);
        let verb = if built {
            None
        } else {
            verb(method, body.is_some())
        };

        let mut arguments = Vec::with_capacity(5);
        if verb.is_none() {
            arguments.push(code::text(method));
        }
        arguments.push(code::text(draft.url_text()));
        let implied = body.as_ref().is_some_and(|body| body.implies_type);
        let fields = || {
            draft
                .fields()
                .filter(|(_, field)| !(implied && field.is("content-type")))
        };
        if draft.repeats() {
            let tuples = fields().map(|(_, field)| tuple(draft, field));
            arguments.push(argument("headers=", code::group(&LIST, tuples)));
        } else if fields().next().is_some() {
            let entries = fields().map(|(_, field)| entry(draft, field));
            arguments.push(argument("headers=", code::group(&DICT, entries)));
        }
        arguments.extend(body.into_iter().flat_map(|body| body.arguments));
        if rewritten {
            let target = match draft.target_text() {
                Cow::Borrowed(target) => code::bytes(target.as_bytes()),
                Cow::Owned(target) => code::bytes(target.into_bytes()),
            };
            let entry = super::pair(code::text("target"), target);
            arguments.push(argument("extensions=", code::group(&DICT, [entry])));
        }
        Self {
            needs_os: super::needs_os(draft),
            function: code::word(verb.unwrap_or(if built { "build_request" } else { "request" })),
            arguments: code::group(&CALL, arguments),
            built,
            method: lower.then(|| code::text(method)),
        }
    }
}

/// The function of httpx for a method. Only three of them take a body.
fn verb(method: &str, has_body: bool) -> Option<&'static str> {
    Some(match method {
        "POST" => "post",
        "PUT" => "put",
        "PATCH" => "patch",
        "GET" if !has_body => "get",
        "DELETE" if !has_body => "delete",
        "HEAD" if !has_body => "head",
        "OPTIONS" if !has_body => "options",
        _ => return None,
    })
}

const BODIES: Bodies = Bodies {
    raw: "content=",
    form_of_pairs: false,
    escape_name,
    // httpx guesses the type of a file that has none, and leaves out an empty name.
    takes_part: |part| {
        let filename = part.filename.as_deref();
        filename.is_none_or(|name| !name.is_empty() && part.content_type.is_some())
    },
};

/// httpx follows the HTML Standard, and escapes `\\` too.
fn escape_name(c: char) -> Option<&'static str> {
    match c {
        '\\' => Some("\\\\"),
        _ => fidelity::html_escape(c),
    }
}
