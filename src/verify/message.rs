//! The comparison's own reading of a request message.
//!
//! It shares no line with [`crate::parse`]: a mistake of the parser must show as a difference, not
//! cancel itself. It reads messages the parser accepts and reports nothing.

use std::ops::Range;

/// A request message, as the comparison reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The method, its case kept.
    pub method: Vec<u8>,
    /// What a server is asked for: the target in origin-form, or `*`.
    pub target: Vec<u8>,
    /// Host and port the request goes to.
    pub authority: Vec<u8>,
    /// Name and value of every field line but the pseudo-fields, in order.
    pub fields: Vec<(Vec<u8>, Vec<u8>)>,
    /// The body as it stands in the message, the chunked coding taken off.
    pub body: Vec<u8>,
    /// How many bytes at the end of the body are the editor's final line end.
    pub line_end: usize,
}

impl Message {
    /// Reads a message; `None` where it has no request line or no authority.
    pub fn read(message: &[u8]) -> Option<Self> {
        let layout = Layout::of(message)?;
        let method = &message[layout.method.clone()];
        let target = &message[layout.target.clone()];
        let authority = layout.authority(message)?;
        let fields: Vec<_> = layout
            .fields
            .iter()
            .map(|field| (message[field.name.clone()].to_vec(), field.text(message)))
            .collect();
        let given = |name: &str| {
            fields
                .iter()
                .find(|field| field.0.eq_ignore_ascii_case(name.as_bytes()))
        };

        let rest = &message[layout.body..];
        let chunked = given("transfer-encoding")
            .and_then(|_| dechunk(rest))
            .filter(|_| !rest.is_empty());
        let length = given("content-length")
            .and_then(|field| std::str::from_utf8(&field.1).ok()?.parse::<usize>().ok());
        let body = match (&chunked, length) {
            (Some(body), _) => body.as_slice(),
            // Content-Length tells the editor's line end from the body's.
            (None, Some(length)) if rest.get(length..).is_some_and(is_line_end) => &rest[..length],
            _ => rest,
        };
        let line_end = match chunked.is_some() || given("content-length").is_some() {
            true => 0,
            false if body.ends_with(b"\r\n") => 2,
            false => usize::from(body.ends_with(b"\n")),
        };
        Some(Self {
            method: method.to_vec(),
            target: origin_form(method, target),
            authority: message[authority].to_vec(),
            body: body.to_vec(),
            line_end,
            fields,
        })
    }

    /// The first value given for a name, compared without case.
    pub fn field(&self, name: &str) -> Option<&[u8]> {
        let mut fields = self.fields.iter();
        fields
            .find(|field| field.0.eq_ignore_ascii_case(name.as_bytes()))
            .map(|field| &field.1[..])
    }
}

/// Points a request at another server: replaces scheme and authority, and keeps every other byte.
///
/// A Host field that differs from the authority of the target is content, and stays.
pub fn redirect(message: &[u8], authority: &str) -> Option<Vec<u8>> {
    let layout = Layout::of(message)?;
    let old = layout.authority(message)?;
    let mut edits = vec![(old.clone(), authority.as_bytes())];
    if let Some(scheme) = layout.scheme {
        edits.push((scheme, b"http"));
    }
    if let Some(host) = layout.host
        && host != old
        && message[host.clone()].eq_ignore_ascii_case(&message[old])
    {
        edits.push((host, authority.as_bytes()));
    }
    edits.sort_by_key(|edit| edit.0.start);
    let mut redirected = Vec::with_capacity(message.len());
    let mut kept = 0;
    for (range, replacement) in edits {
        redirected.extend_from_slice(&message[kept..range.start]);
        redirected.extend_from_slice(replacement);
        kept = range.end;
    }
    redirected.extend_from_slice(&message[kept..]);
    Some(redirected)
}

/// Where things stand in a message.
#[derive(Default)]
struct Layout {
    method: Range<usize>,
    target: Range<usize>,
    scheme: Option<Range<usize>>,
    /// The authority of an absolute-form target or of `:authority`.
    stated: Option<Range<usize>>,
    host: Option<Range<usize>>,
    fields: Vec<Field>,
    body: usize,
}

struct Field {
    name: Range<usize>,
    value: Range<usize>,
    /// The continuation lines of a folded value.
    folds: Vec<Range<usize>>,
}

impl Field {
    fn text(&self, message: &[u8]) -> Vec<u8> {
        let mut text = message[self.value.clone()].to_vec();
        for fold in &self.folds {
            text.push(b' ');
            text.extend_from_slice(&message[fold.clone()]);
        }
        trim(&text).to_vec()
    }
}

