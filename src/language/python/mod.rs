//! Python 3.8 and later, as `ruff format` lays it out.

mod http_client;
mod httpx;
mod requests;

use std::borrow::Cow;
use std::fmt::{self, Write};

use super::Language;
use crate::code::{
    self, Brackets, ByteQuoting, ByteSyntax, Code, JsonSyntax, Plain, Quoting, Syntax, hex,
};
use crate::draft::{Draft, Value, joined};
use crate::fidelity;
use crate::request::{Content, FieldLine, Form, FormField, Json, Multipart, Number, Part};

/// Python.
pub const PYTHON: Language = Language {
    id: "python",
    label: "Python",
    aliases: &["py", "python3"],
    extension: "py",
    fence: "python",
    clients: &[requests::REQUESTS, httpx::HTTPX, http_client::HTTP_CLIENT],
};

/// The syntax of Python.
pub enum Python {}

/// Escapes: the Python Language Reference §2.4.1.
impl Syntax for Python {
    const INDENT: usize = 4;
    const WIDTH: usize = 88;

    // ruff takes the quotes that need fewer escapes, `"` where it makes no difference.
    fn quoting(text: &str) -> &'static Quoting {
        if prefers_single(text.as_bytes()) {
            &SINGLE
        } else {
            &DOUBLE
        }
    }
}

fn prefers_single(text: &[u8]) -> bool {
    let count = |quote| text.iter().filter(|byte| **byte == quote).count();
    count(b'"') > count(b'\'')
}

static DOUBLE: Quoting = Quoting {
    open: "\"",
    close: "\"",
    plain: Plain::except(b"\"\\"),
    escape: escape_text,
};
static SINGLE: Quoting = Quoting {
    open: "'",
    close: "'",
    plain: Plain::except(b"'\\"),
    escape: escape_text,
};

fn escape_text(c: char, out: &mut dyn Write) -> fmt::Result {
    match u32::from(c) {
        code @ 0..0x100 => escape_byte(code as u8, out),
        code @ 0x100..0x1_0000 => hex("\\u", code, 4, out),
        code => hex("\\U", code, 8, out),
    }
}

impl ByteSyntax for Python {
    fn byte_quoting(bytes: &[u8]) -> &'static ByteQuoting {
        if prefers_single(bytes) {
            &SINGLE_BYTES
        } else {
            &DOUBLE_BYTES
        }
    }
}

static DOUBLE_BYTES: ByteQuoting = ByteQuoting {
    open: "b\"",
    close: "\"",
    plain: Plain::ascii_except(b"\"\\"),
    escape: escape_byte,
};
static SINGLE_BYTES: ByteQuoting = ByteQuoting {
    open: "b'",
    close: "'",
    plain: Plain::ascii_except(b"'\\"),
    escape: escape_byte,
};

fn escape_byte(byte: u8, out: &mut dyn Write) -> fmt::Result {
    match byte {
        b'\n' => out.write_str("\\n"),
        b'\r' => out.write_str("\\r"),
        b'\t' => out.write_str("\\t"),
        b'\\' => out.write_str("\\\\"),
        b'"' => out.write_str("\\\""),
        b'\'' => out.write_str("\\'"),
        _ => hex("\\x", byte.into(), 2, out),
    }
}

const fn brackets(open: &'static str, close: &'static str) -> Brackets {
    Brackets {
        trailing_comma: true,
        ..Brackets::new(open, close)
    }
}

static CALL: Brackets = brackets("(", ")");
static DICT: Brackets = brackets("{", "}");
static LIST: Brackets = brackets("[", "]");

impl JsonSyntax for Python {
    const NULL: &'static str = "None";
    const TRUE: &'static str = "True";
    const FALSE: &'static str = "False";

    fn object(_: &[(Cow<'_, str>, Json<'_>)]) -> &'static Brackets {
        &DICT
    }

    fn array(_: &[Json<'_>]) -> &'static Brackets {
        &LIST
    }
}

/// Whether the `json` module writes this value back as it is: `repr` of every number has to give
/// its text, and a dict holds a key once.
fn is_native(value: &Json<'_>) -> bool {
    let number = |number: Number<'_>| {
        // Longer integers are refused by the compiler (sys.set_int_max_str_digits).
        fidelity::is_integer(number, 4000) || fidelity::is_short_decimal(number)
    };
    fidelity::all_numbers(value, number) && !value.has_duplicate_keys()
}

