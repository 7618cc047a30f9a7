//! Media types and their parameters (RFC 9110 §8.3).

use std::borrow::Cow;

use super::bytes;
use crate::request::BodyKind;

/// What a Content-Type says of the body.
pub(super) fn kind(value: &[u8]) -> BodyKind {
    let end = bytes::find(value, b';').unwrap_or(value.len());
    let essence = bytes::trim_end(&value[..end]);
    let is = |other: &[u8]| essence.eq_ignore_ascii_case(other);
    let suffix = essence.len().saturating_sub(5);
    if is(b"application/json") || essence[suffix..].eq_ignore_ascii_case(b"+json") {
        BodyKind::Json
    } else if is(b"application/x-www-form-urlencoded") {
        BodyKind::Form
    } else if is(b"multipart/form-data") {
        BodyKind::Multipart
    } else {
        BodyKind::Other
    }
}

/// The parameters after the first `;`: names as they stand, values without quotes. `None` where
/// they break the grammar of RFC 9110 §5.6.6.
pub(crate) fn parameters(value: &[u8]) -> Option<Vec<(&[u8], Parameter<'_>)>> {
    let mut rest = &value[bytes::find(value, b';').unwrap_or(value.len())..];
    let mut list = Vec::new();
    while let [b';', tail @ ..] = rest {
        rest = bytes::trim(tail);
        if rest.is_empty() || rest[0] == b';' {
            continue;
        }
        let len = bytes::token_len(rest);
        let name = &rest[..len];
        rest = rest[len..].strip_prefix(b"=").filter(|_| len > 0)?;
        let parameter = match rest {
            [b'"', tail @ ..] => {
                let end = quoted_len(tail)?;
                rest = &tail[end + 1..];
                Parameter {
                    raw: &tail[..end],
                    quoted: true,
                }
            }
            _ => {
                let end = rest.iter().position(|b| *b == b';').unwrap_or(rest.len());
                let raw = bytes::trim_end(&rest[..end]);
                rest = &rest[end..];
                Parameter { raw, quoted: false }
            }
        };
        list.push((name, parameter));
        rest = bytes::trim(rest);
    }
    rest.is_empty().then_some(list)
}

#[derive(Clone, Copy)]
pub(crate) struct Parameter<'a> {
    /// The bytes between the quotes, backslashes included, or those of the token.
    pub raw: &'a [u8],
    pub quoted: bool,
}

impl<'a> Parameter<'a> {
    /// The value, with the backslashes of a quoted string taken off.
    pub(crate) fn value(self) -> Cow<'a, [u8]> {
        if !self.quoted || bytes::find(self.raw, b'\\').is_none() {
            return self.raw.into();
        }
        let mut value = Vec::with_capacity(self.raw.len());
        let mut raw = self.raw.iter();
        while let Some(byte) = raw.next() {
            value.push(if *byte == b'\\' {
                *raw.next().unwrap_or(byte)
            } else {
                *byte
            });
        }
        value.into()
    }
}

/// The length of a quoted string, up to its closing quote.
fn quoted_len(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match text.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The boundary of a multipart type, one that can be a boundary (RFC 2046 §5.1.1).
pub(super) fn boundary(value: &[u8]) -> Option<Cow<'_, [u8]>> {
    let parameters = parameters(value)?;
    let mut boundaries = parameters
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case(b"boundary"));
    let (_, boundary) = boundaries.next()?;
    let boundary = boundary.value();
    (boundaries.next().is_none() && !boundary.is_empty()).then_some(boundary)
}
