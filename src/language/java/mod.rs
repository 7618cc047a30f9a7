//! Java 11 and later, as google-java-format lays it out.

mod httpclient;
mod httpurlconnection;
mod okhttp;

use std::borrow::Cow;
use std::fmt::{self, Write};

use super::Language;
use crate::code::{self, Brackets, Code, Plain, Quoting, Syntax, utf16};
use crate::draft::{Draft, Value};
use crate::oddities::Oddities;
use crate::request::FieldLine;

/// Java.
pub const JAVA: Language = Language {
    id: "java",
    label: "Java",
    aliases: &[],
    extension: "java",
    fence: "java",
    clients: &[
        httpclient::HTTPCLIENT,
        okhttp::OKHTTP,
        httpurlconnection::HTTPURLCONNECTION,
    ],
};

/// The syntax of Java.
pub enum Java {}

impl Syntax for Java {
    const INDENT: usize = 2;
    const WIDTH: usize = 100;

    fn quoting(_: &str) -> &'static Quoting {
        &LITERAL
    }
}

static LITERAL: Quoting = Quoting {
    open: "\"",
    close: "\"",
    plain: Plain::except(b"\"\\"),
    escape,
};

/// Unicode escapes are read before literals are, so that `\u000a` would end a line (JLS §3.3):
/// ASCII has escapes of three octal digits (JLS §3.10.7). Every backslash of text is doubled, which
/// is why none starts a Unicode escape: only one after an even number of others does.
fn escape(c: char, out: &mut dyn Write) -> fmt::Result {
    match c {
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        '\u{8}' => out.write_str("\\b"),
        '\u{C}' => out.write_str("\\f"),
        '"' => out.write_str("\\\""),
        '\\' => out.write_str("\\\\"),
        '\0'..='\x7F' => write!(out, "\\{:03o}", u32::from(c)),
        _ => utf16(c, out),
    }
}

const fn call(open: &'static str) -> Brackets {
    Brackets {
        hanging: true,
        ..Brackets::new(open, ")")
    }
}

static ARGUMENTS: Brackets = call("(");
static JOIN: Brackets = call("String.join(");
static DECODE: Brackets = call(".decode(");
static URI_CREATE: Brackets = call("URI.create(");

/// A call of something.
fn apply<'a>(brackets: &'static Brackets, argument: Code<'a, Java>) -> Code<'a, Java> {
    code::group(brackets, [argument])
}

/// The longest constant, in bytes, and the bytes whose base64 is no longer (JVMS §4.4.7).
const CONSTANT: usize = 0xFFFF;
const BASE64_CONSTANT: usize = CONSTANT / 4 * 3;

/// A text, in several constants where it is too long for one. The compiler joins constants with a
/// `+` between them, so those are joined when the program runs.
fn string<'a>(text: &'a str) -> Code<'a, Java> {
    if fits_constant(text) {
        return code::wrapped(text);
    }
    let pieces = Constants(text).map(code::wrapped);
    code::group(&JOIN, std::iter::once(code::text("")).chain(pieces))
}

fn fits_constant(text: &str) -> bool {
    text.len() <= CONSTANT && constant_len(text) <= CONSTANT
}

/// Bytes of a constant: as in UTF-8, but NUL has two, and characters beyond U+FFFF have six in
/// place of four (JVMS §4.4.7).
fn constant_len(text: &str) -> usize {
    let count = |is: fn(u8) -> bool| text.bytes().filter(|byte| is(*byte)).count();
    text.len() + count(|byte| byte == 0) + 2 * count(|byte| byte >= 0xF0)
}

/// The constants a long text is made of, which end at a line end where there is one.
struct Constants<'a>(&'a str);

impl<'a> Iterator for Constants<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let mut end = self.0.len().min(CONSTANT);
        loop {
            while !self.0.is_char_boundary(end) {
                end -= 1;
            }
            if constant_len(&self.0[..end]) <= CONSTANT {
                break;
            }
            end /= 2;
        }
        if end < self.0.len() {
            end = self.0[..end].rfind('\n').map_or(end, |line| line + 1);
        }
        let (constant, rest) = self.0.split_at(end);
        self.0 = rest;
        (!constant.is_empty()).then_some(constant)
    }
}

