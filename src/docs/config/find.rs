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
    let path = absolute(path).map_err(|error| cannot(path, error))?;
    let directory = match path.is_dir() {
        true => Some(&*path),
        false => path.parent(),
    };
    for directory in directory.into_iter().flat_map(Path::ancestors) {
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
