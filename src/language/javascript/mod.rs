//! JavaScript in a browser, as prettier lays it out. Node.js shares its syntax.

mod fetch;
mod jquery;
mod limits;
mod payload;
mod xhr;

use std::borrow::Cow;
use std::fmt::{self, Write};

use super::{Failure, Language};
use crate::code::{self, Brackets, Code, JsonSyntax, Plain, Quoting, Syntax, utf16};
use crate::fidelity;
use crate::request::{Json, Number};

pub(super) use fetch::render as render_fetch;
pub(super) use limits::{note_target, rewrites};
pub(super) use payload::{Literal, Payload, Platform, is_search_params, search_params};

/// JavaScript of browsers.
pub const JAVASCRIPT: Language = Language {
    id: "javascript",
    label: "JavaScript",
    aliases: &["js", "ts", "typescript", "browser"],
    extension: "js",
    fence: "javascript",
    clients: &[fetch::FETCH, xhr::XHR, jquery::JQUERY],
};

/// The syntax of JavaScript.
pub enum JavaScript {}

/// Escapes: ECMA-262 §12.9.4.
impl Syntax for JavaScript {
    const INDENT: usize = 2;
    const WIDTH: usize = 80;

    // prettier takes the quotes that need fewer escapes, `"` where it makes no difference.
    fn quoting(text: &str) -> &'static Quoting {
        let count = |quote| text.bytes().filter(|byte| *byte == quote).count();
        match (count(b'"') > count(b'\''), may_end_script(text)) {
            (false, false) => &DOUBLE,
            (true, false) => &SINGLE,
            (false, true) => &DOUBLE_IN_SCRIPT,
            (true, true) => &SINGLE_IN_SCRIPT,
        }
    }
}

/// Whether a page that has this text in a script element reads it as markup (HTML Standard
/// §4.12.1.3, which also gives the escape).
fn may_end_script(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[at + 1..];
        let starts = |tag: &[u8]| {
            rest.get(..tag.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(tag))
        };
        if starts(b"!--") || starts(b"script") || starts(b"/script") {
            return true;
        }
    }
    false
}

static DOUBLE: Quoting = quotes("\"", b"\"\\");
static SINGLE: Quoting = quotes("'", b"'\\");
static DOUBLE_IN_SCRIPT: Quoting = quotes("\"", b"\"\\<");
static SINGLE_IN_SCRIPT: Quoting = quotes("'", b"'\\<");

const fn quotes(quote: &'static str, special: &[u8]) -> Quoting {
    Quoting {
        open: quote,
        close: quote,
        plain: Plain::except(special),
        escape,
    }
}

/// A template literal up to its one substitution.
const fn template(close: &'static str) -> Quoting {
    Quoting {
        open: "`",
        close,
        plain: Plain::except(b"`\\$<"),
        escape,
    }
}

/// A template literal that holds lines.
const fn lines(special: &[u8]) -> Quoting {
    Quoting {
        open: "`",
        close: "`",
        plain: Plain::except(special).and(b"\n"),
        escape,
    }
}

fn escape(c: char, out: &mut dyn Write) -> fmt::Result {
    match c {
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        '"' | '\'' | '`' | '\\' | '$' => write!(out, "\\{c}"),
        '<' => out.write_str("\\x3C"),
        _ => utf16(c, out),
    }
}

const fn brackets(open: &'static str, close: &'static str) -> Brackets {
    Brackets {
        trailing_comma: true,
        ..Brackets::new(open, close)
    }
}

/// Arguments. An object or array that comes last keeps to the line of the call.
pub(super) static CALL: Brackets = Brackets {
    hugs_last: true,
    ..brackets("(", ")")
};
pub(super) static OBJECT: Brackets = Brackets {
    padded: true,
    ..brackets("{", "}")
};
/// Arguments of which the last, an object, does not keep to the line of the call: prettier does not
/// let it behind another object or a template literal.
pub(super) static CALL_LINES: Brackets = brackets("(", ")");
/// An object with a line for each member, which prettier keeps so.
pub(super) static LINES: Brackets = Brackets {
    broken: true,
    ..OBJECT
};
pub(super) static ARRAY: Brackets = brackets("[", "]");
/// More than one array or object of more than one entry each.
pub(super) static ROWS: Brackets = Brackets {
    broken: true,
    ..ARRAY
};
static NUMBERS: Brackets = Brackets {
    filled: true,
    ..ARRAY
};

