//! Requests that are kept in files: `src="requests/create.http"`.

use std::fs;
use std::path::{Component, Path, PathBuf};

type Wrong = (&'static str, String, String);

/// The path of a request file, for messages, and what it holds. `fence` is what the page shows: the
/// same, or nothing.
pub(super) fn read(
    page: &Path,
    src: &str,
    root: Option<&Path>,
    fence: &[u8],
) -> Result<(PathBuf, Vec<u8>), Wrong> {
    let directory = page.parent().filter(|it| !it.as_os_str().is_empty());
    let directory = directory.unwrap_or(Path::new("."));
    let path = without_detours(&directory.join(src));
    let cannot = |error: std::io::Error| {
        let message = format!("cannot read this request file: {error}");
        let help = "the path is relative to the page".to_owned();
        ("src", message, help)
    };
    let root = root.unwrap_or(directory).canonicalize().map_err(cannot)?;
    let real = path.canonicalize().map_err(cannot)?;
    if !real.starts_with(&root) {
        return Err((
            "src-outside",
            "this request file is outside of the project".to_owned(),
            "keep it below the directory of `snippetgen.toml`, or of `.git`".to_owned(),
        ));
    }
    let content = fs::read(real).map_err(cannot)?;
    let lines = |bytes: &[u8]| {
        String::from_utf8_lossy(bytes)
            .replace("\r\n", "\n")
            .trim()
            .to_owned()
    };
    if !fence.trim_ascii().is_empty() && lines(fence) != lines(&content) {
        return Err((
            "src-differs",
            "the fence does not show what is in this request file".to_owned(),
            "empty the fence, or make both the same".to_owned(),
        ));
    }
    Ok((path, content))
}

/// `requests/a.http` for `docs/../requests/a.http`: what others call the file.
fn without_detours(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match (component, out.components().next_back()) {
            (Component::ParentDir, Some(Component::Normal(_))) => drop(out.pop()),
            (Component::CurDir, _) => {}
            _ => out.push(component),
        }
    }
    out
}
