//! PHP 8.1 and later, as prettier with its PHP plugin lays it out.

mod curl;
mod guzzle;

use std::borrow::Cow;
use std::fmt::{self, Write};

use super::Language;
use crate::code::{
    self, Brackets, ByteQuoting, ByteSyntax, Code, JsonSyntax, Plain, Quoting, Syntax, hex,
    is_visible,
};
use crate::draft::Draft;
use crate::fidelity;
use crate::request::{Form, Json, Number, Part};

/// PHP.
pub const PHP: Language = Language {
    id: "php",
    label: "PHP",
    aliases: &["php8"],
    extension: "php",
    fence: "php",
    clients: &[curl::CURL, guzzle::GUZZLE],
};

/// The syntax of PHP.
pub enum Php {}

/// Escapes: <https://www.php.net/manual/en/language.types.string.php>
impl Syntax for Php {
    const INDENT: usize = 4;
    const WIDTH: usize = 80;

    // prettier leaves single quotes where they save an escape; they escape nothing a reader could
    // not see.
    fn quoting(text: &str) -> &'static Quoting {
        let count = |mark| text.bytes().filter(|byte| *byte == mark).count();
        let saves = count(b'"') + count(b'$') > count(b'\'');
        if saves && text.chars().all(is_visible) {
            &SINGLE
        } else {
            &DOUBLE
        }
    }
}

static DOUBLE: Quoting = Quoting {
    open: "\"",
    close: "\"",
    plain: Plain::except(b"\"\\$"),
    escape: escape_text,
};
static SINGLE: Quoting = Quoting {
    open: "'",
    close: "'",
    plain: Plain::except(b"'\\"),
    escape: escape_text,
};

fn escape_text(c: char, out: &mut dyn Write) -> fmt::Result {
    match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => escape_byte(byte, out),
        _ => {
            hex("\\u{", c.into(), 1, out)?;
            out.write_char('}')
        }
    }
}

/// A string of PHP is bytes.
impl ByteSyntax for Php {
    fn byte_quoting(_: &[u8]) -> &'static ByteQuoting {
        &BYTES
    }
}

static BYTES: ByteQuoting = ByteQuoting {
    open: "\"",
    close: "\"",
    plain: Plain::ascii_except(b"\"\\$"),
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
        b'$' => out.write_str("\\$"),
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
static CALL_OF_ARRAY: Brackets = Brackets {
    hugs_last: true,
    ..brackets("(", ")")
};
static ARRAY: Brackets = brackets("[", "]");
static OBJECT: Brackets = brackets("(object) [", "]");

impl JsonSyntax for Php {
    const NULL: &'static str = "null";
    const EMPTY_OBJECT: &'static str = "new stdClass()";
    const COLON: &'static str = " => ";

    fn object(members: &[(Cow<'_, str>, Json<'_>)]) -> &'static Brackets {
        match is_list(members) {
            true => &OBJECT,
            false => &ARRAY,
        }
    }

    fn array(_: &[Json<'_>]) -> &'static Brackets {
        &ARRAY
    }

    fn member<'a>(key: &'a str, value: &'a Json<'_>) -> Code<'a, Self> {
        let code = code::json(value);
        match value {
            Json::String(_) => fold(key, code),
            _ => code::row([code::text(key), code::word(" => "), code]),
        }
    }
}

/// Whether `json_encode` would write an array of these keys as a list: they become the integers
/// from 0 on.
fn is_list(members: &[(Cow<'_, str>, Json<'_>)]) -> bool {
    let mut keys = members.iter().enumerate();
    keys.all(|(index, (key, _))| **key == *index.to_string())
}

/// `"key" => value`, where prettier may put the value on the next line.
fn fold<'a>(key: &'a str, value: Code<'a, Php>) -> Code<'a, Php> {
    code::fold(code::row([code::text(key), code::word(" =>")]), 1, value)
}

/// `option => value`
fn option<'a>(name: &'static str, value: Code<'a, Php>) -> Code<'a, Php> {
    code::row([code::word(name), code::word(" => "), value])
}

/// A text of several lines that one line does not hold, a literal a line.
fn lines<'a>(bytes: &'a [u8]) -> Option<Code<'a, Php>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let lines = text.split_inclusive('\n');
    let count = lines.clone().take(MOST_LINES + 1).count();
    (text.len() > ONE_LINE && (2..=MOST_LINES).contains(&count))
        .then(|| code::operands(" .", lines.map(code::text)))
}

/// Texts that fit beside their key stay there.
const ONE_LINE: usize = 60;

/// A longer text is data rather than something to read.
const MOST_LINES: usize = 100;

