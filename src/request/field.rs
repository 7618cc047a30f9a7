//! Field lines and the secrets some of them carry.

use std::fmt;
use std::ops::Range;

use super::{Bearer, Credentials, Text};

/// One field line (RFC 9112 §5): a name and a value, in their own case and bytes.
#[derive(Clone)]
pub struct FieldLine<'a> {
    /// A token, so always ASCII.
    pub(crate) name: &'a str,
    pub(crate) value: Text<'a>,
    /// Where the value stands in the message.
    pub(crate) span: Range<usize>,
}

/// What kind of secret a field value carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// Credentials of any other scheme.
    Credentials,
    /// The value of a field such as `X-Api-Key`.
    ApiKey,
    /// `Cookie`.
    Cookie,
}

impl<'a> FieldLine<'a> {
    /// A line that no message has.
    #[cfg(feature = "send")]
    pub(crate) fn made(name: &'a str, value: impl Into<std::borrow::Cow<'a, [u8]>>) -> Self {
        Self {
            name,
            value: Text::new(value),
            span: 0..0,
        }
    }

    /// The name, in the case the message gave it; always a token, so always ASCII.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The value, without the blanks around it.
    pub fn value(&self) -> &Text<'a> {
        &self.value
    }

    /// Where the value stands in the message, in bytes.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Compares the name without case (RFC 9110 §5.1).
    #[inline]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The secret in this value: its kind, and where it starts in the value. What stands before
    /// that (`Bearer `) is no secret.
    pub fn secret(&self) -> Option<(Secret, usize)> {
        if self.is("authorization") || self.is("proxy-authorization") {
            let credentials = Credentials::new(&self.value);
            let kind = match credentials.scheme() {
                scheme if scheme.eq_ignore_ascii_case(b"bearer") => Secret::Bearer,
                scheme if scheme.eq_ignore_ascii_case(b"basic") => Secret::Basic,
                _ => Secret::Credentials,
            };
            return Some((kind, credentials.start()));
        }
        if self.is("cookie") {
            return Some((Secret::Cookie, 0));
        }
        let name = self.name.as_bytes().to_ascii_lowercase();
        let has = |part: &[u8]| name.windows(part.len()).any(|window| window == part);
        let names_a_key = has(b"api-key") || has(b"apikey") || has(b"api_key");
        (names_a_key || has(b"token") || has(b"secret") || has(b"x-auth"))
            .then_some((Secret::ApiKey, 0))
    }

    /// The bearer token, where this is an Authorization field of that scheme.
    pub fn bearer(&self) -> Option<Bearer<'_>> {
        match self.secret()? {
            (Secret::Bearer, start) if self.is("authorization") => {
                Some(Bearer::new(&self.value.as_bytes()[start..]))
            }
            _ => None,
        }
    }
}

impl fmt::Debug for FieldLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.name(), self.value)
    }
}
