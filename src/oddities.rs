//! What is unusual about a request target, which is what clients rewrite.

use crate::request::{RequestTarget, TargetForm};

/// The unusual in one request target. All `false` for `/users?page=2`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Oddities {
    /// `OPTIONS *`.
    pub(crate) asterisk: bool,
    /// A `.` or `..` segment in the path.
    pub(crate) dot_segment: bool,
    /// One that is spelled with `%2e`.
    pub(crate) encoded_dot_segment: bool,
    /// A path that starts with `//`.
    pub(crate) double_slash: bool,
    /// A `?` with nothing after it.
    pub(crate) empty_query: bool,
    /// A `#`.
    pub(crate) fragment: bool,
    /// A `%` without two hexadecimal digits after it.
    pub(crate) stray_percent: bool,
    /// `%c3` in place of `%C3`.
    pub(crate) lower_hex: bool,
    /// `%41`, which means `A` and need not be encoded (RFC 3986 §2.3).
    pub(crate) encoded_unreserved: bool,
    /// Bytes beyond ASCII.
    pub(crate) non_ascii: bool,
    /// Bytes that are not UTF-8.
    pub(crate) not_utf8: bool,
    /// ASCII that RFC 3986 gives no place in a path, as a set of bits by [`bit`].
    path: u32,
    /// The same for the query.
    query: u32,
}

/// ASCII characters that some client encodes or drops.
const RESERVED: &[u8] = b"\"<>[]\\^`{|}'()!*$&+,;=:@~";

fn bit(byte: u8) -> u32 {
    RESERVED
        .iter()
        .position(|other| *other == byte)
        .map_or(0, |index| 1 << index)
}

fn bits(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| bit(*byte)).sum()
}

impl Oddities {
    pub(crate) fn of(target: &RequestTarget<'_>) -> Self {
        if target.form() == TargetForm::Asterisk {
            return Self {
                asterisk: true,
                ..Self::default()
            };
        }
        let bytes = target.origin_form().as_bytes();
        let mut odd = Self::default();
        let mut in_query = false;
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' => {}
                b'?' if !in_query => in_query = true,
                b'?' => {}
                b'#' => odd.fragment = true,
                b'%' => odd.percent(bytes.get(at + 1..at + 3)),
                0x80.. => odd.non_ascii = true,
                _ if in_query => odd.query |= bit(*byte),
                _ => odd.path |= bit(*byte),
            }
        }
        odd.empty_query = target.query() == Some(b"");
        odd.double_slash = bytes.starts_with(b"//");
        odd.not_utf8 = odd.non_ascii && target.origin_form().as_str().is_none();
        let segments = || target.path().split(|byte| *byte == b'/');
        odd.dot_segment = segments().any(|segment| matches!(segment, b"." | b".."));
        odd.encoded_dot_segment = !odd.dot_segment && target.has_dot_segments();
        odd
    }

    fn percent(&mut self, digits: Option<&[u8]>) {
        let value = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let Some(value) = value else {
            self.stray_percent = true;
            return;
        };
        let digits = digits.unwrap_or_default();
        self.lower_hex |= digits.iter().any(u8::is_ascii_lowercase);
        self.encoded_unreserved |= value.is_ascii_alphanumeric() || b"-._~".contains(&value);
    }

    /// Whether the path has one of these characters.
    pub(crate) fn path_has(&self, characters: &[u8]) -> bool {
        self.path & bits(characters) != 0
    }

    /// Whether the query has one of these characters.
    pub(crate) fn query_has(&self, characters: &[u8]) -> bool {
        self.query & bits(characters) != 0
    }

    /// Whether path or query has one of these characters.
    pub(crate) fn has(&self, characters: &[u8]) -> bool {
        self.path_has(characters) || self.query_has(characters)
    }

    /// Whether urllib3, and so requests and HTTPie, changes the target whichever way it is given
    /// (seen on requests 2.34 with urllib3 2.8): it percent-encodes, writes the digits of `%` in
    /// capitals and drops an empty query.
    pub(crate) fn rewritten_by_urllib3(&self) -> bool {
        self.has(b"\"<>[]\\^`{|}")
            || self.non_ascii
            || self.fragment
            || self.stray_percent
            || self.lower_hex
            || self.empty_query
    }
}
