//! The header section: field lines and the pseudo-fields copied from HTTP/2 and HTTP/3.

use std::ops::Range;

use super::bytes::{self, is_blank};
use super::problems::{Problems, name};
use super::start_line::{self, StartLine};
use crate::request::{FieldLine, Text};

/// Bytes of the message and their place in it.
#[derive(Clone, Copy)]
pub(super) struct Word<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

impl Word<'_> {
    pub(super) fn span(&self) -> Range<usize> {
        self.at..self.at + self.bytes.len()
    }
}

/// The pseudo-fields of RFC 9113 §8.3.1.
#[derive(Default)]
pub(super) struct Pseudo<'a> {
    pub method: Option<Word<'a>>,
    pub scheme: Option<Word<'a>>,
    pub authority: Option<Word<'a>>,
    pub path: Option<Word<'a>>,
}

impl Pseudo<'_> {
    pub(super) fn any(&self) -> bool {
        self.method
            .or(self.scheme)
            .or(self.authority)
            .or(self.path)
            .is_some()
    }

    /// Without a request line, these have to say what it would.
    pub(super) fn complete(&self, problems: &mut Problems) {
        for (word, name) in [(self.method, ":method"), (self.path, ":path")] {
            if word.is_none_or(|word| word.bytes.is_empty()) {
                let at = word.map_or(0, |word| word.at);
                problems.error(
                    "missing-pseudo-field",
                    at..at,
                    format!("there is no request line, and no `{name}` in its place"),
                    format!("write `{name}: ` and its value on a line (RFC 9113 §8.3.1)"),
                );
            }
        }
    }
}

pub(super) struct Head<'a> {
    pub start: StartLine<'a>,
    pub pseudo: Pseudo<'a>,
    pub fields: Vec<FieldLine<'a>>,
    /// Whether every line was understood: what seems to be missing is missing then.
    pub complete: bool,
    /// Where the body starts.
    pub end: usize,
}

impl<'a> Head<'a> {
    /// Reads everything up to the blank line; `None` where there is no message at all.
    pub(super) fn read(message: &'a [u8], problems: &mut Problems) -> Option<Self> {
        let mut reader = Reader {
            message,
            at: 0,
            problems,
        };
        reader.skip_blank_lines();
        if reader.at == message.len() {
            reader.problems.error(
                "empty",
                message.len()..message.len(),
                "the message is empty",
                "begin with a request line, such as `GET / HTTP/1.1`",
            );
            return None;
        }
        let mut head = Head {
            start: StartLine::default(),
            pseudo: Pseudo::default(),
            fields: Vec::with_capacity(8),
            complete: true,
            end: 0,
        };
        if message[reader.at] != b':' {
            let first = reader.at;
            let (line, clean) = reader.checked_line();
            // A message without a request line still has its fields checked.
            if start_line::starts_with_field(line) {
                start_line::missing(line, reader.problems);
                reader.at = first;
            } else if is_blank(line.bytes[0]) {
                start_line::indented(line, reader.problems);
                return Some(head);
            } else if clean {
                head.start = StartLine::read(line, reader.problems);
            }
        }
        while reader.field(&mut head) {}
        head.end = reader.at;
        Some(head)
    }
}

struct Reader<'a, 'p> {
    message: &'a [u8],
    at: usize,
    problems: &'p mut Problems,
}

