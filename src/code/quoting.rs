//! Quotes and escapes, which are one act: a language sees one character or byte at a time, and no
//! literal exists without its delimiters.

use std::fmt::{self, Write};

/// How text becomes a literal.
pub struct Quoting {
    /// What opens the literal.
    pub open: &'static str,
    /// What closes it.
    pub close: &'static str,
    /// The bytes that stand for themselves.
    pub plain: Plain,
    /// Writes one character that is not plain.
    pub escape: fn(char, &mut dyn Write) -> fmt::Result,
}

/// How bytes become a literal.
pub struct ByteQuoting {
    /// What opens the literal.
    pub open: &'static str,
    /// What closes it.
    pub close: &'static str,
    /// The bytes that stand for themselves; ASCII only.
    pub plain: Plain,
    /// Writes one byte that is not plain.
    pub escape: fn(u8, &mut dyn Write) -> fmt::Result,
}

/// A set of bytes that stand for themselves in a literal.
pub struct Plain([bool; 256]);

impl Plain {
    /// Printable ASCII and the bytes of other characters, without these.
    ///
    /// The lead bytes of characters that a reader cannot see (C1 controls, bidirectional controls,
    /// line separators, tags) are left out, so that each of those is looked at.
    pub const fn except(special: &[u8]) -> Self {
        let mut plain = Self::ascii_except(special);
        let mut byte = 0x80;
        while byte < 0x100 {
            plain.0[byte] = !matches!(byte, 0xC2 | 0xD8 | 0xE1 | 0xE2 | 0xEF | 0xF3);
            byte += 1;
        }
        plain
    }

    /// Printable ASCII without these.
    pub const fn ascii_except(special: &[u8]) -> Self {
        let mut plain = [false; 256];
        let mut byte = 0x20;
        while byte < 0x7F {
            plain[byte] = true;
            byte += 1;
        }
        let mut at = 0;
        while at < special.len() {
            plain[special[at] as usize] = false;
            at += 1;
        }
        Self(plain)
    }

    /// These bytes too.
    pub const fn and(mut self, more: &[u8]) -> Self {
        let mut at = 0;
        while at < more.len() {
            self.0[more[at] as usize] = true;
            at += 1;
        }
        self
    }

    /// Whether the byte stands for itself.
    pub const fn has(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }
}

/// Whether a reader sees this character where it stands. Those one does not see are always
/// escaped, so that what is read is what runs ("Trojan Source", CVE-2021-42574).
pub(crate) const fn is_visible(c: char) -> bool {
    !matches!(c,
        '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Plain bytes are handed on after so many, so that a line that cannot hold them says so early.
const RUN: usize = 1024;

/// Writes the literal of a text.
pub(super) fn write_text(text: &str, by: &Quoting, out: &mut dyn Write) -> fmt::Result {
    out.write_str(by.open)?;
    let bytes = text.as_bytes();
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        let run = bytes[at..]
            .iter()
            .take(RUN)
            .take_while(|byte| by.plain.has(**byte))
            .count();
        at += run;
        if run > 0 {
            if run == RUN && text.is_char_boundary(at) {
                out.write_str(&text[start..at])?;
                start = at;
            }
            continue;
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        if c.is_ascii() || !is_visible(c) {
            out.write_str(&text[start..at])?;
            (by.escape)(c, out)?;
            start = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    out.write_str(&text[start..])?;
    out.write_str(by.close)
}

/// Writes the literal of bytes.
pub(super) fn write_bytes(bytes: &[u8], by: &ByteQuoting, out: &mut dyn Write) -> fmt::Result {
    out.write_str(by.open)?;
    for run in bytes.chunk_by(|a, b| by.plain.has(*a) && by.plain.has(*b)) {
        match std::str::from_utf8(run) {
            Ok(plain) if by.plain.has(run[0]) => out.write_str(plain)?,
            _ => run.iter().try_for_each(|byte| (by.escape)(*byte, out))?,
        }
    }
    out.write_str(by.close)
}

/// Writes `prefix` and the number in hexadecimal, at least `digits` wide.
pub(crate) fn hex(prefix: &str, number: u32, digits: usize, out: &mut dyn Write) -> fmt::Result {
    write!(out, "{prefix}{number:0digits$x}")
}

/// Writes a character as `\uXXXX`, two of them beyond U+FFFF: the escape of JavaScript, Java, C#.
pub(crate) fn utf16(c: char, out: &mut dyn Write) -> fmt::Result {
    c.encode_utf16(&mut [0; 2])
        .iter()
        .try_for_each(|unit| hex("\\u", u32::from(*unit), 4, out))
}
