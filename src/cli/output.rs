//! Standard output, and files that are written all or none.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Failure, Outcome};

/// Standard output for what is there as a whole.
pub(super) fn print(bytes: &[u8]) -> Outcome {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// Standard output for text with colours, which only a terminal is shown.
#[cfg(any(feature = "send", feature = "verify"))]
pub(super) fn print_styled(text: &str) -> Outcome {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Standard output for what is written piece by piece.
pub(super) fn write(
    write: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> io::Result<()>,
) -> Outcome {
    let mut out = buffered();
    write(&mut out)?;
    Ok(out.flush()?)
}

pub(super) fn print_json(value: &impl Serialize) -> Outcome {
    write(|out| {
        serde_json::to_writer_pretty(&mut *out, value)?;
        out.write_all(b"\n")
    })
}

fn buffered() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Standard output as a writer of code.
pub(super) struct CodeWriter {
    out: BufWriter<StdoutLock<'static>>,
    error: Option<io::Error>,
}

impl CodeWriter {
    pub(super) fn stdout() -> Self {
        Self {
            out: buffered(),
            error: None,
        }
    }

    /// Writes what is left, and tells what went wrong on the way.
    pub(super) fn finish(mut self) -> Outcome {
        match self.error.take() {
            Some(error) => Err(Failure::Output(error)),
            None => Ok(self.out.flush()?),
        }
    }
}

impl fmt::Write for CodeWriter {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.out.write_all(text.as_bytes()).map_err(|error| {
            self.error = Some(error);
            fmt::Error
        })
    }
}

/// Writes files into a directory, which is made where it is missing: all of them, or none.
pub(super) fn write_files(directory: &Path, files: &[(String, &str)]) -> Outcome {
    let made = Made::directory(directory)?;
    let mut batch = Batch::default();
    for (name, content) in files {
        batch.stage(directory.join(name), content.as_bytes())?;
    }
    batch.commit()?;
    made.keep();
    Ok(())
}

/// Writes one file, whole or not at all. What is no file, such as `/dev/null`, is written to as it
/// is.
#[cfg(feature = "send")]
pub(super) fn write_file(file: &Path, content: &[u8]) -> Outcome {
    // The place that a link leads to, so that the link stays.
    let place = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if place.metadata().is_ok_and(|standing| !standing.is_file()) {
        return fs::write(&place, content).map_err(|error| cannot_write(file, &error));
    }
    let mut batch = Batch::default();
    batch.stage(place, content)?;
    batch.commit()
}

/// Directories that were made, removed again unless they are kept.
#[derive(Default)]
struct Made(Vec<PathBuf>);

impl Made {
    fn directory(directory: &Path) -> Result<Self, Failure> {
        let mut made = Self::default();
        let missing: Vec<_> = directory
            .ancestors()
            .take_while(|path| !path.as_os_str().is_empty() && !path.exists())
            .collect();
        for path in missing.into_iter().rev() {
            fs::create_dir(path).map_err(|error| cannot_write(path, &error))?;
            made.0.push(path.to_owned());
        }
        Ok(made)
    }

    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in self.0.iter().rev() {
            let _ = fs::remove_dir(path);
        }
    }
}

/// Files beside their places, that are moved there once all of them are written.
#[derive(Default)]
struct Batch(Vec<Staged>);

struct Staged {
    place: PathBuf,
    new: PathBuf,
    /// The file that stood there before, while it may have to be put back.
    old: Option<PathBuf>,
    moved: bool,
}

impl Batch {
    fn stage(&mut self, place: PathBuf, content: &[u8]) -> Outcome {
        let staged = Staged {
            new: beside(&place, "new"),
            place,
            old: None,
            moved: false,
        };
        let standing = fs::metadata(&staged.place)
            .ok()
            .filter(fs::Metadata::is_file);
        let written = File::create_new(&staged.new).and_then(|mut file| {
            if let Some(standing) = standing {
                // Before there is anything in it: who may read it was decided.
                file.set_permissions(standing.permissions())?;
            }
            file.write_all(content)?;
            file.sync_all()
        });
        let failure = written
            .err()
            .map(|error| cannot_write(&staged.place, &error));
        self.0.push(staged);
        failure.map_or(Ok(()), Err)
    }

    fn commit(mut self) -> Outcome {
        for staged in &mut self.0 {
            staged
                .commit()
                .map_err(|error| cannot_write(&staged.place, &error))?;
        }
        for staged in &mut self.0 {
            staged.moved = false;
        }
        Ok(())
    }
}

impl Staged {
    fn commit(&mut self) -> io::Result<()> {
        let standing = self.place.symlink_metadata().ok();
        if standing.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if standing.is_some() {
            let old = beside(&self.place, "old");
            fs::hard_link(&self.place, &old).or_else(|_| fs::copy(&self.place, &old).map(drop))?;
            self.old = Some(old);
        }
        fs::rename(&self.new, &self.place)?;
        self.moved = true;
        Ok(())
    }
}

/// What was not committed is undone, and nothing is left beside the files.
impl Drop for Batch {
    fn drop(&mut self) {
        for staged in self.0.iter().rev() {
            let _ = match (&staged.old, staged.moved) {
                (Some(old), true) => fs::rename(old, &staged.place),
                (Some(old), false) => fs::remove_file(old),
                (None, true) => fs::remove_file(&staged.place),
                (None, false) => Ok(()),
            };
            let _ = fs::remove_file(&staged.new);
        }
    }
}

/// `.python-requests.py.4711.new`
fn beside(place: &Path, what: &str) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{}.{what}", std::process::id()))
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    let path = path.display().to_string();
    Failure::with_help(
        format!("cannot write `{}`: {error}", path.escape_debug()),
        "no file was changed",
    )
}
