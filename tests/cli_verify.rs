//! `snippetgen verify` as its users see it.
#![cfg(all(feature = "cli", feature = "verify"))]

mod command;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use command::{Run, command, finish};
use quick_xml::Reader;
use quick_xml::events::Event;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use snippetgen::Client;
use snippetgen::verify::{Tools, toolchain};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/bearer.http");
const BAD: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/bad/space_before_colon.http"
);
const CLIENTS: &str = "shell/curl,python/http.client";

/// Secrets in every place that is known to hold one.
const SECRETS: &str = "POST /x?api_key=h0rse-battery HTTP/1.1\n\
    Host: api.example.com\n\
    Authorization: Bearer c0rrect.token\n\
    Proxy-Authorization: Basic dXNlcjpzdGFwbGUtcGFzcw==\n\
    Cookie: session=d3ad-b33f\n\
    X-Api-Key: l0ng-api-key\n\
    Content-Type: application/x-www-form-urlencoded\n\n\
    client_secret=s3same-open&again=c0rrect.token\n";
const WORDS: [&str; 7] = [
    "h0rse",
    "c0rrect",
    "dXNlcjpzdGFwbGUtcGFzcw",
    "staple",
    "d3ad",
    "l0ng",
    "s3same",
];

fn verify(arguments: &[&str]) -> Command {
    command(&[&["verify"], arguments].concat())
}

fn run(arguments: &[&str], input: &str) -> Run {
    finish(verify(arguments), input.as_bytes())
}

/// Whether a test can run its clients; without them it is skipped, as `tests/run.rs` says.
fn can_run(clients: &str) -> bool {
    let tools = Tools::find();
    clients.split(',').all(|client| {
        let found = toolchain(client).is_some_and(|it| it.version(&tools).is_ok());
        if !found {
            println!("skipped: there is nothing to run {client} with");
            assert!(env::var_os("CI").is_none(), "a toolchain is missing");
        }
        found
    })
}

/// A path of one test, which is removed at the end.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("verify-{name}"));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn as_str(&self) -> &str {
        self.0.to_str().unwrap()
    }

    /// Names and contents of all files, as one text.
    fn everything(&self) -> String {
        let mut text = String::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                text.push_str(path.to_str().unwrap());
                if path.is_dir() {
                    folders.push(path);
                } else {
                    text.push_str(&String::from_utf8_lossy(&fs::read(path).unwrap()));
                }
            }
        }
        text
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn an_ordinary_request_is_exact() {
    if !can_run(CLIENTS) {
        return;
    }
    let run = run(&["-l", CLIENTS, EXAMPLE], "");
    assert_eq!((run.code, &*run.stderr), (0, ""));
    let expected = format!(
        "{EXAMPLE}\n  shell/curl          exact\n  python/http.client  exact\n\n2 snippets: 2 exact\n"
    );
    assert_eq!(run.stdout, expected);
}

#[test]
fn a_bad_request_is_reported_and_the_others_run() {
    if !can_run("shell/curl") {
        return;
    }
    let table = run(&["-l", "curl", BAD, EXAMPLE], "");
    assert_eq!(table.code, 2);
    assert!(
        table.stderr.contains("space_before_colon.http:3:7"),
        "{}",
        table.stderr
    );
    assert!(
        table.stdout.contains("shell/curl  exact"),
        "{}",
        table.stdout
    );
    let json = run(&["-l", "curl", "--format", "json", BAD, EXAMPLE], "");
    assert_eq!(json.code, 2);
    let document: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(document["results"][0]["verdict"], "exact");
    assert_eq!(document["errors"][0]["request"], BAD);
    assert_eq!(document["errors"][0]["line"], 3);
    assert_eq!(document["errors"][0]["column"], 7);

    let missing = run(&["-l", "curl", "no-such-file", EXAMPLE], "");
    assert_eq!(missing.code, 2);
    assert!(
        missing.stderr.contains("cannot read `no-such-file`"),
        "{}",
        missing.stderr
    );
    assert!(
        missing.stdout.contains("shell/curl  exact"),
        "{}",
        missing.stdout
    );
}

