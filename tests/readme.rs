//! The README shows what the command prints.

use std::fs;
use std::path::Path;

use snippetgen::{Client, LANGUAGES, Options};

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn block(client: &Client, message: &str) -> String {
    let request = snippetgen::parse(message.as_bytes()).unwrap();
    let snippet = snippetgen::render(&request, client, &Options::default()).unwrap();
    assert!(snippet.notes.is_empty());
    format!("```{}\n{}```", client.language().fence, snippet.code)
}

#[test]
fn the_first_request_is_shown_in_every_language() {
    let readme = read("README.md");
    let message = read("examples/bearer.http");
    assert!(readme.contains(&format!("```http\n{}\n```", message.trim_end())));
    for language in LANGUAGES {
        let block = block(&language.clients[0], &message);
        assert!(readme.contains(&block), "README.md lacks:\n{block}");
    }
}

#[test]
fn the_body_of_json_is_shown_in_python() {
    let readme = read("README.md");
    let block = block(Client::find("python").unwrap(), &read("examples/json.http"));
    assert!(readme.contains(&block), "README.md lacks:\n{block}");
}

#[test]
fn every_client_has_its_row() {
    let readme = read("README.md");
    for client in Client::all() {
        assert!(
            readme
                .lines()
                .any(|line| line.starts_with('|') && line.contains(&format!("`{}`", client.id))),
            "README.md has no row for {}",
            client.id
        );
    }
}

#[test]
fn every_command_of_the_readme_is_one_this_repository_has() {
    let readme = read("README.md");
    for path in [
        "./scripts/test",
        "examples/bearer.http",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/support.md",
    ] {
        assert!(readme.contains(path));
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(path).exists());
    }
}
