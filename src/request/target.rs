//! The request target and the scheme it is asked for with.

use serde::Deserialize;

use super::Text;

/// `http` or `https`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Plain HTTP.
    Http,
    /// HTTP over TLS.
    Https,
}

impl Scheme {
    /// `"http"` or `"https"`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// The forms of RFC 9112 §3.2; authority-form belongs to CONNECT, which has no snippet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetForm {
    /// `/path?query`
    Origin,
    /// `http://host/path?query`
    Absolute,
    /// `*`, of OPTIONS
    Asterisk,
}

/// A request target, byte for byte.
#[derive(Clone, Debug)]
pub struct RequestTarget<'a> {
    pub(crate) form: TargetForm,
    pub(crate) text: Text<'a>,
    /// Path and query, as a server would see them in origin-form: never empty, `/` at least.
    pub(crate) origin: Text<'a>,
}

impl RequestTarget<'_> {
    /// Which form of RFC 9112 §3.2 it has.
    pub fn form(&self) -> TargetForm {
        self.form
    }

    /// The whole target as the message gave it.
    pub fn as_text(&self) -> &Text<'_> {
        &self.text
    }

    /// Path and query as sent in origin-form; `*` for the asterisk-form.
    pub fn origin_form(&self) -> &Text<'_> {
        &self.origin
    }

    /// The path: what stands before the first `?`.
    pub fn path(&self) -> &[u8] {
        let bytes = self.origin.as_bytes();
        bytes.split(|byte| *byte == b'?').next().unwrap_or(bytes)
    }

    /// The query: what follows the first `?`, `None` without one.
    pub fn query(&self) -> Option<&[u8]> {
        let bytes = self.origin.as_bytes();
        let mark = bytes.iter().position(|byte| *byte == b'?')?;
        Some(&bytes[mark + 1..])
    }

    /// Whether the path has a `.` or `..` segment, which many clients fold (RFC 3986 §5.2.4).
    /// `%2e` counts, as URL parsers of browsers read it as a dot.
    pub fn has_dot_segments(&self) -> bool {
        self.path().split(|byte| *byte == b'/').any(|segment| {
            let mut rest = segment;
            let mut dots = 0;
            while let Some(tail) = rest.strip_prefix(b".").or_else(|| {
                (rest.len() >= 3 && rest[..3].eq_ignore_ascii_case(b"%2e")).then(|| &rest[3..])
            }) {
                rest = tail;
                dots += 1;
            }
            rest.is_empty() && (dots == 1 || dots == 2)
        })
    }
}
