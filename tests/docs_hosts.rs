//! The sites of `examples/`, built by the documentation hosts themselves.
#![cfg(all(feature = "cli", feature = "docs", feature = "verify"))]

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use snippetgen::verify::Tools;
use snippetgen::{Client, Options};

/// The request on every page of the examples.
const REQUEST: &str = r#"POST /users?fields=id,name HTTP/1.1
Host: api.example.com
Authorization: Bearer {token}
Content-Type: application/json

{"name": "Ada <ada@example.com>", "greeting": "{{name}} & \"friends\""}
"#;
const CLIENTS: [&str; 3] = ["shell/curl", "python/requests", "node/fetch"];
const HOOKS: &str = ".pre-commit-hooks.yaml";
const LABELS: [&str; 4] = ["curl", "Python", "Node.js", "Response"];

/// A copy of an example, in a directory of its own.
struct Site(PathBuf);

/// What became of a command.
struct Run {
    good: bool,
    stdout: String,
    /// All that it said.
    text: String,
}

impl Site {
    fn empty(test: &str) -> Self {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("hosts")
            .join(test);
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory).unwrap();
        Self(directory)
    }

    fn copy(example: &str, test: &str) -> Self {
        let site = Self::empty(test);
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
        copy(&from.join(example), &site.0);
        site
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Run {
        let tools = Tools::find();
        let ours = Path::new(env!("CARGO_BIN_EXE_snippetgen"))
            .parent()
            .unwrap();
        let folders = [
            ours.to_owned(),
            tools.path("bin"),
            tools.path("venv/bin"),
            tools.path("node_modules/.bin"),
        ];
        let others = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(folders.into_iter().chain(env::split_paths(&others))).unwrap();
        let program = match program {
            "snippetgen" => env!("CARGO_BIN_EXE_snippetgen").into(),
            "mdbook" => tools.path("bin/mdbook"),
            _ => tools.locate(program),
        };
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(&self.0)
            .env("PATH", path);
        command.env("NO_COLOR", "1");
        // Nobody is told that a site is built here.
        command.env("ASTRO_TELEMETRY_DISABLED", "1");
        command.env("NO_UPDATE_NOTIFIER", "1");
        command.env("PRE_COMMIT_HOME", self.0.join("pre-commit"));
        let output = command.output().unwrap();
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let stderr = String::from_utf8_lossy(&output.stderr);
        Run {
            good: output.status.success(),
            text: format!("{stdout}{stderr}"),
            stdout,
        }
    }

    fn build(&self, program: &str, arguments: &[&str]) {
        let run = self.run(program, arguments);
        assert!(run.good, "{program} {arguments:?}:\n{}", run.text);
    }

    /// Puts the packages of npm where a host looks for them. It keeps its caches beside them: those
    /// are the site's own.
    fn link_modules(&self) {
        let modules = self.0.join("node_modules");
        fs::create_dir(&modules).unwrap();
        for entry in fs::read_dir(Tools::find().path("node_modules")).unwrap() {
            let package = entry.unwrap();
            if !package.file_name().to_string_lossy().starts_with('.') {
                symlink(package.path(), modules.join(package.file_name())).unwrap();
            }
        }
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).unwrap()
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.0.join(file), text).unwrap();
    }

    /// Breaks the request of a page, and expects the host to stop and to show where.
    fn fails_at(&self, page: &str, place: &str, program: &str, arguments: &[&str]) {
        self.write(page, &self.read(page).replace("\nHost:", "\nHost :"));
        let run = self.run(program, arguments);
        assert!(!run.good, "{}", run.text);
        assert!(run.text.contains(place), "no {place} in:\n{}", run.text);
        assert!(run.text.contains("space-before-colon"), "{}", run.text);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        let made = [
            "book",
            "site",
            "public",
            "static",
            "dist",
            "build",
            "cache",
            "_build",
            ".astro",
            ".cache",
            ".docusaurus",
            "node_modules",
        ];
        match from.is_dir() {
            _ if made.iter().any(|name| entry.file_name() == *name) => {}
            true => copy(&from, &to),
            false => drop(fs::copy(from, to).unwrap()),
        }
    }
}