#[test]
fn json_tells_what_differed() {
    if !can_run(CLIENTS) {
        return;
    }
    let request = "GET /\u{e9} HTTP/1.1\nHost: api.example.com\n\n";
    let run = run(&["-l", CLIENTS, "--exact", "--format", "json"], request);
    assert_eq!((run.code, &*run.stderr), (0, ""));
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    let row = |client: &str, verdict: &str, differences: Value| {
        json!({
            "request": "<stdin>",
            "client": client,
            "exact": true,
            "verdict": verdict,
            "kept": true,
            "differences": differences,
            "unneeded_notes": [],
            "detail": "",
        })
    };
    let different = json!([{ "subject": "target", "expected": "/\u{e9}", "sent": "/%C3%A9" }]);
    let expected = json!({
        "results": [
            row("shell/curl", "exact", json!([])),
            row("python/http.client", "noted", different),
        ],
        "errors": [],
        "missing": [],
    });
    assert_eq!(document, expected);
}

/// The names of the elements, with their attributes.
fn elements(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut elements = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return elements,
            Event::Start(element) | Event::Empty(element) => {
                let text = |text: &str| text.to_owned();
                let attributes = element.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    (text(attribute.key.as_ref()), text(&attribute.value))
                });
                elements.push((text(element.name().as_ref()), attributes.collect()));
            }
            _ => {}
        }
    }
}

#[test]
fn junit_has_a_suite_for_every_request() {
    let nowhere = Temporary::new("junit");
    let mut command = verify(&["-l", "curl", "--format", "junit", BAD, EXAMPLE]);
    command
        .env("SNIPPETGEN_TOOLCHAINS", nowhere.as_str())
        .env("PATH", "");
    let run = finish(command, b"");
    assert_eq!(run.code, 2);
    let elements = elements(&run.stdout);
    let names: Vec<_> = elements.iter().map(|(name, _)| &**name).collect();
    assert_eq!(
        names,
        [
            "testsuites",
            "testsuite",
            "testcase",
            "skipped",
            "testsuite",
            "testcase",
            "error",
            "testcase",
            "error",
        ],
        "{}",
        run.stdout
    );
    let value = |element: usize, key: &str| {
        let mut attributes = elements[element].1.iter();
        attributes
            .find(|(name, _)| name == key)
            .map(|(_, value)| &**value)
    };
    assert_eq!(value(0, "tests"), Some("3"));
    assert_eq!(value(0, "errors"), Some("2"));
    assert_eq!(value(1, "name"), Some(EXAMPLE));
    assert_eq!(value(1, "skipped"), Some("1"));
    assert_eq!(value(2, "name"), Some("shell/curl"));
    assert!(
        value(3, "message")
            .unwrap()
            .contains("apt-get install curl")
    );
    assert_eq!(value(4, "name"), Some(BAD));
    assert!(
        value(6, "message")
            .unwrap()
            .starts_with("3:7: a field name")
    );
}

#[test]
fn missing_toolchains_are_listed_with_how_to_install_them() {
    let nowhere = Temporary::new("missing");
    let mut command = verify(&[EXAMPLE]);
    command
        .env("SNIPPETGEN_TOOLCHAINS", nowhere.as_str())
        .env("PATH", "");
    let run = finish(command, b"");
    assert_eq!((run.code, &*run.stderr), (0, ""));
    for client in Client::all() {
        let row = run
            .stdout
            .lines()
            .find(|line| line.trim_start().starts_with(client.id));
        assert!(
            row.is_some_and(|row| row.ends_with("skipped")),
            "{}",
            run.stdout
        );
        let install = toolchain(client.id).unwrap().install();
        assert!(run.stdout.contains(&format!("to install it: {install}\n")));
    }
}

