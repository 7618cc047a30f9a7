//! Shells that read `$'…'` (bash, zsh, ksh), as `shfmt -i 2` lays their code out.

mod curl;
mod httpie;
mod wget;

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::iter;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::Language;
use crate::code::{
    self, Brackets, ByteQuoting, ByteSyntax, Code, EnvName, JsonSyntax, Plain, Quoting, Syntax,
    hex, is_visible,
};
use crate::draft::{Draft, Value};
use crate::request::{FieldLine, Json, Scheme};

/// The shell.
pub const SHELL: Language = Language {
    id: "shell",
    label: "Shell",
    aliases: &["sh", "bash", "zsh"],
    extension: "sh",
    fence: "bash",
    clients: &[curl::CURL, wget::WGET, httpie::HTTPIE],
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

/// No quotes, for [`word`].
static BARE: Quoting = Quoting {
    open: "",
    close: "",
    plain: Plain::ascii_except(b" !\"#$&'()*;<>?[\\]^`{|}~"),
    // Not met: `word` gives such text to quotes.
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

/// A word, in quotes where it needs them.
fn word<'a>(text: impl Into<Cow<'a, str>>) -> Code<'a, Shell> {
    let text = text.into();
    if !text.is_empty() && text.bytes().all(|byte| BARE.plain.has(byte)) {
        code::quoted(text, &BARE)
    } else {
        code::text(text)
    }
}

/// A method, which most often needs no quotes.
fn method<'a>(draft: &Draft<'a>) -> Code<'a, Shell> {
    word(draft.method())
}

/// The fields a client is told, with their index, and the Host where it is told that too.
fn fields<'a>(draft: &'a Draft<'a>, with_host: bool) -> Vec<(usize, &'a FieldLine<'a>)> {
    let host = draft.request.fields().iter().enumerate();
    let host = host.filter(|(_, field)| with_host && field.is("host"));
    let mut fields: Vec<_> = draft.fields().chain(host).collect();
    fields.sort_by_key(|(index, _)| *index);
    fields.dedup_by_key(|(index, _)| *index);
    fields
}

/// Whether clients write the authority of the address in Host as it is: not without the port that
/// the scheme has anyway, not with another spelling of an IP address or a name, not in lower case.
fn is_canonical_host(draft: &Draft<'_>, lowers_case: bool) -> bool {
    let authority = draft.authority();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (&*authority, None),
    };
    let default = match draft.request.scheme() {
        Scheme::Http => "80",
        Scheme::Https => "443",
    };
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let last_label = host.rsplit('.').next().unwrap_or_default();
    let canonical_host = match address {
        Some(address) => address
            .parse()
            .is_ok_and(|parsed: Ipv6Addr| parsed.to_string() == address),
        None if last_label.starts_with(|c: char| c.is_ascii_digit()) => host
            .parse()
            .is_ok_and(|parsed: Ipv4Addr| parsed.to_string() == host),
        None => host.is_ascii() && !(lowers_case && host.bytes().any(|b| b.is_ascii_uppercase())),
    };
    canonical_host
        && port.is_none_or(|port| port != default && !port.starts_with('0') && !port.is_empty())
}

/// `'Name: value'`, and the values of the fields that are to be one with it (RFC 9110 §5.3, and
/// RFC 6265 §5.4 for cookies).
fn field<'a>(
    draft: &Draft<'a>,
    field: &'a FieldLine<'a>,
    others: impl IntoIterator<Item = &'a FieldLine<'a>>,
) -> Code<'a, Shell> {
    let mut codes = Vec::with_capacity(1);
    let mut bytes = [field.name().as_bytes(), b": "].concat();
    for (index, line) in iter::once(field).chain(others).enumerate() {
        match index {
            0 => {}
            _ if line.is("cookie") => bytes.extend(b"; "),
            _ => bytes.extend(b", "),
        }
        match draft.value(line) {
            Value::Bytes(value) => bytes.extend(&*value),
            Value::Lookup(prefix, name) => {
                bytes.extend(prefix.as_bytes());
                // Names, separators and prefixes are ASCII; a value before them need not be.
                codes.push(match String::from_utf8(std::mem::take(&mut bytes)) {
                    Ok(start) => lookup(start, name),
                    Err(error) => {
                        code::row([code::bytes(error.into_bytes()), lookup(String::new(), name)])
                    }
                });
            }
        }
    }
    if !bytes.is_empty() {
        codes.push(argument(bytes));
    }
    code::row(codes)
}

/// `"start$NAME"`
fn lookup<'a>(start: String, name: EnvName) -> Code<'a, Shell> {
    let is_simple = |byte: u8| byte.is_ascii_alphanumeric() || b" ,-.:;_".contains(&byte);
    let start = if start.bytes().all(is_simple) {
        [code::quoted(start, &DOUBLE_START), code::word("$")]
    } else {
        [code::text(start), code::word("\"$")]
    };
    code::row(
        start
            .into_iter()
            .chain([code::name(name), code::word("\"")]),
    )
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
