//! Values and bodies, as literals and calls.

use super::{
    ARRAY, CALL, CALL_LINES, JavaScript, OBJECT, call, is_native, is_number, lines, may_end_script,
    member, pairs, string_member, template,
};
use crate::code::{self, Brackets, Code, EnvName, Quoting};
use crate::draft::{self, Draft, Value};
use crate::fidelity;
use crate::request::{Content, FieldLine, Form, Multipart, Part};

/// A value, and what kind of literal it is.
pub(in crate::language) struct Literal<'a> {
    pub(in crate::language) code: Code<'a, JavaScript>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    String,
    /// A template literal over several lines.
    Lines,
    /// A call with such a literal.
    CallOfLines,
    Other,
}

impl<'a> Literal<'a> {
    pub(in crate::language) fn string(code: Code<'a, JavaScript>) -> Self {
        Self {
            code,
            kind: Kind::String,
        }
    }

    /// A template literal where that shows the lines of the text as they are, else a string.
    pub(in crate::language) fn text(text: &'a str) -> Self {
        static LINES: Quoting = lines(b"`\\$");
        static LINES_IN_SCRIPT: Quoting = lines(b"`\\$<");
        let is_line = |byte: &u8| *byte >= b' ' || matches!(byte, b'\n' | b'\t');
        let has_lines =
            text.trim_end_matches('\n').contains('\n') && text.bytes().all(|byte| is_line(&byte));
        match (has_lines, may_end_script(text)) {
            (false, _) => Self::string(code::text(text)),
            (true, false) => Self::lines(code::quoted(text, &LINES)),
            (true, true) => Self::lines(code::quoted(text, &LINES_IN_SCRIPT)),
        }
    }

    pub(in crate::language) fn lines(code: Code<'a, JavaScript>) -> Self {
        Self {
            code,
            kind: Kind::Lines,
        }
    }

    pub(in crate::language) fn other(code: Code<'a, JavaScript>) -> Self {
        Self {
            code,
            kind: Kind::Other,
        }
    }

    /// Arguments that end with this value and an object.
    pub(in crate::language) fn brackets_before_object(&self, is_object: bool) -> &'static Brackets {
        match self.kind {
            Kind::Lines | Kind::CallOfLines => &CALL_LINES,
            _ if is_object => &CALL_LINES,
            _ => &CALL,
        }
    }

    /// `(value)`, for a call with this argument alone.
    pub(in crate::language) fn into_argument(self) -> Code<'a, JavaScript> {
        match self.kind {
            Kind::Lines => code::row([code::word("("), self.code, code::word(")")]),
            _ => code::group(&CALL, [self.code]),
        }
    }

    /// `left value`
    pub(in crate::language) fn assigned_to(self, left: &'static str) -> Code<'a, JavaScript> {
        match self.kind {
            Kind::String => code::fold(code::word(left), 1, self.code),
            _ => code::row([code::word(left), code::word(" "), self.code]),
        }
    }

    pub(in crate::language) fn member_of(self, name: &'a str) -> Code<'a, JavaScript> {
        match self.kind {
            Kind::String => string_member(name, self.code),
            _ => member(name, self.code),
        }
    }
}

/// Where a snippet runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::language) enum Platform {
    Browser,
    Node,
}

