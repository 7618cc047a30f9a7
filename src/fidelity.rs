//! Whether the serialisers of a language give a JSON value back as it was.

use std::borrow::Cow;

use crate::request::{Json, Number};

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
