//! A page that is written whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::Builder;

/// Writes beside the page, then takes its place. Its permissions stay, and a link to a page stays a
/// link.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    let place = path.canonicalize()?;
    let permissions = fs::metadata(&place)?.permissions();
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let directory = place.parent().unwrap_or(Path::new("."));
    let mut file = Builder::new()
        .prefix(".snippetgen-")
        .tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(permissions)?;
    file.persist(&place)?;
    Ok(())
}