impl Platform {
    /// The value of a field: a string whose characters are its bytes, which is how fetch,
    /// XMLHttpRequest and Node.js take field values.
    pub(in crate::language) fn value<'a>(
        self,
        draft: &Draft<'a>,
        field: &'a FieldLine<'a>,
    ) -> Literal<'a> {
        match draft.value(field) {
            Value::Bytes(bytes) => Literal::string(code::latin1(bytes)),
            Value::Lookup(prefix, name) => Literal::other(self.lookup(prefix, name)),
        }
    }

    pub(in crate::language) fn lookup<'a>(
        self,
        prefix: &'a str,
        name: EnvName,
    ) -> Code<'a, JavaScript> {
        static VARIABLE: Quoting = template("${process.env.");
        static CONSTANT: Quoting = template("${");
        let name = code::name(name);
        match (prefix, self) {
            ("", Self::Browser) => name,
            ("", Self::Node) => code::row([code::word("process.env."), name]),
            (_, Self::Browser) => {
                code::row([code::quoted(prefix, &CONSTANT), name, code::word("}`")])
            }
            (_, Self::Node) => code::row([code::quoted(prefix, &VARIABLE), name, code::word("}`")]),
        }
    }

    /// Bytes: a `Uint8Array`, which a `Buffer` is too.
    pub(in crate::language) fn bytes<'a>(self, bytes: &'a [u8]) -> Literal<'a> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            let base64 = code::base64(bytes);
            return Literal::other(match self {
                Self::Browser => call("Uint8Array.fromBase64", [base64]),
                Self::Node => call("Buffer.from", [base64, code::text("base64")]),
            });
        };
        let function = match self {
            Self::Browser => "new TextEncoder().encode",
            Self::Node => "Buffer.from",
        };
        let text = Literal::text(text);
        Literal {
            kind: match text.kind {
                Kind::Lines => Kind::CallOfLines,
                _ => Kind::Other,
            },
            code: code::row([code::word(function), text.into_argument()]),
        }
    }
}

/// Constants for the secrets of a page, which has no environment to look them up in.
pub(in crate::language) fn constants<'a>(
    draft: &Draft<'a>,
    is_told: impl Fn(&FieldLine<'_>) -> bool,
) -> Vec<Code<'a, JavaScript>> {
    let mut names = Vec::new();
    let mut constants = Vec::new();
    for (_, field) in draft.fields().filter(|(_, field)| is_told(field)) {
        if let Value::Lookup(_, name) = draft.value(field)
            && !names.contains(&name)
        {
            names.push(name.clone());
            let value = code::text(draft::placeholder_of(field));
            constants.push(code::row([code::name(name), code::word(" = "), value]));
        }
    }
    constants
}

/// The body, as fetch and XMLHttpRequest take it.
pub(in crate::language) struct Payload<'a> {
    pub(in crate::language) value: Literal<'a>,
    /// Arguments of `form.append`, for a `FormData`.
    pub(in crate::language) parts: Vec<Code<'a, JavaScript>>,
    /// Whether the client writes the Content-Type itself.
    pub(in crate::language) implies_type: bool,
}

impl<'a> Payload<'a> {
    pub(in crate::language) fn of(value: Literal<'a>) -> Self {
        Self {
            value,
            parts: Vec::new(),
            implies_type: false,
        }
    }

    /// `keeps_type`: whether the client leaves the Content-Type alone for a string.
    pub(in crate::language) fn new(
        draft: &'a Draft<'a>,
        platform: Platform,
        keeps_type: bool,
    ) -> Option<Self> {
        let bytes = draft.body()?;
        let of = Self::of;
        Some(match (draft.content(), std::str::from_utf8(bytes)) {
            (Some(Content::Json(json)), _) if is_native(json) => {
                let text = call("JSON.stringify", [code::json(json)]);
                of(Literal::other(match keeps_type {
                    true => text,
                    false => call("new TextEncoder().encode", [text]),
                }))
            }
            (Some(Content::Form(form)), _) if keeps_type && is_search_params(form, bytes) => {
                of(Literal::other(search_params(form)))
            }
            (Some(Content::Multipart(multipart)), _)
                if draft.content_type_is_multipart() && is_form_data(multipart) =>
            {
                Self {
                    value: Literal::other(code::word("form")),
                    parts: form_data(multipart, platform),
                    implies_type: true,
                }
            }
            // A string without a Content-Type would get one (Fetch Standard §5.2).
            (_, Ok(text)) if keeps_type && draft.has("content-type") => of(Literal::text(text)),
            _ => of(platform.bytes(bytes)),
        })
    }
}

