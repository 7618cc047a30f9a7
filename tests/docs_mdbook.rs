//! `snippetgen mdbook`: the protocol of mdBook's preprocessors, and how a book is changed.
#![cfg(all(feature = "cli", feature = "docs"))]

mod command;
mod project;

use std::fs;
use std::path::Path;

use command::{Run, command, finish};
use project::project;
use serde_json::{Value, json};

const PAGE: &str = "# A\n\n```http,snippetgen,langs=curl\nGET /a HTTP/1.1\nHost: a.example\n```\n";

fn run(directory: &Path, arguments: &[&str], input: &str) -> Run {
    let mut command = command(arguments);
    command.current_dir(directory);
    finish(command, input.as_bytes())
}

fn chapter(content: &str, path: Option<&str>, sub_items: Value) -> Value {
    json!({"Chapter": {
        "name": "A",
        "content": content,
        "number": [1],
        "sub_items": sub_items,
        "path": path,
        "source_path": path,
        "parent_names": [],
        "of_the_future": {"kept": 1.5},
    }})
}

/// A book in the shape of mdBook 0.5, or, with `sections`, of 0.4.
fn book(items: &str, page: &str) -> Value {
    let inner = chapter(page, Some("a/b.md"), json!([]));
    json!({
        items: [
            chapter(page, Some("a.md"), json!([inner])),
            "Separator",
            {"PartTitle": "```http snippetgen"},
            chapter("", None, json!([])),
        ],
        "__non_exhaustive": null,
    })
}

fn context(root: &Path, renderer: &str) -> Value {
    json!({
        "root": root,
        "config": {
            "book": {"title": "A", "src": "pages"},
            "preprocessor": {"snippetgen": {"command": "snippetgen mdbook", "after": ["links"]}},
        },
        "renderer": renderer,
        "mdbook_version": "0.5.4",
    })
}

fn preprocess(root: &Path, renderer: &str, book: &Value) -> Run {
    let input = json!([context(root, renderer), book]).to_string();
    run(root, &["mdbook"], &input)
}

#[test]
fn every_renderer_is_supported() {
    let directory = project(&[]);
    for renderer in ["html", "markdown", "test", "epub", "linkcheck"] {
        let run = run(directory.path(), &["mdbook", "supports", renderer], "");
        assert_eq!((run.code, &*run.stdout, &*run.stderr), (0, "", ""));
    }
}

#[test]
fn the_book_comes_back_with_tabs_and_all_else_as_it_was() {
    let directory = project(&[]);
    for items in ["items", "sections"] {
        let mut book = book(items, PAGE);
        let run = preprocess(directory.path(), "html", &book);
        assert_eq!((run.code, &*run.stderr), (0, ""));
        let mut new: Value = serde_json::from_str(&run.stdout).unwrap();
        for pointer in [
            "/0/Chapter/content",
            "/0/Chapter/sub_items/0/Chapter/content",
        ] {
            let pointer = format!("/{items}{pointer}");
            let content = new.pointer_mut(&pointer).unwrap();
            let text = content.as_str().unwrap();
            assert!(text.starts_with("# A\n\n<snippet-tabs group="), "{text}");
            assert!(text.contains("\n```bash\ncurl --include"), "{text}");
            assert!(text.ends_with("\n</snippet-tabs>\n"), "{text}");
            assert!(!text.contains("snippetgen,langs"), "{text}");
            *content = PAGE.into();
            *book.pointer_mut(&pointer).unwrap() = PAGE.into();
        }
        assert_eq!(new, book);
    }
}

#[test]
fn renderers_without_html_are_given_fences() {
    let directory = project(&[]);
    for renderer in ["markdown", "epub"] {
        let run = preprocess(directory.path(), renderer, &book("items", PAGE));
        let new: Value = serde_json::from_str(&run.stdout).unwrap();
        let text = new["items"][0]["Chapter"]["content"].as_str().unwrap();
        assert!(text.contains("\n```bash\ncurl --include"), "{text}");
        assert!(!text.contains('<'), "{text}");
    }
}

