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

/// What `tests/run.rs` proves is summed up in a row a client.
#[test]
fn every_client_has_its_row_with_what_became_of_the_test_requests() {
    let readme = read("README.md");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/requests");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let messages: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|it| it == "http"))
        .map(|path| fs::read(path).unwrap())
        .collect();
    let rows = Client::all().map(|client| {
        let [mut exact, mut noted, mut refused] = [0; 3];
        for message in &messages {
            let request = snippetgen::parse(message).unwrap();
            match snippetgen::render(&request, client, &Options::default()) {
                Ok(snippet) if snippet.notes.is_empty() => exact += 1,
                Ok(_) => noted += 1,
                Err(_) => refused += 1,
            }
        }
        (client, format!("| {exact} | {noted} | {refused} |"))
    });
    let missing: Vec<_> = rows
        .filter(|(client, counts)| {
            let start = format!("| `{}` |", client.id);
            !readme
                .lines()
                .any(|line| line.starts_with(&start) && line.ends_with(counts))
        })
        .map(|(client, counts)| format!("`{}` … {counts}", client.id))
        .collect();
    assert!(
        missing.is_empty(),
        "README.md lacks:\n{}",
        missing.join("\n")
    );
    assert!(readme.contains(&format!("{} test requests", messages.len())));
}

#[test]
fn every_command_of_the_readme_is_one_this_repository_has() {
    let readme = read("README.md");
    for path in [
        "./scripts/test",
        "examples/bearer.http",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/src/support.md",
    ] {
        assert!(readme.contains(path));
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(path).exists());
    }
}