impl<'a> Reader<'a, '_> {
    fn rest(&self) -> &'a [u8] {
        &self.message[self.at..]
    }

    fn skip_blank_lines(&mut self) {
        if self.message.starts_with(super::BOM) {
            self.at = super::BOM.len();
        }
        loop {
            let blanks = self
                .rest()
                .iter()
                .take_while(|byte| is_blank(**byte))
                .count();
            match &self.rest()[blanks..] {
                [b'\n', ..] => self.at += blanks + 1,
                [b'\r', b'\n', ..] => self.at += blanks + 2,
                [] => self.at += blanks,
                _ => break,
            }
            if self.rest().is_empty() {
                break;
            }
        }
    }

    /// The rest of the line; `at` moves to the next one.
    fn line(&mut self) -> Word<'a> {
        self.checked_line().0
    }

    /// The rest of the line, and whether it is free of control characters.
    fn checked_line(&mut self) -> (Word<'a>, bool) {
        let start = self.at;
        let mut clean = true;
        let mut end = start;
        loop {
            let Some(len) = bytes::control(&self.message[end..]) else {
                end = self.message.len();
                self.at = end;
                break;
            };
            end += len;
            match &self.message[end..] {
                [b'\n', ..] => self.at = end + 1,
                [b'\r', b'\n', ..] => self.at = end + 2,
                [byte, ..] => {
                    // One such character a line is enough to be told of.
                    if std::mem::take(&mut clean) {
                        self.control(*byte, end);
                    }
                    end += 1;
                    continue;
                }
                [] => {}
            }
            break;
        }
        let bytes = &self.message[start..end];
        (Word { bytes, at: start }, clean)
    }

    #[cold]
    fn control(&mut self, byte: u8, at: usize) {
        let (what, help) = match byte {
            b'\r' => (
                "a carriage return without a line feed",
                "end lines with CRLF or LF alone",
            ),
            0 => ("a NUL byte", "remove it"),
            _ => (
                "a control character",
                "remove it, or percent-encode it in a target",
            ),
        };
        self.problems.error(
            "control-character",
            at..at + 1,
            format!("{what} (0x{byte:02X}) in the head of the message"),
            format!("{help} (RFC 9110 §5.5)"),
        );
    }

    /// Reads one field line; `false` at the end of the head.
    fn field(&mut self, head: &mut Head<'a>) -> bool {
        let start = self.at;
        match self.rest() {
            [] => return false,
            [b'\n', ..] => {
                self.at += 1;
                return false;
            }
            [b'\r', b'\n', ..] => {
                self.at += 2;
                return false;
            }
            [b' ' | b'\t', ..] => return self.stray_fold(head),
            [b':', ..] => {
                self.pseudo(&mut head.pseudo);
                return true;
            }
            _ => {}
        }
        let len = bytes::token_len(self.rest());
        if len == 0 || self.rest().get(len) != Some(&b':') {
            return self.not_a_field(head);
        }
        let name = &self.message[start..start + len];
        self.at += len + 1;
        let (value, span) = self.value();
        let mut field = FieldLine {
            name: std::str::from_utf8(name).unwrap_or_default(),
            value: Text::new(value),
            span,
        };
        if matches!(self.rest(), [b' ' | b'\t', ..]) {
            self.folds(&mut field, value);
        }
        head.fields.push(field);
        true
    }

    /// What follows the colon, to the end of the line.
    fn value(&mut self) -> (&'a [u8], Range<usize>) {
        let blanks = self
            .rest()
            .iter()
            .take_while(|byte| is_blank(**byte))
            .count();
        self.at += blanks;
        let line = self.line();
        let value = bytes::trim_end(line.bytes);
        (value, line.at..line.at + value.len())
    }

    /// Joins the lines that continue a value (obs-fold, RFC 9112 §5.2).
    #[cold]
    fn folds(&mut self, field: &mut FieldLine<'a>, first: &'a [u8]) {
        let mut value = first.to_vec();
        let fold = self.at;
        while matches!(self.rest(), [b' ' | b'\t', ..]) {
            let before = self.at;
            let (piece, span) = self.value();
            if piece.is_empty() {
                // A line of blanks: the next read says so.
                self.at = before;
                break;
            }
            if !value.is_empty() {
                value.push(b' ');
            }
            value.extend_from_slice(piece);
            field.span.end = span.end;
        }
        if field.span.end > fold {
            let message = format!(
                "the value of `{}` goes on over a line end",
                name(field.name.as_bytes())
            );
            let help = "it was joined with a space; write it on one line (RFC 9112 §5.2)";
            self.problems
                .warning("obs-fold", fold..fold + 1, message, help);
            field.value = Text::new(value);
        }
    }

    /// A line that starts with a blank and continues nothing.
    #[cold]
    fn stray_fold(&mut self, head: &mut Head<'a>) -> bool {
        let line = self.line();
        if bytes::trim(line.bytes).is_empty() {
            self.problems.error(
                "blanks-in-blank-line",
                line.span(),
                "the line before the body is not empty: it has spaces in it",
                "remove them (RFC 9112 §5.2 reads the line as part of the field above)",
            );
            return false;
        }
        self.problems.error(
            "fold-without-field",
            line.at..line.at + 1,
            "this line starts with a space but continues no field",
            "remove the space (RFC 9112 §2.2)",
        );
        head.complete = false;
        // The lines below it are usually indented alike.
        while matches!(self.rest(), [b' ' | b'\t', ..]) {
            self.line();
        }
        true
    }

    fn pseudo(&mut self, pseudo: &mut Pseudo<'a>) {
        let start = self.at;
        self.at += 1;
        let len = bytes::token_len(self.rest());
        let label = Word {
            bytes: &self.rest()[..len],
            at: start,
        };
        let (slot, label_end) = match label.bytes {
            b"method" => (&mut pseudo.method, start + 1 + len),
            b"scheme" => (&mut pseudo.scheme, start + 1 + len),
            b"authority" => (&mut pseudo.authority, start + 1 + len),
            b"path" => (&mut pseudo.path, start + 1 + len),
            _ => {
                self.line();
                self.problems.error(
                    "unknown-pseudo-field",
                    start..start + 1 + len,
                    "a request has no such pseudo-field",
                    "those of a request are `:method`, `:scheme`, `:authority` and `:path` \
                     (RFC 9113 §8.3.1)",
                );
                return;
            }
        };
        self.at = label_end;
        if self.rest().first() != Some(&b':') {
            let line = self.line();
            self.problems.error(
                "pseudo-field-without-colon",
                line.at..line.at,
                "this pseudo-field has no `:` after its name",
                format!("write `:{}: ` and the value on one line", name(label.bytes)),
            );
            return;
        }
        self.at += 1;
        let (value, span) = self.value();
        let word = Word {
            bytes: value,
            at: span.start,
        };
        if slot
            .replace(word)
            .is_some_and(|earlier| earlier.bytes != value)
        {
            self.problems.error(
                "conflicting-pseudo-fields",
                word.span(),
                format!(
                    "`:{}` is given twice, with different values",
                    name(label.bytes)
                ),
                "keep one of them (RFC 9113 §8.3)",
            );
        }
    }

    /// Says what is wrong with a line that is no field line; `false` where the head ends with it.
    #[cold]
    fn not_a_field(&mut self, head: &mut Head<'a>) -> bool {
        let line = self.line();
        let text = line.bytes;
        let Some(colon) = bytes::find(text, b':').filter(|_| !b"{[<\"".contains(&text[0])) else {
            self.problems.error(
                "missing-colon",
                line.span(),
                "this line is no field: it has no name followed by `:`",
                "write `Name: value`, or put a blank line before it if the body starts here \
                 (RFC 9112 §2.1)",
            );
            head.complete = false;
            return false;
        };
        let before = &text[..colon];
        let label = bytes::trim_end(before);
        let at = line.at;
        if label.len() < before.len() && bytes::is_token(label) {
            self.problems.error(
                "space-before-colon",
                at + label.len()..at + colon,
                "a field name has a space before `:`",
                format!("write `{}:` (RFC 9112 §5.1)", name(label)),
            );
            let value = bytes::trim(&text[colon + 1..]);
            let end = at + bytes::trim_end(text).len();
            let span = end - value.len()..end;
            head.fields.push(FieldLine {
                name: std::str::from_utf8(label).unwrap_or_default(),
                value: Text::new(value),
                span,
            });
        } else {
            let bad = bytes::token_len(before);
            self.problems.error(
                "field-name",
                at + bad..at + bad + 1,
                "a field name has a character that is not allowed in it",
                "names are letters, digits and ``!#$%&'*+-.^_`|~`` (RFC 9110 §5.6.2); \
                 put a blank line before it if the body starts here",
            );
            head.complete = false;
        }
        true
    }
}
