//! Errors, warnings and notes with their place in the message, as JSON.

use std::ops::Range;

use serde::Serialize;

use crate::Diagnostic;
use crate::diagnostic::position;

/// An error or a warning.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    severity: String,
    pub(super) id: &'static str,
    message: String,
    pub(super) help: Option<String>,
    #[serde(flatten)]
    position: Position,
    span: Span,
}

/// 1-based, in characters; the end is the column after the last, on the same line.
#[derive(Debug, Serialize)]
pub(super) struct Position {
    line: usize,
    column: usize,
    end_column: usize,
}

/// In bytes of the message.
#[derive(Debug, Serialize)]
struct Span {
    start: usize,
    end: usize,
}

/// As many as are told of one message.
const ROWS: usize = 100;

/// The rows of a list, or the first of them.
pub(super) fn rows(message: &[u8], diagnostics: &[Diagnostic]) -> Vec<Row> {
    let row = |one: &Diagnostic| Row {
        severity: one.severity.to_string(),
        id: one.id,
        message: one.message.clone(),
        help: one.help.clone(),
        position: Position::new(
            (one.line, one.column),
            message.get(one.span.clone()).unwrap_or_default(),
        ),
        span: Span {
            start: one.span.start,
            end: one.span.end,
        },
    };
    diagnostics.iter().take(ROWS).map(row).collect()
}

impl Position {
    fn new((line, column): (usize, usize), shown: &[u8]) -> Self {
        let shown = shown.split(|byte| *byte == b'\n').next();
        let shown = shown.unwrap_or_default();
        let (_, end) = position(shown, shown.len());
        Self {
            line,
            column,
            end_column: column + end - 1,
        }
    }
}

/// Where the lines of a message start, so that many places in it are found quickly.
pub(super) struct Lines<'m> {
    message: &'m [u8],
    starts: Vec<usize>,
}

impl<'m> Lines<'m> {
    pub(super) fn new(message: &'m [u8]) -> Self {
        let ends = message.iter().enumerate();
        let ends = ends.filter(|(_, byte)| **byte == b'\n');
        let starts = [0].into_iter().chain(ends.map(|(end, _)| end + 1));
        Self {
            message,
            starts: starts.collect(),
        }
    }

    pub(super) fn position(&self, span: Range<usize>) -> Position {
        let line = self.starts.partition_point(|start| *start <= span.start);
        let start = self.starts[line - 1];
        let (_, column) = position(&self.message[start..], span.start - start);
        Position::new((line, column), &self.message[span])
    }
}