#[test]
fn every_wrong_request_is_told_with_its_place_and_nothing_is_printed() {
    let wrong = PAGE.replace("Host:", "Host :");
    let directory = project(&[("pages/a.md", &wrong), ("pages/a/b.md", &wrong)]);
    let run = preprocess(directory.path(), "html", &book("items", &wrong));
    assert_eq!((run.code, &*run.stdout), (2, ""));
    for place in ["pages/a.md:5:5", "pages/a/b.md:5:5"] {
        assert!(run.stderr.contains(place), "{}", run.stderr);
    }
    assert!(!run.stderr.contains("includes"), "{}", run.stderr);
}

#[test]
fn what_came_from_an_include_is_told_as_such() {
    let disk = PAGE.replace("Host: a.example", "{{#include a.txt}}");
    let directory = project(&[("pages/a.md", &disk), ("pages/a/b.md", PAGE)]);
    let wrong = PAGE.replace("Host:", "Host :");
    let run = preprocess(directory.path(), "html", &book("items", &wrong));
    let place = "pages/a.md (after includes):5:5";
    assert!(run.stderr.contains(place), "{}", run.stderr);
}

#[test]
fn an_include_that_mdbook_left_in_a_request_is_an_error() {
    let left = PAGE.replace("Host: a.example", "Host: a.example\n\n{{#include a.txt}}");
    let directory = project(&[("pages/a.md", &left), ("pages/a/b.md", &left)]);
    let run = preprocess(directory.path(), "html", &book("items", &left));
    assert_eq!((run.code, &*run.stdout), (2, ""));
    assert!(run.stderr.contains("left-over-include"), "{}", run.stderr);
    assert!(run.stderr.contains("pages/a.md:7:1"), "{}", run.stderr);
    assert!(run.stderr.contains("has not included `a.txt`"));

    // What is left of the request is no other error.
    let alone = PAGE.replace("GET /a HTTP/1.1\nHost: a.example", "{{#include a.txt}}");
    assert!(alone.contains("#include"), "{alone}");
    let run = preprocess(directory.path(), "html", &book("items", &alone));
    assert_eq!(run.stderr.matches("error").count(), 2, "{}", run.stderr);

    let elsewhere = format!("{PAGE}\n```\n{{{{#include a.txt}}}}\n```\n");
    let run = preprocess(directory.path(), "html", &book("items", &elsewhere));
    assert_eq!((run.code, &*run.stderr), (0, ""));
}

#[test]
fn snippetgen_toml_is_the_configuration_and_book_toml_is_none() {
    let toml = "[docs]\nlangs = [\"python\"]\nflavor = \"details\"\n";
    let directory = project(&[("snippetgen.toml", toml)]);
    let page = PAGE.replace(",langs=curl", "");
    let run = preprocess(directory.path(), "html", &book("items", &page));
    assert!(run.stdout.contains("import requests"), "{}", run.stderr);
    assert!(!run.stdout.contains("curl"), "{}", run.stdout);
    // The flavor is for other pages: the book's is known.
    assert!(run.stdout.contains("<snippet-tabs"), "{}", run.stdout);

    let mut context = context(directory.path(), "html");
    context["config"]["preprocessor"]["snippetgen"]["langs"] = "python".into();
    let input = json!([context, book("items", PAGE)]).to_string();
    let run = self::run(directory.path(), &["mdbook"], &input);
    assert_eq!((run.code, &*run.stdout), (2, ""));
    assert!(run.stderr.contains("no key `langs`"), "{}", run.stderr);
    assert!(run.stderr.contains("snippetgen.toml"), "{}", run.stderr);
}

