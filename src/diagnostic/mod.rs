//! Errors and warnings with their place in the message.

mod excerpt;

use std::fmt;
use std::ops::Range;

pub use crate::place::position;
#[cfg(feature = "send")]
pub(crate) use excerpt::masked;
pub use excerpt::{Excerpt, Excerpts};

/// How serious a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// No request can be read.
    Error,
    /// The request was read; its author should know this.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// One thing said about a message: what, where and what to do.
///
/// Its texts never hold a field value, a body or a token.
///
/// ```
/// let errors = snippetgen::parse(b"GET / HTTP/1.1\nHost : a.example\n").unwrap_err();
/// let first = &errors.diagnostics()[0];
/// assert_eq!((first.id, first.line, first.column), ("space-before-colon", 2, 5));
/// ```
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

impl Diagnostic {
    /// The line of the message this speaks of, fit for a terminal: secrets are masked, control
    /// characters are made visible and a long line is cut.
    pub fn excerpt(&self, message: &[u8]) -> Excerpt {
        Excerpt::new(message, &self.span)
    }

    /// The whole diagnostic as plain text, with the excerpt; `name` is the file's.
    ///
    /// ```
    /// let message = b"GET / HTTP/1.1\nHost : a.example\n";
    /// let errors = snippetgen::parse(message).unwrap_err();
    /// let text = errors.diagnostics()[0].render("request.http", message);
    /// assert!(text.starts_with("request.http:2:5: error: "));
    /// ```
    pub fn render(&self, name: &str, message: &[u8]) -> String {
        self.render_with(name, &self.excerpt(message))
    }

    fn render_with(&self, name: &str, excerpt: &Excerpt) -> String {
        let line = self.line.to_string();
        let gutter = " ".repeat(line.len());
        let indent = " ".repeat(excerpt.start);
        let carets = "^".repeat(excerpt.end.saturating_sub(excerpt.start).max(1));
        let mut text = format!(
            "{name}:{line}:{}: {}: {}\n{gutter} |\n{line} | {}\n{gutter} | {indent}{carets}\n",
            self.column, self.severity, self.message, excerpt.line
        );
        if let Some(help) = &self.help {
            text += &format!("{gutter} = help: {help}\n");
        }
        text
    }
}

/// `3:7: error: …`, and the help on a line of its own.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}: {}",
            self.line, self.column, self.severity, self.message
        )?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// Why no request could be read: at least one error, and the warnings found beside it, in the
/// order of the message.
///
/// ```
/// let errors = snippetgen::parse(b"").unwrap_err();
/// assert_eq!(errors.to_string().lines().next(), Some("1:1: error: the message is empty"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errors(Vec<Diagnostic>);

impl Errors {
    /// `diagnostics` holds at least one error.
    pub(crate) fn new(diagnostics: Vec<Diagnostic>) -> Self {
        Self(diagnostics)
    }

    /// Errors and warnings in the order of the message.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.0
    }

    /// Every diagnostic as [`Diagnostic::render`] writes it, a blank line between two.
    pub fn render(&self, name: &str, message: &[u8]) -> String {
        let mut excerpts = Excerpts::new(message);
        let texts = self.0.iter();
        let texts = texts.map(|one| one.render_with(name, &excerpts.of(&one.span)));
        texts.collect::<Vec<_>>().join("\n")
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Errors {}

impl<'a> IntoIterator for &'a Errors {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