/// Whether a host is there; with CI it has to be.
fn is_there(file: &str) -> bool {
    let there = Tools::find().path(file).exists();
    assert!(there || env::var_os("CI").is_none(), "no {file}");
    if !there {
        println!("skipped: no {file} (run scripts/toolchains)");
    }
    there
}

/// The page shows the code of every client, letter by letter, and a tab for each.
fn has_tabs(html: &str) {
    let text = text(html);
    for code in codes() {
        let code = code.trim_end();
        assert!(text.contains(code), "no\n{code}\nin\n{text}");
    }
    for label in LABELS {
        assert!(text.contains(label), "no {label} in\n{text}");
    }
    assert!(text.contains(r#"{"id": 7}"#), "{text}");
    assert!(!html.contains("<ada@example.com>"), "{html}");
}

fn codes() -> Vec<String> {
    let request = snippetgen::parse(REQUEST.as_bytes()).unwrap();
    let code = |id| {
        let client = Client::find(id).unwrap();
        let snippet = snippetgen::render(&request, client, &Options::default());
        snippet.unwrap().code
    };
    CLIENTS.map(code).to_vec()
}

/// The text of a page, as a browser has it.
fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text += &rest[..at];
        let (end, new) = match rest[at..].starts_with('<') {
            true if rest[at..].starts_with("<script") => ("</script>", None),
            true if rest[at..].starts_with("<style") => ("</style>", None),
            true => (">", None),
            false => (";", Some(character(&rest[at + 1..]))),
        };
        let length = rest[at..].find(end).unwrap() + end.len();
        text.extend(new);
        rest = &rest[at + length..];
    }
    text + rest
}

/// The character of a reference whose name this begins with.
fn character(reference: &str) -> char {
    let name = reference.split(';').next().unwrap();
    let number = name
        .strip_prefix('#')
        .map(|number| match number.strip_prefix('x') {
            Some(digits) => u32::from_str_radix(digits, 16).unwrap(),
            None => number.parse().unwrap(),
        });
    match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        // Of others no code is made.
        _ => number.and_then(char::from_u32).unwrap_or(' '),
    }
}

/// Lines that a host might take for its own, as they are in the snippet of curl.
const LINES: &str = "````\n:::\n::::\n\n\n</section></snippet-tabs>\n=== \"x\"\n::: tip\n\
                     {{ x }} {% y %} <b> {z} ${z}\n*a* _b_ `c` &lt; \\\n";
/// A label that could be syntax everywhere.
const LABEL: &str = r#""a" <b> [c] {{d}} `e` *f* _g_ & \ # C"#;

impl Site {
    /// Fills a page with requests that a host may stumble upon: at the left margin, in a list
    /// and in a quotation.
    fn write_hostile(&self, page: &str, in_list: &str) {
        let label = LABEL.replace('\\', r"\\").replace('"', "\\\"");
        let toml = format!("[labels]\n\"shell/curl\" = \"{label}\"\n");
        self.write("snippetgen.toml", &toml);
        let fence = |path: &str| {
            format!(
                "`````http snippetgen langs=\"curl,python\"\nPOST /{path} HTTP/1.1\n\
                 Host: api.example.com\nContent-Type: text/plain\n\n{LINES}`````\n"
            )
        };
        let prefixed = |prefix: &str, text: &str| {
            let lines = text.lines().map(|line| match line {
                "" => format!("{}\n", prefix.trim_end()),
                _ => format!("{prefix}{line}\n"),
            });
            lines.collect::<String>()
        };
        let list = prefixed(in_list, &fence("listed"));
        let quotation = prefixed("> ", &fence("quoted"));
        let text = format!(
            "# Hostile\n\nBefore.\n{}After.\n\n- Item\n\n{list}\nEnd.\n\n{quotation}\nEnd.\n",
            fence("plain"),
        );
        self.write(page, &text);
    }
}

