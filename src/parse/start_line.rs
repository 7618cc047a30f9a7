//! The request line (RFC 9112 §3).

use std::ops::Range;

use http::{Method, Version};

use super::bytes::{self, is_blank};
use super::head::Word;
use super::problems::{Problems, name};

/// What a request line says; without one, everything is `None`.
#[derive(Default)]
pub(super) struct StartLine<'a> {
    pub method: Option<Word<'a>>,
    pub target: Option<Word<'a>>,
    pub version: Option<Version>,
    pub given: bool,
}

const USUAL_METHODS: [&str; 8] = [
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE",
];

impl<'a> StartLine<'a> {
    pub(super) fn read(line: Word<'a>, problems: &mut Problems) -> Self {
        let mut start = Self {
            given: true,
            ..Self::default()
        };
        let text = bytes::trim_end(line.bytes);
        let end = text
            .iter()
            .position(|byte| is_blank(*byte))
            .unwrap_or(text.len());
        let method = Word {
            bytes: &text[..end],
            at: line.at,
        };
        if let Some((id, message, help)) = not_a_request(text, method.bytes) {
            problems.error(id, method.span(), message, help);
            return start;
        }
        start.method = Some(method);
        if end == text.len() {
            problems.error(
                "no-target",
                line.at + end..line.at + end,
                "the request line has no request target",
                "write a path after the method: `GET / HTTP/1.1` (RFC 9112 §3)",
            );
            return start;
        }

        let blanks = text[end..]
            .iter()
            .take_while(|byte| is_blank(**byte))
            .count();
        let from = end + blanks;
        let last = text
            .iter()
            .rposition(|byte| is_blank(*byte))
            .map_or(0, |at| at + 1);
        let word = &text[last..];
        let mut target = &text[from..];
        if looks_like_version(word) {
            target = bytes::trim_end(&text[from..last]);
            let span = line.at + last..line.at + text.len();
            start.version = read_version(word, span, problems);
        } else {
            let at = line.at + text.len();
            problems.warning(
                "no-version",
                at..at,
                "the request line has no version",
                "end it with ` HTTP/1.1` (RFC 9112 §3)",
            );
        }
        let target = Word {
            bytes: target,
            at: line.at + from,
        };
        if target.bytes.is_empty() {
            problems.error(
                "no-target",
                line.at + last..line.at + last,
                "the request line has no request target",
                "write a path between method and version: `GET / HTTP/1.1` (RFC 9112 §3)",
            );
            return start;
        }
        start.target = Some(target);
        start
    }
}

/// Whether the line is a field line rather than a request line: a token, then a colon that does
/// not belong to an address.
pub(super) fn starts_with_field(line: Word<'_>) -> bool {
    let len = bytes::token_len(line.bytes);
    len > 0 && line.bytes[len..].starts_with(b":") && !line.bytes[len..].starts_with(b"://")
}

#[cold]
pub(super) fn missing(line: Word<'_>, problems: &mut Problems) {
    let len = bytes::token_len(line.bytes);
    problems.error(
        "no-request-line",
        line.at..line.at + len,
        format!(
            "the message starts with the field `{}`, not with a request line",
            name(&line.bytes[..len])
        ),
        "write a line such as `GET / HTTP/1.1` above it (RFC 9112 §3)",
    );
}

#[cold]
pub(super) fn indented(line: Word<'_>, problems: &mut Problems) {
    let blanks = line
        .bytes
        .iter()
        .take_while(|byte| is_blank(**byte))
        .count();
    problems.error(
        "space-before-method",
        line.at..line.at + blanks,
        "the request line starts with a space",
        "remove the indentation from every line (RFC 9112 §2.2)",
    );
}

/// What else a first line may be.
fn not_a_request(line: &[u8], word: &[u8]) -> Option<(&'static str, &'static str, &'static str)> {
    let starts_with =
        |start: &[u8]| word.len() >= start.len() && word[..start.len()].eq_ignore_ascii_case(start);
    if bytes::is_token(word) {
        let last = bytes::trim_end(line).rsplit(|b| is_blank(*b)).next();
        if last.is_some_and(looks_like_version) {
            return None;
        }
        if [&b"curl"[..], b"wget", b"http", b"https"].contains(&word) {
            return Some((
                "command",
                "this is a command line, not an HTTP message",
                "give the request itself: `GET / HTTP/1.1`, then the fields, a blank line, the body",
            ));
        }
        let comment = word.iter().all(|byte| *byte == b'#');
        return comment.then_some((
            "comment",
            "this is a comment, and HTTP has none",
            "remove it: a message begins with its request line, such as `GET / HTTP/1.1`",
        ));
    }
    if starts_with(b"HTTP/") {
        return Some((
            "response",
            "this is a response, not a request",
            "give the request that led to it; it starts with a method: `GET / HTTP/1.1`",
        ));
    }
    if starts_with(b"http://") || starts_with(b"https://") || word.starts_with(b"/") {
        return Some((
            "no-method",
            "the request line has no method",
            "write one before the address, such as `GET ` (RFC 9112 §3)",
        ));
    }
    Some((
        "method",
        "the method has a character that is not allowed in it",
        "the first line is a request line such as `GET / HTTP/1.1` (RFC 9112 §3)",
    ))
}

fn looks_like_version(word: &[u8]) -> bool {
    let has =
        |name: &[u8]| word.len() > name.len() && word[..name.len()].eq_ignore_ascii_case(name);
    (has(b"HTTP/") && word[5] != b'/') || (has(b"HTTPS/") && word[6] != b'/')
}

fn read_version(word: &[u8], span: Range<usize>, problems: &mut Problems) -> Option<Version> {
    Some(match word {
        b"HTTP/1.1" => Version::HTTP_11,
        b"HTTP/1.0" => Version::HTTP_10,
        b"HTTP/2" | b"HTTP/2.0" => Version::HTTP_2,
        b"HTTP/3" | b"HTTP/3.0" => Version::HTTP_3,
        _ => {
            problems.error(
                "version",
                span,
                "this is no version of HTTP that a request can have",
                "write `HTTP/1.1`, in capitals; `HTTP/1.0`, `HTTP/2` and `HTTP/3` are read too \
                 (RFC 9112 §2.3)",
            );
            return None;
        }
    })
}

/// The method, its case kept (RFC 9110 §9.1).
pub(super) fn method(word: Word<'_>, problems: &mut Problems) -> Option<Method> {
    let method = Method::from_bytes(word.bytes).ok();
    let Some(method) = method else {
        problems.error(
            "method",
            word.span(),
            "the method has a character that is not allowed in it",
            "methods are letters, digits and ``!#$%&'*+-.^_`|~`` (RFC 9110 §5.6.2)",
        );
        return None;
    };
    if method == Method::CONNECT {
        problems.error(
            "connect",
            word.span(),
            "CONNECT asks a proxy for a tunnel; no client sends it as a request",
            "give the request that goes through the tunnel (RFC 9110 §9.3.6)",
        );
        return None;
    }
    let name = method.as_str();
    if name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        let usual = USUAL_METHODS
            .iter()
            .find(|usual| usual.eq_ignore_ascii_case(name));
        if let Some(usual) = usual {
            problems.warning(
                "method-case",
                word.span(),
                "methods are case-sensitive, and this one is usually in capitals",
                format!("write `{usual}` (RFC 9110 §9.1)"),
            );
        }
    }
    Some(method)
}
