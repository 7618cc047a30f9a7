//! A page to the page with its tabs: bytes that nobody generates stay as they are.

mod page;
mod splice;
mod tabs;

use std::path::Path;

use super::syntax::Syntax;
use super::{Config, Problem};
use page::{Page, Work};

/// What becomes of a fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// It stays, and a marked region after it is written or brought up to date.
    Update,
    /// Its tabs take its place, and that of a region after it.
    Render,
}

/// A page with its tabs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expanded {
    /// The whole page. Edited regions are overwritten in it: [`Expanded::changes`] names them.
    pub text: String,
    /// The requests of the page, in its order.
    pub requests: Vec<PageRequest>,
    /// The regions that were not up to date, in the order of the page; none in [`Mode::Render`].
    pub changes: Vec<Change>,
    /// What an author should know, in the order of the page.
    pub warnings: Vec<Problem>,
}

/// A request of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageRequest {
    /// 1-based line of its fence, or of the comment that names its file.
    pub line: usize,
    /// What its snippets send: the base is in it, and the sample response is not.
    pub message: Vec<u8>,
}

/// A region that is not what its request gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// In which way.
    pub kind: ChangeKind,
    /// 1-based line of the region, or of the fence that has none.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
}

/// What is wrong with a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChangeKind {
    /// There is none.
    Missing,
    /// It was generated from something else.
    Stale,
    /// Somebody has edited what was generated.
    Edited,
}

/// Expands the requests of a page. `path` is its file: what messages call it, what tells its
/// syntax (`.mdx`, `.rst`, else Markdown), and what request files are relative to. Nothing is
/// written.
///
/// ```
/// use std::path::Path;
/// use snippetgen::docs::{Config, Mode, expand};
///
/// let page = "```http snippetgen langs=python\nGET / HTTP/1.1\nHost: a.example\n```\n";
/// let update = expand(page, Path::new("a.md"), &Config::default(), Mode::Update).unwrap();
/// assert!(update.text.starts_with(page));
/// assert!(update.text.contains(r#"requests.get("https://a.example/")"#));
/// ```
///
/// # Errors
/// Every problem of the page, warnings included, in its order, where one of them is an error.
pub fn expand(
    page: &str,
    path: &Path,
    config: &Config,
    mode: Mode,
) -> Result<Expanded, Vec<Problem>> {
    let text = page;
    let page = Page {
        text,
        path,
        syntax: Syntax::of(path, config.flavor.value),
        config,
        mode,
    };
    let mut work = Work::default();
    // Most pages have no request. One whose word is misspelt has a part of it.
    if ["nip", "ppet", "tgen"]
        .iter()
        .any(|part| text.contains(part))
    {
        page.read(&mut work);
    }
    work.problems
        .sort_by_key(|problem| (problem.line, problem.column));
    if work.problems.iter().any(Problem::is_error) {
        return Err(work.problems);
    }
    Ok(Expanded {
        text: splice::spliced(page.text, work.edits),
        requests: work.messages,
        changes: work.changes,
        warnings: work.problems,
    })
}
