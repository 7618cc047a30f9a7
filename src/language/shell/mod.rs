//! Shells that read `$'…'` (bash, zsh, ksh), as `shfmt -i 2` lays their code out.

mod curl;

use std::borrow::Cow;
use std::fmt::{self, Write};

use super::Language;
use crate::code::{
    self, Brackets, ByteQuoting, ByteSyntax, Code, JsonSyntax, Plain, Quoting, Syntax, hex,
    is_visible,
};
use crate::draft::{Draft, Value};
use crate::request::{FieldLine, Json};

/// The shell.
pub const SHELL: Language = Language {
    id: "shell",
    label: "Shell",
    aliases: &["sh", "bash", "zsh"],
    extension: "sh",
    fence: "bash",
    clients: &[curl::CURL],
};

/// The syntax of bash: the Bash Reference Manual §3.1.2.
pub enum Shell {}

impl Syntax for Shell {
    const INDENT: usize = 2;
    const WIDTH: usize = 80;

    fn quoting(text: &str) -> &'static Quoting {
        if is_plain(text) { &SINGLE } else { &ANSI_C }
    }
}

/// Whether `'…'` shows every character of the text. A tab is none of them: pasted into a terminal
/// it completes file names.
fn is_plain(text: &str) -> bool {
    let is_suspect = |byte: u8| !SINGLE.plain.has(byte) && byte != b'\'';
    !text.bytes().any(is_suspect) || text.chars().all(|c| is_visible(c) || c == '\n')
}

/// Nothing but a quote needs care in it, and that stands outside.
static SINGLE: Quoting = Quoting {
    open: "'",
    close: "'",
    plain: Plain::except(b"'").and(b"\n"),
    escape: |c, out| match c {
        '\'' => out.write_str(r"'\''"),
        // Not met: `quoting` gives such text to the other quotes.
        c => {
            out.write_str("'$'")?;
            escape_text(c, out)?;
            out.write_str("''")
        }
    },
};

/// `$'…'` (Bash Reference Manual §3.1.2.4).
static ANSI_C: Quoting = Quoting {
    open: "$'",
    close: "'",
    plain: Plain::except(b"'\\").and(b"\n"),
    escape: escape_text,
};

/// A word without quotes, for what [`is_word`].
static BARE: Quoting = Quoting {
    open: "",
    close: "",
    plain: Plain::ascii_except(b" !\"#$&'()*;<>?[\\]^`{|}~"),
    escape: |c, out| {
        out.write_str("$'")?;
        escape_text(c, out)?;
        out.write_char('\'')
    },
};

/// As bytes of UTF-8, so that no locale matters.
fn escape_text(c: char, out: &mut dyn Write) -> fmt::Result {
    let mut bytes = [0; 4];
    let bytes = c.encode_utf8(&mut bytes).bytes();
    bytes
        .into_iter()
        .try_for_each(|byte| escape_byte(byte, out))
}

fn escape_byte(byte: u8, out: &mut dyn Write) -> fmt::Result {
    match byte {
        b'\n' => out.write_str("\\n"),
        b'\r' => out.write_str("\\r"),
        b'\t' => out.write_str("\\t"),
        b'\\' => out.write_str("\\\\"),
        b'\'' => out.write_str("\\'"),
        _ => hex("\\x", byte.into(), 2, out),
    }
}

impl ByteSyntax for Shell {
    fn byte_quoting(_: &[u8]) -> &'static ByteQuoting {
        &ANSI_C_BYTES
    }
}

static ANSI_C_BYTES: ByteQuoting = ByteQuoting {
    open: "$'",
    close: "'",
    plain: Plain::ascii_except(b"'\\").and(b"\n"),
    escape: escape_byte,
};

/// The operand of `printf %b`, in which a NUL can be written.
static PRINTF: Quoting = Quoting {
    open: "'",
    close: "'",
    plain: Plain::except(b"'\\").and(b"\n"),
    escape: |c, out| match c {
        '\'' => out.write_str(r"'\''"),
        c => escape_text(c, out),
    },
};

static PRINTF_BYTES: ByteQuoting = ByteQuoting {
    open: "'",
    close: "'",
    plain: Plain::ascii_except(b"'\\").and(b"\n"),
    escape: |byte, out| match byte {
        b'\'' => out.write_str(r"'\''"),
        byte => escape_byte(byte, out),
    },
};

