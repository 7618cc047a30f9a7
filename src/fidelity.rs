//! Whether the serialisers of a language give a body back as it was.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::request::{Json, Multipart, Number, Part};

/// Whether every number in the value is of this kind.
pub(crate) fn all_numbers(value: &Json<'_>, kind: impl Fn(Number<'_>) -> bool + Copy) -> bool {
    match value {
        Json::Number(number) => kind(*number),
        Json::Array(items) => items.iter().all(|item| all_numbers(item, kind)),
        Json::Object(members) => members.iter().all(|(_, value)| all_numbers(value, kind)),
        _ => true,
    }
}

/// Whether every object in the value is of this kind.
pub(crate) fn all_objects(
    value: &Json<'_>,
    kind: impl Fn(&[(Cow<'_, str>, Json<'_>)]) -> bool + Copy,
) -> bool {
    match value {
        Json::Array(items) => items.iter().all(|item| all_objects(item, kind)),
        Json::Object(members) => {
            kind(members) && members.iter().all(|(_, value)| all_objects(value, kind))
        }
        _ => true,
    }
}

/// An integer of at most so many digits, `-0` excepted, which integers do not have.
pub(crate) fn is_integer(number: Number<'_>, digits: usize) -> bool {
    let text = number.as_str();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    text != "-0" && unsigned.len() <= digits && unsigned.bytes().all(|byte| byte.is_ascii_digit())
}

/// A decimal fraction that is the shortest text of its double, and near enough to 1 that no
/// language writes it with an exponent.
pub(crate) fn is_short_decimal(number: Number<'_>) -> bool {
    let text = number.as_str();
    let near = |value: f64| (1e-4..1e15).contains(&value.abs());
    text.contains('.')
        && text
            .parse()
            .is_ok_and(|value: f64| near(value) && format!("{value:?}") == text)
}

/// Whether no name comes again, so that a dictionary holds them all.
pub(crate) fn are_unique<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    let mut seen = HashSet::new();
    names.into_iter().all(|name| seen.insert(name))
}

/// Whether every part has no header but Content-Disposition and an ASCII Content-Type, and the
/// client writes its name and file name as they were.
pub(crate) fn all_parts_plain(
    multipart: &Multipart<'_>,
    escape: fn(char) -> Option<&'static str>,
    kind: impl Fn(&Part<'_>) -> bool,
) -> bool {
    multipart.parts.iter().all(|part| {
        let headers = usize::from(part.content_type.is_some()) + 1;
        let disposition = part
            .headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-disposition"));
        part.headers.len() == headers
            && part.content_type.is_none_or(<[u8]>::is_ascii)
            && disposition.is_some_and(|(_, value)| *value == written(part, escape).as_bytes())
            && kind(part)
    })
}

/// The Content-Disposition of a part, as clients write it.
fn written(part: &Part<'_>, escape: fn(char) -> Option<&'static str>) -> String {
    let mut written = String::from("form-data; name=\"");
    let quote = |written: &mut String, name: &str| {
        for c in name.chars() {
            match escape(c) {
                Some(escaped) => written.push_str(escaped),
                None => written.push(c),
            }
        }
        written.push('"');
    };
    quote(&mut written, &part.name);
    if let Some(filename) = &part.filename {
        written.push_str("; filename=\"");
        quote(&mut written, filename);
    }
    written
}

/// How browsers, urllib3 and many others escape a name in Content-Disposition
/// (HTML Standard, "multipart/form-data encoding algorithm").
pub(crate) fn html_escape(c: char) -> Option<&'static str> {
    match c {
        '"' => Some("%22"),
        '\r' => Some("%0D"),
        '\n' => Some("%0A"),
        _ => None,
    }
}
