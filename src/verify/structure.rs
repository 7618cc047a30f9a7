//! When two bodies of other bytes mean the same.

use std::borrow::Cow;

use serde::de::IgnoredAny;

/// Whether both are JSON with the same values: members, order, duplicates, number text, strings.
pub(super) fn same_json(kind: &[u8], expected: &[u8], sent: &[u8]) -> bool {
    let kind = kind.split(|byte| *byte == b';').next().unwrap_or_default();
    let kind = kind.trim_ascii().to_ascii_lowercase();
    let is_json = kind == b"application/json" || kind.ends_with(b"+json");
    is_json && json_tokens(expected).is_some_and(|tokens| Some(tokens) == json_tokens(sent))
}

/// The tokens of a JSON text: what is left when blanks and escapes are taken away. Two valid texts
/// of equal tokens are equal values.
fn json_tokens(text: &[u8]) -> Option<Vec<Cow<'_, str>>> {
    let text = std::str::from_utf8(text).ok()?;
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        let length = match rest.chars().next() {
            None => return Some(tokens),
            Some('"') => string_length(rest)?,
            Some('{' | '}' | '[' | ']' | ',' | ':') => 1,
            Some(_) => rest
                .find(|c: char| " \t\n\r{}[],:\"".contains(c))
                .unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(unescaped(token));
        rest = after;
    }
}

fn string_length(text: &str) -> Option<usize> {
    let mut escaped = true;
    let end = text.bytes().position(|byte| {
        let end = byte == b'"' && !escaped;
        // The first quote opens the string, as if escaped.
        escaped = byte == b'\\' && !escaped;
        end
    });
    end.map(|end| end + 1)
}

/// A string token with its escapes undone; its quote is kept, which tells it from other tokens.
fn unescaped(token: &str) -> Cow<'_, str> {
    match serde_json::from_str::<String>(token) {
        Ok(text) if token.contains('\\') => Cow::Owned(format!("\"{text}\"")),
        // A lone surrogate has no text: its escape is compared as it stands.
        _ => Cow::Borrowed(token),
    }
}

/// Whether both are multipart bodies with the same parts: names, filenames, part fields and
/// contents. The boundary and what follows the last one may differ, and an editor may have left
/// the message with bare LFs between its parts.
pub(super) fn same_multipart(expected: (&[u8], &[u8]), sent: (&[u8], &[u8])) -> bool {
    let is_form = expected.0.to_ascii_lowercase().starts_with(b"multipart/");
    let wanted = || parts(expected, b"\r\n").or_else(|| parts(expected, b"\n"));
    is_form && wanted().is_some_and(|wanted| parts(sent, b"\r\n") == Some(wanted))
}

/// The fields of a part, a value word by word, and its content.
type Part<'a> = (Vec<(Vec<u8>, Vec<Vec<u8>>)>, &'a [u8]);

fn parts<'a>((kind, body): (&[u8], &'a [u8]), line_end: &[u8]) -> Option<Vec<Part<'a>>> {
    let mark = [line_end, b"--", boundary(kind)?.as_slice()].concat();
    let mut rest = body.strip_prefix(&mark[line_end.len()..])?;
    let mut parts = Vec::new();
    while let Some(part) = rest.strip_prefix(line_end) {
        let end = find(part, &mark)?;
        parts.push(read_part(&part[..end], line_end)?);
        rest = &part[end + mark.len()..];
    }
    matches!(rest, b"--" | b"--\n" | b"--\r\n").then_some(parts)
}

fn read_part<'a>(part: &'a [u8], line_end: &[u8]) -> Option<Part<'a>> {
    let mut fields = Vec::new();
    let mut rest = part;
    loop {
        let end = find(rest, line_end)?;
        let (line, after) = (&rest[..end], &rest[end + line_end.len()..]);
        rest = after;
        if line.is_empty() {
            // As with the fields of a message, the order of different names is free.
            fields.sort_by(|a: &(Vec<u8>, _), b| a.0.cmp(&b.0));
            return Some((fields, rest));
        }
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = line[..colon].to_ascii_lowercase();
        let value = &line[colon + 1..];
        let words = match name.as_slice() {
            b"content-disposition" => disposition(value),
            _ => vec![value.trim_ascii().to_vec()],
        };
        fields.push((name, words));
    }
}

