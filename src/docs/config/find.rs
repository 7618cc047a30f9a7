//! The configuration of a page: the nearest file above it.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf, absolute};

use super::{Config, FILE, read};
use crate::docs::Problem;

pub(super) fn find(path: &Path) -> Result<Config, Vec<Problem>> {
    let cannot = |file: &Path, error: io::Error| {
        let message = format!("cannot read this: {error}");
        vec![Problem::of_file(file, "cannot-read", message, "")]
    };
    let directory = directory(path).map_err(|error| cannot(path, error))?;
    for directory in directory.ancestors() {
        let file = directory.join(FILE);
        match fs::read_to_string(&file) {
            Ok(text) => return read::read(&shown(&file), &text, directory),
            Err(error) if is_missing(&error) => {}
            Err(error) => return Err(cannot(&shown(&file), error)),
        }
        // A project ends where its repository does.
        if directory.join(".git").exists() {
            return Ok(Config {
                root: Some(directory.to_owned()),
                ..Config::default()
            });
        }
    }
    Ok(Config::default())
}

/// The real directory of a file, or of itself: what is above it in truth, links and `..` followed.
pub(in crate::docs) fn directory(path: &Path) -> io::Result<PathBuf> {
    let path = absolute(path)?;
    let directory = match path.is_dir() {
        true => &*path,
        false => path.parent().unwrap_or(&path),
    };
    // A page that is read from standard input may have a name that there is not.
    Ok(directory
        .canonicalize()
        .unwrap_or_else(|_| directory.to_owned()))
}

fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// What messages call a file: below the working directory its path from there.
fn shown(file: &Path) -> PathBuf {
    let relative = env::current_dir().ok();
    let relative = relative.and_then(|here| Some(file.strip_prefix(here).ok()?.to_owned()));
    relative.unwrap_or_else(|| file.to_owned())
}