impl JsonSyntax for JavaScript {
    const NULL: &'static str = "null";

    fn object(_: &[(Cow<'_, str>, Json<'_>)]) -> &'static Brackets {
        &OBJECT
    }

    fn array(items: &[Json<'_>]) -> &'static Brackets {
        let all = |kind: fn(&Json<'_>) -> bool| items.len() > 1 && items.iter().all(kind);
        if all(|item| matches!(item, Json::Number(_))) {
            &NUMBERS
        } else if all(|item| matches!(item, Json::Object(members) if members.len() > 1))
            || all(|item| matches!(item, Json::Array(items) if items.len() > 1))
        {
            &ROWS
        } else {
            &ARRAY
        }
    }

    fn member<'a>(key: &'a str, value: &'a Json<'_>) -> Code<'a, Self> {
        match value {
            Json::String(text) => string_member(key, code::text(&**text)),
            _ => member(key, code::json(value)),
        }
    }
}

/// Whether `JSON.stringify` writes this value back as it is. A key that is a number would change
/// its place among the others or lose its quotes, `__proto__` is no key of a literal, and of two
/// equal keys the last would count.
pub(super) fn is_native(value: &Json<'_>) -> bool {
    let number = |number: Number<'_>| {
        let text = number.as_str();
        fidelity::is_integer(number, 15)
            || (fidelity::is_short_decimal(number) && !text.ends_with(".0"))
    };
    let members = |members: &[(Cow<'_, str>, Json<'_>)]| {
        members
            .iter()
            .all(|(key, _)| *key != "__proto__" && !is_number(key))
    };
    fidelity::all_numbers(value, number)
        && fidelity::all_objects(value, members)
        && !value.has_duplicate_keys()
}

pub(super) fn is_number(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_digit())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// A key, in quotes only where it needs them.
fn key<'a>(key: &'a str) -> Code<'a, JavaScript> {
    code::identifier(key).unwrap_or_else(|| code::text(key))
}

/// `key: value`
pub(super) fn member<'a>(name: &'a str, value: Code<'a, JavaScript>) -> Code<'a, JavaScript> {
    code::row([key(name), code::word(": "), value])
}

/// `key: "text"`. prettier gives a long string a line of its own, unless the key is too short for
/// that to help.
pub(super) fn string_member<'a>(
    name: &'a str,
    value: Code<'a, JavaScript>,
) -> Code<'a, JavaScript> {
    let bare = code::identifier::<JavaScript>(name).is_some();
    let columns = name.chars().count() + if bare { 0 } else { 2 };
    if columns < JavaScript::INDENT + 3 {
        return member(name, value);
    }
    code::fold(code::row([key(name), code::word(":")]), 1, value)
}

/// `function(arguments)`
pub(super) fn call<'a>(
    function: &'static str,
    arguments: impl IntoIterator<Item = Code<'a, JavaScript>>,
) -> Code<'a, JavaScript> {
    code::row([code::word(function), code::group(&CALL, arguments)])
}

/// Names and values as an object, or as an array of pairs where an object would lose one of them
/// or change their order.
fn pairs<'a>(
    pairs: Vec<(&'a str, Literal<'a>)>,
    as_object: bool,
    object: &'static Brackets,
) -> Code<'a, JavaScript> {
    if as_object {
        let members = pairs.into_iter().map(|(name, value)| value.member_of(name));
        return code::group(object, members);
    }
    let brackets = if pairs.len() > 1 { &ROWS } else { &ARRAY };
    let pairs = pairs
        .into_iter()
        .map(|(name, value)| code::group(&ARRAY, [code::text(name), value.code]));
    code::group(brackets, pairs)
}