/// The body as a `str` where that is sent as the same bytes, else as `bytes`.
fn body<'a>(body: &'a [u8]) -> Code<'a, Python> {
    match std::str::from_utf8(body) {
        Ok(text) if text.is_ascii() => lines(text),
        Ok(text) => code::row([lines(text), code::word(".encode()")]),
        Err(_) => code::bytes(body),
    }
}

/// Text with its UTF-8 bytes taken, or a literal of bytes.
fn encoded<'a>(bytes: &'a [u8]) -> Code<'a, Python> {
    match std::str::from_utf8(bytes) {
        Ok(text) => code::row([code::text(text), code::word(".encode()")]),
        Err(_) => code::bytes(bytes),
    }
}

/// Text of several lines, a literal a line.
fn lines<'a>(text: &'a str) -> Code<'a, Python> {
    let count = text.split_inclusive('\n').take(MOST_LINES + 1).count();
    match text.len() > ONE_LINE && (2..=MOST_LINES).contains(&count) {
        true => code::group(&LITERALS, text.split_inclusive('\n').map(code::text)),
        false => code::text(text),
    }
}

/// ruff joins what fits beside `    data=` on a line.
const ONE_LINE: usize = Python::WIDTH - "    data=\"\",".len();

/// A longer text is data rather than something to read.
const MOST_LINES: usize = 100;

static LITERALS: Brackets = Brackets {
    separator: "",
    broken: true,
    ..Brackets::new("(", ")")
};

/// A field value. `http.client` and httpx send the bytes of `bytes` as they are.
fn value<'a>(draft: &Draft<'a>, field: &'a FieldLine<'a>) -> Code<'a, Python> {
    match draft.value(field) {
        Value::Bytes(Cow::Borrowed(bytes)) if bytes.is_ascii() => code::latin1(bytes),
        Value::Bytes(Cow::Borrowed(bytes)) => encoded(bytes),
        Value::Bytes(Cow::Owned(bytes)) => match String::from_utf8(bytes) {
            Ok(text) => code::text(text),
            Err(error) => code::bytes(error.into_bytes()),
        },
        Value::Lookup(prefix, name) => joined(
            prefix,
            " + ",
            code::row([
                code::word("os.environ["),
                code::quoted_name(name),
                code::word("]"),
            ]),
        ),
    }
}

/// `"Name": "value"`
fn entry<'a>(draft: &Draft<'a>, field: &'a FieldLine<'a>) -> Code<'a, Python> {
    pair(code::text(field.name()), value(draft, field))
}

/// `("Name", "value")`
fn tuple<'a>(draft: &Draft<'a>, field: &'a FieldLine<'a>) -> Code<'a, Python> {
    code::group(&CALL, [code::text(field.name()), value(draft, field)])
}

/// `key: value`
fn pair<'a>(key: Code<'a, Python>, value: Code<'a, Python>) -> Code<'a, Python> {
    code::row([key, code::word(": "), value])
}

/// `name=value`
fn argument<'a>(name: &'static str, value: Code<'a, Python>) -> Code<'a, Python> {
    code::row([code::word(name), value])
}

/// The fields of a form, where `urllib.parse.urlencode` writes the same bytes: a dict, or a list
/// of tuples where a name comes again.
fn form<'a>(form: &'a Form<'a>, bytes: &[u8]) -> Option<Code<'a, Python>> {
    let field = |field: &'a FormField<'a>| [code::text(&*field.name), code::text(&*field.value)];
    let fields = form.fields.iter().map(field);
    form.encodes_back(bytes, b"_.-~", "+")
        .then(|| match has_unique_names(form) {
            true => code::group(&DICT, fields.map(|[name, value]| pair(name, value))),
            false => code::group(&LIST, fields.map(|field| code::group(&CALL, field))),
        })
}