/// A page written by `write_hostile` shows all of it.
fn has_hostile(html: &str, paths: &[&str]) {
    // Sphinx makes them typographic.
    let text = text(html).replace(['“', '”'], "\"");
    let shown = text.matches(LABEL).count();
    assert!(shown >= paths.len(), "{shown} labels in\n{text}");
    for path in paths {
        let message = format!(
            "POST /{path} HTTP/1.1\nHost: api.example.com\nContent-Type: text/plain\n\n{LINES}"
        );
        let request = snippetgen::parse(message.as_bytes()).unwrap();
        for id in ["shell/curl", "python/requests"] {
            let client = Client::find(id).unwrap();
            let snippet = snippetgen::render(&request, client, &Options::default()).unwrap();
            let code = snippet.code.trim_end();
            assert!(text.contains(code), "no\n{code}\nin\n{text}");
        }
    }
    assert!(
        text.contains("Before.") && text.contains("After."),
        "{text}"
    );
    assert!(!html.contains("<b>"), "{html}");
}

#[test]
fn mdbook_shows_the_tabs() {
    if !is_there("bin/mdbook") {
        return;
    }
    let site = Site::copy("mdbook", "mdbook");
    let book = site.read("book.toml");
    site.build("snippetgen", &["mdbook", "install"]);
    assert_eq!(site.read("book.toml"), book);
    site.build("mdbook", &["build"]);
    let html = site.read("book/users.html");
    has_tabs(&html);
    assert!(
        html.contains("<snippet-tabs group=\"snippetgen-lang\">"),
        "{html}"
    );
    assert!(html.contains("<section data-id=\"python/requests\" data-label=\"Python\">"));
    assert!(html.contains("<code class=\"language-python\">"), "{html}");
    assert!(html.contains("theme/snippet-tabs"), "{html}");
    site.write_hostile("src/users.md", "  ");
    site.build("mdbook", &["build"]);
    has_hostile(
        &site.read("book/users.html"),
        &["plain", "listed", "quoted"],
    );
    site.build("mdbook", &["test"]);
}

#[test]
fn mdbook_says_where_a_request_is_wrong() {
    if !is_there("bin/mdbook") {
        return;
    }
    let site = Site::copy("mdbook", "mdbook-wrong");
    site.build("snippetgen", &["mdbook", "install"]);
    site.fails_at("src/users.md", "src/users.md:7:5", "mdbook", &["build"]);
}

/// mdBook tells nobody what came from where.
#[test]
fn mdbook_includes_keep_the_places_of_what_is_not_included() {
    if !is_there("bin/mdbook") {
        return;
    }
    let site = Site::copy("mdbook", "mdbook-includes");
    site.build("snippetgen", &["mdbook", "install"]);
    let page = site.read("src/users.md");
    let before = "# Users\n\n{{#include intro.md}}\n\n```http snippetgen langs=curl\n\
                  {{#include get.http}}\n```\n\n";
    site.write("src/users.md", &format!("{before}{page}"));
    site.write("src/intro.md", "One.\n\nTwo.\n\nThree.\n");
    site.write(
        "src/get.http",
        "GET /included HTTP/1.1\nHost: api.example.com\n",
    );
    site.build("mdbook", &["build"]);
    let html = site.read("book/users.html");
    assert!(text(&html).contains("curl --include 'https://api.example.com/included'"));
    has_tabs(&html);

    let run = |from: &str, to: &str| {
        let page = format!("{before}{page}");
        site.write("src/users.md", &page.replace(from, to));
        let run = site.run("mdbook", &["build"]);
        assert!(!run.good, "{}", run.text);
        run.text
    };
    let wrong = run("\nAuthorization:", "\nAuthorization :");
    assert!(wrong.contains("src/users.md:16:14"), "{wrong}");
    let missing = run("get.http", "no.http");
    assert!(missing.contains("src/users.md:6:1"), "{missing}");
    assert!(missing.contains("left-over-include"), "{missing}");
    site.write("src/get.http", "GET /included HTTP/1.1\nHost : a.example\n");
    let included = run("", "");
    assert!(
        included.contains("src/users.md (after includes):"),
        "{included}"
    );
}

