//! A page that is written whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use rustix::fs::{FallocateFlags, fallocate};
use tempfile::Builder;

/// Writes beside the page, then takes its place. Its permissions stay, and a link to a page stays a
/// link.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    let metadata = fs::symlink_metadata(path)?;
    let (place, permissions) = match metadata.is_symlink() {
        true => (path.canonicalize()?, fs::metadata(path)?.permissions()),
        false => (path.to_owned(), metadata.permissions()),
    };
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let directory = place.parent().unwrap_or(Path::new("."));
    let mut file = Builder::new()
        .prefix(".snippetgen-")
        .tempfile_in(directory)?;
    // Else ext4 writes every page to the disk at once when it takes the place of another. Where a
    // file system has no such call, it is only slower.
    let _ = fallocate(&file, FallocateFlags::empty(), 0, text.len() as u64);
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(permissions)?;
    file.persist(&place)?;
    Ok(())
}
