//! Collects what there is to say about a message.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Severity};

/// No more of either severity is kept: hostile messages could have one a byte.
const LIMIT: usize = 100;

#[derive(Default)]
pub(crate) struct Problems {
    list: Vec<Diagnostic>,
    errors: usize,
}

impl Problems {
    #[cold]
    pub(crate) fn error(
        &mut self,
        id: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.errors < LIMIT {
            self.push(Severity::Error, id, span, message.into(), help.into());
        }
        self.errors += 1;
    }

    #[cold]
    pub(super) fn warning(
        &mut self,
        id: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.list.len() < self.errors + LIMIT {
            self.push(Severity::Warning, id, span, message.into(), help.into());
        }
    }

    fn push(
        &mut self,
        severity: Severity,
        id: &'static str,
        span: Range<usize>,
        message: String,
        help: String,
    ) {
        let help = Some(help).filter(|help| !help.is_empty());
        self.list.push(Diagnostic {
            severity,
            id,
            message,
            span,
            help,
            line: 1,
            column: 1,
        });
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// The diagnostics in the order of the message, with lines and columns.
    pub(crate) fn locate(mut self, message: &[u8]) -> Vec<Diagnostic> {
        self.list.sort_by_key(|one| one.span.start);
        let mut at = if message.starts_with(super::BOM) {
            super::BOM.len()
        } else {
            0
        };
        let (mut line, mut column) = (1, 1);
        for one in &mut self.list {
            let between = &message[at..one.span.start.max(at)];
            at += between.len();
            let ends = between.iter().filter(|b| **b == b'\n').count();
            let mut tail = between;
            if ends > 0 {
                line += ends;
                column = 1;
                tail = between.rsplit(|b| *b == b'\n').next().unwrap_or(between);
            }
            column += tail
                .utf8_chunks()
                .map(|chunk| {
                    chunk.valid().chars().count() + usize::from(!chunk.invalid().is_empty())
                })
                .sum::<usize>();
            (one.line, one.column) = (line, column);
        }
        self.list
    }
}

/// A field name for a message: names are no secrets, but may be long.
pub(super) fn name(bytes: &[u8]) -> String {
    let name = String::from_utf8_lossy(bytes);
    match name.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.into_owned(),
    }
}
