//! Node.js 18 and later: ECMAScript modules, as prettier lays them out.

mod axios;
mod fetch;
mod http;

use super::Language;
use super::javascript::{JavaScript, Literal, Platform};
use crate::code::{self, Code};
use crate::draft::Draft;
use crate::note::{Notes, Place};
use crate::request::FieldLine;

/// JavaScript of Node.js.
pub const NODE: Language = Language {
    id: "node",
    label: "Node.js",
    aliases: &["nodejs", "node.js"],
    extension: "mjs",
    fence: "javascript",
    clients: &[fetch::FETCH, http::HTTP, axios::AXIOS],
};

/// The value of a field of node:http and axios: an array where its name comes again. `None` for a
/// field whose name came before.
fn values<'a>(draft: &Draft<'a>, index: usize) -> Option<Literal<'a>> {
    if draft.repeated(index) {
        return None;
    }
    let mut values: Vec<_> = draft
        .same(index)
        .map(|(_, field)| Platform::Node.value(draft, field))
        .collect();
    if values.len() == 1 {
        return values.pop();
    }
    let values = values.into_iter().map(|value| value.code);
    Some(Literal::other(array(values)))
}

fn array<'a>(items: impl IntoIterator<Item = Code<'a, JavaScript>>) -> Code<'a, JavaScript> {
    code::group(&super::javascript::ARRAY, items)
}

/// Whether Node.js fails on the field: it sends `Trailer` with the chunked coding only.
fn is_unsendable(field: &FieldLine<'_>) -> bool {
    field.is("trailer")
}

/// Notes the fields that Node.js fails on.
fn note_unsendable(draft: &Draft<'_>, notes: &mut Notes) {
    for (index, _) in draft.fields().filter(|(_, field)| is_unsendable(field)) {
        let message = "Node.js sends this field with the chunked transfer coding only";
        notes.add("field-not-settable", Place::Field(index), message);
    }
}

/// The Host, where Node.js would make another of the address: it writes names in lower case and
/// leaves out the default port.
fn host<'a>(draft: &Draft<'a>) -> Option<(&'a str, Literal<'a>)> {
    let field = draft.request.field("host")?;
    let value = field.value().as_bytes();
    let is_authority = value == draft.request.authority().as_bytes();
    let changed = value.iter().any(u8::is_ascii_uppercase) || draft.names_default_port();
    (is_authority && changed).then(|| {
        let value = code::text(std::str::from_utf8(value).unwrap_or_default());
        (field.name(), Literal::string(value))
    })
}