/// A string of a JSON text that stands in `'…'`. What one does not see is escaped as JSON has it.
static JSON_STRING: Quoting = Quoting {
    open: "\"",
    close: "\"",
    plain: Plain::except(b"\"'\\"),
    escape: |c, out| match c {
        '\'' => out.write_str(r"'\''"),
        '"' => out.write_str("\\\""),
        '\\' => out.write_str("\\\\"),
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        c => code::utf16(c, out),
    },
};

static OBJECT: Brackets = Brackets::new("{", "}");
static ARRAY: Brackets = Brackets::new("[", "]");

impl JsonSyntax for Shell {
    const NULL: &'static str = "null";

    fn object(_: &[(Cow<'_, str>, Json<'_>)]) -> &'static Brackets {
        &OBJECT
    }

    fn array(_: &[Json<'_>]) -> &'static Brackets {
        &ARRAY
    }

    fn string<'a>(text: &'a str) -> Code<'a, Self> {
        code::quoted(text, &JSON_STRING)
    }
}

/// Linux takes no argument of 128 KiB (`MAX_ARG_STRLEN`, execve(2)).
const ARGUMENT: usize = 100_000;

/// A JSON text as one argument, laid out over lines.
fn json<'a>(json: &'a Json<'a>, bytes: &[u8]) -> Option<Code<'a, Shell>> {
    let (values, depth) = extent(json);
    (2 * bytes.len() + values * 2 * (depth + 3) < ARGUMENT)
        .then(|| code::row([code::word("'"), code::json(json), code::word("'")]))
}

/// How many values there are, and how deep they nest.
fn extent(json: &Json<'_>) -> (usize, usize) {
    let within = |(values, depth), inner: &Json<'_>| {
        let (more, deep) = extent(inner);
        (values + more, std::cmp::max(depth, deep + 1))
    };
    match json {
        Json::Array(items) => items.iter().fold((2, 1), within),
        Json::Object(members) => members.iter().map(|(_, json)| json).fold((2, 1), within),
        _ => (1, 0),
    }
}

/// Bytes as one argument.
fn argument<'a>(bytes: impl Into<Cow<'a, [u8]>>) -> Code<'a, Shell> {
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

/// Whether bytes can be an argument: execve(2) ends it at a NUL.
fn is_argument(bytes: &[u8]) -> bool {
    bytes.len() < ARGUMENT && !bytes.contains(&0)
}

/// A command that writes these bytes to the standard input of the next one. `printf` is part of
/// the shell, so that no limit holds for its operand.
fn input(bytes: &[u8]) -> Code<'_, Shell> {
    let printf = match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => [code::word("printf %b "), code::quoted(text, &PRINTF)],
        Err(_) if bytes.contains(&0) => [
            code::word("printf %b "),
            code::quoted_bytes(bytes, &PRINTF_BYTES),
        ],
        _ => [code::word("printf %s "), argument(bytes)],
    };
    code::row(printf)
}

/// A method, which most often needs no quotes.
fn method<'a>(draft: &Draft<'a>) -> Code<'a, Shell> {
    let method = draft.method();
    if method.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        code::quoted(method, &BARE)
    } else {
        code::text(method)
    }
}

/// `'Name: value'`, with what the client wants between the two.
fn field<'a>(
    draft: &Draft<'a>,
    field: &'a FieldLine<'a>,
    separator: &'static str,
) -> Code<'a, Shell> {
    match draft.value(field) {
        Value::Bytes(value) => {
            argument([field.name().as_bytes(), separator.as_bytes(), &value].concat())
        }
        Value::Lookup(prefix, name) => {
            let start = [field.name(), separator, prefix].concat();
            let is_simple = |byte: u8| byte.is_ascii_alphanumeric() || b" -.:_".contains(&byte);
            let lookup = [code::name(name), code::word("\"")];
            let start = if start.bytes().all(is_simple) {
                [code::quoted(start, &DOUBLE_START), code::word("$")]
            } else {
                [code::text(start), code::word("\"$")]
            };
            code::row(start.into_iter().chain(lookup))
        }
    }
}

/// The start of `"…$NAME"`, of letters, digits and a few marks.
static DOUBLE_START: Quoting = Quoting {
    open: "\"",
    close: "",
    plain: Plain::ascii_except(b"!\"$\\`"),
    escape: |c, out| {
        out.write_char('\\')?;
        out.write_char(c)
    },
};

/// Ends every line but the last with a backslash.
fn continue_lines<'c, 'a: 'c>(lines: impl DoubleEndedIterator<Item = &'c mut Code<'a, Shell>>) {
    for line in lines.rev().skip(1) {
        let code = std::mem::replace(line, code::word(""));
        *line = code::row([code, code::word(" \\")]);
    }
}