#[test]
fn other_input_is_an_error_that_says_who_runs_this() {
    let directory = project(&[]);
    for input in ["", "{}", "[]", "[{}, {}]", "[1, 2, 3]"] {
        let run = run(directory.path(), &["mdbook"], input);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{input}");
        assert!(run.stderr.contains("no book of mdBook"), "{}", run.stderr);
        assert!(run.stderr.contains("snippetgen mdbook install"), "{input}");
    }
}

const BOOK: &str =
    "# Mine\n[book]\ntitle = 'A' # stays\n\n[output.html]\nadditional-css = [\"my.css\"]\n";

#[test]
fn a_book_is_installed_once() {
    let directory = project(&[("guide/book.toml", BOOK)]);
    let file = directory.path().join("guide/book.toml");
    for _ in 0..2 {
        let run = run(directory.path(), &["mdbook", "install", "guide"], "");
        assert_eq!((run.code, &*run.stderr), (0, ""));
        let book = fs::read_to_string(&file).unwrap();
        assert!(
            book.starts_with("# Mine\n[book]\ntitle = 'A' # stays\n"),
            "{book}"
        );
        let table: Value = serde_json::to_value(book.parse::<toml::Table>().unwrap()).unwrap();
        assert_eq!(
            table,
            json!({
                "book": {"title": "A"},
                "output": {"html": {
                    "additional-css": ["my.css", "theme/snippet-tabs.css"],
                    "additional-js": ["theme/snippet-tabs.js"],
                }},
                "preprocessor": {"snippetgen": {
                    "command": "snippetgen mdbook",
                    "after": ["links"],
                }},
            })
        );
    }
    for name in ["snippet-tabs.css", "snippet-tabs.js"] {
        let text = fs::read_to_string(directory.path().join("guide/theme").join(name)).unwrap();
        assert!(text.contains("<snippet-tabs>"), "{name}");
    }
}

#[test]
fn a_book_that_has_its_own_ways_keeps_them() {
    let own = "[preprocessor.snippetgen]\ncommand = \"../bin/snippetgen mdbook\"\n\n\
               [output.html]\nadditional-css = [\"css/snippet-tabs.css\"]\n\
               additional-js = [\"js/snippet-tabs.js\"]\n";
    let directory = project(&[("book.toml", own)]);
    let run = run(directory.path(), &["mdbook", "install"], "");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let book = fs::read_to_string(directory.path().join("book.toml")).unwrap();
    assert_eq!(book, own);
}

#[test]
fn print_shows_a_patch_and_writes_nothing() {
    let directory = project(&[("book.toml", BOOK)]);
    let run = run(directory.path(), &["mdbook", "install", "--print"], "");
    assert_eq!((run.code, &*run.stderr), (0, ""));
    assert!(
        run.stdout.contains("\n+[preprocessor.snippetgen]\n"),
        "{}",
        run.stdout
    );
    let book = fs::read_to_string(directory.path().join("book.toml")).unwrap();
    assert_eq!(book, BOOK);
    assert!(!directory.path().join("theme").exists());
}

#[test]
fn what_is_no_book_is_left_as_it_is() {
    let cases = [
        (None, "cannot read"),
        (Some("[book\n"), "is not TOML"),
        (Some("output = 1\n"), "`output` of"),
        (
            Some("[output.html]\nadditional-js = \"a.js\"\n"),
            "`additional-js` of",
        ),
    ];
    for (book, message) in cases {
        let files: Vec<_> = book.into_iter().map(|book| ("book.toml", book)).collect();
        let directory = project(&files);
        let run = run(directory.path(), &["mdbook", "install"], "");
        assert_eq!((run.code, &*run.stdout), (2, ""), "{message}");
        assert!(run.stderr.contains(message), "{}", run.stderr);
        assert!(!directory.path().join("theme").exists());
        if let Some(book) = book {
            let text = fs::read_to_string(directory.path().join("book.toml")).unwrap();
            assert_eq!(text, book);
        }
    }
}
