//! What would be written, as a patch.

use std::path::Path;

use similar::TextDiff;

/// A unified diff that `git apply` and `patch -p1` read.
pub(super) fn unified(path: &Path, old: &str, new: &str) -> String {
    let path = path.display().to_string().replace('\\', "/");
    let path = path.trim_start_matches('/');
    TextDiff::from_lines(old, new)
        .unified_diff()
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}
