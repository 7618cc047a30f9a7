//! The response on standard output.

use std::fmt::Write;
use std::io::{self, IsTerminal};

use clap::builder::styling::{AnsiColor, Style};
use snippetgen::request::{Json, Version};
use snippetgen::send::Response;

use super::json;

const NAME: Style = AnsiColor::Cyan.on_default();
const ASIDE: Style = Style::new().dimmed();

pub(super) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

fn version(response: &Response) -> &'static str {
    match response.version {
        Version::HTTP_10 => "HTTP/1.0",
        _ => "HTTP/1.1",
    }
}

/// Status line and fields as they came, and the blank line.
pub(super) fn head(response: &Response) -> Vec<u8> {
    let status = format!("{} {} ", version(response), response.status.as_u16());
    let mut head = status.into_bytes();
    head.extend_from_slice(&response.reason);
    head.extend_from_slice(b"\r\n");
    for field in &response.fields {
        head.extend_from_slice(field.name.as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(&field.value);
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}

/// The response for a terminal, which no byte of it can control.
pub(super) fn styled(response: &Response, body: bool) -> String {
    let status = match response.status.as_u16() {
        200..=299 => AnsiColor::Green,
        300..=399 => AnsiColor::Yellow,
        400.. => AnsiColor::Red,
        _ => AnsiColor::Blue,
    };
    let status = status.on_default().bold();
    let code = response.status.as_u16();
    let reason = visible_bytes(&response.reason);
    let mut text = format!("{} {status}{code} {reason}{status:#}\n", version(response));
    for field in &response.fields {
        let value = visible_bytes(&field.value);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{NAME}{}{NAME:#}: {value}", visible(&field.name));
    }
    if !body || response.body.is_empty() {
        return text;
    }
    text.push('\n');
    let body = &*response.body;
    // Some servers put a byte order mark before JSON, which a parser may ignore (RFC 8259 §8.1).
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    match is_json(body, response).then(|| Json::parse(body)).flatten() {
        Some(json) => json::write(&json, &mut text),
        None => match std::str::from_utf8(body) {
            Ok(body) if !body.contains('\0') => lines(body, &mut text),
            _ => {
                let size = response.body.len();
                let _ = write!(
                    text,
                    "{ASIDE}{size} bytes that are no text in UTF-8: `--output FILE` saves them{ASIDE:#}"
                );
            }
        },
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// Whether it is to be read as JSON: because it looks so, whatever it is called, or is called so.
fn is_json(body: &[u8], response: &Response) -> bool {
    let called = |value: &[u8]| {
        let essence = value.split(|byte| *byte == b';').next().unwrap_or(value);
        let essence = essence.trim_ascii().to_ascii_lowercase();
        essence == b"application/json" || essence.ends_with(b"+json")
    };
    matches!(body.trim_ascii_start().first(), Some(b'{' | b'['))
        || response.values("content-type").next().is_some_and(called)
}

fn lines(body: &str, text: &mut String) {
    for line in body.split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        let content = content.strip_suffix('\r').unwrap_or(content);
        for (index, cell) in content.split('\t').enumerate() {
            if index > 0 {
                text.push('\t');
            }
            text.push_str(&visible(cell));
        }
        if line.ends_with('\n') {
            text.push('\n');
        }
    }
}

pub(super) fn visible_bytes(bytes: &[u8]) -> String {
    visible(&String::from_utf8_lossy(bytes))
}

/// The text with signs in the place of control characters, and of those that reorder text or are
/// not seen: a response may say anything to a terminal otherwise.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0'..='\x1f' => shown.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
            '\x7f' => shown.push('\u{2421}'),
            _ if is_unseen(c) => shown.extend(c.escape_unicode()),
            _ => shown.push(c),
        }
    }
    shown
}

/// Characters of C1, and those that reorder text or are not seen.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200b}' | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_cannot_control_a_terminal() {
        let mut text = String::new();
        lines("a\tb\r\n\x1b]0;title\x07\u{9b}1m\u{202e}end\r", &mut text);
        assert_eq!(text, "a\tb\n␛]0;title␇\\u{9b}1m\\u{202e}end");
    }
}
