//! `snippetgen docs update` and `snippetgen config` as their users see them.
#![cfg(all(feature = "cli", feature = "docs"))]

mod command;

use std::fs;
use std::path::{Path, PathBuf};

use command::{Run, command, finish};
use serde_json::Value;

const GOOD: &str =
    "```http snippetgen langs=python\nGET /users HTTP/1.1\nHost: api.example.com\n```\n";
const BROKEN: &str = "# B\n\n- ```http snippetgen langs=curl\n  GET / HTTP/1.1\n  Host : a.example\n  ```\n\n```http snippetgen langs=pyhton\nGET / HTTP/1.1\nHost: a.example\n```\n";

/// A project of one test, empty at first. `.git` keeps configurations above it away.
struct Project(PathBuf);

impl Project {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("docs-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join(".git")).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, content: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn run(&self, arguments: &str) -> Run {
        let arguments: Vec<_> = arguments.split_whitespace().collect();
        let mut command = command(&arguments);
        command.current_dir(&self.0);
        finish(command, b"")
    }

    fn files(&self, directory: &str) -> Vec<String> {
        let entries = fs::read_dir(self.0.join(directory)).unwrap();
        let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        let mut names: Vec<_> = entries.map(|entry| name(entry.unwrap())).collect();
        names.sort();
        names
    }
}

#[test]
fn a_tree_is_brought_up_to_date_once() {
    let project = Project::new("tree");
    for name in ["a.md", "b/c.markdown", "b/d/e.mdx"] {
        project.write(name, GOOD);
    }
    let rst = ".. snippetgen: langs=python\n\n.. code-block:: http\n\n   GET / HTTP/1.1\n   Host: a.example\n";
    project.write("f.rst", rst);
    project.write("none.md", "# Nothing\n");
    project.write("g.txt", GOOD);
    project.write("ignored/h.md", GOOD);
    project.write(".gitignore", "ignored/\n");

    let check = project.run("docs update --check");
    assert_eq!(check.code, 1);
    let lines: Vec<_> = check.stdout.lines().collect();
    assert_eq!(
        lines[0],
        "a.md:1:1: missing: the request has no snippets yet (run: snippetgen docs update a.md)"
    );
    let files: Vec<_> = lines
        .iter()
        .map(|line| line.split(':').next().unwrap())
        .collect();
    assert_eq!(files, ["a.md", "b/c.markdown", "b/d/e.mdx", "f.rst"]);
    assert_eq!(project.read("a.md"), GOOD);

    let run = project.run("docs update");
    assert_eq!((run.code, &*run.stdout), (0, ""));
    assert_eq!(run.stderr, "5 pages, 4 requests, 4 written\n");
    assert!(project.read("a.md").starts_with(GOOD));
    assert!(
        project
            .read("b/d/e.mdx")
            .contains("{/* snippetgen:begin v1")
    );
    assert!(project.read("f.rst").contains("\n.. snippetgen:end\n"));
    assert_eq!(
        (project.read("g.txt"), project.read("ignored/h.md")),
        (GOOD.into(), GOOD.into())
    );
    let once = project.read("a.md");

    let again = project.run("docs update");
    assert_eq!(
        (again.code, &*again.stderr),
        (0, "5 pages, 4 requests, 0 written\n")
    );
    assert_eq!(project.read("a.md"), once);
    let check = project.run("docs update --check .");
    assert_eq!((check.code, &*check.stdout), (0, ""));
    assert_eq!(project.files("b"), ["c.markdown", "d"]);
}

#[test]
fn what_is_named_is_a_page_whatever_its_name() {
    let project = Project::new("named");
    project.write("a.txt", GOOD);
    project.write(".gitignore", "a.txt\n");
    assert_eq!(
        project.run("docs update").stderr,
        "0 pages, 0 requests, 0 written\n"
    );
    assert_eq!(
        project.run("docs update a.txt").stderr,
        "1 page, 1 request, 1 written\n"
    );
    let missing = project.run("docs update a.txt nowhere.md");
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("nowhere.md"), "{}", missing.stderr);
    let input = project.run("docs update -");
    assert_eq!(input.code, 2);
    assert!(input.stderr.contains("snippetgen docs render -"));
}

