//! Credentials of the Authorization field.

use std::fmt;

use super::Text;

/// The value of an Authorization field (RFC 9110 §11.4): a scheme, then its credentials.
pub struct Credentials<'a> {
    value: &'a [u8],
    scheme_end: usize,
    start: usize,
}

impl<'a> Credentials<'a> {
    pub(crate) fn new(value: &'a Text<'_>) -> Self {
        let value = value.as_bytes();
        let scheme_end = value.iter().position(|b| *b == b' ').unwrap_or(0);
        let blanks = value[scheme_end..]
            .iter()
            .take_while(|b| **b == b' ')
            .count();
        Self {
            value,
            scheme_end,
            start: scheme_end + blanks,
        }
    }

    /// The scheme (`Bearer`, `Basic` …), empty where the value is a bare token.
    pub fn scheme(&self) -> &'a [u8] {
        &self.value[..self.scheme_end]
    }

    /// Where the credentials start in the value.
    pub fn start(&self) -> usize {
        self.start
    }
}

/// A bearer token (RFC 6750 §2.1). `Debug` never shows it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Bearer<'a>(&'a [u8]);

impl<'a> Bearer<'a> {
    pub(crate) fn new(token: &'a [u8]) -> Self {
        Self(token)
    }

    /// The token itself. Handle with care: it is a secret.
    pub fn token(&self) -> &'a [u8] {
        self.0
    }

    /// Whether the token is a `b64token` (RFC 6750 §2.1): letters, digits, `-._~+/`, then `=`s.
    pub fn is_b64token(&self) -> bool {
        let end = self
            .0
            .iter()
            .rposition(|b| *b != b'=')
            .map_or(0, |last| last + 1);
        end > 0
            && self.0[..end]
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || b"-._~+/".contains(b))
    }

    /// Whether the token stands for one to be filled in: `{token}`, `<token>`, `{{token}}`,
    /// `$TOKEN`, `${TOKEN}`, `%TOKEN%`, `YOUR_TOKEN`, `xxx`, `***`, `…`.
    pub fn is_placeholder(&self) -> bool {
        let Ok(token) = std::str::from_utf8(self.0) else {
            return false;
        };
        let between = |open: &str, close: &str| {
            token
                .strip_prefix(open)
                .and_then(|t| t.strip_suffix(close))
                .is_some_and(|name| {
                    !name.is_empty()
                        && name
                            .chars()
                            .all(|c| c.is_alphanumeric() || " _-.".contains(c))
                })
        };
        let upper = token.to_ascii_uppercase();
        let all = |set: &str| !token.is_empty() && token.chars().all(|c| set.contains(c));
        between("{", "}")
            || between("<", ">")
            || between("{{", "}}")
            || between("${", "}")
            || between("%", "%")
            || between("[", "]")
            || token.strip_prefix('$').is_some_and(|name| {
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            })
            || ["YOUR_", "YOUR-", "MY_", "MY-", "REPLACE_", "INSERT_"]
                .iter()
                .any(|start| upper.starts_with(start))
            || ["TOKEN", "ACCESS_TOKEN", "API_TOKEN", "REDACTED"].contains(&upper.as_str())
            || all("xX")
            || all("*")
            || all(".…")
    }
}

impl fmt::Debug for Bearer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(redacted)")
    }
}