#[test]
fn no_secret_is_written_anywhere() {
    if !can_run(CLIENTS) {
        return;
    }
    for format in ["table", "json", "junit"] {
        let kept = Temporary::new(&format!("secrets-{format}"));
        let run = run(
            &["-l", CLIENTS, "--format", format, "--keep", kept.as_str()],
            SECRETS,
        );
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        let files = kept.everything();
        assert!(
            files.contains("snippet.py") && files.contains("session="),
            "{files}"
        );
        let everything = files + &run.stdout + &run.stderr;
        for word in WORDS {
            assert!(!everything.contains(word), "{word} is in {everything}");
        }
    }
}

/// A toolchain whose `curl` is this script, with `$CURL` for the real one.
#[cfg(unix)]
fn doctored(name: &str, script: &str) -> (Temporary, Command) {
    let tools = Temporary::new(name);
    let curl = tools.0.join("venv/bin/curl");
    fs::create_dir_all(curl.parent().unwrap()).unwrap();
    let script = format!("#!/bin/sh\n[ \"$1\" = --version ] && exec echo curl 8\n{script}\n");
    // What is open for writing cannot be run, and a process that another test has just started has
    // everything open that this one has: another process writes it.
    let mut write = Command::new("sh");
    write
        .args(["-c", "cat >\"$0\" && chmod +x \"$0\""])
        .arg(&curl);
    assert_eq!(finish(write, script.as_bytes()).code, 0);
    let mut command = verify(&["-l", "curl", EXAMPLE]);
    command.env("SNIPPETGEN_TOOLCHAINS", tools.as_str());
    command.env("CURL", Tools::find().locate("curl"));
    (tools, command)
}

#[test]
#[cfg(unix)]
fn a_difference_is_shown_and_the_exit_code_is_1() {
    if !can_run("shell/curl") {
        return;
    }
    for (name, seconds, script, shown) in [
        (
            "different",
            "120",
            "exec \"$CURL\" \"$@\" --header 'Accept: */*' --header 'X-More: 1'",
            "shell/curl  silently different\n      field accept, from byte 16\n        \
             asked for  application/json\n        \
             sent       application/json\\n*/*\n                                   ^\n      \
             field X-More\n        asked for  (nothing)\n        sent       1\n\n\
             1 snippet: 1 silently different\n",
        ),
        (
            "failed",
            "120",
            "echo out of order >&2; exit 7",
            "shell/curl  did not run\n      exit status: 7\n      out of order\n\n\
             1 snippet: 1 did not run\n",
        ),
        (
            "endless",
            "1",
            "exec sleep 300",
            "shell/curl  timed out\n\n1 snippet: 1 timed out\n",
        ),
    ] {
        let (_tools, mut command) = doctored(name, script);
        command.args(["--timeout", seconds]);
        let run = finish(command, b"");
        assert_eq!((run.code, &*run.stderr), (1, ""), "{}", run.stdout);
        assert!(run.stdout.ends_with(shown), "{}", run.stdout);
    }
}

