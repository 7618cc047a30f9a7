//! A generated region of a page, between two comments that carry its sum.

use super::syntax::Syntax;

/// The version of the markers.
const VERSION: &str = "v1";

/// A short hash of generated text (FNV-1a, 64 bits). It tells edits by hand, and is no protection
/// against anyone who means to get around it.
pub(super) fn sum(text: &str) -> String {
    let fold = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = text.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, fold);
    // 48 bits are enough, and shorter to look at.
    format!("{:012x}", (hash >> 48 ^ hash) & 0xffff_ffff_ffff)
}

/// What the comment at the beginning of a region says.
pub(super) fn read_begin(text: &str) -> Result<&str, &'static str> {
    let mut words = text.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some(VERSION), Some(sum), None) => {
            sum.strip_prefix("sum=").ok_or("its sum is not readable")
        }
        (Some(VERSION), _, _) => Err("its sum is not readable"),
        _ => Err("it was written by another version of snippetgen"),
    }
}

/// Generated text between its markers, without a final line end. The first line has no prefix: it
/// stands where one is already.
pub(super) fn write(text: &str, syntax: Syntax, prefix: &str, line_end: &str) -> String {
    let text = text.trim_matches('\n');
    let begin = syntax.comment(&format!("snippetgen:begin {VERSION} sum={}", sum(text)));
    let end = syntax.comment("snippetgen:end");
    let lines = [&*begin, ""]
        .into_iter()
        .chain(text.split('\n'))
        .chain(["", &*end]);
    joined(lines, prefix, line_end)
}

/// Lines in their container; the first is in it already.
pub(super) fn joined<'l>(
    lines: impl Iterator<Item = &'l str>,
    prefix: &str,
    line_end: &str,
) -> String {
    let mut out = String::new();
    for (index, line) in lines.enumerate() {
        if index > 0 {
            out += line_end;
            out += if line.is_empty() {
                prefix.trim_end()
            } else {
                prefix
            };
        }
        out += line;
    }
    out
}

/// The text of a region as it was generated, from what stands between its markers.
pub(super) fn inner(between: &str, prefix: &str) -> String {
    let mut lines: Vec<&str> = between
        .split('\n')
        .map(|line| {
            let line = line.strip_suffix('\r').unwrap_or(line);
            match line.strip_prefix(prefix) {
                Some(rest) => rest,
                None if line.trim_end() == prefix.trim_end() => "",
                None => line,
            }
        })
        .collect();
    while lines.first().is_some_and(|line| line.is_empty()) {
        lines.remove(0);
    }
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines.join("\n")
}

/// What stands before the text of a line that goes on in the container of another: quotes stay,
/// list markers become blanks.
pub(super) fn prefix(page: &str, at: usize) -> String {
    let start = page[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let before = page[start..at].trim_start_matches('\u{feff}');
    let mut prefix: String = before
        .chars()
        .map(|c| if matches!(c, '>' | '\t') { c } else { ' ' })
        .collect();
    // The blank after `>` belongs to the quote: without it, code would lose one of its own.
    if prefix.ends_with('>') {
        prefix.push(' ');
    }
    prefix
}
