//! Where in its message the things stand that notes are about.

use std::ops::Range;

use crate::{Place, Request};

impl Place {
    /// The bytes of the message that this place names; `request` is what was read in it.
    ///
    /// ```
    /// let message = b"GET /a HTTP/1.1\nHost: a.example\n";
    /// let request = snippetgen::parse(message)?;
    /// assert_eq!(snippetgen::Place::Target.span(message, &request), 4..6);
    /// # Ok::<(), snippetgen::Errors>(())
    /// ```
    pub fn span(self, message: &[u8], request: &Request<'_>) -> Range<usize> {
        match self {
            Self::Method => word(message, b":method:", 0),
            Self::Target => word(message, b":path:", 1),
            Self::Field(index) => request
                .fields()
                .get(index)
                .map_or(0..0, |field| field.span()),
            Self::Body => body(message),
        }
    }
}

/// The 1-based line and column of a byte, the column in characters.
pub fn position(message: &[u8], at: usize) -> (usize, usize) {
    let before = &message[..at.min(message.len())];
    let before = before.strip_prefix(b"\xef\xbb\xbf").unwrap_or(before);
    let line = before.iter().filter(|byte| **byte == b'\n').count();
    let tail = before
        .rsplit(|byte| *byte == b'\n')
        .next()
        .unwrap_or(before);
    let characters = tail
        .utf8_chunks()
        .map(|chunk| chunk.valid().chars().count() + usize::from(!chunk.invalid().is_empty()))
        .sum::<usize>();
    (line + 1, characters + 1)
}

/// A line that is not blank, and where it starts.
fn lines(message: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = if message.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    message[at..]
        .split_inclusive(|byte| *byte == b'\n')
        .map(move |line| {
            let start = at;
            at += line.len();
            (start, line)
        })
}

/// The lines of the head, and where the body starts.
fn head(message: &[u8]) -> (Vec<(usize, &[u8])>, usize) {
    let mut head = Vec::new();
    for (at, line) in lines(message) {
        match line.trim_ascii().is_empty() {
            false => head.push((at, line)),
            true if head.is_empty() => {}
            true => return (head, at + line.len()),
        }
    }
    (head, message.len())
}

/// The word of this index on the request line, or the value of the pseudo-field in its place.
fn word(message: &[u8], pseudo: &[u8], index: usize) -> Range<usize> {
    let (head, _) = head(message);
    let within = |at: usize, line: &[u8], from: usize, index: usize| {
        let words = line[from..].split(u8::is_ascii_whitespace);
        let word = words.filter(|word| !word.is_empty()).nth(index)?;
        let offset = word.as_ptr().addr() - line.as_ptr().addr();
        Some(at + offset..at + offset + word.len())
    };
    let found = match head.first() {
        Some((_, line)) if line.starts_with(b":") => head
            .iter()
            .find(|(_, line)| line.starts_with(pseudo))
            .and_then(|(at, line)| within(*at, line, pseudo.len(), 0)),
        Some((at, line)) => within(*at, line, 0, index),
        None => None,
    };
    found.unwrap_or(0..0)
}

/// The first line of the body.
fn body(message: &[u8]) -> Range<usize> {
    let (_, start) = head(message);
    let len = message[start..]
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(message.len() - start);
    start..start + len
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(message: &str, place: Place) -> (&str, (usize, usize)) {
        let request = crate::parse(message.as_bytes()).unwrap();
        let span = place.span(message.as_bytes(), &request);
        (
            &message[span.clone()],
            position(message.as_bytes(), span.start),
        )
    }

    #[test]
    fn every_place_is_found_in_its_message() {
        let message = "\u{feff}\r\nPUT  /a HTTP/1.1\r\nHost: é.example\r\nX: y\r\n\r\none\ntwo";
        let message = message.replace("é.", "e.");
        assert_eq!(named(&message, Place::Method), ("PUT", (2, 1)));
        assert_eq!(named(&message, Place::Target), ("/a", (2, 6)));
        assert_eq!(named(&message, Place::Field(1)), ("y", (4, 4)));
        assert_eq!(named(&message, Place::Body), ("one", (6, 1)));
    }

    #[test]
    fn pseudo_fields_are_places_too() {
        let message = ":method: GET\n:path: /a\n:authority: a.example\n:scheme: https\n\n";
        assert_eq!(named(message, Place::Method), ("GET", (1, 10)));
        assert_eq!(named(message, Place::Target), ("/a", (2, 8)));
    }
}
