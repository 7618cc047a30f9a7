//! What kind of text a page is, and how it writes comments.

use std::path::Path;

/// The language of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Markdown,
    Mdx,
    Rst,
}

impl Syntax {
    /// By the extension; what has none of ours is Markdown.
    pub(super) fn of(path: &Path) -> Self {
        let extension = path.extension().unwrap_or_default();
        if extension.eq_ignore_ascii_case("mdx") {
            Self::Mdx
        } else if extension.eq_ignore_ascii_case("rst") {
            Self::Rst
        } else {
            Self::Markdown
        }
    }

    /// A comment that no reader of the page sees.
    pub(super) fn comment(self, text: &str) -> String {
        match self {
            Self::Markdown => format!("<!-- {text} -->"),
            Self::Mdx => format!("{{/* {text} */}}"),
            Self::Rst => format!(".. {text}"),
        }
    }

    /// What stands in a comment, where the line is one: the text, and where it starts.
    pub(super) fn comment_in(self, line: &str) -> Option<(usize, &str)> {
        let line = line.trim_end();
        let (open, close) = match self {
            Self::Markdown => ("<!--", "-->"),
            Self::Mdx => ("{/*", "*/}"),
            Self::Rst => (".. ", ""),
        };
        let inner = line.strip_prefix(open)?.strip_suffix(close)?;
        let blanks = inner.len() - inner.trim_start().len();
        Some((open.len() + blanks, inner.trim()))
    }
}
