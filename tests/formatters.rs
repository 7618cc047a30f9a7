//! Snippets are what the language's standard formatter, at its defaults, leaves alone.
#![cfg(feature = "verify")]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snippetgen::verify::Tools;
use snippetgen::{Client, Options};

/// Requests as they are, of every kind there is a file of. What is odd in them is theirs.
const ORDINARY: &[&str] = &[
    "auth-api-key",
    "auth-basic",
    "bearer-delete",
    "bearer-get",
    "bearer-post-json",
    "bearer-put-json",
    "cookie-one",
    "cookie-several",
    "field-accept-language",
    "field-if-none-match",
    "field-ordinary",
    "field-twice",
    "form-post",
    "form-repeats",
    "form-with-query",
    "json-array-of-numbers",
    "json-array-of-objects",
    "json-array-of-strings",
    "json-empty-nested",
    "json-graphql",
    "json-layout-width-60",
    "json-layout-width-72",
    "json-layout-width-80",
    "json-layout-width-88",
    "json-lines",
    "json-number-ordinary",
    "json-object-nested-wide",
    "json-object-sixty-keys",
    "json-post",
    "json-small-object",
    "json-string-quotes",
    "json-unicode-cjk",
    "json-unicode-emoji",
    "method-delete-mixed-case",
    "method-head",
    "method-options",
    "method-patch-json",
    "method-post-nothing",
    "method-propfind",
    "method-put-json",
    "multipart-file-upload",
    "multipart-text",
    "multipart-with-bearer",
    "path-eighty-columns",
    "path-root",
    "query-long",
    "query-ordinary",
    "text-ordinary",
    "text-several-lines",
    "text-single-quote",
    "text-utf8",
    "text-xml",
];

/// The command that fails when a file is not laid out as it would be.
fn formatter(language: &str, tools: &Tools) -> Option<Command> {
    let command = |program: &str, arguments: &[&str]| {
        let mut command = tools.command(program);
        command.args(arguments);
        command
    };
    Some(match language {
        "python" => command("ruff", &["format", "--check", "--isolated"]),
        "javascript" | "node" => command("prettier", &["--check", "--no-config"]),
        "php" => {
            let plugin = tools.path("node_modules/@prettier/plugin-php/src/index.mjs");
            let mut command = command("prettier", &["--check", "--no-config", "--plugin"]);
            command.arg(plugin);
            command
        }
        "shell" => command("shfmt", &["-i", "2", "-d"]),
        "java" => {
            let internals = ["api", "code", "file", "parser", "tree", "util"];
            let mut command = tools.command("java");
            for internal in internals {
                command.arg(format!(
                    "--add-exports=jdk.compiler/com.sun.tools.javac.{internal}=ALL-UNNAMED"
                ));
            }
            command
                .arg("-jar")
                .arg(tools.path("java/google-java-format-1.25.2-all-deps.jar"));
            command.args(["--dry-run", "--set-exit-if-changed"]);
            command
        }
        // Allman braces and four spaces: no formatter of C# comes from the registries.
        _ => return None,
    })
}

#[test]
fn ordinary_snippets_are_formatted_as_the_formatter_would() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tools = Tools::find();
    let mut wrong = Vec::new();
    for (language, files) in written(root) {
        let Some(mut command) = formatter(language, &tools) else {
            continue;
        };
        match command.args(&files).output() {
            Ok(output) if output.status.success() => {}
            Ok(output) => wrong.push(format!(
                "{language}:\n{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            )),
            Err(error) if env::var_os("CI").is_none() => {
                println!("skipped: {language}: {error} (run scripts/toolchains)");
            }
            Err(error) => wrong.push(format!("{language}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The snippets, in files of their own, by language.
fn written(root: &Path) -> BTreeMap<&'static str, Vec<PathBuf>> {
    let mut files = BTreeMap::<_, Vec<_>>::new();
    for client in Client::all() {
        let language = client.language();
        let folder = root.join("target/formatted").join(client.id);
        fs::create_dir_all(&folder).unwrap();
        for name in ORDINARY {
            let message = fs::read(root.join(format!("tests/requests/{name}.http"))).unwrap();
            let request = snippetgen::parse(&message).unwrap();
            let Ok(snippet) = snippetgen::render(&request, client, &Options::default()) else {
                continue;
            };
            let file = folder.join(format!("{name}.{}", language.extension));
            fs::write(&file, snippet.code).unwrap();
            files.entry(language.id).or_default().push(file);
        }
    }
    files
}