impl Layout {
    fn of(message: &[u8]) -> Option<Self> {
        let mut layout = Self {
            body: message.len(),
            ..Self::default()
        };
        let mut at = if message.starts_with(b"\xEF\xBB\xBF") {
            3
        } else {
            0
        };
        let mut first = true;
        while at < message.len() {
            let (line, next) = line_at(message, at);
            at = next;
            let text = &message[line.clone()];
            if text.is_empty() && first {
                continue;
            }
            if text.is_empty() {
                layout.body = at;
                break;
            }
            if text[0] == b':' {
                layout.pseudo_field(message, line);
            } else if first {
                layout.request_line(message, line);
            } else {
                layout.field_line(message, line);
            }
            first = false;
        }
        (!layout.method.is_empty() && !layout.target.is_empty()).then_some(layout)
    }

    fn authority(&self, message: &[u8]) -> Option<Range<usize>> {
        let range = self.stated.clone().or_else(|| self.host.clone())?;
        (!message[range.clone()].is_empty()).then_some(range)
    }

    fn request_line(&mut self, message: &[u8], line: Range<usize>) {
        let text = &message[line.clone()];
        let Some(space) = text.iter().position(|byte| *byte == b' ') else {
            return;
        };
        let end = match text.iter().rposition(|byte| *byte == b' ') {
            Some(last) if last > space && text[last + 1..].starts_with(b"HTTP/") => last,
            _ => text.len(),
        };
        self.method = line.start..line.start + space;
        self.set_target(
            message,
            trimmed(message, line.start + space + 1..line.start + end),
        );
    }

    fn set_target(&mut self, message: &[u8], target: Range<usize>) {
        if let Some((scheme, authority)) = absolute(&message[target.clone()]) {
            self.scheme = Some(target.start..target.start + scheme);
            self.stated = Some(target.start + authority.start..target.start + authority.end);
        }
        self.target = target;
    }

    fn pseudo_field(&mut self, message: &[u8], line: Range<usize>) {
        let text = &message[line.clone()];
        let Some(colon) = text[1..].iter().position(|byte| *byte == b':') else {
            return;
        };
        let value = trimmed(message, line.start + colon + 2..line.end);
        match &text[1..=colon] {
            b"method" => self.method = value,
            b"path" => self.set_target(message, value),
            b"authority" => self.stated = Some(value),
            b"scheme" => self.scheme = Some(value),
            _ => {}
        }
    }

    fn field_line(&mut self, message: &[u8], line: Range<usize>) {
        let text = &message[line.clone()];
        if let (b' ' | b'\t', Some(field)) = (text[0], self.fields.last_mut()) {
            field.folds.push(trimmed(message, line));
            return;
        }
        let colon = text
            .iter()
            .position(|byte| *byte == b':')
            .unwrap_or(text.len());
        let name = trimmed(message, line.start..line.start + colon);
        let value = trimmed(message, (line.start + colon + 1).min(line.end)..line.end);
        if message[name.clone()].eq_ignore_ascii_case(b"host") {
            self.host = Some(value.clone());
        }
        self.fields.push(Field {
            name,
            value,
            folds: Vec::new(),
        });
    }
}

/// The line that starts at `at`, without its end, and where the next one starts.
fn line_at(message: &[u8], at: usize) -> (Range<usize>, usize) {
    let length = message[at..].iter().position(|byte| *byte == b'\n');
    let end = length.map_or(message.len(), |length| at + length);
    let line_end = if message[at..end].ends_with(b"\r") {
        end - 1
    } else {
        end
    };
    (at..line_end, (end + 1).min(message.len()))
}

/// The range without the blanks at its ends.
fn trimmed(message: &[u8], range: Range<usize>) -> Range<usize> {
    let text = &message[range.clone()];
    let start = range.start + text.iter().take_while(|byte| is_blank(**byte)).count();
    start..start + trim(text).len()
}

