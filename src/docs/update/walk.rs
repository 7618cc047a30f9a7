//! The pages of directories, in parallel.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::Report;
use crate::docs::{Problem, is_page};

/// What `page` makes of every page; it is told which were asked for by their own name.
pub(super) fn walk(paths: &[PathBuf], page: impl Fn(&Path, bool) -> Report + Sync) -> Report {
    let Some((first, others)) = paths.split_first() else {
        return Report::default();
    };
    let mut builder = WalkBuilder::new(first);
    for path in others {
        builder.add(path);
    }
    // What a `.gitignore` names is no page, whether or not the tree is a repository.
    builder.require_git(false);
    builder.threads(thread::available_parallelism().map_or(1, usize::from));
    let whole = Mutex::new(Report::default());
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            let report = match entry {
                Ok(entry) if is_wanted(&entry) => page(entry.path(), entry.depth() == 0),
                Ok(_) => return WalkState::Continue,
                Err(error) => unreachable_path(&error),
            };
            let mut whole = whole.lock().unwrap_or_else(PoisonError::into_inner);
            whole.add(report);
            WalkState::Continue
        })
    });
    whole.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn is_wanted(entry: &DirEntry) -> bool {
    let directory = |kind: std::fs::FileType| kind.is_dir();
    match entry.depth() {
        0 => !entry.path().is_dir(),
        _ => {
            is_page(entry.path())
                && !entry.file_type().is_some_and(directory)
                && !entry.path().is_dir()
        }
    }
}

/// What the walker has to say about a path; it names the path itself.
fn unreachable_path(error: &ignore::Error) -> Report {
    let (path, error) = match error {
        ignore::Error::WithDepth { err, .. } => match &**err {
            ignore::Error::WithPath { path, err } => (path.clone(), err.to_string()),
            other => (PathBuf::from("."), other.to_string()),
        },
        ignore::Error::WithPath { path, err } => (path.clone(), err.to_string()),
        other => (PathBuf::from("."), other.to_string()),
    };
    let message = format!("cannot read this: {error}");
    Report {
        problems: vec![Problem::of_file(&path, "cannot-access", message, "")],
        ..Report::default()
    }
}
