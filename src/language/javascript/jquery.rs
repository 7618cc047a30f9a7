//! <https://api.jquery.com/jQuery.ajax/>

use askama::Template;

use super::limits::{check, is_forbidden, note_fields, note_host, note_target};
use super::payload::{Literal, Payload, Platform, constants, keeps_type};
use super::{JavaScript, LINES, OBJECT, ROWS, is_number, member, string_member};
use crate::code::{self, Code, Page};
use crate::draft::{Draft, Value};
use crate::fidelity;
use crate::language::Client;
use crate::note::{Notes, Place, Refusal};
use crate::request::{Content, FieldLine, Form};

pub(super) const JQUERY: Client = Client {
    id: "javascript/jquery",
    name: "jquery",
    label: "JavaScript (jQuery)",
    render: |draft, notes, out| Ok(Page::print(&View::new(draft, notes)?, out)?),
};

#[derive(Template)]
#[template(path = "javascript/jquery.js")]
struct View<'a> {
    constants: Vec<Code<'a, JavaScript>>,
    parts: Vec<Code<'a, JavaScript>>,
    settings: Vec<Code<'a, JavaScript>>,
}

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes) -> Result<Self, Refusal> {
        check(draft, "jQuery")?;
        let method = draft.method();
        if method != method.to_ascii_uppercase() {
            let message = "jQuery would send this method in capitals, which is another one";
            return Err(Refusal::new("method-rewritten", Place::Method, message));
        }
        note_host(draft, notes, "jQuery");
        note_target(draft, notes, "jQuery", Platform::Browser);
        note_fields(draft, notes, "jQuery");
        for (index, _) in draft.fields().filter(|(_, field)| is_lost(field)) {
            let message = "jQuery loses a field of this name";
            notes.add("field-not-settable", Place::Field(index), message);
        }
        let is_told = |field: &FieldLine<'_>| !(is_forbidden(field) || is_lost(field));

        let mut settings = vec![string_member("url", code::text(draft.url_text()))];
        if method != "GET" {
            settings.push(string_member("method", code::text(method)));
        }
        // Else jQuery adds X-Requested-With to requests that go to the page's own origin.
        settings.push(member("crossDomain", code::word("true")));
        let body = body(draft);
        let as_content_type = |field: &FieldLine<'_>| body.is_some() && field.is("content-type");
        let headers: Vec<_> = draft
            .fields()
            .filter(|(index, field)| {
                is_told(field) && !as_content_type(field) && !draft.repeated(*index)
            })
            .map(|(index, field)| joined(draft, index).member_of(field.name()))
            .collect();
        if !headers.is_empty() {
            settings.push(member("headers", code::group(&LINES, headers)));
        }
        let mut parts = Vec::new();
        if let Some(body) = body {
            parts = body.payload.parts;
            settings.push(body.payload.value.member_of("data"));
            let first = |(_, field): &(usize, &FieldLine<'_>)| field.is("content-type");
            let content_type = draft.fields().find(first);
            let content_type = content_type.filter(|_| !body.payload.implies_type);
            settings.push(match content_type {
                Some((index, _)) => joined(draft, index).member_of("contentType"),
                None => member("contentType", code::word("false")),
            });
            if !body.processed {
                settings.push(member("processData", code::word("false")));
            }
        }
        Ok(Self {
            constants: constants(draft, is_told),
            parts,
            settings,
        })
    }
}

/// Names that jQuery looks up in a plain object, where they are something else.
fn is_lost(field: &FieldLine<'_>) -> bool {
    field.is("__proto__") || field.is("constructor")
}

/// The values of all fields of a name: a setting holds one, which jQuery sends as it is.
fn joined<'a>(draft: &'a Draft<'a>, index: usize) -> Literal<'a> {
    let first = &draft.request.fields()[index];
    let same = || draft.same(index).map(|(_, field)| field);
    if same().nth(1).is_none() || matches!(draft.value(first), Value::Lookup(..)) {
        return Platform::Browser.value(draft, first);
    }
    let values: Vec<_> = same().map(|field| field.value().as_bytes()).collect();
    let characters = values.join(&b", "[..]);
    let characters = characters.iter().map(|byte| char::from(*byte));
    Literal::string(code::text(characters.collect::<String>()))
}

struct Body<'a> {
    payload: Payload<'a>,
    /// Whether jQuery may make a query of the data, and `+` of `%20` in it.
    processed: bool,
}

fn body<'a>(draft: &'a Draft<'a>) -> Option<Body<'a>> {
    let bytes = draft.body()?;
    if let Some(Content::Form(form)) = draft.content()
        && keeps_type(draft)
        && form.encodes_back(bytes, b"-_.!~*'()", "+")
    {
        let payload = Payload::of(Literal::other(fields(form)));
        return Some(Body {
            payload,
            processed: true,
        });
    }
    let payload = match std::str::from_utf8(bytes) {
        // jQuery takes no `URLSearchParams`.
        Ok(text) if is_form(draft) && keeps_type(draft) => Payload::of(Literal::text(text)),
        _ => Payload::new(draft, Platform::Browser, keeps_type(draft))?,
    };
    let is_string = std::str::from_utf8(bytes).is_ok()
        && draft.has("content-type")
        && keeps_type(draft)
        && !payload.implies_type;
    Some(Body {
        payload,
        processed: is_string && !is_form(draft),
    })
}

/// Whether jQuery takes the Content-Type for that of a form.
fn is_form(draft: &Draft<'_>) -> bool {
    const FORM: &[u8] = b"application/x-www-form-urlencoded";
    draft.fields().any(|(_, field)| {
        let value = field.value().as_bytes();
        field.is("content-type")
            && value
                .get(..FORM.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(FORM))
    })
}

/// The fields of a form as `jQuery.param` takes them.
fn fields<'a>(form: &'a Form<'a>) -> Code<'a, JavaScript> {
    let names = || form.fields.iter().map(|field| &*field.name);
    let as_object = fidelity::are_unique(names())
        && names().all(|name| name != "__proto__" && !is_number(name));
    let fields = form.fields.iter();
    if as_object {
        let members = fields.map(|field| string_member(&field.name, code::text(&*field.value)));
        return code::group(&OBJECT, members);
    }
    let brackets = if form.fields.len() > 1 {
        &ROWS
    } else {
        &super::ARRAY
    };
    code::group(
        brackets,
        fields.map(|field| {
            let name = string_member("name", code::text(&*field.name));
            let value = string_member("value", code::text(&*field.value));
            code::group(&OBJECT, [name, value])
        }),
    )
}