/// The type and parameters of a Content-Disposition (RFC 6266 §4), whose order and quotes are free.
fn disposition(value: &[u8]) -> Vec<Vec<u8>> {
    let mut words = parameters(value);
    for word in &mut words[1..] {
        if let Some(equals) = word.iter().position(|byte| *byte == b'=') {
            let (name, value) = (word[..equals].to_ascii_lowercase(), &word[equals + 1..]);
            let quoted = value
                .strip_prefix(b"\"")
                .and_then(|value| value.strip_suffix(b"\""));
            *word = [&name, &b"="[..], quoted.unwrap_or(value)].concat();
        }
    }
    words[1..].sort();
    words
}

fn find(text: &[u8], mark: &[u8]) -> Option<usize> {
    text.windows(mark.len()).position(|window| window == mark)
}

fn boundary(kind: &[u8]) -> Option<Vec<u8>> {
    let parameter = parameters(kind).into_iter().find(|it| is_boundary(it))?;
    let value = parameter[b"boundary=".len()..].trim_ascii();
    let quoted = value
        .strip_prefix(b"\"")
        .and_then(|value| value.strip_suffix(b"\""));
    Some(quoted.unwrap_or(value).to_vec())
}

/// A Content-Type, parameter by parameter, without its boundary.
pub(super) fn without_boundary(kind: &[u8]) -> Vec<Vec<u8>> {
    parameters(kind)
        .into_iter()
        .filter(|it| !is_boundary(it))
        .collect()
}

fn is_boundary(parameter: &[u8]) -> bool {
    let name = parameter
        .split(|byte| *byte == b'=')
        .next()
        .unwrap_or_default();
    name.eq_ignore_ascii_case(b"boundary")
}

/// The type and its parameters; a `;` between quotes separates nothing.
fn parameters(kind: &[u8]) -> Vec<Vec<u8>> {
    let mut quoted = false;
    kind.split(|byte| {
        quoted ^= *byte == b'"';
        *byte == b';' && !quoted
    })
    .map(|parameter| parameter.trim_ascii().to_vec())
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_equal_by_value() {
        let same = |a: &str, b: &str| same_json(b"application/json", a.as_bytes(), b.as_bytes());
        assert!(same(r#"{"a": [1, "\u00e9\/"]}"#, "{\n\"a\":[1,\"é/\"]}"));
        assert!(same(r#"{"a\"b": ""}"#, r#"{"a\u0022b":""}"#));
        assert!(same(r#""\ud800""#, r#""\ud800""#));
        for (a, b) in [
            ("1.0", "1"),
            ("1e5", "1E5"),
            (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#),
            (r#"{"a":1,"a":2}"#, r#"{"a":2}"#),
            (r#"["a","b"]"#, r#"["a,b"]"#),
            (r#"["1"]"#, "[1]"),
            ("{", "{ "),
            (r#""\ud800""#, r#""\ud801""#),
        ] {
            assert!(!same(a, b), "{a} {b}");
        }
        assert!(!same_json(b"text/plain", b"[1]", b"[ 1]"));
    }

    #[test]
    fn multipart_is_equal_by_parts() {
        let kind = |boundary: &str| format!("multipart/form-data; boundary={boundary}");
        let body = |b: &str, head: &str, content: &str| {
            format!(
                "--{b}\r\nContent-Disposition: form-data; name=\"a\"\r\n{head}\r\n{content}\r\n--{b}--\r\n"
            )
        };
        let same = |head: &str, content: &str| {
            same_multipart(
                (
                    kind("\"x y\"").as_bytes(),
                    body("x y", "A: 1\r\n", "text\n").as_bytes(),
                ),
                (kind("z").as_bytes(), body("z", head, content).as_bytes()),
            )
        };
        assert!(same("a:  1 \r\n", "text\n"));
        assert!(!same("A: 1\r\n", "text"));
        let quotes = |head: &str, other: &str| {
            let of = |head: &str| format!("--x\n{head}\n\nb\n--x--").replace('\n', "\r\n");
            let (a, b) = (of(head), of(other));
            let kind = kind("x");
            same_multipart(
                (kind.as_bytes(), a.as_bytes()),
                (kind.as_bytes(), b.as_bytes()),
            )
        };
        let plain = "Content-Disposition: form-data; name=a; filename=\"b;c\"";
        assert!(quotes(
            plain,
            "content-disposition: form-data; filename=\"b;c\"; name=\"a\""
        ));
        assert!(!quotes(
            plain,
            "content-disposition: form-data; filename=\"b; c\"; name=\"a\""
        ));
        assert!(!same("A: 1\r\nB: 2\r\n", "text\n"));
        assert_eq!(
            without_boundary(b"a/b; Boundary=\";\"; c=d"),
            [&b"a/b"[..], b"c=d"]
        );
    }
}