#[test]
fn mkdocs_shows_the_tabs() {
    if !is_there("venv/bin/mkdocs") {
        return;
    }
    let site = Site::copy("mkdocs", "mkdocs");
    site.build("mkdocs", &["build", "--strict"]);
    let html = site.read("site/index.html");
    has_tabs(&html);
    assert_eq!(html.matches(" data-tabs=\"1:5\"").count(), 1);
    assert_eq!(html.matches("class=\"tabbed-block\"").count(), 5);
    assert_eq!(html.matches("class=\"highlight\"").count(), 5);
    let page = site.read("docs/index.md");
    site.write_hostile("docs/index.md", "    ");
    site.build("mkdocs", &["build", "--strict"]);
    has_hostile(
        &site.read("site/index.html"),
        &["plain", "listed", "quoted"],
    );
    site.write("docs/index.md", &page);
    site.fails_at("docs/index.md", "docs/index.md:7:5", "mkdocs", &["build"]);
}

#[test]
fn sphinx_shows_the_tabs() {
    if !is_there("venv/bin/sphinx-build") {
        return;
    }
    let site = Site::copy("sphinx", "sphinx");
    let arguments = ["-W", ".", "_build"];
    site.build("sphinx-build", &arguments);
    let html = site.read("_build/index.html");
    has_tabs(&html);
    assert_eq!(html.matches("class=\"sd-tab-set").count(), 1);
    assert!(html.contains("data-sync-id=\"python/requests\""), "{html}");
    assert!(html.contains("highlight-python"), "{html}");
    let page = site.read("index.md");
    site.write_hostile("index.md", "  ");
    site.build("sphinx-build", &arguments);
    has_hostile(
        &site.read("_build/index.html"),
        &["plain", "listed", "quoted"],
    );
    site.write("index.md", &page);
    site.fails_at("index.md", "index.md:7:5", "sphinx-build", &arguments);
}

#[test]
fn vitepress_shows_the_tabs() {
    if !is_there("node_modules/vitepress") {
        return;
    }
    let site = Site::copy("vitepress", "vitepress");
    site.link_modules();
    site.build("vitepress", &["build"]);
    let html = site.read(".vitepress/dist/index.html");
    has_tabs(&html);
    assert_eq!(html.matches("class=\"vp-code-group").count(), 1);
    assert!(html.contains("data-title=\"Python\""), "{html}");
    let page = site.read("index.md");
    site.write_hostile("index.md", "  ");
    site.build("vitepress", &["build"]);
    has_hostile(
        &site.read(".vitepress/dist/index.html"),
        &["plain", "listed", "quoted"],
    );
    site.write("index.md", &page);
    site.fails_at("index.md", "index.md:7:5", "vitepress", &["build"]);
}

