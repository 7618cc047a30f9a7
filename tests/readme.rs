//! The README shows what the command prints.

use std::fs;
use std::path::Path;

use snippetgen::{Client, LANGUAGES, Options};

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The requests of the page are those of `examples/`, and so is what comes of them.
#[test]
fn the_requests_are_those_of_the_examples() {
    let readme = read("README.md");
    for example in ["examples/bearer.http", "examples/json.http"] {
        let message = read(example);
        assert!(readme.contains(&format!("\n{}\n```\n", message.trim_end())));
    }
    for language in LANGUAGES {
        assert!(readme.contains(&format!("```{}\n", language.fence)));
    }
}

#[cfg(feature = "docs")]
#[test]
fn the_snippets_are_what_the_command_writes() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_snippetgen"))
        .args(["docs", "update", "--check", "README.md"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
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
        "docs/src/hosts.md",
        "docs/src/serve.md",
        "docs/images/page.png",
    ] {
        assert!(readme.contains(path));
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(path).exists());
    }
}
