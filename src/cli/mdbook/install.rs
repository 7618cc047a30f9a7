//! `snippetgen mdbook install`: what a book needs, where it is missing.

use std::fs;
use std::path::Path;

use similar::TextDiff;
use snippetgen::docs::element;
use toml_edit::{Array, DocumentMut, Item, Table, Value};

use crate::cli::{Failure, Outcome, output};

const BOOK: &str = "book.toml";
const THEME: &str = "theme";

pub(super) fn run(directory: &Path, print: bool) -> Outcome {
    let path = directory.join(BOOK);
    let name = path.display().to_string();
    let name = name.escape_debug();
    let old = fs::read_to_string(&path).map_err(|error| {
        Failure::with_help(
            format!("cannot read `{name}`: {error}"),
            "name the directory of the book: `snippetgen mdbook install DIR`",
        )
    })?;
    let mut book: DocumentMut = old
        .parse()
        .map_err(|error| Failure::new(format!("`{name}` is not TOML: {error}")))?;
    add(&mut book).map_err(|key| {
        Failure::with_help(
            format!("`{key}` of `{name}` is nothing that lines can be added to"),
            "write it as the manual of mdBook does: `[output.html]`, `additional-js = []`",
        )
    })?;
    let new = book.to_string();
    if print {
        let diff = TextDiff::from_lines(&old, &new);
        let mut diff = diff.unified_diff();
        let diff = diff.header(BOOK, BOOK).to_string();
        return output::print(diff.as_bytes());
    }
    let theme = [
        (element::STYLE_FILE.to_owned(), element::STYLE),
        (element::SCRIPT_FILE.to_owned(), element::SCRIPT),
    ];
    output::write_files(&directory.join(THEME), &theme)?;
    match new == old {
        true => Ok(()),
        false => output::write_files(directory, &[(BOOK.to_owned(), &new)]),
    }
}

/// Adds what is missing; gives the key whose value is of another type.
fn add(book: &mut DocumentMut) -> Result<(), &'static str> {
    let preprocessor = table(book.as_table_mut(), "preprocessor", true)?;
    if !preprocessor.contains_key("snippetgen") {
        let ours = table(preprocessor, "snippetgen", false)?;
        ours["command"] = toml_edit::value("snippetgen mdbook");
        // So that requests may be included.
        ours["after"] = toml_edit::value(Array::from_iter(["links"]));
    }
    let output = table(book.as_table_mut(), "output", true)?;
    let html = table(output, "html", false)?;
    list(html, "additional-css", element::STYLE_FILE)?;
    list(html, "additional-js", element::SCRIPT_FILE)
}

/// The table of this name; `implicit` where it needs no line of its own.
fn table<'t>(
    parent: &'t mut Table,
    name: &'static str,
    implicit: bool,
) -> Result<&'t mut Table, &'static str> {
    let item = parent.entry(name).or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(implicit);
        Item::Table(table)
    });
    item.as_table_mut().ok_or(name)
}

/// Puts a file of the theme into a list, unless it is there.
fn list(table: &mut Table, name: &'static str, file: &str) -> Result<(), &'static str> {
    let item = table.entry(name).or_insert(toml_edit::value(Array::new()));
    let files = item.as_array_mut().ok_or(name)?;
    let is_there = |value: &Value| {
        let path = value.as_str().map(Path::new);
        path.is_some_and(|path| path.file_name().is_some_and(|it| it == file))
    };
    if !files.iter().any(is_there) {
        files.push(format!("{THEME}/{file}"));
    }
    Ok(())
}
