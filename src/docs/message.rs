//! The message of a fence or of a request file, and where on disk each of its bytes stands.

use std::cell::OnceCell;
use std::ops::Range;
use std::path::Path;

use super::Problem;
use super::problem::masked;
use crate::diagnostic::{Excerpt, Severity, position};

/// A message, or a part of one, as it is parsed.
pub(super) struct Message<'s> {
    pub(super) bytes: Vec<u8>,
    /// For each line, where it starts in `bytes` and in the source.
    lines: Vec<(usize, usize)>,
    /// What was put into the first line, as it does not stand in the source.
    inserted: Range<usize>,
    source: &'s [u8],
    file: &'s Path,
    /// The bytes without credentials, once they are shown.
    masked: OnceCell<Vec<u8>>,
}

impl<'s> Message<'s> {
    /// Of the lines of a fence, which end in LF whatever the page does: how a page is checked out
    /// does not change its snippets.
    pub(super) fn of_lines(file: &'s Path, page: &'s str, fence: &[Range<usize>]) -> Self {
        let mut bytes = Vec::new();
        let mut lines = Vec::with_capacity(fence.len());
        for (index, line) in fence.iter().enumerate() {
            if index > 0 {
                bytes.push(b'\n');
            }
            lines.push((bytes.len(), line.start));
            bytes.extend_from_slice(&page.as_bytes()[line.clone()]);
        }
        Self {
            bytes,
            lines,
            inserted: 0..0,
            source: page.as_bytes(),
            file,
            masked: OnceCell::new(),
        }
    }

    /// Of a request file, byte for byte.
    pub(super) fn of_file(file: &'s Path, content: &'s [u8]) -> Self {
        Self {
            bytes: content.to_vec(),
            lines: vec![(0, 0)],
            inserted: 0..0,
            source: content,
            file,
            masked: OnceCell::new(),
        }
    }

    /// The part from `range`, as a message of its own.
    pub(super) fn part(&self, range: Range<usize>) -> Self {
        let first = self.line(range.start);
        let (start, source) = self.lines.get(first).copied().unwrap_or_default();
        let rest = self.lines.get(first + 1..).unwrap_or_default();
        let rest = rest.iter().take_while(|(at, _)| *at <= range.end);
        let lines = std::iter::once((0, source + range.start - start));
        Self {
            bytes: self.bytes[range.clone()].to_vec(),
            lines: lines
                .chain(rest.map(|(at, source)| (at - range.start, *source)))
                .collect(),
            inserted: 0..0,
            source: self.source,
            file: self.file,
            masked: OnceCell::new(),
        }
    }

    /// The same, with CRLF for every line end: a multipart body has no other (RFC 2046 §5.1.1), and
    /// a fence cannot hold it.
    pub(super) fn with_crlf(&self) -> Self {
        let mut bytes = Vec::with_capacity(self.bytes.len() + self.lines.len());
        let mut lines = self.lines.clone();
        let mut next = 0;
        for (at, byte) in self.bytes.iter().enumerate() {
            while next < lines.len() && self.lines[next].0 <= at {
                lines[next].0 = bytes.len();
                next += 1;
            }
            if *byte == b'\n' && !bytes.ends_with(b"\r") {
                bytes.push(b'\r');
            }
            bytes.push(*byte);
        }
        for line in &mut lines[next..] {
            line.0 = bytes.len();
        }
        Self {
            bytes,
            lines,
            inserted: self.inserted.clone(),
            source: self.source,
            file: self.file,
            masked: OnceCell::new(),
        }
    }

    /// Puts text into the first line of the message.
    pub(super) fn insert(&mut self, at: usize, text: &str) {
        self.bytes.splice(at..at, text.bytes());
        self.masked.take();
        self.inserted = at..at + text.len();
        for line in self.lines.iter_mut().filter(|line| line.0 > at) {
            line.0 += text.len();
        }
    }

    /// The line that a byte is in.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.0 <= at).max(1) - 1
    }

    /// Where a byte stands in the source.
    fn source_at(&self, at: usize) -> usize {
        let line = self.line(at);
        let (start, source) = self.lines.get(line).copied().unwrap_or_default();
        let mut within = at.saturating_sub(start);
        if self.inserted.start >= start && at > self.inserted.start {
            let hidden = at.min(self.inserted.end) - self.inserted.start;
            within = within.saturating_sub(hidden);
        }
        (source + within).min(self.source.len())
    }

    /// A problem at a place of the message, told with its place on disk.
    pub(super) fn problem(
        &self,
        severity: Severity,
        id: &'static str,
        span: &Range<usize>,
        message: String,
        help: Option<String>,
    ) -> Problem {
        let at = self.source_at(span.start);
        let (line, column) = position(self.source, at);
        let masked = self.masked.get_or_init(|| masked(&self.bytes));
        let mut excerpt = Excerpt::new(masked, span);
        // What stands before the line in a list or a quote is shown, where all of the line is.
        let shift = (column - 1).saturating_sub(excerpt.start);
        if excerpt.start == position(&self.bytes, span.start).1 - 1 {
            let start = self.source[..at].iter().rposition(|byte| *byte == b'\n');
            let before = String::from_utf8_lossy(&self.source[start.map_or(0, |at| at + 1)..at]);
            let container: String = before.chars().take(shift).collect();
            if self.inserted.is_empty() {
                excerpt.line.insert_str(0, &container.replace('\t', " "));
                excerpt.start += shift;
                excerpt.end += shift;
            }
        }
        Problem {
            severity,
            id,
            message,
            help,
            file: self.file.to_owned(),
            line,
            column,
            excerpt: Some(excerpt),
        }
    }
}