/// A string of these bytes.
fn string<'a>(bytes: impl Into<Cow<'a, [u8]>>) -> Code<'a, Php> {
    match bytes.into() {
        Cow::Borrowed(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => code::text(text),
            Err(_) => code::bytes(bytes),
        },
        Cow::Owned(bytes) => match String::from_utf8(bytes) {
            Ok(text) => code::text(text),
            Err(error) => code::bytes(error.into_bytes()),
        },
    }
}

/// `getenv("API_TOKEN")`
fn getenv<'a>(name: code::EnvName) -> Code<'a, Php> {
    let name = code::quoted_name(name);
    code::row([code::word("getenv("), name, code::word(")")])
}

/// `"prefix" . getenv("API_TOKEN")`, or the look-up alone.
fn lookup<'a>(prefix: Cow<'a, str>, name: code::EnvName) -> Code<'a, Php> {
    match prefix.is_empty() {
        true => getenv(name),
        false => code::fold(
            code::row([code::text(prefix), code::word(" .")]),
            0,
            getenv(name),
        ),
    }
}

/// Whether libcurl is not told that the response has no content, and would wait for as much as its
/// length says: a body makes HEAD a method of which it knows nothing.
fn waits_for_content(draft: &Draft<'_>) -> bool {
    draft.method() == "HEAD" && draft.body().is_some()
}

/// What `json_encode` does to a number's text.
#[derive(Clone, Copy, PartialEq)]
enum Encoding {
    /// It keeps every one.
    Plain,
    /// It keeps every one with `JSON_PRESERVE_ZERO_FRACTION`.
    ZeroFraction,
}

/// How `json_encode` writes this value back as it is; `None` where it does not. With
/// `serialize_precision` at -1 it writes the shortest text of a double.
fn encoding(value: &Json<'_>) -> Option<Encoding> {
    let integer = |number: Number<'_>| fidelity::is_integer(number, 18);
    let plain = |number: Number<'_>| {
        integer(number) || fidelity::is_short_decimal(number) && !number.as_str().ends_with(".0")
    };
    if value.has_duplicate_keys() {
        None
    } else if fidelity::all_numbers(value, plain) {
        Some(Encoding::Plain)
    } else if fidelity::all_numbers(value, |number| {
        integer(number) || fidelity::is_short_decimal(number)
    }) {
        Some(Encoding::ZeroFraction)
    } else {
        None
    }
}

/// `json_encode([…])`
fn json_encode<'a>(value: &'a Json<'_>, encoding: Encoding) -> Code<'a, Php> {
    let (brackets, flag) = match encoding {
        Encoding::ZeroFraction => (&CALL, Some(code::word("JSON_PRESERVE_ZERO_FRACTION"))),
        Encoding::Plain => (json_brackets(value), None),
    };
    let arguments = [code::json(value)].into_iter().chain(flag);
    code::row([code::word("json_encode"), code::group(brackets, arguments)])
}

/// prettier keeps an array with the bracket of its call, but not one that is cast.
fn json_brackets(value: &Json<'_>) -> &'static Brackets {
    match value {
        Json::Object(members) if is_list(members) => &CALL,
        _ => &CALL_OF_ARRAY,
    }
}

/// The fields of a form as an array, where `http_build_query` and their like write them back as
/// they are.
fn form<'a>(form: &'a Form<'a>, bytes: &[u8]) -> Option<Code<'a, Php>> {
    let fields = &form.fields;
    let unique = || fidelity::are_unique(fields.iter().map(|field| &*field.name));
    (fields.len() <= 64 && unique() && form.encodes_back(bytes, b"-_.", "+")).then(|| {
        let entries = fields.iter();
        code::group(
            &ARRAY,
            entries.map(|field| fold(&field.name, code::text(&*field.value))),
        )
    })
}

/// Whether name and filename are written in the one way that all versions of libcurl and Guzzle
/// write them: between quotes, with nothing to escape.
fn is_plain_disposition(part: &Part<'_>) -> bool {
    let filename = match &part.filename {
        Some(filename) => ["; filename=\"", filename, "\""],
        None => [""; 3],
    };
    let name = ["form-data; name=\"", &*part.name, "\""];
    let expected = [name.concat(), filename.concat()].concat();
    let is_plain = |text: &str| !text.is_empty() && !text.contains(['"', '\\', '\r', '\n']);
    let is_expected = |(name, value): &(&str, &[u8])| {
        !name.eq_ignore_ascii_case("content-disposition") || *value == expected.as_bytes()
    };
    is_plain(&part.name)
        && part.filename.as_deref().is_none_or(is_plain)
        && part.headers.iter().all(is_expected)
}
