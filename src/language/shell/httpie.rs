//! <https://httpie.io/docs/cli>

use askama::Template;

use super::{Shell, input, is_argument, is_canonical_host, json, lookup};
use crate::code::{self, Code, Page};
use crate::draft::{Draft, Value};
use crate::fidelity;
use crate::language::Client;
use crate::note::{Notes, Place, Refusal};
use crate::request::{Content, FieldLine, Form, Json, Multipart, Number};

pub(super) const HTTPIE: Client = Client {
    id: "shell/httpie",
    name: "httpie",
    label: "Shell (HTTPie)",
    render: |draft, notes, out| Ok(Page::print(&View::new(draft, notes)?, out)?),
};

/// More items than this are no easier to read than the body itself.
const ITEMS: usize = 16;

#[derive(Template)]
#[template(path = "shell/httpie.sh")]
struct View<'a> {
    command: Code<'a, Shell>,
    arguments: Vec<Code<'a, Shell>>,
}

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes) -> Result<Self, Refusal> {
        let odd = draft.target();
        if odd.asterisk {
            return Err(draft.refuse_asterisk("HTTPie"));
        }
        let method = draft.method();
        if !method.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            let message = "HTTPie takes a method of letters alone";
            return Err(Refusal::new("method-forbidden", Place::Method, message));
        }
        if method != method.to_ascii_uppercase() {
            let message = "HTTPie writes every method in capitals, which is another method";
            return Err(Refusal::new("method-rewritten", Place::Method, message));
        }
        if rewrites(draft) {
            let message = "HTTPie rewrites the request target: it percent-encodes characters, normalises `%` escapes and drops an empty query";
            notes.add("target-rewritten", Place::Target, message);
        }
        let body = body(draft);
        let mut words = Vec::with_capacity(8);
        match body.input {
            Some(input) => words.extend([input, code::word(" | http ")]),
            // Without it HTTPie reads the standard input of a script for a body.
            None => words.push(code::word("http --ignore-stdin ")),
        }
        words.push(code::word(body.option));
        if odd.dot_segment || odd.encoded_dot_segment || odd.encoded_unreserved {
            words.push(code::word("--path-as-is "));
        }
        words.extend([
            super::method(draft),
            code::word(" "),
            code::text(draft.url_text()),
        ]);

        let fields = super::fields(draft, !is_canonical_host(draft, true));
        let fields = fields
            .iter()
            .filter(|(_, field)| !(field.is("content-type") && body.implies_type));
        let mut items: Vec<_> = fields
            .clone()
            .map(|(index, field)| {
                if field.value().as_str().is_none() {
                    let message =
                        "HTTPie sends field values as UTF-8: other bytes are read as ISO 8859-1";
                    notes.add("field-reencoded", Place::Field(*index), message);
                }
                header(draft, field)
            })
            .collect();
        let has_body = draft.body().is_some_and(|body| !body.is_empty());
        if has_body && !body.implies_type && !draft.has("content-type") {
            items.push(code::word("Content-Type:"));
        }
        let mut arguments = Vec::with_capacity(items.len() + body.arguments.len() + 1);
        // What starts with a dash is an option up to a `--`.
        if fields
            .clone()
            .any(|(_, field)| field.name().starts_with('-'))
        {
            arguments.extend(body.arguments);
            arguments.push(code::word("--"));
            arguments.append(&mut items);
        } else {
            arguments.append(&mut items);
            arguments.extend(body.arguments);
        }
        Ok(Self {
            command: code::row(words),
            arguments,
        })
    }
}

/// What is rewritten of an address whose path `--path-as-is` keeps but for its characters.
fn rewrites(draft: &Draft<'_>) -> bool {
    let odd = draft.target();
    let query = draft.request.target().query().unwrap_or_default();
    odd.rewritten_by_urllib3() || (odd.encoded_unreserved && has_encoded_unreserved(query))
}

fn has_encoded_unreserved(query: &[u8]) -> bool {
    query.windows(3).any(|window| {
        let digits = window
            .strip_prefix(b"%")
            .and_then(|digits| std::str::from_utf8(digits).ok());
        digits
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
    })
}

/// `Name:value`
fn header<'a>(draft: &Draft<'a>, field: &'a FieldLine<'a>) -> Code<'a, Shell> {
    let value = match draft.value(field) {
        Value::Bytes(value) => value,
        // A blank, as the variable may start with what makes the separator longer.
        Value::Lookup("", name) => return lookup([field.name(), ": "].concat(), name),
        Value::Lookup(prefix, name) => return lookup([field.name(), ":", prefix].concat(), name),
    };
    let value = match std::str::from_utf8(&value) {
        Ok(text) => text.to_owned(),
        Err(_) => value.iter().map(|byte| char::from(*byte)).collect(),
    };
    if value.is_empty() {
        return super::word([field.name(), ";"].concat());
    }
    if !survives(&value) {
        return code::row([
            super::word([field.name(), ":@"].concat()),
            code::word("<(printf %s "),
            code::text(value),
            code::word(")"),
        ]);
    }
    // A separator may be longer than one character: `:=` and `:@`.
    let separator = if value.starts_with(['=', '@']) {
        ": "
    } else {
        ":"
    };
    super::word([field.name(), separator, &value].concat())
}

