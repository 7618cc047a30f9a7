//! Fences that no code can end.

use std::fmt::{self, Write};

/// Code in a fence, every line after `indent` but empty ones.
pub(super) fn write(info: &str, code: &str, indent: &str, out: &mut dyn Write) -> fmt::Result {
    // Longer than any run of backticks in the code (CommonMark §4.5).
    let fence = longer_than_any('`', [code]);
    // A bare fence is a doctest for rustdoc, and detected by guessing elsewhere.
    let info = if info.is_empty() { "text" } else { info };
    writeln!(out, "{indent}{fence}{info}")?;
    for line in code.lines() {
        match line {
            "" => writeln!(out)?,
            _ => writeln!(out, "{indent}{line}")?,
        }
    }
    writeln!(out, "{indent}{fence}")
}

/// As many of a mark as no text has in a row, at least three.
pub(super) fn longer_than_any<'t>(mark: char, texts: impl IntoIterator<Item = &'t str>) -> String {
    let runs = |text: &'t str| text.split(move |c| c != mark).map(str::len);
    let longest = texts.into_iter().flat_map(runs).max().unwrap_or(0);
    mark.to_string().repeat(longest.max(2) + 1)
}
