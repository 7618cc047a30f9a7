//! What is generated, put into its place: the bytes around it stay.

use std::ops::Range;

use super::page::{Job, Page, Region, Work, is_blank};
use super::{Change, ChangeKind};
use crate::diagnostic::position;
use crate::docs::region;

impl Page<'_> {
    /// Writes the region, where it is not there already.
    pub(super) fn update(&self, job: &Job<'_>, old: Option<Region>, text: &str, work: &mut Work) {
        let line_end = self.line_end(job.whole.start);
        let Some(old) = old else {
            let at = job.fence.map_or(job.whole.start, |it| it.block.start);
            let prefix = region::prefix(self.text, at);
            let blank = prefix.trim_end();
            let region = region::write(text, self.syntax, &prefix, line_end);
            let mut new = format!("{line_end}{blank}{line_end}{prefix}{region}");
            if self.followed(job.whole.end) {
                new += line_end;
                new += blank;
            }
            self.change(ChangeKind::Missing, job.whole.start, work);
            work.edits.push((job.whole.end..job.whole.end, new));
            return;
        };
        let prefix = region::prefix(self.text, old.whole.start);
        let inner = region::inner(&self.text[old.between.clone()], &prefix);
        let is_same = inner == text.trim_matches('\n');
        let kind = match (region::sum(&inner) == old.sum, is_same) {
            (true, true) => return,
            (false, false) => ChangeKind::Edited,
            _ => ChangeKind::Stale,
        };
        self.change(kind, old.whole.start, work);
        let region = region::write(text, self.syntax, &prefix, line_end);
        work.edits.push((old.whole, region));
    }

    fn change(&self, kind: ChangeKind, at: usize, work: &mut Work) {
        let (line, column) = position(self.text.as_bytes(), at);
        work.changes.push(Change { kind, line, column });
    }

    /// Puts the tabs where the request was.
    pub(super) fn replace(&self, job: &Job<'_>, old: Option<Region>, text: &str, work: &mut Work) {
        let line_end = self.line_end(job.whole.start);
        let end = old.map_or(job.whole.end, |old| old.whole.end);
        let prefix = region::prefix(self.text, job.whole.start);
        let lines = text.trim_matches('\n').split('\n');
        let mut new = String::new();
        let blank = prefix.trim_end();
        if self.preceded(job.whole.start) {
            new = format!("{line_end}{prefix}");
        }
        new += &region::joined(lines, &prefix, line_end);
        if self.followed(end) {
            new += line_end;
            new += blank;
        }
        work.edits.push((job.whole.start..end, new));
    }

    /// Whether a line with text follows the line that ends here.
    fn followed(&self, end: usize) -> bool {
        let mut lines = self.text[end..].split('\n').skip(1);
        lines.next().is_some_and(|line| !is_blank(line))
    }

    /// Whether a line with text stands above the one that starts here, in one container with it.
    fn preceded(&self, start: usize) -> bool {
        let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let own = &self.text[line..start];
        let above = self.text[..line].trim_end_matches('\n').rsplit('\n').next();
        is_blank(own)
            && self.text[..line].ends_with('\n')
            && !self.text[..line].ends_with("\n\n")
            && above.is_some_and(|above| !is_blank(above))
    }

    /// The line end of the line that `at` is in, or of the page.
    fn line_end(&self, at: usize) -> &'static str {
        let ends_in_crlf = |text: &str| {
            let end = text.find('\n')?;
            Some(text[..end].ends_with('\r'))
        };
        match ends_in_crlf(&self.text[at..]).or_else(|| ends_in_crlf(self.text)) {
            Some(true) => "\r\n",
            _ => "\n",
        }
    }
}

/// The page with its edits, which are in its order.
pub(super) fn spliced(page: &str, edits: Vec<(Range<usize>, String)>) -> String {
    let added: usize = edits.iter().map(|(_, new)| new.len()).sum();
    let mut text = String::with_capacity(page.len() + added);
    let mut at = 0;
    for (range, new) in edits {
        text += &page[at..range.start];
        text += &new;
        at = range.end;
    }
    text += &page[at..];
    text
}
