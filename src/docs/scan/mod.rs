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
    /// A comment that is nearly one of ours.
    Unknown(Range<usize>),
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
    let line = line.trim_end();
    let (opens, closes) = syntax.comment_marks();
    let inner = line.strip_prefix(opens)?;
    let whole = at..at + line.len();
    let closed = inner.strip_suffix(closes);
    let from = at + line.len() - inner.trim_start().len() + WORD.len();
    let text = closed.unwrap_or(inner).trim();
    let Some(rest) = text.strip_prefix(WORD) else {
        let word = text.split([' ', '\t', ':']).next().unwrap_or_default();
        return is_misspelt(word).then_some(Block::Unknown(whole));
    };
    if !ends_word(rest) && !rest.starts_with(':') {
        return None;
    }
    let after = |word: &str| {
        let after = rest.strip_prefix(word).filter(|it| ends_word(it))?;
        Some(from + rest.len() - after.len()..from + rest.len())
    };
    let directive = match syntax {
        Syntax::Rst => ":",
        _ => "",
    };
    let block = if closed.is_none() {
        Block::Unknown(whole)
    } else if let Some(text) = after(":begin") {
        Block::Begin(whole, text)
    } else if after(":end").is_some() {
        Block::End(whole)
    } else if let Some(text) = after(directive) {
        Block::Directive(whole, text)
    } else {
        Block::Unknown(whole)
    };
    Some(block)
}

/// Whether a word would be ours, but for one letter: others have a `snippet-end`.
pub(super) fn is_misspelt(word: &str) -> bool {
    word != WORD && strsim::damerau_levenshtein(&word.to_lowercase(), WORD) <= 1
}

fn ends_word(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\t'])
}
