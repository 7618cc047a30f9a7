//! Every client's code for a readable set of requests, to be reviewed as code in that language.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use snippetgen::{Auth, Client, Options};

/// Requests whose snippets a reviewer reads: the common ones, and one for every lower door.
const REQUESTS: &[&str] = &[
    "auth-api-key",
    "auth-basic",
    "bearer-delete",
    "bearer-get",
    "bearer-post-json",
    "bearer-put-json",
    "bytes-all-256",
    "cookie-several",
    "field-twice",
    "field-value-latin-1",
    "form-post",
    "form-repeats",
    "json-array-of-objects",
    "json-integer-twenty-digits",
    "json-post",
    "json-string-quotes",
    "method-head",
    "method-options-asterisk",
    "method-patch-json",
    "method-propfind",
    "multipart-file-upload",
    "multipart-text",
    "path-dot-dot",
    "path-utf8-raw",
    "query-ordinary",
    "text-several-lines",
    "text-xml",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn message(request: &str) -> Vec<u8> {
    fs::read(
        root()
            .join("tests/requests")
            .join(request)
            .with_extension("http"),
    )
    .unwrap()
}

fn folder(client: &Client) -> PathBuf {
    root().join("snapshots").join(client.id)
}

/// What a user sees: the notes as they would be listed, then the code; or the refusal.
fn shown(message: &[u8], client: &Client, options: &Options) -> String {
    let request = snippetgen::parse(message).unwrap();
    match snippetgen::render(&request, client, options) {
        Ok(snippet) => {
            let notes = snippet.notes.iter();
            let notes: String = notes
                .map(|note| format!("note[{}]: {}\n", note.id, note.message))
                .collect();
            format!("{notes}{}", snippet.code)
        }
        Err(refusal) => format!("refused[{}]: {refusal}\n", refusal.id),
    }
}

fn check(client: &Client, name: &str, text: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(folder(client));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_client_writes_the_code_that_was_reviewed() {
    for client in Client::all() {
        for request in REQUESTS {
            check(
                client,
                request,
                &shown(&message(request), client, &Options::default()),
            );
        }
    }
}

#[test]
fn secrets_are_looked_up_in_the_environment_or_left_to_fill_in() {
    for client in Client::all() {
        let message = message("bearer-get");
        let mut options = Options::default();
        options.auth = Auth::Env(None);
        check(
            client,
            "bearer-get-auth-env",
            &shown(&message, client, &options),
        );
        options.auth = Auth::Placeholder(None);
        check(
            client,
            "bearer-get-auth-placeholder",
            &shown(&message, client, &options),
        );
    }
}

#[test]
fn no_snapshot_is_left_over() {
    let mut expected: BTreeSet<PathBuf> = Client::all()
        .flat_map(|client| {
            let names = REQUESTS.iter().copied();
            let names = names.chain(["bearer-get-auth-env", "bearer-get-auth-placeholder"]);
            names.map(|name| folder(client).join(format!("{name}.snap")))
        })
        .collect();
    let mut folders = vec![root().join("snapshots")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("snapshots/errors") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                assert!(expected.remove(&path), "no test writes {}", path.display());
            }
        }
    }
    assert!(
        expected.is_empty(),
        "missing: {:?} and {} more",
        expected.first(),
        expected.len()
    );
}

/// insta trims and normalises what it compares; this does not.
#[test]
fn a_snippet_ends_in_one_line_end_and_has_no_trailing_blanks() {
    for client in Client::all() {
        for request in [
            "bearer-get",
            "json-post",
            "form-post",
            "multipart-file-upload",
        ] {
            let code = shown(&message(request), client, &Options::default());
            assert!(
                code.ends_with('\n') && !code.ends_with("\n\n"),
                "{} {request}",
                client.id
            );
            for line in code.lines() {
                assert_eq!(line, line.trim_end(), "{} {request}", client.id);
            }
        }
    }
}
