//! reStructuredText: code blocks and comments, by indentation.

use std::iter::Peekable;
use std::ops::Range;

use super::{Block, Fence, WORD, comment};
use crate::docs::syntax::Syntax;

const DIRECTIVES: [&str; 3] = ["code-block::", "sourcecode::", "code::"];

/// A line without its end, and where it starts.
type Line<'p> = (usize, &'p str);

pub(super) fn scan(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = 0;
    let mut lines = page
        .split_inclusive('\n')
        .map(|line| {
            at += line.len();
            (at - line.len(), line.trim_end())
        })
        .peekable();
    while let Some((at, line)) = lines.next() {
        let indent = indent(line);
        let text = &line[indent..];
        let Some(explicit) = text.strip_prefix("..").filter(|it| ends_word(it)) else {
            // A literal block follows `::`.
            if text.ends_with("::") {
                skip(&mut lines, indent);
            }
            continue;
        };
        let name = explicit.trim_start();
        if let Some(word) = DIRECTIVES.iter().find_map(|it| name.strip_prefix(it)) {
            let info = at + line.len() - word.trim_start().len()..at + line.len();
            blocks.push(Block::Fence(code(&mut lines, (at, line), info)));
        } else if name.starts_with(WORD) {
            blocks.extend(comment(Syntax::Rst, text, at + indent));
        } else if !name.contains("::") && !name.starts_with(['_', '[', '|']) {
            skip(&mut lines, indent);
        }
    }
    blocks
}

/// The block of code below its directive.
fn code<'p>(
    lines: &mut Peekable<impl Iterator<Item = Line<'p>>>,
    (start, line): Line<'p>,
    info: Range<usize>,
) -> Fence {
    let outer = indent(line);
    let mut block = start + outer..start + line.len();
    // Options stand right below.
    while let Some((at, option)) =
        lines.next_if(|(_, line)| indent(line) > outer && line.trim_start().starts_with(':'))
    {
        block.end = at + option.len();
    }
    let mut content: Vec<Line<'p>> = Vec::new();
    while let Some(line) = lines.next_if(|(_, line)| line.is_empty() || indent(line) > outer) {
        content.push(line);
    }
    let filled = |line: &Line<'_>| !line.1.is_empty();
    let first = content.iter().position(filled).unwrap_or(content.len());
    let last = content.iter().rposition(filled).map_or(first, |at| at + 1);
    let content = &content[first..last];
    let inner = content
        .iter()
        .filter(|it| filled(it))
        .map(|it| indent(it.1))
        .min();
    let inner = inner.unwrap_or_default();
    let lines = content.iter().map(|(at, line)| {
        let skip = inner.min(line.len());
        at + skip..at + line.len()
    });
    let lines: Vec<_> = lines.collect();
    if let Some(line) = lines.last() {
        block.end = line.end;
    }
    Fence {
        block,
        info,
        lines,
        closed: true,
    }
}

fn skip<'p>(lines: &mut Peekable<impl Iterator<Item = Line<'p>>>, outer: usize) {
    while lines
        .next_if(|(_, line)| line.is_empty() || indent(line) > outer)
        .is_some()
    {}
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '\u{feff}']).len()
}

fn ends_word(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(' ')
}