#[test]
fn every_problem_of_every_page_is_told_in_one_run() {
    let project = Project::new("problems");
    project.write("a.md", GOOD);
    project.write("b.md", BROKEN);
    project.write("c/d.md", &BROKEN.replace('\n', "\r\n"));
    let run = project.run("docs update");
    assert_eq!((run.code, &*run.stdout), (2, ""));
    let places: Vec<_> = run
        .stderr
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--> "))
        .collect();
    assert_eq!(
        places,
        ["b.md:5:7", "b.md:8:26", "c/d.md:5:7", "c/d.md:8:26"]
    );
    assert!(run.stderr.contains("did you mean `python`?"));
    assert!(
        run.stderr
            .contains("\n5 |   Host : a.example\n  |       ^\n"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr
            .ends_with("3 pages, 1 request, 1 written, 4 errors\n"),
        "{}",
        run.stderr
    );
    assert_eq!(project.read("b.md"), BROKEN);
    assert!(project.read("a.md").contains("requests.get"));

    // An error wins over a difference.
    project.write("a.md", GOOD);
    let check = project.run("docs update --check");
    assert_eq!(check.code, 2);
    assert!(check.stdout.starts_with("a.md:1:1: missing"));
}

#[test]
fn what_was_edited_by_hand_is_not_overwritten_unless_forced() {
    let project = Project::new("edited");
    project.write("a.md", GOOD);
    project.run("docs update");
    let good = project.read("a.md");
    let edited = good.replace("requests.get", "requests.put");
    project.write("a.md", &edited);
    let check = project.run("docs update --check");
    assert_eq!(check.code, 1);
    assert_eq!(
        check.stdout,
        "a.md:6:1: edited: the snippets were edited by hand (run: snippetgen docs update --force a.md)\n"
    );
    let refused = project.run("docs update");
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("generated block was edited"),
        "{}",
        refused.stderr
    );
    assert!(refused.stderr.contains("a.md:6:1"));
    assert_eq!(project.read("a.md"), edited);
    assert_eq!(project.run("docs update --force").code, 0);
    assert_eq!(project.read("a.md"), good);

    // A request that has changed makes its region stale, not edited.
    project.write("a.md", &good.replace("GET /users", "GET /people"));
    let stale = project.run("docs update --check");
    assert!(
        stale.stdout.starts_with("a.md:6:1: stale: "),
        "{}",
        stale.stdout
    );
    assert_eq!(project.run("docs update").code, 0);
    assert!(project.read("a.md").contains("api.example.com/people\""));
}

#[test]
fn a_diff_is_a_patch_and_writes_nothing() {
    let project = Project::new("diff");
    project.write("docs/a.md", GOOD.trim_end());
    let diff = project.run("docs update --diff");
    assert_eq!(diff.code, 1);
    assert_eq!(project.read("docs/a.md"), GOOD.trim_end());
    assert!(
        diff.stdout
            .starts_with("--- a/docs/a.md\n+++ b/docs/a.md\n@@ "),
        "{}",
        diff.stdout
    );
    assert!(diff.stdout.contains("\n+import requests\n"));
    project.run("docs update");
    let none = project.run("docs update --diff");
    assert_eq!((none.code, &*none.stdout), (0, ""));
}