/// `Base64.getDecoder().decode("…")`
fn decoded<'a>(bytes: &[u8]) -> Code<'a, Java> {
    let base64 = match bytes.len() <= BASE64_CONSTANT {
        true => code::base64(bytes),
        false => {
            let pieces = bytes.chunks(BASE64_CONSTANT).map(code::base64);
            code::group(&JOIN, std::iter::once(code::text("")).chain(pieces))
        }
    };
    code::chain(code::word("Base64.getDecoder()"), [apply(&DECODE, base64)])
}

/// A field value as Java text, `None` where it has bytes beyond ASCII.
fn ascii_value<'a>(draft: &Draft<'a>, field: &'a FieldLine<'a>) -> Option<Code<'a, Java>> {
    Some(match draft.value(field) {
        Value::Bytes(Cow::Borrowed(bytes)) => {
            let text = std::str::from_utf8(bytes).ok()?;
            code::wrapped(text.is_ascii().then_some(text)?)
        }
        Value::Bytes(Cow::Owned(bytes)) => code::wrapped(
            String::from_utf8(bytes)
                .ok()
                .filter(|text| text.is_ascii())?,
        ),
        Value::Lookup(prefix, name) => lookup(prefix, name),
    })
}

/// `"Bearer " + System.getenv("API_TOKEN")`
fn lookup<'a>(prefix: &'a str, name: crate::code::EnvName) -> Code<'a, Java> {
    let variable = code::row([
        code::word("System.getenv("),
        code::quoted_name(name),
        code::word(")"),
    ]);
    match prefix {
        "" => variable,
        _ => code::sum([code::text(prefix), variable]),
    }
}

/// `.header("Name", "value")` and its like.
fn call_with_field<'a>(
    brackets: &'static Brackets,
    field: &'a FieldLine<'a>,
    value: Code<'a, Java>,
) -> Code<'a, Java> {
    code::group(brackets, [code::text(field.name()), value])
}

/// The body as the variable of a snippet.
struct Body<'a> {
    /// Whether it is a `String`, not a `byte[]`.
    is_text: bool,
    value: Code<'a, Java>,
}

impl<'a> Body<'a> {
    /// `None` where there are no bytes: an empty body is sent as none.
    fn new(draft: &Draft<'a>) -> Option<Self> {
        let bytes = draft.body().filter(|bytes| !bytes.is_empty())?;
        let text = std::str::from_utf8(bytes);
        Some(Self {
            is_text: text.is_ok(),
            value: code::assigned(match text {
                Ok(text) => string(text),
                Err(_) => decoded(bytes),
            }),
        })
    }
}

/// What `java.net.URI` refuses in a target.
fn is_uri(odd: &Oddities) -> bool {
    !(odd.has(b"\"<>\\^`{|}") || odd.path_has(b"[]") || odd.non_ascii || odd.stray_percent)
}

/// The address with some bytes of its target percent-encoded.
fn encode(draft: &Draft<'_>, encodes: impl Fn(Odd) -> bool) -> String {
    let url = draft.request.url().as_bytes();
    let start = url.len() - draft.request.target().origin_form().as_bytes().len();
    let mut text = String::with_capacity(url.len() + 32);
    let mut in_query = false;
    for (at, byte) in url.iter().enumerate() {
        in_query |= *byte == b'?';
        let digits = url.get(at + 1..at + 3);
        let odd = Odd {
            byte: *byte,
            in_query,
            is_stray_percent: *byte == b'%'
                && !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)),
        };
        if at >= start && (!byte.is_ascii() || encodes(odd)) {
            text.push_str(&format!("%{byte:02X}"));
        } else {
            text.push(char::from(*byte));
        }
    }
    text
}

/// One byte of a target.
struct Odd {
    byte: u8,
    in_query: bool,
    is_stray_percent: bool,
}
