//! Which files are pages of a project: globs as `.gitignore` has them.

use std::path::Path;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Globs, relative to a directory: `docs/**`, `*.md`, `/README.md`.
#[derive(Clone, Debug)]
pub struct Globs {
    texts: Vec<String>,
    builder: GitignoreBuilder,
    built: Arc<Gitignore>,
}

impl Globs {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            texts: Vec::new(),
            builder: GitignoreBuilder::new(root),
            built: Arc::new(Gitignore::empty()),
        }
    }

    pub(super) fn add(&mut self, glob: &str) -> Result<(), ignore::Error> {
        self.builder.add_line(None, glob)?;
        self.built = Arc::new(self.builder.build()?);
        self.texts.push(glob.to_owned());
        Ok(())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// As they were written.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// Whether one of them matches a file, or a directory it is in. The path is absolute.
    pub fn matches(&self, path: &Path) -> bool {
        let below = path.starts_with(self.built.path());
        below
            && self
                .built
                .matched_path_or_any_parents(path, false)
                .is_ignore()
    }
}

impl PartialEq for Globs {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts
    }
}