#[test]
fn hugo_shows_the_tabs() {
    if !is_there("venv/bin/hugo") {
        return;
    }
    let site = Site::copy("hugo", "hugo");
    site.build("snippetgen", &["docs", "update", "--check"]);
    site.build("snippetgen", &["docs", "element", "static"]);
    site.build("hugo", &[]);
    let html = site.read("public/index.html");
    has_tabs(&html);
    assert!(
        html.contains("<snippet-tabs group=\"snippetgen-lang\">"),
        "{html}"
    );
    assert!(html.contains("<section data-id=\"python/requests\" data-label=\"Python\">"));
    assert!(site.0.join("public/snippet-tabs.js").is_file());

    let page = site.read("content/_index.md");
    site.write_hostile("content/_index.md", "  ");
    site.build("snippetgen", &["docs", "update", "--flavor", "hugo"]);
    site.build("hugo", &[]);
    let paths = ["plain", "listed", "quoted"];
    has_hostile(&site.read("public/index.html"), &paths);
    let shortcode = page.replace("/users?fields", "/{{</*x*/>}}{{<y>}}{{%z%}}?fields");
    site.write("content/_index.md", &shortcode);
    site.build(
        "snippetgen",
        &["docs", "update", "--force", "--flavor", "hugo"],
    );
    // The fence is the author's, who has to hide shortcodes in it.
    let updated = site.read("content/_index.md");
    let (_, region) = updated.split_once("<!-- snippetgen:begin").unwrap();
    site.write(
        "content/_index.md",
        &format!("---\ntitle: a\n---\n\n<!-- {region}"),
    );
    site.build("hugo", &[]);
    let text = text(&site.read("public/index.html"));
    assert!(text.contains("{{</*x*/>}}{{<y>}}{{%z%}}?fields"), "{text}");
}

#[test]
fn docusaurus_shows_the_tabs() {
    if !is_there("node_modules/@docusaurus/core") {
        return;
    }
    let site = Site::copy("docusaurus", "docusaurus");
    site.link_modules();
    site.write_hostile("docs/hostile.md", "  ");
    site.build("docusaurus", &["build"]);
    // It writes no line ends into code.
    let read = |page: &str| site.read(page).replace("<br>", "\n").replace("<br/>", "\n");
    let html = read("build/index.html");
    has_tabs(&html);
    assert_eq!(html.matches("role=\"tablist\"").count(), 1);
    assert_eq!(html.matches("role=\"tabpanel\"").count(), 5);
    for language in ["http", "bash", "python", "javascript"] {
        assert!(html.contains(&format!(
            "<pre tabindex=\"0\" class=\"prism-code language-{language}"
        )));
    }
    // Prism knows bash by the configuration alone.
    assert!(html.contains(">curl</span>"), "{html}");
    has_hostile(
        &read("build/hostile/index.html"),
        &["plain", "listed", "quoted"],
    );
    site.fails_at(
        "docs/index.md",
        "docs/index.md:7:5",
        "docusaurus",
        &["build"],
    );
}

#[test]
fn starlight_shows_the_tabs() {
    if !is_there("node_modules/@astrojs/starlight") {
        return;
    }
    let site = Site::copy("starlight", "starlight");
    site.link_modules();
    let page = "src/content/docs/index.mdx";
    site.write_hostile("src/content/docs/hostile.mdx", "  ");
    let hostile = site.read("src/content/docs/hostile.mdx");
    site.write(
        "src/content/docs/hostile.mdx",
        &hostile.replace("# Hostile\n", "---\ntitle: Hostile\n---\n"),
    );
    site.build("astro", &["build"]);
    let read = |page: &str| {
        let html = site.read(page);
        // The button that copies has the code once more.
        let mut parts = html.split(" data-code=\"");
        let mut text = parts.next().unwrap().to_owned();
        text.extend(parts.map(|part| part.split_once('"').unwrap().1));
        // A line of code is an element, which has a line end only where there is nothing else.
        text.replace("<div class=\"code\">\n", "<div class=\"code\">")
            .replace("<div class=\"ec-line\">", "\n")
    };
    let html = read("dist/index.html");
    has_tabs(&html);
    let tabs = "<starlight-tabs data-sync-key=\"snippetgen-lang\"";
    assert_eq!(html.matches(tabs).count(), 1);
    assert_eq!(html.matches("<div id=\"tab-panel-").count(), 5);
    assert!(html.contains("<pre data-language=\"python\""), "{html}");
    has_hostile(
        &read("dist/hostile/index.html"),
        &["plain", "listed", "quoted"],
    );
    site.fails_at(page, "index.mdx:9:5", "astro", &["build"]);
}

