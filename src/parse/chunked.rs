//! The chunked transfer coding (RFC 9112 §7.1).

use std::borrow::Cow;
use std::ops::Range;

use super::bytes;
use super::head::Word;
use super::problems::Problems;

/// Puts the chunks together. Lines may end in LF alone, as editors leave them.
pub(super) fn decode<'a>(
    body: Word<'a>,
    field: Range<usize>,
    problems: &mut Problems,
) -> Option<Cow<'a, [u8]>> {
    let mut reader = Reader { body, at: 0 };
    let Some(mut size) = reader.size(problems) else {
        problems.error(
            "not-chunked",
            field,
            "the field promises a body in chunks, but what follows is not in chunks",
            "remove the Transfer-Encoding field (RFC 9112 §7.1)",
        );
        return None;
    };
    let mut whole = Cow::Borrowed(&b""[..]);
    while size > 0 {
        let data = reader.data(size, problems)?;
        if whole.is_empty() {
            whole = Cow::Borrowed(data);
        } else {
            whole.to_mut().extend_from_slice(data);
        }
        let start = reader.at;
        size = match reader.size(problems) {
            Some(size) => size,
            None => {
                let end = start + reader.rest_of_line(start);
                let message = match start == body.bytes.len() {
                    true => "the last chunk is missing",
                    false => "this is not the size of a chunk",
                };
                let help = "write the number of bytes of the next chunk in hexadecimal; \
                            `0` and a blank line end the body (RFC 9112 §7.1)";
                problems.error(
                    "broken-chunk",
                    body.at + start..body.at + end,
                    message,
                    help,
                );
                return None;
            }
        };
    }
    reader.trailers(problems)?;
    Some(whole)
}

struct Reader<'a> {
    body: Word<'a>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a [u8] {
        &self.body.bytes[self.at..]
    }

    fn rest_of_line(&self, at: usize) -> usize {
        let rest = &self.body.bytes[at..];
        bytes::trim_end(&rest[..bytes::find(rest, b'\n').unwrap_or(rest.len())]).len()
    }

    /// The next line without its end; `at` moves behind it.
    fn line(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let len = bytes::find(rest, b'\n');
        self.at += len.map_or(rest.len(), |len| len + 1);
        let line = &rest[..len.unwrap_or(rest.len())];
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    /// The size of the next chunk; `None` where there is none.
    fn size(&mut self, problems: &mut Problems) -> Option<usize> {
        let rest = self.rest();
        let digits = rest
            .iter()
            .take(17)
            .take_while(|byte| byte.is_ascii_hexdigit())
            .count();
        let size = std::str::from_utf8(&rest[..digits]).ok()?;
        let size = usize::from_str_radix(size, 16).ok()?;
        let start = self.at;
        let line = self.line();
        let extension = bytes::trim(&line[digits..]);
        match extension {
            [] => {}
            [b';', ..] => problems.warning(
                "chunk-extension",
                self.body.at + start + digits..self.body.at + start + line.len(),
                "the extension of a chunk is no part of the request; it is left out",
                "remove what follows the size of the chunk (RFC 9112 §7.1.1)",
            ),
            _ => {
                self.at = start;
                return None;
            }
        }
        Some(size)
    }

    /// The bytes of a chunk, and the line end after them.
    fn data(&mut self, size: usize, problems: &mut Problems) -> Option<&'a [u8]> {
        let place = self.body.at + self.at;
        let rest = self.rest();
        let left = rest.len();
        let Some((data, tail)) = rest.split_at_checked(size) else {
            problems.error(
                "broken-chunk",
                place..place,
                format!("this chunk should have {size} bytes, but only {left} are left"),
                "count the bytes of the chunk again, CRLF as two (RFC 9112 §7.1)",
            );
            return None;
        };
        let line_end = match tail {
            [b'\r', b'\n', ..] => 2,
            [b'\n', ..] => 1,
            _ => {
                problems.error(
                    "broken-chunk",
                    place + size..place + size,
                    format!("no line end follows the {size} bytes of the chunk"),
                    "count the bytes of the chunk again, CRLF as two (RFC 9112 §7.1)",
                );
                return None;
            }
        };
        self.at += size + line_end;
        Some(data)
    }

    /// What follows the last chunk: trailer fields, a blank line, perhaps more line ends.
    fn trailers(&mut self, problems: &mut Problems) -> Option<()> {
        let start = self.at;
        while !self.line().is_empty() {}
        let trailers = self.body.bytes[start..self.at].trim_ascii_end().len();
        if trailers > 0 {
            let start = self.body.at + start;
            let first = self.rest_of_line(start - self.body.at);
            problems.warning(
                "trailers",
                start..start + first.min(trailers),
                "trailer fields follow the last chunk; they are left out",
                "give them as fields above the body (RFC 9112 §7.1.2)",
            );
        }
        if !self.rest().trim_ascii().is_empty() {
            let place = self.body.at + self.at;
            problems.error(
                "broken-chunk",
                place..place + self.rest_of_line(self.at),
                "something follows the last chunk",
                "remove it, or put it before the chunk of size 0 (RFC 9112 §7.1)",
            );
            return None;
        }
        Some(())
    }
}
