//! The sample response that may follow a request, after two blank lines.

use std::ops::Range;

/// Splits a message in front of `HTTP/1.1 200 …` after two blank lines: the request, without its
/// last line end, and where the response starts.
pub(super) fn split(message: &[u8]) -> (&[u8], Option<usize>) {
    let mut at = 0;
    // Where the line before the blank ones ends, and how many of those there are.
    let (mut end, mut blank) = (0, 0);
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii().is_empty() {
            blank += 1;
        } else {
            if blank >= 2 && end > 0 && is_status_line(line) {
                return (&message[..end], Some(at));
            }
            let text = line.strip_suffix(b"\n").unwrap_or(line);
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            (end, blank) = (at + text.len(), 0);
        }
        at += line.len();
    }
    (message, None)
}

/// The status line that one blank line too few has left in the body.
pub(super) fn in_body(message: &[u8]) -> Option<Range<usize>> {
    let mut at = 0;
    // The two lines before.
    let (mut second, mut last) = (b"\n".as_slice(), b"\n".as_slice());
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        let apart = last.trim_ascii().is_empty() && !second.trim_ascii().is_empty();
        if apart && is_status_line(line) {
            return Some(at..at + line.trim_ascii_end().len());
        }
        at += line.len();
        (second, last) = (last, line);
    }
    None
}

/// `HTTP/1.1 200`, whatever follows.
fn is_status_line(line: &[u8]) -> bool {
    let mut words = line.split(|byte| byte.is_ascii_whitespace());
    let version = words.next().is_some_and(|word| word.starts_with(b"HTTP/"));
    let code = words.next().unwrap_or_default();
    version && code.len() == 3 && code.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::{in_body, split};

    #[test]
    fn a_response_follows_two_blank_lines() {
        let message = b"GET / HTTP/1.1\nHost: a\n\n\nHTTP/1.1 200 OK\n\n{}";
        assert_eq!(split(message), (&message[..22], Some(25)));
        let crlf = b"POST / HTTP/1.1\r\n\r\na\r\n\r\n\r\nHTTP/2 201\r\n";
        assert_eq!(split(crlf), (&crlf[..20], Some(26)));
    }

    #[test]
    fn a_body_may_hold_what_looks_like_one() {
        for message in [
            "POST / HTTP/1.1\n\na\n\nHTTP/1.1 200 OK\n",
            "POST / HTTP/1.1\n\na\n\n\nHTTP/1.1 is a version\n",
            "\n\n\nHTTP/1.1 200 OK\n",
        ] {
            assert_eq!(split(message.as_bytes()), (message.as_bytes(), None));
        }
    }

    #[test]
    fn a_response_after_one_blank_line_is_in_the_body() {
        let get = b"GET / HTTP/1.1\r\nHost: a\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}";
        assert_eq!(in_body(get), Some(27..42));
        assert_eq!(in_body(b"POST / HTTP/1.1\n\na\n\nHTTP/2 204"), Some(20..30));
        for message in [
            "GET / HTTP/1.1\n\n\nHTTP/1.1 200 OK\n",
            "POST / HTTP/1.1\n\na\nHTTP/1.1 200 OK\n",
            "POST / HTTP/1.1\n\nHTTP/1.1 is a version\n",
        ] {
            assert_eq!(in_body(message.as_bytes()), None, "{message}");
        }
    }
}
