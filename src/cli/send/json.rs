//! JSON for people: over lines, in colours, with every member, number and order as it came.

use std::fmt::Write;

use clap::builder::styling::{AnsiColor, Style};
use snippetgen::request::Json;

use super::show::is_unseen;

const NAME: Style = AnsiColor::Cyan.on_default();
const STRING: Style = AnsiColor::Green.on_default();
const NUMBER: Style = AnsiColor::Yellow.on_default();
const WORD: Style = AnsiColor::Magenta.on_default();

pub(super) fn write(json: &Json<'_>, text: &mut String) {
    value(json, 0, text);
    text.push('\n');
}

fn value(json: &Json<'_>, depth: usize, text: &mut String) {
    match json {
        Json::Null => styled(WORD, "null", text),
        Json::Bool(true) => styled(WORD, "true", text),
        Json::Bool(false) => styled(WORD, "false", text),
        Json::Number(number) => styled(NUMBER, number.as_str(), text),
        Json::String(string) => styled(STRING, &quoted(string), text),
        Json::Array(items) if items.is_empty() => text.push_str("[]"),
        Json::Object(members) if members.is_empty() => text.push_str("{}"),
        Json::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                line(index, depth + 1, text);
                value(item, depth + 1, text);
            }
            close(']', depth, text);
        }
        Json::Object(members) => {
            text.push('{');
            for (index, (name, member)) in members.iter().enumerate() {
                line(index, depth + 1, text);
                styled(NAME, &quoted(name), text);
                text.push_str(": ");
                value(member, depth + 1, text);
            }
            close('}', depth, text);
        }
    }
}

fn styled(style: Style, word: &str, text: &mut String) {
    // Writing to a String cannot fail.
    let _ = write!(text, "{style}{word}{style:#}");
}

fn line(index: usize, depth: usize, text: &mut String) {
    if index > 0 {
        text.push(',');
    }
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}

fn close(bracket: char, depth: usize, text: &mut String) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
    text.push(bracket);
}

/// A string of JSON, in which a terminal sees nothing to obey.
fn quoted(string: &str) -> String {
    let mut text = String::with_capacity(string.len() + 2);
    text.push('"');
    for c in string.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            _ if c.is_control() || is_unseen(c) => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            _ => text.push(c),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_order_and_duplicates_stay_and_controls_are_escaped() {
        let source = r#"{"b":1.0,"a":[1e5,12345678901234567890],"b":{},"c":"\u001b[1m\u202e\n"}"#;
        let json = Json::parse(source.as_bytes()).unwrap();
        let mut text = String::new();
        write(&json, &mut text);
        let plain = anstream::adapter::strip_str(&text).to_string();
        assert_eq!(
            plain,
            "{\n  \"b\": 1.0,\n  \"a\": [\n    1e5,\n    12345678901234567890\n  ],\n  \"b\": {},\n  \
             \"c\": \"\\u001b[1m\\u202e\\n\"\n}\n"
        );
        assert!(text.contains("\u{1b}[33m1.0"));
    }
}