/// Whether no backslash stands before a separator, which it would take away: HTTPie reads
/// backslashes in pairs with what follows them (httpie/cli/argtypes.py).
fn survives(text: &str) -> bool {
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        if c == '\\' && matches!(characters.next(), Some(':' | ';' | '=' | '@')) {
            return false;
        }
    }
    true
}

struct Body<'a> {
    /// The command that writes the body to standard input.
    input: Option<Code<'a, Shell>>,
    /// `--form ` or `--multipart `.
    option: &'static str,
    arguments: Vec<Code<'a, Shell>>,
    /// Whether HTTPie adds the Content-Type the request has.
    implies_type: bool,
}

fn body<'a>(draft: &'a Draft<'a>) -> Body<'a> {
    let mut body = Body {
        input: None,
        option: "",
        arguments: Vec::new(),
        implies_type: draft.content_type_is("application/json"),
    };
    let Some(bytes) = draft.body().filter(|bytes| !bytes.is_empty()) else {
        body.implies_type = false;
        return body;
    };
    match draft.content() {
        Some(Content::Json(value)) => {
            if let Some(items) = members(value) {
                body.arguments = items;
                return body;
            }
            if let Some(json) = json(value, bytes) {
                body.arguments.push(code::row([code::word("--raw="), json]));
                return body;
            }
        }
        Some(Content::Form(form)) => {
            if let Some(items) = fields(form, bytes) {
                body.option = "--form ";
                body.arguments = items;
                body.implies_type =
                    draft.content_type_is("application/x-www-form-urlencoded; charset=utf-8");
                return body;
            }
        }
        Some(Content::Multipart(multipart)) if draft.content_type_is_multipart() => {
            if let Some(items) = parts(multipart) {
                body.option = "--multipart ";
                body.arguments = items;
                body.implies_type = true;
                return body;
            }
        }
        _ => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if is_argument(bytes) => {
            body.arguments
                .push(code::row([code::word("--raw="), code::text(text)]));
        }
        _ => body.input = Some(input(bytes)),
    }
    body
}

/// `name=text` and `name:=json`, where HTTPie gives the same object back: Python's `json` module
/// reads and writes it, and brackets in a name nest.
fn members<'a>(value: &'a Json<'a>) -> Option<Vec<Code<'a, Shell>>> {
    let Json::Object(members) = value else {
        return None;
    };
    let number = |number: Number<'_>| {
        fidelity::is_integer(number, 4000) || fidelity::is_short_decimal(number)
    };
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
    };
    let fits = (1..=ITEMS).contains(&members.len())
        && members
            .iter()
            .all(|(name, value)| is_name(name) && super::extent(value).0 <= 8)
        && fidelity::all_numbers(value, number)
        && !value.has_duplicate_keys();
    fits.then(|| {
        members
            .iter()
            .map(|(name, value)| match value {
                Json::String(text) if is_value(text) => item(name, text),
                Json::Array(_) | Json::Object(_) | Json::String(_) => code::row([
                    super::word(&**name),
                    code::word(":='"),
                    code::json(value),
                    code::word("'"),
                ]),
                _ => code::row([super::word(&**name), code::word(":="), code::json(value)]),
            })
            .collect()
    })
}

/// Whether `name=text` gives this text.
fn is_value(text: &str) -> bool {
    survives(text) && is_argument(text.as_bytes())
}

/// `name=text`
fn item<'a>(name: &str, text: &str) -> Code<'a, Shell> {
    let mut item = String::with_capacity(name.len() + text.len() + 2);
    for c in name.chars() {
        item.extend(matches!(c, ':' | ';' | '=' | '@').then_some('\\'));
        item.push(c);
    }
    // Separators may be longer than one character: `==` and `=@`.
    item.push_str(if text.starts_with(['=', '@']) {
        "=\\"
    } else {
        "="
    });
    item.push_str(text);
    super::word(item)
}

/// Whether a name with its separators escaped is read as it was.
fn is_item_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('-') && !name.contains(['\\', '\0'])
}

fn fields<'a>(form: &'a Form<'a>, bytes: &[u8]) -> Option<Vec<Code<'a, Shell>>> {
    let fields = &form.fields;
    let fits = fields.len() <= ITEMS
        && form.encodes_back(bytes, b"_.-~", "+")
        && fields.iter().all(|field| is_item_name(&field.name) && is_value(&field.value))
        // Equal names are sent side by side.
        && fidelity::are_unique(fields.chunk_by(|a, b| a.name == b.name).map(|run| &*run[0].name));
    fits.then(|| {
        fields
            .iter()
            .map(|field| item(&field.name, &field.value))
            .collect()
    })
}

fn parts<'a>(multipart: &'a Multipart<'a>) -> Option<Vec<Code<'a, Shell>>> {
    let parts = &multipart.parts;
    let fits = parts.len() <= ITEMS
        && fidelity::all_parts_plain(multipart, fidelity::html_escape, |part| {
            part.filename.is_none()
                && part.content_type.is_none()
                && part.headers[0].0 == "Content-Disposition"
                && is_item_name(&part.name)
                && std::str::from_utf8(part.content).is_ok_and(is_value)
        })
        && fidelity::are_unique(parts.iter().map(|part| &*part.name));
    fits.then(|| {
        parts
            .iter()
            .map(|part| {
                item(
                    &part.name,
                    std::str::from_utf8(part.content).unwrap_or_default(),
                )
            })
            .collect()
    })
}