/// What is sure to come, however long a busy machine takes.
#[cfg(unix)]
fn awaited<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        match look() {
            Some(found) => return found,
            None if start.elapsed() > Duration::from_secs(120) => panic!("never: {what}"),
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// The exit code of a process that is told to end.
#[cfg(unix)]
fn interrupted(child: &mut Child) -> Option<i32> {
    let id = Pid::from_raw(child.id().cast_signed()).unwrap();
    kill_process(id, Signal::TERM).unwrap();
    child.wait().unwrap().code()
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_leaves_nothing_behind() {
    let temporary = Temporary::new("interrupted");
    fs::create_dir_all(&temporary.0).unwrap();
    let (tools, mut command) = doctored("interrupted-tools", "echo $$ >\"$PIDS\"; exec sleep 300");
    let pids = tools.0.join("pid");
    command.args(["--timeout", "300"]);
    command.env("TMPDIR", &temporary.0).env("PIDS", &pids);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    let pid = awaited("the snippet runs", || {
        let pid = fs::read_to_string(&pids).ok()?;
        pid.strip_suffix('\n').map(str::to_owned)
    });
    assert_eq!(interrupted(&mut child), Some(130));
    assert_eq!(fs::read_dir(&temporary.0).unwrap().count(), 0);
    // One that has ended but is not waited for has no command line left.
    let command_line = Path::new("/proc").join(pid).join("cmdline");
    awaited("the snippet has ended", || {
        let line = fs::read(&command_line).unwrap_or_default();
        line.is_empty().then_some(())
    });
}

#[test]
#[cfg(unix)]
fn nothing_is_saved_once_a_run_is_interrupted() {
    let temporary = Temporary::new("interrupted-early");
    fs::create_dir_all(&temporary.0).unwrap();
    let (_tools, mut command) = doctored("interrupted-early-tools", "exec sleep 300");
    command.args(["--timeout", "300"]).args([EXAMPLE; 200]);
    command.env("TMPDIR", &temporary.0);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    awaited("the first snippets are saved", || {
        let run = fs::read_dir(&temporary.0).unwrap().next()?;
        let snippets = run.unwrap().path().join("snippets/shell/curl");
        fs::read_dir(snippets).ok()?.next().map(drop)
    });
    assert_eq!(interrupted(&mut child), Some(130));
    assert_eq!(fs::read_dir(&temporary.0).unwrap().count(), 0);
}

#[test]
fn a_directory_that_is_not_empty_is_left_alone() {
    let kept = Temporary::new("keep");
    fs::create_dir_all(&kept.0).unwrap();
    fs::write(kept.0.join("mine"), "mine").unwrap();
    let run = run(&["--keep", kept.as_str(), EXAMPLE], "");
    assert_eq!((run.code, &*run.stdout), (2, ""));
    assert!(run.stderr.contains("is not empty"), "{}", run.stderr);
    assert!(kept.everything().ends_with("mine"));
}

#[test]
fn help_has_the_exit_codes() {
    let verify = run(&["--help"], "");
    let all = finish(command(&["--help"]), b"").stdout;
    for code in ["\n  0  ", "\n  1  ", "\n  2  "] {
        assert!(verify.stdout.contains(code) && all.contains(code), "{code}");
    }
    assert!(all.contains("1  verify found a difference"));
}

#[test]
fn options_are_checked_before_anything_runs() {
    for arguments in [
        &["-l", "pyton", EXAMPLE][..],
        &["--timeout", "0", EXAMPLE],
        &["--format", "xml", EXAMPLE],
    ] {
        let run = run(arguments, "");
        assert_eq!((run.code, &*run.stdout), (2, ""), "{arguments:?}");
        assert!(run.stderr.starts_with("error"), "{}", run.stderr);
    }
}

#[cfg(feature = "docs")]
#[test]
fn the_requests_of_a_page_are_named_by_their_lines() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("verify-page");
    fs::create_dir_all(&folder).unwrap();
    let page = folder.join("page.md");
    let request = "GET /one HTTP/1.1\nHost: a.example\n";
    let text = format!(
        "# Page\n\n```http snippetgen\n{request}\n\nHTTP/1.1 200 OK\n\nfine\n```\n\n\
         ```http\n{request}```\n\n```http snippetgen base=\"http://b.example\"\nDELETE /two\n```\n"
    );
    fs::write(&page, text).unwrap();
    let name = page.display().to_string();
    let run = finish(verify(&["--lang", CLIENTS, "--format", "json", &name]), b"");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let result: Value = serde_json::from_str(&run.stdout).unwrap();
    let rows = result["results"].as_array().unwrap().iter();
    let names: BTreeSet<_> = rows.filter_map(|it| it["request"].as_str()).collect();
    let lines = [3, 18].map(|line| format!("{name}:{line}"));
    assert_eq!(names, lines.iter().map(|it| &**it).collect());

    fs::write(
        &page,
        "```http snippetgen\nGET / HTTP/1.1\nHost : a.example\n```\n",
    )
    .unwrap();
    let run = finish(verify(&["--lang", CLIENTS, &name]), b"");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("page.md:3:5"), "{}", run.stderr);
}
