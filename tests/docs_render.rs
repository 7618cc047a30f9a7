//! `snippetgen docs render`: the filter that hooks of documentation hosts call.
#![cfg(all(feature = "cli", feature = "docs"))]

mod command;
mod project;

use std::fs;
use std::path::Path;

use command::{Run, command, finish};
use project::project;

const PAGE: &str = "---\ntitle: A\n---\n\nText.\n```http snippetgen langs=curl\nGET /a HTTP/1.1\n\
                    Host: a.example\n```\nMore.\n";

fn run(directory: &Path, arguments: &[&str], input: &[u8]) -> Run {
    let mut command = command(&[&["docs", "render"], arguments].concat());
    command.current_dir(directory);
    finish(command, input)
}

#[test]
fn the_tabs_take_the_place_of_the_fence() {
    let project = project(&[]);
    let run = run(project.path(), &["--flavor", "mkdocs"], PAGE.as_bytes());
    assert_eq!((run.code, &*run.stderr), (0, ""));
    let tabs = "===! \"HTTP\"\n\n    ```http\n    GET /a HTTP/1.1\n    Host: a.example\n    ```\n\n\
                === \"curl\"\n\n    ```bash\n    curl --include 'https://a.example/a'\n    ```\n";
    assert_eq!(
        run.stdout,
        format!("---\ntitle: A\n---\n\nText.\n\n{tabs}\nMore.\n")
    );
}

#[test]
fn a_page_without_requests_stays_as_it_is() {
    let project = project(&[]);
    let page = "\u{feff}A\r\n\r\n```http\nGET / HTTP/1.1\n```\r\n   ";
    for flavor in ["plain", "docusaurus", "mdbook", "html"] {
        let run = run(project.path(), &["--flavor", flavor], page.as_bytes());
        assert_eq!((run.code, &*run.stdout), (0, page));
    }
}

#[test]
fn the_flavor_is_that_of_the_host_and_v_says_why() {
    let project = project(&[
        ("mkdocs.yml", "site_name: A\n"),
        ("docs/a.md", PAGE),
        ("README.md", PAGE),
        ("other/snippetgen.toml", "\n[docs]\nflavor = \"myst\"\n"),
        ("other/a.md", PAGE),
    ]);
    let run = |arguments: &[&str]| run(project.path(), arguments, b"");
    let page = run(&["-v", "docs/a.md"]);
    assert!(page.stdout.contains("===! \"HTTP\""), "{}", page.stdout);
    assert!(
        page.stderr.contains("flavor mkdocs: by "),
        "{}",
        page.stderr
    );
    assert!(page.stderr.contains("/mkdocs.yml"), "{}", page.stderr);
    let readme = run(&["-v", "README.md"]);
    assert!(
        readme.stdout.contains("\nHTTP\n\n```http\n"),
        "{}",
        readme.stdout
    );
    assert!(
        readme.stderr.contains("flavor plain: no "),
        "{}",
        readme.stderr
    );
    let configured = run(&["-v", "other/a.md"]);
    assert!(
        configured.stdout.contains("{tab-set}"),
        "{}",
        configured.stdout
    );
    let why = "snippetgen.toml:3";
    assert!(configured.stderr.contains(why), "{}", configured.stderr);
    let flag = run(&["-v", "--flavor", "hugo", "other/a.md"]);
    assert!(flag.stdout.contains("{{< snippet-tab "), "{}", flag.stdout);
    assert!(
        flag.stderr.contains("flavor hugo: by `--flavor`"),
        "{}",
        flag.stderr
    );
    let silent = run(&["docs/a.md"]);
    assert_eq!((silent.code, &*silent.stderr), (0, ""));
}

#[test]
fn the_name_of_standard_input_tells_the_host() {
    let project = project(&[("docs/.vitepress/config.mts", "")]);
    let arguments = ["--stdin-filename", "docs/new/page.md"];
    let page = run(project.path(), &arguments, PAGE.as_bytes());
    assert!(page.stdout.contains("::: code-group\n"), "{}", page.stdout);
}

#[test]
fn imports_are_written_once() {
    let project = project(&[]);
    let arguments = ["--flavor", "docusaurus", "--stdin-filename", "a.mdx"];
    let once = run(project.path(), &arguments, PAGE.as_bytes()).stdout;
    let start = "---\ntitle: A\n---\n\nimport Tabs from '@theme/Tabs';\n\
                 import TabItem from '@theme/TabItem';\n\nText.\n\n<Tabs ";
    assert!(once.starts_with(start), "{once}");
    let again = run(project.path(), &arguments, once.as_bytes()).stdout;
    assert_eq!(again, once);
}

#[test]
fn an_error_has_its_place_and_nothing_is_printed() {
    let project = project(&[]);
    let wrong = PAGE.replace("Host:", "Host :");
    let arguments = ["--stdin-filename", "docs/a.md", "--flavor", "html"];
    let named = run(project.path(), &arguments, wrong.as_bytes());
    assert_eq!((named.code, &*named.stdout), (2, ""));
    assert!(named.stderr.contains("docs/a.md:8:5"), "{}", named.stderr);
    let unnamed = run(project.path(), &[], wrong.as_bytes());
    assert_eq!((unnamed.code, &*unnamed.stdout), (2, ""));
    assert!(unnamed.stderr.contains("<stdin>:8:5"), "{}", unnamed.stderr);
}

#[test]
fn a_page_in_another_encoding_is_an_error() {
    let project = project(&[]);
    let run = run(project.path(), &[], b"A\n\nGr\xfc\xdfe\n");
    assert_eq!((run.code, &*run.stdout), (2, ""));
    assert!(
        run.stderr.contains("not UTF-8: see line 3"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_flavor_that_is_mistyped_is_told_the_nearest() {
    let project = project(&[]);
    let run = run(project.path(), &["--flavor", "mkdoc"], b"");
    assert_eq!((run.code, &*run.stdout), (2, ""));
    assert!(
        run.stderr.contains("did you mean `mkdocs`"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_files_of_the_element_are_written_into_a_directory() {
    let project = project(&[]);
    let mut command = command(&["docs", "element", "static"]);
    command.current_dir(project.path());
    assert_eq!(finish(command, b"").code, 0);
    let read = |name| fs::read_to_string(project.path().join("static").join(name)).unwrap();
    assert!(read("snippet-tabs.js").contains("customElements.define"));
    assert!(read("snippet-tabs.css").contains("snippet-tabs {"));
}