/// A file of this repository that is YAML.
fn yaml(file: &str) -> serde_json::Value {
    let script = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))";
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let mut command = Command::new(Tools::find().path("venv/bin/python3"));
    let output = command.args(["-c", script]).arg(file).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    serde_json::from_slice(&output.stdout).unwrap()
}

const STALE: &str = "```http snippetgen\nGET / HTTP/1.1\nHost: a.example\n```\n";

#[test]
fn pre_commit_stops_a_commit_of_stale_pages_and_brings_them_up_to_date() {
    if !is_there("venv/bin/pre-commit") {
        return;
    }
    let hooks = yaml(HOOKS);
    // The one that compiles differs in nothing else.
    assert_eq!(hooks[0]["language"], "rust");
    assert_eq!(hooks[0]["entry"], hooks[1]["entry"]);
    assert_eq!(hooks[0]["types_or"], hooks[1]["types_or"]);
    let id = hooks[1]["id"].as_str().unwrap();

    let commit = |site: &Site| {
        let name = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
        site.build("git", &["add", "."]);
        site.build(
            "git",
            &[&name[..], &["commit", "--quiet", "--message=a"]].concat(),
        );
    };
    let repository = Site::empty("hooks");
    repository.build("git", &["init", "--quiet"]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(root.join(HOOKS), repository.0.join(HOOKS)).unwrap();
    commit(&repository);

    let site = Site::empty("pages");
    site.build("git", &["init", "--quiet"]);
    site.write("my page.md", STALE);
    site.write("excluded.md", STALE);
    site.write("snippetgen.toml", "[docs]\nexclude = [\"excluded.md\"]\n");
    site.write(".gitignore", "/pre-commit\n");
    commit(&site);
    let run = |more: &[&str]| {
        let hook = [
            "try-repo",
            repository.0.to_str().unwrap(),
            id,
            "--all-files",
        ];
        site.run("pre-commit", &[&hook, more].concat())
    };
    let stopped = run(&[]);
    assert!(!stopped.good, "{}", stopped.text);
    let summary = "1 page, 1 request, 1 written, 1 excluded";
    assert!(stopped.text.contains(summary), "{}", stopped.text);
    assert!(site.read("my page.md").contains("curl --include"));
    assert_eq!(site.read("excluded.md"), STALE);
    let passed = run(&[]);
    assert!(passed.good, "{}", passed.text);

    let page = site.read("my page.md");
    site.write("my page.md", &page.replace("curl --include", "curl"));
    let edited = run(&[]);
    assert!(!edited.good, "{}", edited.text);
    assert!(edited.text.contains("my page.md:6:1"), "{}", edited.text);
    assert!(edited.text.contains("generated-block-edited"));
}

/// As a runner does, after the step that installs.
#[test]
fn the_action_annotates_stale_pages() {
    if !is_there("venv/bin/mkdocs") {
        return;
    }
    let action = yaml("action.yml");
    assert_eq!(action["runs"]["using"], "composite");
    let steps = action["runs"]["steps"].as_array().unwrap();
    let check = steps.last().unwrap()["run"].as_str().unwrap();

    let site = Site::empty("action");
    let bin = site.0.join("temp/snippetgen/bin");
    fs::create_dir_all(&bin).unwrap();
    symlink(env!("CARGO_BIN_EXE_snippetgen"), bin.join("snippetgen")).unwrap();
    site.write("my page.md", STALE);
    site.write("b.md", "Text.\n");
    let run = |paths: &str| {
        let script = format!("export RUNNER_TEMP=$PWD/temp PATHS='{paths}'\n{check}");
        site.run("bash", &["-eo", "pipefail", "-c", &script])
    };
    let found = run("b.md\nmy page.md\n");
    assert!(!found.good, "{}", found.text);
    let annotation = "::error file=my page.md,line=1,col=1";
    assert!(found.stdout.starts_with(annotation), "{}", found.text);
    assert!(run("b.md").good);
}
