//! Parts of a `multipart/form-data` body.

use std::borrow::Cow;
use std::fmt;

use crate::parse::{find, is_token, parameters, trim};

/// The parts of a form with files (RFC 7578), in their order. `Debug` shows only how many.
///
/// ```
/// use snippetgen::request::Multipart;
///
/// let body = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n";
/// let multipart = Multipart::parse(body, b"x").unwrap();
/// assert_eq!((multipart.parts[0].name.as_ref(), multipart.parts[0].content), ("a", &b"1"[..]));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Multipart<'b> {
    /// The parts.
    pub parts: Vec<Part<'b>>,
    /// Whether lines end in LF alone, as editors leave them, rather than in CRLF.
    pub line_ends_lf: bool,
}

/// One part of a multipart body.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part<'b> {
    /// The name of the form field, decoded.
    pub name: Cow<'b, str>,
    /// The name between its quotes, as it was written: clients differ in how they escape `"`.
    pub raw_name: &'b [u8],
    /// The name of the file, decoded.
    pub filename: Option<Cow<'b, str>>,
    /// The name of the file as it was written.
    pub raw_filename: Option<&'b [u8]>,
    /// The value of the part's Content-Type.
    pub content_type: Option<&'b [u8]>,
    /// Every header of the part as given, Content-Disposition and Content-Type included.
    pub headers: Vec<(&'b str, &'b [u8])>,
    /// The bytes of the part.
    pub content: &'b [u8],
}

impl<'b> Multipart<'b> {
    /// Reads a whole body. `None` where something stands before the first part or after the last,
    /// a delimiter is missing or has blanks after it, or a part is not named by a
    /// `Content-Disposition: form-data` (RFC 7578 §4.2) with `name` and `filename` alone.
    pub fn parse(bytes: &'b [u8], boundary: &[u8]) -> Option<Self> {
        if boundary.is_empty() {
            return None;
        }
        let mut rest = bytes.strip_prefix(b"--")?.strip_prefix(boundary)?;
        let line_ends_lf = rest.starts_with(b"\n");
        let line_end: &[u8] = if line_ends_lf { b"\n" } else { b"\r\n" };
        let delimiter = [line_end, b"--", boundary].concat();
        let mut parts = Vec::new();
        loop {
            if let Some(end) = rest.strip_prefix(b"--") {
                let whole = end.is_empty() || end == line_end;
                return (whole && !parts.is_empty()).then_some(Self {
                    parts,
                    line_ends_lf,
                });
            }
            rest = rest.strip_prefix(line_end)?;
            let headers = read_headers(&mut rest, line_end)?;
            let len = find_delimiter(rest, &delimiter)?;
            parts.push(Part::new(headers, &rest[..len])?);
            rest = &rest[len + delimiter.len()..];
        }
    }
}

/// The headers of a part; `rest` moves behind the blank line.
fn read_headers<'b>(rest: &mut &'b [u8], line_end: &[u8]) -> Option<Vec<(&'b str, &'b [u8])>> {
    let mut headers = Vec::with_capacity(2);
    loop {
        let end = find(rest, b'\n')?;
        let line = &rest[..=end];
        *rest = &rest[end + 1..];
        let line = line.strip_suffix(line_end)?;
        if line.is_empty() {
            return Some(headers);
        }
        let colon = find(line, b':').filter(|colon| is_token(&line[..*colon]))?;
        let name = std::str::from_utf8(&line[..colon]).ok()?;
        headers.push((name, trim(&line[colon + 1..])));
    }
}

/// Each byte is compared once or twice: the line end that starts a delimiter is nowhere else in it.
fn find_delimiter(bytes: &[u8], delimiter: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += find(&bytes[at..], delimiter[0])?;
        if bytes[at..].starts_with(delimiter) {
            return Some(at);
        }
        at += 1;
    }
}

impl<'b> Part<'b> {
    fn new(headers: Vec<(&'b str, &'b [u8])>, content: &'b [u8]) -> Option<Self> {
        let mut disposition = None;
        let mut content_type = None;
        for (name, value) in &headers {
            let slot = match name.len() {
                19 if name.eq_ignore_ascii_case("content-disposition") => &mut disposition,
                12 if name.eq_ignore_ascii_case("content-type") => &mut content_type,
                _ => continue,
            };
            if slot.replace(*value).is_some() {
                return None;
            }
        }
        let disposition = disposition?;
        let end = find(disposition, b';')?;
        if !trim(&disposition[..end]).eq_ignore_ascii_case(b"form-data") {
            return None;
        }
        let (mut raw_name, mut raw_filename) = (None, None);
        for (key, parameter) in parameters(disposition)? {
            let slot = match key {
                _ if key.eq_ignore_ascii_case(b"name") => &mut raw_name,
                _ if key.eq_ignore_ascii_case(b"filename") => &mut raw_filename,
                _ => return None,
            };
            if slot.replace(parameter.raw).is_some() {
                return None;
            }
        }
        let raw_name = raw_name?;
        let filename = match raw_filename {
            Some(raw) => Some(decode(raw)?),
            None => None,
        };
        Some(Self {
            name: decode(raw_name)?,
            raw_name,
            filename,
            raw_filename,
            content_type,
            headers,
            content,
        })
    }
}

/// Takes off both escapes in use: `%22 %0D %0A` of browsers (HTML Standard §4.10.21.8) and the
/// backslash before `"` and `\` of RFC 9110 §5.6.4. Other backslashes stand for themselves.
fn decode(raw: &[u8]) -> Option<Cow<'_, str>> {
    let text = std::str::from_utf8(raw).ok()?;
    if !text.contains(['\\', '%']) {
        return Some(text.into());
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '%']) {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let escape = match rest.as_bytes() {
            [b'\\', b'"', ..] => Some(('"', 2)),
            [b'\\', b'\\', ..] => Some(('\\', 2)),
            [b'%', b'2', b'2', ..] => Some(('"', 3)),
            [b'%', b'0', b'D' | b'd', ..] => Some(('\r', 3)),
            [b'%', b'0', b'A' | b'a', ..] => Some(('\n', 3)),
            _ => None,
        };
        let (c, len) = escape.unwrap_or((char::from(rest.as_bytes()[0]), 1));
        decoded.push(c);
        rest = &rest[len..];
    }
    decoded.push_str(rest);
    Some(decoded.into())
}

impl fmt::Debug for Multipart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Multipart({} parts)", self.parts.len())
    }
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Part({} headers, {} bytes)",
            self.headers.len(),
            self.content.len()
        )
    }
}
