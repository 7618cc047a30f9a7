//! What an update has found and done.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::ser::SerializeStruct;

use crate::docs::{Change, ChangeKind, Problem};

/// What was found in all pages, in the order of their paths and of the places in them.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// How many files were read.
    pub files: usize,
    /// How many were asked for by name and are excluded by the configuration.
    pub excluded: usize,
    /// How many requests the files have that were read, and have no error.
    pub requests: usize,
    /// How many files were written.
    pub written: usize,
    /// The regions that are not up to date; none of [`super::Task::Write`], which leaves none.
    pub findings: Vec<Finding>,
    /// Errors and warnings.
    pub problems: Vec<Problem>,
    /// For each file that would change, a patch; of [`super::Task::Diff`] only.
    pub diffs: Vec<(PathBuf, String)>,
}

/// A region of a file that is not up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The page.
    pub file: PathBuf,
    /// 1-based line of the region, or of the fence that has none.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// In which way it is not.
    pub kind: ChangeKind,
    /// What the update was told on the command line, with a blank behind each word.
    options: String,
}

impl Report {
    pub(super) fn add(&mut self, other: Self) {
        self.files += other.files;
        self.excluded += other.excluded;
        self.requests += other.requests;
        self.written += other.written;
        self.findings.extend(other.findings);
        self.problems.extend(other.problems);
        self.diffs.extend(other.diffs);
    }

    pub(super) fn sort(&mut self) {
        self.findings
            .sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        self.problems.sort_by(|a, b| a.place().cmp(&b.place()));
        self.diffs.sort();
        // A page may have been named twice.
        self.findings.dedup();
        self.problems.dedup();
        self.diffs.dedup();
    }

    /// Whether any problem is an error.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(Problem::is_error)
    }
}

impl Finding {
    pub(super) fn new(file: &Path, change: Change, options: String) -> Self {
        Self {
            options,
            file: file.to_owned(),
            line: change.line,
            column: change.column,
            kind: change.kind,
        }
    }

    /// The name of the kind: `missing`, `stale` or `edited`.
    pub fn name(&self) -> &'static str {
        match self.kind {
            ChangeKind::Missing => "missing",
            ChangeKind::Stale => "stale",
            ChangeKind::Edited => "edited",
        }
    }

    /// One sentence, lower case, without a final stop.
    pub fn message(&self) -> &'static str {
        match self.kind {
            ChangeKind::Missing => "the request has no snippets yet",
            ChangeKind::Stale => "the snippets are not those of the request",
            ChangeKind::Edited => "the snippets were edited by hand",
        }
    }

    /// The command that brings it up to date.
    pub fn command(&self) -> String {
        let force = match self.kind {
            ChangeKind::Edited => "--force ",
            _ => "",
        };
        let (options, file) = (&self.options, word(&self.file));
        format!("snippetgen docs update {force}{options}{file}")
    }

    /// Why nothing was written over an edit.
    pub(super) fn refusal(&self, page: &str) -> Problem {
        let lines = page.split_inclusive('\n').take(self.line - 1);
        let start: usize = lines.map(str::len).sum();
        let line = page[start..].lines().next().unwrap_or_default();
        let column = line.char_indices().nth(self.column - 1);
        let at = start + column.map_or(0, |(at, _)| at)..start + line.trim_end().len();
        Problem::in_text(
            &self.file,
            page,
            at,
            "generated-block-edited",
            "this generated block was edited by hand",
            format!(
                "move what is yours out of it and change the request instead; `{}` overwrites it",
                self.command()
            ),
        )
    }
}

/// `docs/a.md:3:1: stale: …`, with what to run.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, line, column) = (self.file.display(), self.line, self.column);
        let (name, message, command) = (self.name(), self.message(), self.command());
        write!(
            f,
            "{file}:{line}:{column}: {name}: {message} (run: {command})"
        )
    }
}

/// As `--format json` prints it.
impl Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Finding", 7)?;
        object.serialize_field("file", &self.file.to_string_lossy())?;
        object.serialize_field("line", &self.line)?;
        object.serialize_field("column", &self.column)?;
        object.serialize_field("severity", "difference")?;
        object.serialize_field("id", self.name())?;
        object.serialize_field("message", self.message())?;
        object.serialize_field("help", &format!("run `{}`", self.command()))?;
        object.end()
    }
}

/// A path as one word of a shell.
fn word(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | ',');
    match !path.starts_with('-') && path.chars().all(plain) {
        true => path,
        false => format!("'{}'", path.replace('\'', r"'\''")),
    }
}
