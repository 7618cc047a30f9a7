//! Where a problem of a chapter is on disk. mdBook hands over chapters whose includes are expanded,
//! and does not tell what came from where.

use std::env;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use snippetgen::diagnostic::{Excerpt, position};
use snippetgen::docs::Problem;

use super::book::Context;
use crate::cli::report;

/// Helpers of mdBook that bring text into a chapter.
const HELPERS: &[&str] = &["{{#include", "{{#playground", "{{#rustdoc_include"];

/// The file of a chapter.
pub(super) struct Chapter {
    /// Where it is, for what is beside it.
    pub(super) path: PathBuf,
    /// What messages call it.
    name: String,
}

impl Chapter {
    pub(super) fn new(context: &Context, file: &Path) -> Self {
        let path = context.source.join(file);
        let name = name(&path);
        Self { path, name }
    }

    /// The problems at their places on disk, with the names of their files.
    pub(super) fn on_disk(&self, content: &str, problems: Vec<Problem>) -> Vec<(Problem, String)> {
        if problems.is_empty() {
            return Vec::new();
        }
        let lines = Lines::new(&self.path, content);
        problems
            .into_iter()
            .map(|mut problem| {
                if problem.file != self.path {
                    let name = name(&problem.file);
                    return (problem, name);
                }
                let (line, name) = self.place(&lines, problem.line);
                problem.line = line;
                (problem, name)
            })
            .collect()
    }

    /// Says which helpers of mdBook are left in requests, and gives their lines.
    pub(super) fn left_over(&self, content: &str) -> Vec<usize> {
        let found = helpers(content);
        if found.is_empty() {
            return Vec::new();
        }
        let lines = Lines::new(&self.path, content);
        let mut left = Vec::with_capacity(found.len());
        for span in &found {
            let (line, column) = position(content.as_bytes(), span.start);
            left.push(line);
            let (line, name) = self.place(&lines, line);
            let helper = content[span.start..].lines().next().unwrap_or_default();
            let file = helper.split(['}', ':']).next().unwrap_or_default();
            let file = file.split_whitespace().nth(1).unwrap_or_default();
            report::at(
                &name,
                &Excerpt::new(content.as_bytes(), span),
                (line, column),
                "left-over-include",
                &format!("mdBook has not included `{}`", file.escape_debug()),
                "correct its name, or name the file of a request by `src=\"…\"` of the fence",
            );
        }
        left
    }

    /// The line on disk, and how the file is called with it.
    fn place(&self, lines: &Lines, line: usize) -> (usize, String) {
        match lines.on_disk(line) {
            Some(line) => (line, self.name.clone()),
            None => (line, format!("{} (after includes)", self.name)),
        }
    }
}

/// A file relative to the book's directory, where mdBook runs us.
fn name(path: &Path) -> String {
    let here = env::current_dir().ok();
    let relative = here.and_then(|here| path.strip_prefix(here).ok());
    relative.unwrap_or(path).display().to_string()
}

/// The lines of a chapter beside those of its file.
struct Lines(Vec<DiffOp>);

impl Lines {
    fn new(path: &Path, content: &str) -> Self {
        let disk = fs::read_to_string(path).unwrap_or_default();
        let disk: Vec<_> = disk.trim_start_matches('\u{feff}').lines().collect();
        let content: Vec<_> = content.lines().collect();
        Self(capture_diff_slices(Algorithm::Myers, &disk, &content))
    }

    /// The 1-based line on disk of a line of the content, where it is one of the file.
    fn on_disk(&self, line: usize) -> Option<usize> {
        let index = line.checked_sub(1)?;
        self.0.iter().find_map(|op| match *op {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } if (new_index..new_index + len).contains(&index) => {
                Some(old_index + index - new_index + 1)
            }
            _ => None,
        })
    }
}

/// Where a request still has a helper of mdBook, in bytes: mdBook goes on without the file that it
/// names.
fn helpers(content: &str) -> Vec<Range<usize>> {
    if !HELPERS.iter().any(|helper| content.contains(helper)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (event, range) in Parser::new(content).into_offset_iter() {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else {
            continue;
        };
        let before = content[..range.start].trim_end();
        let directive = before.lines().next_back().unwrap_or_default();
        let directive = directive.trim_start().starts_with("<!-- snippetgen");
        if info.contains("snippetgen") || directive {
            let code = &content[range.clone()];
            for helper in HELPERS {
                let places = code.match_indices(helper);
                found.extend(places.map(|(at, text)| {
                    let start = range.start + at;
                    start..start + text.len()
                }));
            }
        }
    }
    found
}
