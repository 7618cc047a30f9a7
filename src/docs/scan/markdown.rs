//! CommonMark, as pulldown-cmark reads it.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{Block, Fence, comment};
use crate::docs::syntax::Syntax;

pub(super) fn scan(page: &str) -> Vec<Block> {
    // A fence may stand in what these extensions add; the others only change what is in a line.
    let options = Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut blocks = Vec::new();
    let mut fence: Option<Fence> = None;
    // Whether a comment goes on from the line before.
    let mut in_comment = false;
    // The parser takes a byte order mark for text.
    let text = page.trim_start_matches('\u{feff}');
    let before = page.len() - text.len();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let range = before + range.start..before + range.end;
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                fence = Some(opened(page, range));
            }
            Event::Text(_) => {
                if let Some(fence) = &mut fence {
                    // One event may be several lines, or a part of one.
                    let mut at = range.start;
                    for line in page[range].split_inclusive('\n') {
                        push_line(page, at, &mut fence.lines);
                        at += line.len();
                    }
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some(mut fence) = fence.take() {
                    // What looks like a closing fence may be the last line of the code.
                    fence.closed &= fence.lines.last().is_none_or(|it| it.end < fence.block.end);
                    blocks.push(Block::Fence(fence));
                }
            }
            Event::Start(Tag::HtmlBlock) => in_comment = false,
            Event::Html(_) => {
                let line = &page[range.clone()];
                let indent = line.len() - line.trim_start().len();
                let line = line[indent..].lines().next().unwrap_or_default();
                if !in_comment {
                    blocks.extend(comment(Syntax::Markdown, line, range.start + indent));
                }
                in_comment = match (line.rfind("<!--"), line.rfind("-->")) {
                    (Some(opens), Some(closes)) => closes < opens,
                    (None, Some(_)) => false,
                    (opens, None) => in_comment || opens.is_some(),
                };
            }
            _ => {}
        }
    }
    blocks
}

fn opened(page: &str, range: Range<usize>) -> Fence {
    let text = page[range.clone()].trim_end_matches(['\n', '\r']);
    let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
    let start = range.start + indent;
    let block = start..range.start + text.len();
    let text = &page[block.clone()];
    let first = text.lines().next().unwrap_or_default();
    let mark = if first.starts_with('~') { '~' } else { '`' };
    let opening = first.len() - first.trim_start_matches(mark).len();
    let last = text[first.len()..].rsplit('\n').next().unwrap_or_default();
    let last = last.trim_end();
    let closing = last.len() - last.trim_end_matches(mark).len();
    let before = &last[..last.len() - closing];
    Fence {
        info: start + opening..start + first.len(),
        lines: Vec::new(),
        closed: closing >= opening && before.trim_start_matches([' ', '\t', '>']).is_empty(),
        block,
    }
}

/// The line that starts at `start`, unless it is the rest of the last one.
fn push_line(page: &str, start: usize, lines: &mut Vec<Range<usize>>) {
    if let Some(last) = lines.last() {
        let between = &page[last.end..start.max(last.end)];
        let ends = between.matches('\n').count();
        if ends == 0 {
            return;
        }
        // Of lines that are not told, none is lost.
        for _ in 1..ends {
            lines.push(last_end(lines)..last_end(lines));
        }
    }
    let rest = &page[start..];
    let len = rest.find('\n').unwrap_or(rest.len());
    let line = rest[..len].strip_suffix('\r').unwrap_or(&rest[..len]);
    lines.push(start..start + line.len());
}

fn last_end(lines: &[Range<usize>]) -> usize {
    lines.last().map_or(0, |line| line.end)
}