#[test]
fn formats_for_programs_hold_everything() {
    let project = Project::new("formats");
    project.write("a,b.md", GOOD);
    project.write("c.md", BROKEN);
    let github = project.run("docs update --check --format github");
    assert_eq!(github.code, 2);
    let lines: Vec<_> = github.stdout.lines().collect();
    assert_eq!(
        lines[0],
        "::error file=a%2Cb.md,line=1,col=1::missing: the request has no snippets yet%0Arun: snippetgen docs update a,b.md"
    );
    assert!(lines[1].starts_with("::error file=c.md,line=5,col=7::a field name has a space"));
    assert_eq!(lines.len(), 3);

    let json = project.run("docs update --check --format json");
    assert_eq!(json.code, 2);
    let rows: Value = serde_json::from_str(&json.stdout).unwrap();
    let rows: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                row["file"], row["severity"], row["id"], row["line"]
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            r#""a,b.md" "difference" "missing" 1"#,
            r#""c.md" "error" "space-before-colon" 5"#,
            r#""c.md" "error" "unknown-language" 8"#
        ]
    );
    let project = Project::new("formats-empty");
    assert_eq!(project.run("docs update --format json").stdout, "[]\n");
    assert_eq!(project.run("docs update --format github").stdout, "");
}

#[test]
fn what_a_check_says_to_run_makes_it_pass() {
    let project = Project::new("command");
    project.write(
        "a.md",
        "```http snippetgen\nGET / HTTP/1.1\nHost: a.example\n```\n",
    );
    let check = "docs update --check -l curl,php --flavor vitepress";
    let told = project.run(check).stdout;
    let (_, command) = told.split_once("(run: snippetgen ").unwrap();
    assert_eq!(
        command,
        "docs update --lang shell/curl,php/curl --flavor vitepress a.md)\n"
    );
    project.run(command.trim_end().trim_end_matches(')'));
    assert_eq!(project.run(check).code, 0);
}

