//! Literals that look like real credentials.

use std::ops::Range;

/// A part of a text that looks like a credential.
pub(crate) struct Credential {
    /// What it looks like: `a GitHub token`.
    pub kind: &'static str,
    /// Where it is, in bytes.
    pub span: Range<usize>,
}

/// The credentials in a text, in its order; `allowed` are texts that are none.
pub(crate) fn find(_text: &str, _allowed: &[String]) -> Vec<Credential> {
    Vec::new()
}