/// Whether a `URLSearchParams` gives these bytes (URL Standard §5.2).
pub(in crate::language) fn is_search_params(form: &Form<'_>, bytes: &[u8]) -> bool {
    form.encodes_back(bytes, b"*-._", "+")
}

/// `new URLSearchParams({ … })`
pub(in crate::language) fn search_params<'a>(form: &'a Form<'a>) -> Code<'a, JavaScript> {
    let names = || form.fields.iter().map(|field| &*field.name);
    let as_object = fidelity::are_unique(names())
        && names().all(|name| name != "__proto__" && !is_number(name));
    let fields = form.fields.iter();
    let fields = fields.map(|field| (&*field.name, Literal::string(code::text(&*field.value))));
    call(
        "new URLSearchParams",
        [pairs(fields.collect(), as_object, &OBJECT)],
    )
}

/// Whether a `FormData` is sent as these parts (HTML Standard §4.10.21.8; File API §3.1, which
/// puts a type in lower case).
pub(in crate::language) fn is_form_data(multipart: &Multipart<'_>) -> bool {
    let has_line_end = |bytes: &[u8]| bytes.iter().any(|byte| matches!(byte, b'\r' | b'\n'));
    !multipart.line_ends_lf
        && fidelity::all_parts_plain(multipart, fidelity::html_escape, |part| {
            let written = match part.filename {
                Some(_) => part.content_type.is_some_and(|value| {
                    !value.is_empty() && !value.iter().any(u8::is_ascii_uppercase)
                }),
                None => {
                    part.content_type.is_none()
                        && std::str::from_utf8(part.content).is_ok()
                        && !has_lone_line_end(part.content)
                }
            };
            // Node.js leaves out a file name that is empty.
            written && !has_line_end(part.name.as_bytes()) && part.filename.as_deref() != Some("")
        })
}

/// Whether there is a CR or an LF that is no part of a CR LF.
pub(in crate::language) fn has_lone_line_end(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        b'\n' => at == 0 || bytes[at - 1] != b'\r',
        _ => false,
    })
}

/// The arguments of `form.append`, part by part.
pub(in crate::language) fn form_data<'a>(
    multipart: &'a Multipart<'a>,
    platform: Platform,
) -> Vec<Code<'a, JavaScript>> {
    let file = |part: &'a Part<'a>, filename: &'a str| {
        let content = match std::str::from_utf8(part.content) {
            Ok("") => None,
            Ok(text) => Some(code::text(text)),
            Err(_) => Some(platform.bytes(part.content).code),
        };
        let content_type = part.content_type.unwrap_or_default();
        let content_type = code::text(std::str::from_utf8(content_type).unwrap_or_default());
        let options = code::group(&OBJECT, [string_member("type", content_type)]);
        call(
            "new File",
            [code::group(&ARRAY, content), code::text(filename), options],
        )
    };
    let parts = multipart.parts.iter();
    parts
        .map(|part| {
            let value = match (&part.filename, std::str::from_utf8(part.content)) {
                (Some(filename), _) => file(part, filename),
                (None, text) => code::text(text.unwrap_or_default()),
            };
            code::group(&CALL, [code::text(&*part.name), value])
        })
        .collect()
}

/// Whether XMLHttpRequest leaves the Content-Type alone for a string: it puts `UTF-8` in place of
/// another `charset` (XMLHttpRequest Standard §3.6.6), Chromium for `utf-8` too.
pub(in crate::language) fn keeps_type(draft: &Draft<'_>) -> bool {
    let types = draft.fields().filter(|(_, field)| field.is("content-type"));
    types.into_iter().all(|(_, field)| {
        let value = field.value().as_bytes().to_ascii_lowercase();
        let charset = value.windows(7).position(|part| part == b"charset");
        charset.is_none_or(|at| field.value().as_bytes()[at + 7..] == *b"=UTF-8")
    })
}
