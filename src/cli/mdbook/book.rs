//! What mdBook hands to a preprocessor. It is edited as JSON: what is not known stays.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The keys of a preprocessor's table that mdBook itself reads.
const OF_MDBOOK: &[&str] = &["after", "before", "command", "optional", "renderers"];

/// The first element of the input.
pub(super) struct Context {
    /// The directory of the chapters.
    pub(super) source: PathBuf,
    /// Who the chapters are for: `html`, `test`, …
    pub(super) renderer: String,
    /// Keys of our table in book.toml that nobody reads.
    pub(super) unknown: Vec<String>,
}

impl Context {
    pub(super) fn read(context: &Value) -> Option<Self> {
        let root = Path::new(context["root"].as_str()?);
        let source = context["config"]["book"]["src"].as_str().unwrap_or("src");
        let table = context["config"]["preprocessor"]["snippetgen"].as_object();
        let keys = table.into_iter().flat_map(|table| table.keys());
        Some(Self {
            source: root.join(source),
            renderer: context["renderer"].as_str()?.to_owned(),
            unknown: keys
                .filter(|key| !OF_MDBOOK.contains(&key.as_str()))
                .cloned()
                .collect(),
        })
    }
}

/// Calls `edit` with the file and the content of every chapter that has both, in the order of the
/// book.
pub(super) fn each_chapter(book: &mut Value, edit: &mut impl FnMut(&Path, &mut String)) {
    // `sections` until mdBook 0.4, `items` since.
    for name in ["sections", "items"] {
        if let Some(items) = book.get_mut(name) {
            each_item(items, edit);
        }
    }
}

fn each_item(items: &mut Value, edit: &mut impl FnMut(&Path, &mut String)) {
    for item in items.as_array_mut().into_iter().flatten() {
        let Some(chapter) = item.get_mut("Chapter") else {
            continue;
        };
        let file = chapter["source_path"].as_str().map(PathBuf::from);
        if let (Some(file), Some(Value::String(content))) = (file, chapter.get_mut("content")) {
            edit(&file, content);
        }
        if let Some(items) = chapter.get_mut("sub_items") {
            each_item(items, edit);
        }
    }
}
