//! The guide: a book of mdBook that is built with our own preprocessor.
#![cfg(all(feature = "cli", feature = "docs", feature = "verify"))]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use snippetgen::LANGUAGES;
use snippetgen::verify::Tools;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Builds the guide, where there is an mdBook.
fn build() -> Option<PathBuf> {
    let tools = Tools::find();
    let mdbook = tools.path("bin/mdbook");
    if !mdbook.is_file() && env::var_os("CI").is_none() {
        println!("skipped: no {} (run scripts/toolchains)", mdbook.display());
        return None;
    }
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide");
    let ours = Path::new(env!("CARGO_BIN_EXE_snippetgen")).parent()?;
    let others = env::var_os("PATH").unwrap_or_default();
    let folders = [ours.to_owned()]
        .into_iter()
        .chain(env::split_paths(&others));
    let output = Command::new(&mdbook)
        .arg("build")
        .arg(root().join("docs"))
        .arg("--dest-dir")
        .arg(&to)
        .env("PATH", env::join_paths(folders).unwrap())
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", mdbook.display()));
    assert!(output.status.success(), "{}", said(&output));
    Some(to)
}

fn said(output: &Output) -> String {
    let [stdout, stderr] = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it));
    format!("{stdout}{stderr}")
}

#[test]
fn every_request_of_the_gallery_is_shown_in_every_language_and_every_link_leads_somewhere() {
    let Some(book) = build() else { return };
    let mut pages = 0;
    for entry in fs::read_dir(root().join("docs/src/gallery")).unwrap() {
        let name = entry.unwrap().path();
        let page = book
            .join("gallery")
            .join(name.file_stem().unwrap())
            .with_extension("html");
        let html = fs::read_to_string(&page).unwrap();
        for language in LANGUAGES {
            let id = format!("data-id=\"{}\"", language.clients[0].id);
            assert_eq!(html.matches(&id).count(), 1, "{}: {id}", page.display());
        }
        assert!(html.contains("data-id=\"response\""), "{}", page.display());
        assert!(html.contains("snippet-tabs"), "{}", page.display());
        pages += 1;
    }
    assert!(pages >= 12);

    let output = Command::new("python3")
        .arg(root().join("tests/guide/links.py"))
        .arg(&book)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert!(output.stdout.is_empty(), "{}", said(&output));
}

/// What a new version of the element is copied by: `snippetgen mdbook install docs`.
#[test]
fn the_guide_has_the_element_of_this_version() {
    for file in ["snippet-tabs.js", "snippet-tabs.css"] {
        let ours = fs::read(root().join("src/docs/element").join(file)).unwrap();
        let installed = fs::read(root().join("docs/theme").join(file)).unwrap();
        assert!(ours == installed, "cargo run -- mdbook install docs");
    }
}

#[test]
fn the_snippets_of_the_gallery_and_of_the_readme_send_their_requests() {
    let gallery = fs::read_dir(root().join("docs/src/gallery")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_snippetgen"))
        .args(["verify", "--timeout", "60", "--lang", "curl,python,node"])
        .arg("README.md")
        .args(gallery.map(|entry| entry.unwrap().path()))
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
}
