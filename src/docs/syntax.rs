//! What kind of text a page is, and how it writes comments.

use std::path::Path;

use super::Flavor;

const EXTENSIONS: [&str; 4] = ["md", "markdown", "mdx", "rst"];

/// Whether a file is named as a page is: `.md`, `.markdown`, `.mdx` or `.rst`.
///
/// ```
/// assert!(snippetgen::docs::is_page("docs/users.md".as_ref()));
/// ```
pub fn is_page(path: &Path) -> bool {
    let extension = path.extension().and_then(|it| it.to_str());
    extension.is_some_and(|it| {
        EXTENSIONS
            .iter()
            .any(|known| it.eq_ignore_ascii_case(known))
    })
}

/// The language of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Markdown,
    /// Markdown as MkDocs has it: blocks are nested by four blanks, where CommonMark has code.
    Nested,
    Mdx,
    Rst,
}

impl Syntax {
    /// By the extension; what has none of ours is Markdown, as the host reads it.
    pub(super) fn of(path: &Path, flavor: Option<Flavor>) -> Self {
        let extension = path.extension().unwrap_or_default();
        if extension.eq_ignore_ascii_case("mdx") {
            Self::Mdx
        } else if extension.eq_ignore_ascii_case("rst") {
            Self::Rst
        } else {
            match flavor {
                // Docusaurus reads every page as MDX.
                Some(Flavor::Docusaurus) => Self::Mdx,
                Some(Flavor::Mkdocs) => Self::Nested,
                _ => Self::Markdown,
            }
        }
    }

    /// What opens and closes a comment.
    pub(super) fn comment_marks(self) -> (&'static str, &'static str) {
        match self {
            Self::Markdown | Self::Nested => ("<!--", "-->"),
            Self::Mdx => ("{/*", "*/}"),
            Self::Rst => ("..", ""),
        }
    }

    /// A comment that no reader of the page sees.
    pub(super) fn comment(self, text: &str) -> String {
        let (opens, closes) = self.comment_marks();
        format!("{opens} {text} {closes}").trim_end().to_owned()
    }
}
