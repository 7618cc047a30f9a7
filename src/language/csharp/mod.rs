//! C#, in syntax that .NET and Mono's `mcs` both read.

mod httpclient;

use std::borrow::Cow;
use std::fmt::{self, Write};

use super::Language;
use crate::code::{self, Brackets, Code, Plain, Quoting, Syntax, utf16};

/// C#.
pub const CSHARP: Language = Language {
    id: "csharp",
    label: "C#",
    aliases: &["cs", "c#", "dotnet"],
    extension: "cs",
    fence: "csharp",
    clients: &[httpclient::HTTPCLIENT],
};

/// The syntax of C#.
pub enum CSharp {}

/// Escapes: C# Language Specification §6.4.5.6. `\x` takes up to four digits, so it is not used.
impl Syntax for CSharp {
    const INDENT: usize = 4;
    const WIDTH: usize = 100;

    fn quoting(_: &str) -> &'static Quoting {
        &STRING
    }
}

static STRING: Quoting = Quoting {
    open: "\"",
    close: "\"",
    plain: Plain::except(b"\"\\"),
    escape,
};

fn escape(c: char, out: &mut dyn Write) -> fmt::Result {
    match c {
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        '\\' => out.write_str("\\\\"),
        '"' => out.write_str("\\\""),
        _ => utf16(c, out),
    }
}

/// `name(a, b)`, however long.
fn call<'a, const N: usize>(
    name: &'static str,
    arguments: [Code<'a, CSharp>; N],
) -> Code<'a, CSharp> {
    let arguments = arguments.into_iter().enumerate().flat_map(|(index, code)| {
        let comma = (index > 0).then(|| code::word(", "));
        comma.into_iter().chain([code])
    });
    let open = [code::word(name), code::word("(")];
    let all = open.into_iter().chain(arguments).chain([code::word(")")]);
    code::row(all)
}

/// Literals of one text, a line each.
static LINES: Brackets = Brackets {
    separator: " +",
    broken: true,
    ..Brackets::new("(", ")")
};

/// Compilers read a sum from the inside out and have only so much stack.
const MOST_LINES: usize = 200;

/// `name("text")`, where text of several lines is a literal a line.
fn call_with_text<'a>(name: &'static str, text: &'a str) -> Code<'a, CSharp> {
    match has_lines(text) {
        true => code::row([
            code::word(name),
            code::group(&LINES, text.split_inclusive('\n').map(code::text)),
        ]),
        false => call(name, [code::text(text)]),
    }
}

/// Whether a text is written as a literal a line.
fn has_lines(text: &str) -> bool {
    let lines = text.split_inclusive('\n').take(MOST_LINES + 1).count();
    (2..=MOST_LINES).contains(&lines)
}

/// A `byte[]`: of text, or of base64.
fn bytes<'a>(bytes: &'a [u8]) -> Code<'a, CSharp> {
    match std::str::from_utf8(bytes) {
        Ok("") => code::word("Array.Empty<byte>()"),
        Ok(text) => call_with_text("Encoding.UTF8.GetBytes", text),
        Err(_) => call("Convert.FromBase64String", [code::base64(bytes)]),
    }
}

/// Whether [`bytes`] asks for `System.Text`.
fn is_text(bytes: &[u8]) -> bool {
    !bytes.is_empty() && std::str::from_utf8(bytes).is_ok()
}

/// A text of these bytes: as UTF-8, else one character a byte.
fn text<'a>(bytes: Cow<'a, [u8]>, latin1: bool) -> Code<'a, CSharp> {
    match bytes {
        bytes if latin1 => code::latin1(bytes),
        Cow::Borrowed(bytes) => code::text(String::from_utf8_lossy(bytes)),
        Cow::Owned(bytes) => match String::from_utf8(bytes) {
            Ok(text) => code::text(text),
            Err(error) => code::latin1(error.into_bytes()),
        },
    }
}