/// The text without the blanks (RFC 9110 §5.6.3) at its ends.
pub(super) fn trim(mut text: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = text
        && is_blank(*first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && is_blank(*last)
    {
        text = rest;
    }
    text
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// The length of the scheme and the place of the authority (without user information) of an
/// absolute-form target.
fn absolute(target: &[u8]) -> Option<(usize, Range<usize>)> {
    let scheme = target.windows(3).position(|window| window == b"://")?;
    if scheme == 0 || !target[..scheme].iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    let start = scheme + 3;
    let length = target[start..]
        .iter()
        .position(|byte| b"/?#".contains(byte));
    let end = length.map_or(target.len(), |length| start + length);
    let user = target[start..end].iter().rposition(|byte| *byte == b'@');
    Some((scheme, user.map_or(start, |at| start + at + 1)..end))
}

/// The target as a server sees it (RFC 9112 §3.2.1).
fn origin_form(method: &[u8], target: &[u8]) -> Vec<u8> {
    let Some((_, authority)) = absolute(target) else {
        return target.to_vec();
    };
    match &target[authority.end..] {
        [] if method == b"OPTIONS" => b"*".to_vec(),
        rest if rest.starts_with(b"/") => rest.to_vec(),
        rest => [b"/", rest].concat(),
    }
}

fn is_line_end(rest: &[u8]) -> bool {
    matches!(rest, b"" | b"\n" | b"\r\n")
}

/// Takes the chunked coding off; lines may end with a bare LF, as editors leave them.
fn dechunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let (line, next) = line_at(rest, 0);
        let size = std::str::from_utf8(&rest[line]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[next..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..size)?);
        rest = &rest[size..];
        let (line, next) = line_at(rest, 0);
        if !line.is_empty() || next == 0 {
            return None;
        }
        rest = &rest[next..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirected(message: &str) -> String {
        String::from_utf8(redirect(message.as_bytes(), "127.0.0.1:9").unwrap()).unwrap()
    }

    #[test]
    fn redirecting_replaces_the_authority_alone() {
        for (before, after) in [
            (
                "\n\nGET / HTTP/1.1\nhost:  a.example:80 \nX: a.example:80\n\nHost: b\n",
                "\n\nGET / HTTP/1.1\nhost:  127.0.0.1:9 \nX: a.example:80\n\nHost: b\n",
            ),
            (
                "GET https://me:pw@a/x?http://a HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://me:pw@127.0.0.1:9/x?http://a HTTP/1.1\r\nHost: 127.0.0.1:9\r\n\r\n",
            ),
            (
                "GET https://a/ HTTP/1.1\r\nHost: b\r\n\r\n",
                "GET http://127.0.0.1:9/ HTTP/1.1\r\nHost: b\r\n\r\n",
            ),
            (
                ":method: GET\n:authority: a\n:scheme: https\n:path: /x\naccept: */*\n",
                ":method: GET\n:authority: 127.0.0.1:9\n:scheme: http\n:path: /x\naccept: */*\n",
            ),
        ] {
            assert_eq!(redirected(before), after);
        }
        assert!(redirect(b"GET / HTTP/1.1\n\n", "127.0.0.1:9").is_none());
    }

    #[test]
    fn a_message_is_read_to_its_bytes() {
        let message =
            Message::read(b"PUT /a/../b?x#y HTTP/1.1\nHost: h\nX: \xFF  1 \n  2\nX:\n\nbody\r\n")
                .unwrap();
        assert_eq!(message.target, b"/a/../b?x#y");
        let x: (Vec<u8>, Vec<u8>) = (b"X".to_vec(), b"\xFF  1 2".to_vec());
        assert_eq!(message.fields[1], x);
        assert_eq!(message.fields[2].1, b"");
        assert_eq!(
            (message.body.as_slice(), message.line_end),
            (&b"body\r\n"[..], 2)
        );
    }

    #[test]
    fn content_length_and_chunks_bound_the_body() {
        let body = |text: &str| Message::read(text.as_bytes()).unwrap();
        let counted = body("POST / HTTP/1.1\nHost: h\nContent-Length: 2\n\nab\n");
        assert_eq!((counted.body.as_slice(), counted.line_end), (&b"ab"[..], 0));
        let chunked =
            body("POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n2;x=y\nab\n1\nc\n0\n\n");
        assert_eq!(
            (chunked.body.as_slice(), chunked.line_end),
            (&b"abc"[..], 0)
        );
    }

    #[test]
    fn absolute_targets_are_seen_in_origin_form() {
        for (line, target) in [
            ("GET http://h HTTP/1.1", "/"),
            ("GET http://h?x HTTP/1.1", "/?x"),
            ("OPTIONS http://h HTTP/1.1", "*"),
            ("OPTIONS * HTTP/1.1", "*"),
            ("GET //h/x HTTP/1.1", "//h/x"),
            ("GET /http://h/x", "/http://h/x"),
        ] {
            let message = Message::read(format!("{line}\nHost: h\n\n").as_bytes()).unwrap();
            assert_eq!(message.target, target.as_bytes(), "{line}");
        }
    }
}