/// What the `json`, `data` and `files` arguments of requests and httpx take.
struct Bodies {
    /// The argument that takes text and bytes.
    raw: &'static str,
    /// Whether a form may be a list of pairs.
    form_of_pairs: bool,
    /// How the name of a part is escaped.
    escape_name: fn(char) -> Option<&'static str>,
    /// Whether a part is sent as it is.
    takes_part: fn(&Part<'_>) -> bool,
}

struct Body<'a> {
    arguments: Vec<Code<'a, Python>>,
    /// Whether the client adds the Content-Type the request has.
    implies_type: bool,
}

impl Bodies {
    fn body<'a>(&self, draft: &'a Draft<'a>) -> Option<Body<'a>> {
        let bytes = draft.body()?;
        let native = match draft.content() {
            // `json=None` means no body.
            Some(Content::Json(json)) if *json != Json::Null && is_native(json) => Some(Body {
                arguments: vec![argument("json=", code::json(json))],
                implies_type: draft.content_type_is("application/json"),
            }),
            Some(Content::Form(form)) if self.form_of_pairs || has_unique_names(form) => {
                self::form(form, bytes).map(|fields| Body {
                    arguments: vec![argument("data=", fields)],
                    implies_type: draft.content_type_is("application/x-www-form-urlencoded"),
                })
            }
            Some(Content::Multipart(multipart))
                if draft.content_type_is_multipart()
                    && fidelity::all_parts_plain(multipart, self.escape_name, self.takes_part) =>
            {
                let parts = parts(multipart);
                let data = parts.data.map(|data| argument("data=", data));
                let files = argument("files=", parts.files);
                Some(Body {
                    arguments: data.into_iter().chain([files]).collect(),
                    implies_type: true,
                })
            }
            _ => None,
        };
        native.or_else(|| {
            Some(Body {
                arguments: vec![argument(self.raw, self::body(bytes))],
                implies_type: false,
            })
        })
    }
}

fn has_unique_names(form: &Form<'_>) -> bool {
    fidelity::are_unique(form.fields.iter().map(|field| &*field.name))
}

/// The parts of a multipart body as the `data` and `files` arguments of requests and httpx.
struct Parts<'a> {
    data: Option<Code<'a, Python>>,
    files: Code<'a, Python>,
}

/// Parts that are given no more than a name, a file name and a type. Plain fields go to `data`
/// where they stand before the first file, as that is the order they are sent in.
fn parts<'a>(multipart: &'a Multipart<'a>) -> Parts<'a> {
    let is_field = |part: &&Part<'_>| part.filename.is_none() && part.content_type.is_none();
    let leading = multipart.parts.iter().take_while(is_field).count();
    let has_others = leading < multipart.parts.len();
    let (fields, files) = multipart
        .parts
        .split_at(if has_others { leading } else { 0 });
    let named = |parts: &'a [Part<'a>], value: fn(&'a Part<'a>) -> Code<'a, Python>| {
        let parts_of = parts
            .iter()
            .map(|part| [code::text(&*part.name), value(part)]);
        match fidelity::are_unique(parts.iter().map(|part| &*part.name)) {
            true => code::group(&DICT, parts_of.map(|[name, value]| pair(name, value))),
            false => code::group(&LIST, parts_of.map(|part| code::group(&CALL, part))),
        }
    };
    Parts {
        data: (!fields.is_empty()).then(|| named(fields, |part| content(part))),
        files: named(files, |part| {
            let filename = match &part.filename {
                Some(filename) => code::text(&**filename),
                None => code::word("None"),
            };
            let content_type = part
                .content_type
                .and_then(|value| std::str::from_utf8(value).ok());
            code::group(
                &CALL,
                [filename, content(part)]
                    .into_iter()
                    .chain(content_type.map(code::text)),
            )
        }),
    }
}

fn content<'a>(part: &Part<'a>) -> Code<'a, Python> {
    match std::str::from_utf8(part.content) {
        Ok(text) => code::text(text),
        Err(_) => code::bytes(part.content),
    }
}

/// Whether a client of Python needs `os` to look up secrets.
fn needs_os(draft: &Draft<'_>) -> bool {
    draft
        .fields()
        .any(|(_, field)| matches!(draft.value(field), Value::Lookup(..)))
}
