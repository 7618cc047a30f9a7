//! Where in a page the fences and our comments are: a file a syntax.

mod lines;
mod markdown;
mod rst;

use std::ops::Range;

use super::syntax::Syntax;

/// The word that makes a fence or a comment ours.
pub(super) const WORD: &str = "snippetgen";

/// Something of a page that may be ours, in bytes of the page.
#[derive(Debug)]
pub(super) enum Block {
    Fence(Fence),
    /// `<!-- snippetgen langs=… -->`: the comment, and its text after the word.
    Directive(Range<usize>, Range<usize>),
    /// `<!-- snippetgen:begin … -->`: the comment, and its text after the word.
    Begin(Range<usize>, Range<usize>),
    /// `<!-- snippetgen:end -->`
    End(Range<usize>),
}

/// A fenced block of code.
#[derive(Debug)]
pub(super) struct Fence {
    /// From the first character of the fence to the last, without the line end.
    pub(super) block: Range<usize>,
    /// What follows the backticks.
    pub(super) info: Range<usize>,
    /// The lines of the code, without prefixes and line ends.
    pub(super) lines: Vec<Range<usize>>,
    /// Whether the page closes it.
    pub(super) closed: bool,
}

/// The blocks of a page, in its order.
pub(super) fn scan(page: &str, syntax: Syntax) -> Vec<Block> {
    match syntax {
        Syntax::Markdown => markdown::scan(page),
        Syntax::Mdx | Syntax::Nested => lines::scan(page, syntax),
        Syntax::Rst => rst::scan(page),
    }
}

/// The comment that a line is, where it is one of ours. `line` has no indentation, and starts at
/// `at`.
fn comment(syntax: Syntax, line: &str, at: usize) -> Option<Block> {
    let (inner, text) = syntax.comment_in(line)?;
    let rest = text.strip_prefix(WORD)?;
    let whole = at..at + line.trim_end().len();
    let from = at + inner + WORD.len();
    let of = |skip: usize| from + skip..from + rest.len();
    if let Some(after) = rest.strip_prefix(":begin").filter(|it| ends_word(it)) {
        return Some(Block::Begin(whole, of(rest.len() - after.len())));
    }
    if rest.strip_prefix(":end").is_some_and(ends_word) {
        return Some(Block::End(whole));
    }
    let directive = match syntax {
        Syntax::Rst => rest.strip_prefix(':')?,
        _ => rest,
    };
    ends_word(directive).then(|| Block::Directive(whole, of(rest.len() - directive.len())))
}

fn ends_word(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\t'])
}
