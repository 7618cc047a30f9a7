//! <https://developer.mozilla.org/docs/Web/API/fetch>, in browsers and in Node.js.

use std::fmt::Write;

use askama::Template;

use super::limits::{
    check, is_forbidden, is_managed, note_fields, note_host, note_repeated, note_target,
};
use super::payload::{Payload, Platform, constants};
use super::{CALL, Failure, JavaScript, LINES, OBJECT, member, pairs, string_member};
use crate::code::{self, Code, Page};
use crate::draft::Draft;
use crate::language::Client;
use crate::note::{Notes, Place, Refusal};
use crate::request::FieldLine;

pub(super) const FETCH: Client = Client {
    id: "javascript/fetch",
    name: "fetch",
    label: "JavaScript (fetch)",
    render: |draft, notes, out| render(draft, notes, out, Platform::Browser),
};

/// Prints the snippet for browsers or for Node.js.
pub(in crate::language) fn render(
    draft: &Draft<'_>,
    notes: &mut Notes,
    out: &mut dyn Write,
    platform: Platform,
) -> Result<(), Failure> {
    Ok(Page::print(&View::new(draft, notes, platform)?, out)?)
}

#[derive(Template)]
#[template(path = "javascript/fetch.js")]
struct View<'a> {
    constants: Vec<Code<'a, JavaScript>>,
    parts: Vec<Code<'a, JavaScript>>,
    arguments: Code<'a, JavaScript>,
}

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes, platform: Platform) -> Result<Self, Refusal> {
        check(draft, "fetch")?;
        note_host(draft, notes, "fetch");
        note_target(draft, notes, "fetch", platform);
        let is_told: fn(&FieldLine<'_>) -> bool = match platform {
            Platform::Browser => {
                note_fields(draft, notes, "fetch");
                |field| !is_forbidden(field)
            }
            Platform::Node => {
                note_node_fields(draft, notes);
                |field| !is_unsendable(field)
            }
        };
        let payload = Payload::new(draft, platform, true);
        let implies_type = payload.as_ref().is_some_and(|payload| payload.implies_type);
        let fields: Vec<_> = draft
            .fields()
            .map(|(_, field)| field)
            .filter(|field| is_told(field) && !(implies_type && field.is("content-type")))
            .map(|field| (field.name(), platform.value(draft, field)))
            .collect();

        let mut options = Vec::with_capacity(4);
        if draft.method() != "GET" {
            options.push(string_member("method", code::text(draft.method())));
        }
        if platform == Platform::Node && is_conditional(draft) {
            options.push(string_member("cache", code::text("force-cache")));
        }
        let has_fields = !fields.is_empty();
        if has_fields {
            let is_proto = |(name, _): &(&str, _)| *name == "__proto__";
            let as_object = !draft.repeats() && !fields.iter().any(is_proto);
            options.push(member("headers", pairs(fields, as_object, &LINES)));
        }
        let mut parts = Vec::new();
        if let Some(payload) = payload {
            parts = payload.parts;
            options.push(payload.value.member_of("body"));
        }
        let brackets = if options.len() > 1 || has_fields {
            &LINES
        } else {
            &OBJECT
        };
        let mut arguments = vec![code::text(draft.url_text())];
        if !options.is_empty() {
            arguments.push(code::group(brackets, options));
        }
        Ok(Self {
            constants: match platform {
                Platform::Browser => constants(draft, is_told),
                Platform::Node => Vec::new(),
            },
            parts,
            arguments: code::group(&CALL, arguments),
        })
    }
}

/// Fields that undici, the fetch of Node.js, sends of its own or fails on.
fn is_unsendable(field: &FieldLine<'_>) -> bool {
    is_managed(field)
        || field.is("expect")
        || field.is("host")
        || field.is("upgrade")
        || field.is("sec-fetch-mode")
        || field.is("__proto__")
}

/// What undici does to fields (seen on Node.js 20).
fn note_node_fields(draft: &Draft<'_>, notes: &mut Notes) {
    let has_range = draft.has("range");
    for (index, field) in draft.fields() {
        if is_managed(field) {
            continue;
        }
        if is_unsendable(field) {
            if field.is("sec-fetch-mode") && field.value().as_bytes() == b"cors" {
                continue;
            }
            let message = "fetch of Node.js does not let a program set this field";
            notes.add("field-not-settable", Place::Field(index), message);
        } else if field.is("accept-encoding") && has_range {
            let message = "fetch of Node.js adds `identity` to this field where there is a Range";
            notes.add("field-rewritten", Place::Field(index), message);
        } else {
            note_repeated(draft, index, notes, "fetch");
        }
    }
}

/// Whether fetch would add Cache-Control and Pragma of its own (Fetch Standard §4.5, where the
/// cache mode is `default`). Node.js has no cache that another mode would ask.
fn is_conditional(draft: &Draft<'_>) -> bool {
    [
        "if-modified-since",
        "if-none-match",
        "if-unmodified-since",
        "if-match",
        "if-range",
    ]
    .iter()
    .any(|name| draft.has(name))
}
