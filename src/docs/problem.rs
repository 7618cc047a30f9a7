//! What is wrong in a page, a request file or the configuration, with its place on disk.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::credentials;
use crate::diagnostic::{Excerpt, Severity, position};

/// One thing said about a file: what, where and what to do.
///
/// Its texts never hold a field value, a body or a token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// Whether anything was made of the file all the same.
    pub severity: Severity,
    /// A stable name, such as `unknown-attribute`.
    pub id: &'static str,
    /// One sentence, lower case, without a final stop.
    pub message: String,
    /// What to type, where there is something to say.
    pub help: Option<String>,
    /// The file: a page, or the request file it names.
    pub file: PathBuf,
    /// 1-based line in that file; 0 for what has no place in it.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// The line spoken of, fit for a terminal, secrets masked.
    pub excerpt: Option<Excerpt>,
}

impl Problem {
    /// An error about a file as a whole.
    pub(crate) fn of_file(
        file: &Path,
        id: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            id,
            message: message.into(),
            help: Some(help.into()).filter(|help| !help.is_empty()),
            file: file.to_owned(),
            line: 0,
            column: 0,
            excerpt: None,
        }
    }

    /// An error at a place of a text, which is shown line by line.
    pub(crate) fn in_text(
        file: &Path,
        text: &str,
        span: Range<usize>,
        id: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let bytes = text.as_bytes();
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let within = span.start - start..span.end.max(span.start) - start;
        let (line, column) = position(bytes, span.start);
        let mut problem = Self::of_file(file, id, message, help);
        (problem.line, problem.column) = (line, column);
        let line = text[start..].lines().next().unwrap_or_default();
        problem.excerpt = Some(Excerpt::new(&masked(line.as_bytes()), &within));
        problem
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// What problems are sorted by: the file, then the place in it.
    pub fn place(&self) -> (&Path, usize, usize) {
        (&self.file, self.line, self.column)
    }
}

/// What looks like a credential in bytes that are text for the most part, and where.
pub(super) fn credentials_in(
    bytes: &[u8],
    allowed: &[String],
) -> Vec<(&'static str, Range<usize>)> {
    let mut at = 0;
    let mut all = Vec::new();
    for chunk in bytes.utf8_chunks() {
        let found = credentials::find(chunk.valid(), allowed).into_iter();
        all.extend(found.map(|it| (it.kind, at + it.span.start..at + it.span.end)));
        at += chunk.valid().len() + chunk.invalid().len();
    }
    all
}

/// The same bytes, with `*` for what looks like a credential.
pub(super) fn masked(bytes: &[u8]) -> Vec<u8> {
    let mut masked = bytes.to_vec();
    for (_, span) in credentials_in(bytes, &[]) {
        masked[span].fill(b'*');
    }
    masked
}

/// `docs/a.md:3:7: error: …`, and the help on a line of its own.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        write!(f, " {}: {}", self.severity, self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// As `--format json` prints it.
impl Serialize for Problem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut object = serializer.serialize_struct("Problem", 7)?;
        object.serialize_field("file", &self.file.to_string_lossy())?;
        object.serialize_field("line", &self.line)?;
        object.serialize_field("column", &self.column)?;
        object.serialize_field("severity", &self.severity.to_string())?;
        object.serialize_field("id", self.id)?;
        object.serialize_field("message", &self.message)?;
        object.serialize_field("help", &self.help)?;
        object.end()
    }
}
