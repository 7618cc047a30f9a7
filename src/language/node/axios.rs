//! <https://axios-http.com/docs/api_intro>

use askama::Template;

use super::{is_unsendable, note_unsendable, values};
use crate::code::{self, Code, Page};
use crate::draft::Draft;
use crate::language::Client;
use crate::language::javascript::{
    CALL, JavaScript, LINES, Literal, Payload, Platform, is_native, member, note_target,
    string_member,
};
use crate::note::{Notes, Place, Refusal};
use crate::request::{Content, FieldLine, Json};

pub(super) const AXIOS: Client = Client {
    id: "node/axios",
    name: "axios",
    label: "Node.js (axios)",
    render: |draft, notes, out| Ok(Page::print(&View::new(draft, notes)?, out)?),
};

#[derive(Template)]
#[template(path = "node/axios.mjs")]
struct View<'a> {
    parts: Vec<Code<'a, JavaScript>>,
    function: Code<'a, JavaScript>,
    arguments: Code<'a, JavaScript>,
}

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes) -> Result<Self, Refusal> {
        if draft.is_asterisk() {
            return Err(draft.refuse_asterisk("axios"));
        }
        let method = draft.method();
        if method != method.to_ascii_uppercase() {
            let message = "axios would send this method in capitals, which is another one";
            return Err(Refusal::new("method-rewritten", Place::Method, message));
        }
        note_target(draft, notes, "axios", Platform::Node);
        note_unsendable(draft, notes);
        note_fields(draft, notes);

        let body = body(draft);
        let implies_type = body.as_ref().is_some_and(|body| body.implies_type);
        let mut headers: Vec<_> = draft
            .fields()
            .filter(|(_, field)| !(is_unsendable(field) || is_lost(field)))
            .filter(|(_, field)| !(implies_type && field.is("content-type")))
            .filter_map(|(index, field)| Some((field.name(), values(draft, index)?)))
            .chain(super::host(draft))
            .map(|(name, value)| value.member_of(name))
            .collect();
        let takes_body = ["POST", "PUT", "PATCH", "QUERY"].contains(&method);
        if !draft.has("content-type") && !implies_type && (takes_body || body.is_some()) {
            // Else axios adds one.
            headers.push(member("Content-Type", code::word("false")));
        }
        let headers =
            (!headers.is_empty()).then(|| member("headers", code::group(&LINES, headers)));
        let url = code::text(draft.url_text());
        let (parts, data) = match body {
            Some(body) => (body.parts, Some(body.value)),
            None => (Vec::new(), None),
        };
        let is_object = matches!(draft.content(), Some(Content::Json(json @ Json::Object(_))) if is_native(json));
        let takes_data = matches!(verb(method), Some(Verb::WithData(_)));
        // prettier lets no filled array of numbers keep to the line of a call either.
        let is_numbers = matches!(draft.content(), Some(Content::Json(Json::Array(items)))
            if items.len() > 1 && items.iter().all(|item| matches!(item, Json::Number(_))));
        let brackets = match &data {
            Some(data) if takes_data && headers.is_some() => data.brackets_before_object(is_object),
            Some(data) if takes_data => data.brackets_before_object(is_numbers),
            _ => &CALL,
        };
        let (function, arguments) = match (verb(method), data) {
            (Some(Verb::WithData(function)), data) => {
                let data = match data {
                    Some(data) => Some(data.code),
                    None => headers.is_some().then(|| code::word("undefined")),
                };
                let config = headers.map(|headers| code::group(&LINES, [headers]));
                (
                    function,
                    [url].into_iter().chain(data).chain(config).collect(),
                )
            }
            (Some(Verb::Without(function)), data) => {
                let data = data.map(|data| data.member_of("data"));
                let config: Vec<_> = headers.into_iter().chain(data).collect();
                let config = (!config.is_empty()).then(|| code::group(&LINES, config));
                (function, [url].into_iter().chain(config).collect())
            }
            (None, data) => {
                let config = [
                    Some(string_member("method", code::text(method))),
                    Some(string_member("url", url)),
                    headers,
                    data.map(|data| data.member_of("data")),
                ];
                let config = code::group(&LINES, config.into_iter().flatten());
                ("axios", vec![config])
            }
        };
        Ok(Self {
            parts,
            function: code::word(function),
            arguments: code::group(brackets, arguments),
        })
    }
}

enum Verb {
    /// `axios.post(url, data, config)`
    WithData(&'static str),
    /// `axios.get(url, config)`
    Without(&'static str),
}

fn verb(method: &str) -> Option<Verb> {
    Some(match method {
        "POST" => Verb::WithData("axios.post"),
        "PUT" => Verb::WithData("axios.put"),
        "PATCH" => Verb::WithData("axios.patch"),
        "GET" => Verb::Without("axios.get"),
        "DELETE" => Verb::Without("axios.delete"),
        "HEAD" => Verb::Without("axios.head"),
        "OPTIONS" => Verb::Without("axios.options"),
        _ => return None,
    })
}

/// Names that axios skips in every object.
fn is_lost(field: &FieldLine<'_>) -> bool {
    ["__proto__", "constructor", "prototype"].contains(&field.name())
}

fn note_fields(draft: &Draft<'_>, notes: &mut Notes) {
    for (index, field) in draft.fields() {
        if is_lost(field) {
            let message = "axios loses a field of this name";
            notes.add("field-not-settable", Place::Field(index), message);
        } else if field.is("cookie") && draft.repeated(index) {
            let message = "Node.js sends several cookie fields as one";
            notes.add("fields-joined", Place::Field(index), message);
        }
    }
}

/// The data. axios writes JSON of an object; of a string that is JSON it takes the blanks off, and
/// of any other it makes a JSON string.
fn body<'a>(draft: &'a Draft<'a>) -> Option<Payload<'a>> {
    let bytes = draft.body()?;
    let of = |value| Some(Payload::of(value));
    if let Some(Content::Json(json @ (Json::Object(_) | Json::Array(_)))) = draft.content()
        && is_native(json)
    {
        return Some(Payload {
            implies_type: draft.content_type_is("application/json"),
            ..Payload::of(Literal::other(code::json(json)))
        });
    }
    let is_json = draft.fields().any(|(_, field)| {
        let value = field.value().as_bytes().to_ascii_lowercase();
        let json = b"application/json";
        field.is("content-type") && value.windows(json.len()).any(|part| part == json)
    });
    let is_kept = matches!(draft.content(), Some(Content::Json(_))) && bytes.trim_ascii() == bytes;
    match std::str::from_utf8(bytes) {
        Ok(text) if is_json && is_kept => of(Literal::text(text)),
        _ if is_json => of(Platform::Node.bytes(bytes)),
        Ok(text)
            if matches!(draft.content(), Some(Content::Json(_))) && draft.has("content-type") =>
        {
            of(Literal::text(text))
        }
        _ => Payload::new(draft, Platform::Node, true),
    }
}
