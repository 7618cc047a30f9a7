//! Pages read line by line: MDX, and MkDocs, where fences stand at any indentation.

use super::{Block, Fence, comment};
use crate::docs::syntax::Syntax;

pub(super) fn scan(page: &str, syntax: Syntax) -> Vec<Block> {
    let mut scanner = Scanner {
        syntax,
        blocks: Vec::new(),
        fence: None,
        in_comment: None,
    };
    let mut at = 0;
    // Front matter is none of our business.
    let mut lines = page.lines();
    let mut front = lines.next().is_some_and(is_rule) && lines.any(is_rule);
    for (index, line) in page.split_inclusive('\n').enumerate() {
        let text = line.trim_end_matches(['\n', '\r']);
        match front {
            true => front = index == 0 || !is_rule(line),
            false => scanner.line(text, at),
        }
        at += line.len();
    }
    if let Some(open) = scanner.fence.take() {
        scanner.blocks.push(Block::Fence(open.fence));
    }
    scanner.blocks
}

struct Scanner {
    syntax: Syntax,
    blocks: Vec<Block>,
    fence: Option<Open>,
    /// What closes the comment that goes on.
    in_comment: Option<&'static str>,
}

/// A fence that is not closed yet.
struct Open {
    fence: Fence,
    mark: char,
    length: usize,
    /// How many characters of its lines are the container's.
    indent: usize,
    quoted: bool,
}

impl Scanner {
    fn line(&mut self, line: &str, at: usize) {
        if let Some(open) = self.fence.take() {
            self.in_fence(open, line, at);
            return;
        }
        if let Some(closes) = self.in_comment {
            self.in_comment = self.in_comment.filter(|_| !line.contains(closes));
            return;
        }
        let prefix = container(line);
        let rest = &line[prefix..];
        if let Some(mark) = rest.chars().next().filter(|c| matches!(c, '`' | '~')) {
            let info = rest.trim_start_matches(mark);
            let length = rest.len() - info.len();
            if length >= 3 && (mark == '~' || !info.contains('`')) {
                let start = at + prefix;
                let end = at + line.trim_end().len();
                self.fence = Some(Open {
                    fence: Fence {
                        block: start..end,
                        info: (start + length).min(end)..end,
                        lines: Vec::new(),
                        closed: false,
                    },
                    mark,
                    length,
                    indent: line[..prefix].chars().count(),
                    quoted: line[..prefix].contains('>'),
                });
            }
            return;
        }
        // Docusaurus reads comments of HTML in MDX, too.
        for syntax in [self.syntax, Syntax::Markdown] {
            let (opens, closes) = syntax.comment_marks();
            if let Some(inner) = rest.strip_prefix(opens) {
                self.blocks.extend(comment(syntax, rest, at + prefix));
                self.in_comment = Some(closes).filter(|closes| !inner.contains(closes));
                return;
            }
        }
    }

    fn in_fence(&mut self, mut open: Open, line: &str, at: usize) {
        let text = line.trim_start_matches([' ', '\t', '>']);
        if open.quoted && !line.trim_start().starts_with('>') {
            // The quote has ended, and the fence with it.
            self.blocks.push(Block::Fence(open.fence));
            self.line(line, at);
            return;
        }
        let after = text.trim_start_matches(open.mark);
        if text.len() - after.len() >= open.length && after.trim().is_empty() {
            open.fence.block.end = at + line.trim_end().len();
            open.fence.closed = true;
            self.blocks.push(Block::Fence(open.fence));
            return;
        }
        let of_container = |c: &char| matches!(c, ' ' | '\t' | '>');
        let prefix = line.chars().take(open.indent).take_while(of_container);
        let skip: usize = prefix.map(char::len_utf8).sum();
        open.fence.lines.push(at + skip..at + line.len());
        open.fence.block.end = at + line.len();
        self.fence = Some(open);
    }
}

/// How many bytes at the start of a line are marks of quotes and lists, and blanks.
fn container(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '>', '\u{feff}']).len();
        let rest = &rest[blanks..];
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let marker = match rest[digits..].chars().next() {
            Some('-' | '*' | '+') if digits == 0 => 1,
            Some('.' | ')') if (1..=9).contains(&digits) => digits + 1,
            _ => 0,
        };
        at += blanks;
        if marker == 0 || !rest[marker..].starts_with([' ', '\t']) {
            return at;
        }
        at += marker;
    }
}

fn is_rule(line: &str) -> bool {
    line.trim_start_matches('\u{feff}').trim_end() == "---"
}