#[test]
fn a_request_may_be_kept_in_a_file() {
    let project = Project::new("src");
    let request = "GET /users HTTP/1.1\nHost: api.example.com\n";
    project.write("requests/list.http", request);
    let fence = |body: &str| {
        format!("```http snippetgen langs=python src=\"../requests/list.http\"\n{body}```\n")
    };
    project.write("docs/empty.md", &fence(""));
    project.write("docs/equal.md", &fence(request));
    project.write(
        "docs/alone.md",
        "<!-- snippetgen src=../requests/list.http langs=python -->\n\ntext\n",
    );
    let run = project.run("docs update");
    assert_eq!(run.code, 0, "{}", run.stderr);
    for name in ["empty", "equal", "alone"] {
        let page = project.read(&format!("docs/{name}.md"));
        assert!(
            page.contains("requests.get(\"https://api.example.com/users\")"),
            "{page}"
        );
        // What the page shows already is not shown again.
        assert_eq!(page.matches("GET /users").count(), 1, "{page}");
    }
    assert!(
        project
            .read("docs/alone.md")
            .ends_with("<!-- snippetgen:end -->\n\ntext\n")
    );
    assert_eq!(project.run("docs update --check").code, 0);

    project.write("docs/differs.md", &fence("GET /other HTTP/1.1\n"));
    project.write("docs/nowhere.md", &fence("").replace("list", "nowhere"));
    project.write(
        "docs/outside.md",
        &fence("").replace("../requests/list.http", "../../x.http"),
    );
    fs::write(project.0.join("../x.http"), request).unwrap();
    let run = project.run("docs update");
    for (place, what) in [
        (
            "docs/differs.md:1:38",
            "does not show what is in this request file",
        ),
        ("docs/nowhere.md:1:38", "cannot read this request file"),
        ("docs/outside.md:1:38", "outside of the project"),
    ] {
        assert!(
            run.stderr.contains(place) && run.stderr.contains(what),
            "{}",
            run.stderr
        );
    }

    // A broken request file is told at its own place, by the path from the working directory.
    let project = Project::new("src-broken");
    project.write("docs/list.http", "GET / HTTP/1.1\nHost : a\n");
    project.write("docs/a.md", "```http snippetgen src=list.http\n```\n");
    let broken = "```http snippetgen src=../docs/list.http\n```\n";
    project.write("guide/b.md", broken);
    for page in ["docs", "guide"] {
        let run = project.run(&format!("docs update {page}"));
        assert_eq!(run.code, 2);
        assert!(
            run.stderr.contains("--> docs/list.http:2:5"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn notes_are_warnings_unless_strict() {
    let project = Project::new("notes");
    project.write(
        "a.md",
        "```http snippetgen langs=python\nGET /a{b} HTTP/1.1\nHost: a.example\n```\n",
    );
    let run = project.run("docs update");
    assert_eq!(run.code, 0);
    assert!(run.stderr.starts_with("warning"), "{}", run.stderr);
    assert!(run.stderr.contains("--> a.md:2:5"));
    assert!(
        run.stderr
            .ends_with("1 page, 1 request, 1 written, 1 warning\n")
    );
    project.write("snippetgen.toml", "[docs]\nstrict = true\n");
    assert_eq!(project.run("docs update").code, 2);
}

#[test]
fn the_configuration_of_a_project_decides() {
    let project = Project::new("config");
    project.write(
        "snippetgen.toml",
        "[docs]\nlangs = [\"node\", \"python/httpx\"]\nflavor = \"details\"\nexclude = [\"drafts/\", \"*.rst\"]\nbase = \"https://api.example.com\"\n\n[labels]\nnode = \"Node\"\nwget = \"Wget\"\nresponse = \"Answer\"\n\"python/httpx\" = \"Python HTTPX\"\n\n[auth]\nmode = \"env\"\nname = \"MY_TOKEN\"\n",
    );
    let page = "```http snippetgen\nGET /users HTTP/1.1\nAuthorization: Bearer {token}\n\n\nHTTP/1.1 204 No Content\n```\n";
    project.write("docs/a.md", page);
    project.write("docs/drafts/b.md", page);
    project.write("docs/c.rst", page);
    let run = project.run("docs update docs");
    assert_eq!(
        (run.code, &*run.stderr),
        (0, "1 page, 1 request, 1 written\n")
    );
    // Hooks name every file that has changed.
    let run = project.run("docs update docs/drafts/b.md");
    assert_eq!(run.stderr, "0 pages, 0 requests, 0 written, 1 excluded\n");
    assert_eq!(project.read("docs/drafts/b.md"), page);
    let text = project.read("docs/a.md");
    for part in [
        "<summary>Node</summary>",
        "<summary>Python HTTPX</summary>",
        "MY_TOKEN",
    ] {
        assert!(text.contains(part), "{text}");
    }
    // An option of the command line wins over the file, an attribute over both.
    project.run("docs update -l curl --flavor plain docs");
    let text = project.read("docs/a.md");
    assert!(
        text.contains("```bash") && !text.contains("<summary>"),
        "{text}"
    );
    project.write(
        "docs/a.md",
        &page.replace("snippetgen", "snippetgen langs=php"),
    );
    project.run("docs update -l curl docs");
    assert!(project.read("docs/a.md").contains("```php"));
    // A label is found by the name that `langs` takes.
    project.write(
        "docs/a.md",
        &page.replace("snippetgen", "snippetgen langs=wget"),
    );
    project.run("docs update docs");
    assert!(
        project
            .read("docs/a.md")
            .contains("<summary>Wget</summary>")
    );
    // Only below its root, and no further than a repository.
    project.write("inner/.git/x", "");
    project.write("inner/a.md", page);
    let run = project.run("docs update inner");
    assert!(run.stderr.contains("inner/a.md:2:11"), "{}", run.stderr);
}

#[test]
fn a_wrong_configuration_is_told_where_it_is_wrong() {
    let project = Project::new("config-wrong");
    project.write("a.md", GOOD);
    project.write(
        "snippetgen.toml",
        "[doc]\n[docs]\nlang = \"curl\"\nlangs = [\"curl\",\n  \"pyhton\"]\nflavor = \"mkdoc\"\nstrict = \"yes\"\nexclude = [\"a{\"]\n[labels]\nperl = \"Perl\"\n[auth]\nmode = \"enf\"\ntext = \"x\"\n[secrets]\nallow = [1]\n",
    );
    let run = project.run("docs update");
    assert_eq!((run.code, &*run.stdout), (2, ""));
    let places: Vec<_> = run
        .stderr
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--> snippetgen.toml:"))
        .collect();
    assert_eq!(
        places,
        [
            "1:2", "3:1", "5:3", "6:10", "7:10", "8:12", "10:1", "12:8", "13:1", "15:10"
        ]
    );
    for help in ["`docs`", "`langs`", "`python`", "`mkdocs`"] {
        assert!(
            run.stderr.contains(&format!("did you mean {help}?")),
            "{help}"
        );
    }
    assert_eq!(project.read("a.md"), GOOD);
    let shown = project.run("config");
    assert_eq!(shown.code, 2);
    project.write("snippetgen.toml", "[docs\n");
    let run = project.run("docs update");
    assert!(
        run.code == 2 && run.stderr.contains("snippetgen.toml:1:"),
        "{}",
        run.stderr
    );
}

#[test]
fn config_prints_what_is_in_force_and_who_says_so() {
    let project = Project::new("config-shown");
    project.write(
        "snippetgen.toml",
        "[docs]\nlangs = [\"curl\"]\n\n[labels]\npython = \"Py\"\n",
    );
    project.write("docs/a.md", "");
    let text = project.run("config docs/a.md");
    assert_eq!((text.code, &*text.stderr), (0, ""));
    let line = |key: &str| {
        text.stdout
            .lines()
            .find(|line| line.starts_with(key))
            .unwrap()
    };
    assert!(line("docs.langs = [\"shell/curl\"]").ends_with("# snippetgen.toml:2"));
    assert!(line("labels.\"python\" = \"Py\"").ends_with("# snippetgen.toml:5"));
    assert!(line("docs.flavor is not set").ends_with("# default"));
    let json = project.run("config --format json");
    let rows: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(rows[0]["key"], "docs.langs");
    assert_eq!(rows[0]["origin"], "snippetgen.toml:2");
    let missing = project.run("config nowhere");
    assert!(missing.code == 2 && missing.stderr.contains("nowhere"));
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = Project::new("unix");
    project.write("real/a.md", GOOD);
    let real = project.0.join("real/a.md");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/a.md", project.0.join("link.md")).unwrap();
    assert_eq!(project.run("docs update link.md").code, 0);
    assert!(project.0.join("link.md").is_symlink());
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert!(project.read("real/a.md").contains("requests.get"));
    assert_eq!(project.files("real"), ["a.md"]);

    project.write("b.md", GOOD);
    fs::set_permissions(project.0.join("b.md"), fs::Permissions::from_mode(0o444)).unwrap();
    let run = project.run("docs update b.md");
    assert!(
        run.code == 2 && run.stderr.contains("b.md: cannot write")
            || run.stderr.contains("cannot write this page"),
        "{}",
        run.stderr
    );
    assert_eq!(project.read("b.md"), GOOD);
}

#[test]
fn a_page_that_is_no_text_is_told_only_where_it_is_ours() {
    let project = Project::new("bytes");
    fs::write(project.0.join("a.md"), b"\xff\xfe nothing\n").unwrap();
    assert_eq!(project.run("docs update").code, 0);
    fs::write(
        project.0.join("b.md"),
        [b"# \xe9\n".as_slice(), GOOD.as_bytes()].concat(),
    )
    .unwrap();
    let run = project.run("docs update");
    assert!(
        run.code == 2 && run.stderr.contains("b.md:1:3"),
        "{}",
        run.stderr
    );
}
