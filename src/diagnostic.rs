//! Errors and warnings with their place in the message.

use std::fmt;
use std::ops::Range;

/// How serious a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// No request can be read.
    Error,
    /// The request was read; its author should know this.
    Warning,
}

/// One thing said about a message: what, where and what to do.
///
/// Its texts never hold a field value, a body or a token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Whether the request was read all the same.
    pub severity: Severity,
    /// A stable name, such as `space-before-colon`.
    pub id: &'static str,
    /// One sentence, lower case, without a final stop.
    pub message: String,
    /// Where, in bytes of the message.
    pub span: Range<usize>,
    /// What to type, where there is something to say.
    pub help: Option<String>,
    /// 1-based line of `span.start`.
    pub line: usize,
    /// 1-based column of `span.start`, in characters.
    pub column: usize,
}
#[derive(Debug)]
pub struct Errors;
impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("errors")
    }
}
impl std::error::Error for Errors {}
