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

impl Row {
    pub(super) fn new(message: &[u8], diagnostic: &Diagnostic) -> Self {
        let Range { start, end } = diagnostic.span;
        Self {
            severity: diagnostic.severity.to_string(),
            id: diagnostic.id,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            position: Position::of(message, &diagnostic.span),
            span: Span { start, end },
        }
    }
}

/// The rows of a list.
pub(super) fn rows(message: &[u8], diagnostics: &[Diagnostic]) -> Vec<Row> {
    diagnostics
        .iter()
        .map(|one| Row::new(message, one))
        .collect()
}

impl Position {
    pub(super) fn of(message: &[u8], span: &Range<usize>) -> Self {
        let (line, column) = position(message, span.start);
        let rest = &message[span.start.min(message.len())..span.end.min(message.len())];
        let shown = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let (_, width) = position(shown, shown.len());
        Self {
            line,
            column,
            end_column: column + width - 1,
        }
    }
}
