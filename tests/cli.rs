//! The command line as its users see it.
#![cfg(feature = "cli")]

mod command;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use command::{Run, command, finish};
use serde_json::{Value, json};
use snippetgen::{Client, LANGUAGES};

const TOKEN: &str = "s3cr3t-t0k3n";
const GET: &str =
    "GET /users HTTP/1.1\nHost: api.example.com\nAuthorization: Bearer s3cr3t-t0k3n\n";
/// Of the clients of Python, requests alone rewrites its target.
const NOTED: &str = "GET /a{b} HTTP/1.1\nHost: api.example.com\n\n";
/// requests cannot send it, http.client can.
const REFUSED: &str = "OPTIONS * HTTP/1.1\nHost: api.example.com\n\n";

fn run_bytes(arguments: &[&str], input: &[u8]) -> Run {
    finish(command(arguments), input)
}

fn run(arguments: &[&str], input: &str) -> Run {
    run_bytes(arguments, input.as_bytes())
}

impl Run {
    /// The result of a command that has nothing else to say.
    #[track_caller]
    fn result(self) -> String {
        assert_eq!((self.code, &*self.stderr), (0, ""));
        self.stdout
    }

    /// What is said by a command that fails, without a result.
    #[track_caller]
    fn error(self) -> String {
        assert_eq!((self.code, &*self.stdout), (2, ""));
        assert!(self.stderr.starts_with("error"), "{}", self.stderr);
        self.stderr
    }

    #[track_caller]
    fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.stderr);
        serde_json::from_str(&self.stdout).unwrap()
    }

    #[track_caller]
    fn ids(&self) -> Vec<String> {
        let array = self.json();
        let rows = array.as_array().unwrap().iter();
        rows.map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// A directory of one test, empty and removed at the end.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn join(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn file(&self, name: &str, content: &str) -> String {
        let path = self.join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        let mut names: Vec<_> = entries.map(|entry| name(entry.unwrap())).collect();
        names.sort();
        names
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_request_from_standard_input_or_a_file_becomes_code() {
    let directory = Directory::new("input");
    let file = directory.file("request.http", GET);
    let code = run(&["--lang", "python"], GET).result();
    assert!(code.starts_with("import requests\n"), "{code}");
    assert_eq!(run(&["-l", "python", "-"], GET).result(), code);
    assert_eq!(run(&["-l", "python", &file], "").result(), code);
}

#[test]
fn a_language_has_aliases_and_a_client_may_be_named() {
    let httpx = run(&["--lang", "python/httpx"], GET).result();
    for arguments in [
        &["-l", "PY/HttpX"][..],
        &["-l", "httpx"],
        &["-l", "python", "-c", "httpx"],
        &["--lang=py", "--client=httpx"],
    ] {
        assert_eq!(run(arguments, GET).result(), httpx, "{arguments:?}");
    }
    for language in LANGUAGES {
        let default = run(&["-l", language.id], GET).stdout;
        for alias in language.aliases {
            assert_eq!(run(&["-l", alias], GET).stdout, default, "{alias}");
        }
    }
}

#[test]
fn several_clients_keep_their_order_and_come_once() {
    let ids = |names: &[&str]| {
        let mut arguments = vec!["--format", "json"];
        names.iter().for_each(|name| arguments.extend(["-l", name]));
        run(&arguments, GET).ids()
    };
    let both = ["python/httpx", "python/requests"];
    assert_eq!(ids(&["python/httpx,python"]), both);
    assert_eq!(ids(&["httpx", "python, py/requests", "httpx"]), both);
    let of_python = LANGUAGES.iter().find(|one| one.id == "python").unwrap();
    let of_python: Vec<_> = of_python.clients.iter().map(|client| client.id).collect();
    assert_eq!(ids(&["python/all"]), of_python);
    let defaults: Vec<_> = LANGUAGES.iter().map(|one| one.clients[0].id).collect();
    assert_eq!(ids(&["all"]), defaults);
    let all: Vec<_> = Client::all().map(|client| client.id).collect();
    assert_eq!(ids(&["all/all"]), all);
}

#[test]
fn an_unknown_name_gets_the_nearest() {
    let error = run(&["-l", "pyhton"], GET).error();
    assert!(error.contains("there is no language `pyhton`"), "{error}");
    assert!(error.contains("did you mean `python`?"), "{error}");
    let error = run(&["-l", "python/reqests,pyton/httpx"], GET).error();
    assert!(error.contains("did you mean `python/requests`?"), "{error}");
    assert!(error.contains("there is no language `pyton`"), "{error}");
    let error = run(&["-l", "fortran"], GET).error();
    assert!(error.contains("the languages are "), "{error}");
    let error = run(&["--lnag", "python"], GET).error();
    assert!(error.contains("'--lang'"), "{error}");
    let error = run(&["lsit"], "").error();
    assert!(error.contains("did you mean `snippetgen list`?"), "{error}");
}

#[test]
fn what_makes_no_sense_is_an_error_with_help() {
    for (arguments, help) in [
        (&[][..], "add `--lang`"),
        (&["-l", ""], "the languages are"),
        (&["-c", "httpx"], "--lang python/httpx"),
        (&["-c", "nothing"], "`snippetgen list`"),
        (
            &["-l", "python,python/httpx", "-c", "httpx"],
            "python/httpx,",
        ),
        (&["-l", "python/httpx", "-c", "requests"], "python/httpx,"),
        (&["-l", "python/all", "--format", "code"], "--out DIR"),
        (&["-l", "python", "--format", "json", "-o", "x"], "--format"),
        (&["-l", "python", "--auth", "env:A-B"], "letters, digits"),
        (&["-l", "python", "--auth", "placeholder:"], "has to follow"),
        (&["-l", "python", "--auth", "secret"], "env[:NAME]"),
        (&["-l", "python", "--scheme", "ftp"], "https"),
        (
            &["-l", "python", "no-such-file"],
            "cannot read `no-such-file`",
        ),
        (&["-l", "python", "."], "cannot read `.`"),
    ] {
        let error = run(arguments, GET).error();
        assert!(error.contains(help), "{arguments:?}: {error}");
    }
}

#[test]
fn one_client_is_code_and_several_are_markdown() {
    let code = run(&["-l", "python"], GET).result();
    assert_eq!(run(&["-l", "python", "--format=code"], GET).result(), code);
    let httpx = run(&["-l", "httpx"], GET).result();
    assert_eq!(
        run(&["-l", "python,httpx"], GET).result(),
        format!(
            "Python (requests)\n\n```python\n{code}```\n\nPython (httpx)\n\n```python\n{httpx}```\n"
        )
    );
}

#[test]
fn a_fence_is_longer_than_the_backticks_in_its_code() {
    let request = "POST / HTTP/1.1\nHost: a.example\n\n````\n";
    let text = run(&["-l", "python", "--format", "markdown"], request).stdout;
    assert!(text.contains("\n`````python\n"), "{text}");
    assert!(text.ends_with("\n`````\n"), "{text}");
}

#[test]
fn json_holds_the_code_and_the_notes() {
    let run_json = run(&["-l", "python", "--format", "json"], NOTED);
    let code = run(&["-l", "python"], NOTED).stdout;
    let rows = run_json.json();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    for (key, value) in [
        ("id", "python/requests"),
        ("language", "python"),
        ("client", "requests"),
        ("label", "Python (requests)"),
        ("code", &code),
    ] {
        assert_eq!(rows[0][key], value);
    }
    let note = &rows[0]["notes"][0];
    assert_eq!(note["id"], "target-rewritten");
    assert_eq!(note["place"], "target");
    assert_eq!((&note["line"], &note["column"]), (&json!(1), &json!(5)));
    assert_eq!(note["clients"][0], "python/httpx");
    assert!(note["message"].as_str().unwrap().starts_with("requests "));
    let without = run(&["-l", "httpx", "--format", "json"], NOTED).json();
    assert_eq!(without[0]["notes"], json!([]));
}

#[test]
fn a_note_tells_its_place_and_who_does_without() {
    let directory = Directory::new("note");
    let file = directory.file("request.http", NOTED);
    let noted = run(&["-l", "python", &file], "");
    assert_eq!(noted.code, 0);
    assert!(noted.stdout.starts_with("import requests"));
    let said = &noted.stderr;
    assert!(said.starts_with("note[target-rewritten]: python/requests: "));
    assert!(said.contains("request.http:1:5\n"), "{said}");
    assert!(
        said.contains("1 | GET /a{b} HTTP/1.1\n  |     ^^^^^\n"),
        "{said}"
    );
    assert!(said.contains("help: python/httpx"), "{said}");
}

#[test]
fn strict_takes_a_note_for_an_error() {
    let error = run(&["-l", "python", "--strict"], NOTED).error();
    assert!(error.starts_with("error[target-rewritten]: python/requests: "));
    assert!(error.contains("<stdin>:1:5\n"), "{error}");
    run(&["-l", "python,httpx", "--strict"], NOTED).error();
    let exact = run(&["-l", "httpx"], NOTED).result();
    assert_eq!(run(&["-l", "httpx", "--strict"], NOTED).result(), exact);
}

#[test]
fn a_refusal_names_who_can_and_stops_the_others_too() {
    for lang in ["python", "python/http.client,python", "python/all"] {
        let error = run(&["-l", lang], REFUSED).error();
        assert!(error.contains("error[target-asterisk]: python/requests: "));
        assert!(error.contains("<stdin>:1:9\n"), "{error}");
        assert!(error.contains("use python/httpx"), "{error}");
        assert!(error.contains("python/http.client"), "{error}");
    }
}

#[test]
fn options_reach_the_snippet() {
    let python = |arguments: &[&str]| {
        let arguments = [&["-l", "python"], arguments].concat();
        run(&arguments, GET).stdout
    };
    assert!(python(&[]).contains(TOKEN));
    for (auth, shown) in [
        ("placeholder", "<token>"),
        ("placeholder:YOUR: KEY", "YOUR: KEY"),
        ("env", r#"os.environ["API_TOKEN"]"#),
        ("env:MY_TOKEN", r#"os.environ["MY_TOKEN"]"#),
    ] {
        let code = python(&["--auth", auth]);
        assert!(code.contains(shown), "{code}");
        assert!(!code.contains(TOKEN), "{code}");
    }
    assert!(python(&["--scheme", "http"]).contains("http://api.example.com"));
    let post = "POST / HTTP/1.1\nHost: a.example\nContent-Type: application/json\n\n[1]\n";
    assert!(run(&["-l", "python"], post).result().contains("json=[1]"));
    let exact = run(&["-l", "python", "--exact"], post).result();
    assert!(exact.contains(r#"data="[1]\n""#), "{exact}");
}

#[test]
fn a_warning_goes_to_standard_error_and_the_code_is_there() {
    let run = run(&["-l", "python"], "GET /a\nHost: a.example\n\n");
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("https://a.example/a"));
    assert!(run.stderr.starts_with("warning[no-version]: "));
    assert!(run.stderr.contains("<stdin>:1:7\n"), "{}", run.stderr);
}

#[test]
fn every_error_of_a_message_is_told_at_once_with_its_place() {
    let directory = Directory::new("broken");
    let file = directory.file(
        "request.http",
        "GET / HTTP/1.1\nHost: a.example\nX-Y : z\nno colon\n\n",
    );
    let error = run(&["-l", "python", &file], "").error();
    assert!(error.contains("request.http:3:4\n"), "{error}");
    assert!(error.contains("request.http:4:1\n"), "{error}");
    assert!(error.contains("3 | X-Y : z\n  |    ^\n"), "{error}");
    assert_eq!(error.matches("= help: ").count(), 2, "{error}");
}

#[test]
fn a_place_in_a_long_line_is_told_as_it_is() {
    let target = "a".repeat(500);
    let message = format!("GET /{target} b HTTP/1.1\nHost: a.example\n\n");
    let error = run(&["-l", "python"], &message).error();
    assert!(error.contains("<stdin>:1:506\n"), "{error}");
    assert!(error.lines().all(|line| line.chars().count() < 200));
}

#[test]
fn bad_input_has_no_result_and_says_where() {
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad")).unwrap();
    for file in files {
        let path = file.unwrap().path();
        let file = path.to_str().unwrap();
        for arguments in [
            &["-l", "python", file][..],
            &["-l", "all", file],
            &["inspect", file],
        ] {
            let error = run(arguments, "").error();
            let name = path.file_name().unwrap().to_str().unwrap();
            assert!(error.contains(&format!("{name}:")), "{file}: {error}");
        }
    }
}

#[test]
fn a_token_is_never_shown_on_standard_error() {
    let host = "Host: api.example.com\n";
    let bearer = format!("Authorization: Bearer {TOKEN}\n");
    for message in [
        format!("GET / HTTP/1.1\nHost : api.example.com\n{bearer}"),
        format!("GET / HTTP/1.1\n{bearer}"),
        format!("{bearer}GET / HTTP/1.1\n{host}"),
        bearer.clone(),
        format!("GET / HTTP/1.1\n{host}Authorization : Bearer {TOKEN}\n"),
        format!("GET / HTTP/1.1\n{host}Authorization Bearer {TOKEN}\n"),
        format!("GET / HTTP/1.1\n{host}Authorization: Bearer\n {TOKEN}\n"),
        format!("GET / HTTP/1.1\n{host}Authorization: Bearer {TOKEN}\u{1}\n"),
        format!("GET / HTTP/1.1\n{host}Authorization: Bearer {TOKEN} more words\n"),
        format!("GET / HTTP/1.1\n{host}Cookie : session={TOKEN}\n"),
        format!("GET / HTTP/1.1\n{host}X-Api-Key : {TOKEN}\n"),
        format!("GET /a b?access_token={TOKEN} HTTP/1.1\n{host}{bearer}"),
        format!("GET /?access_token={TOKEN} HTTP/1.1\n{host}{bearer}"),
        format!("CONNECT a.example:443 HTTP/1.1\n{host}{bearer}"),
        format!("POST / HTTP/1.1\n{host}Content-Length: 1\nContent-Length: 2\n{bearer}\n{TOKEN}"),
        format!("POST / HTTP/1.1\n{host}Transfer-Encoding: chunked\n{bearer}\nzz\n{TOKEN}\n"),
        format!("GET / HTTP/1.1\nHost: a b\n{bearer}"),
        format!("curl -H 'Authorization: Bearer {TOKEN}' https://a.example\n"),
        format!("GET http://a.example/{{x}} HTTP/1.1\nHost: a.example\n{bearer}"),
    ] {
        for arguments in [
            &["-l", "all/all"][..],
            &["-l", "python", "--strict"],
            &["inspect"],
        ] {
            let run = run(arguments, &message);
            assert!(!run.stderr.contains(TOKEN), "{message}\n{}", run.stderr);
        }
    }
}

#[test]
fn out_writes_a_file_a_client_and_nothing_else() {
    let directory = Directory::new("out");
    let out = directory.join("new/snippets");
    let client_files = Directory(directory.0.join("new/snippets"));
    for _ in 0..2 {
        assert_eq!(run(&["-l", "python/all", "-o", &out], GET).result(), "");
        assert_eq!(
            client_files.names(),
            [
                "python-http.client.py",
                "python-httpx.py",
                "python-requests.py"
            ]
        );
    }
    let httpx = fs::read_to_string(client_files.join("python-httpx.py")).unwrap();
    assert_eq!(httpx, run(&["-l", "httpx"], GET).result());
}

#[test]
fn no_two_clients_have_one_file() {
    let directory = Directory::new("collide");
    let written = run(&["-l", "all/all", "-o", &directory.join("")], GET);
    assert_eq!(written.code, 0, "{}", written.stderr);
    assert_eq!(directory.names().len(), Client::all().count());
}

#[test]
fn out_changes_nothing_where_anything_fails() {
    let directory = Directory::new("atomic");
    let out = directory.join("");
    let old = directory.file("python-requests.py", "old");
    // A directory is in the way of the last file.
    fs::create_dir(directory.join("python-http.client.py")).unwrap();
    let error = run(&["-l", "python/all", "-o", &out], GET).error();
    assert!(error.contains("python-http.client.py"), "{error}");
    run(&["-l", "python/all", "-o", &out], REFUSED).error();
    run(&["-l", "python/all", "-o", &out], "nonsense").error();
    run(&["-l", "python/all", "--strict", "-o", &out], NOTED).error();
    let names = ["python-http.client.py", "python-requests.py"];
    assert_eq!(directory.names(), names);
    assert_eq!(fs::read_to_string(&old).unwrap(), "old");
    run(&["-l", "python", "-o", &old], GET).error();
    run(
        &[
            "-l",
            "python",
            "-o",
            &directory.join("python-requests.py/x/y"),
        ],
        GET,
    )
    .error();
    run(&["-l", "python", "-o", &directory.join("missing")], REFUSED).error();
    assert_eq!(directory.names(), names);
}

#[test]
fn a_pipe_has_no_colour_unless_it_is_asked_for() {
    let coloured = |variables: &[(&str, &str)]| {
        let mut command = command(&["-l", "python"]);
        command.envs(variables.iter().copied());
        finish(command, NOTED.as_bytes()).stderr.contains('\x1b')
    };
    assert!(!coloured(&[]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let body = "x".repeat(1 << 20);
    let request = format!("POST / HTTP/1.1\nHost: a.example\n\n{body}");
    for arguments in [
        &["-l", "python"][..],
        &["-l", "python/all"],
        &["-l", "python", "--format", "json"],
        &["list"],
        &["list", "--format", "json"],
        &["inspect"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
    ] {
        let mut command = command(arguments);
        command.stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        // A command that does not read its input closes it.
        let _ = child.stdin.take().unwrap().write_all(request.as_bytes());
        let mut stderr = String::new();
        let mut pipe = child.stderr.take().unwrap();
        pipe.read_to_string(&mut stderr).unwrap();
        let code = child.wait().unwrap().code();
        assert_eq!((code, &*stderr), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error() {
    for arguments in [
        &["-l", "python"][..],
        &["-l", "python/all"],
        &["inspect"],
        &["list"],
    ] {
        let mut command = command(arguments);
        let full = fs::OpenOptions::new().write(true).open("/dev/full");
        command.stdin(Stdio::piped()).stderr(Stdio::piped());
        command.stdout(full.unwrap());
        let mut child = command.spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(GET.as_bytes());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr.contains("cannot write the result"), "{stderr}");
    }
}

/// Needs `script` of util-linux, which lends a terminal.
#[test]
#[cfg(target_os = "linux")]
fn a_terminal_without_input_gets_help_and_not_a_hang() {
    if Command::new("script").arg("--version").output().is_err() {
        eprintln!("skipped: there is no `script`");
        return;
    }
    let program = env!("CARGO_BIN_EXE_snippetgen");
    let mut commands = vec![
        ("", "snippetgen [OPTIONS]"),
        (" --lang python", "snippetgen [OPTIONS]"),
        (" inspect", "snippetgen inspect [OPTIONS]"),
    ];
    if cfg!(feature = "send") {
        commands.push((" send", "snippetgen send [OPTIONS]"));
    }
    for (arguments, usage) in commands {
        let mut command = Command::new("script");
        let line = format!("{program}{arguments} 2>&1 >/dev/null");
        command.args(["-qec", &line, "/dev/null"]);
        command.env("NO_COLOR", "1");
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let output = command.spawn().unwrap().wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments}: {text}");
        assert!(text.contains(usage), "{text}");
    }
}

#[test]
fn list_is_the_registry() {
    let listed = run(&["list", "--format", "json"], "");
    let all: Vec<_> = Client::all().map(|client| client.id).collect();
    assert_eq!(listed.ids(), all);
    let rows = listed.json();
    for (row, client) in rows.as_array().unwrap().iter().zip(Client::all()) {
        let language = client.language();
        let expected = json!({
            "id": client.id,
            "language": language.id,
            "client": client.name,
            "label": client.label,
            "default": language.clients[0].id == client.id,
            "aliases": language.aliases,
            "extension": language.extension,
            "fence": language.fence,
        });
        assert_eq!(row, &expected);
    }
    let table = run(&["list"], "").result();
    assert_eq!(table.lines().count(), 1 + LANGUAGES.len());
    let help = run(&["--help"], "").result();
    for client in Client::all() {
        assert!(table.contains(client.name), "{table}");
        assert!(help.contains(client.name), "{help}");
    }
}

#[test]
fn a_file_may_have_the_name_of_a_command() {
    let directory = Directory::new("named");
    directory.file("list", GET);
    let mut command = command(&["-l", "python", "./list"]);
    command.current_dir(&directory.0);
    assert!(finish(command, b"").result().starts_with("import requests"));
}

#[test]
fn inspect_prints_the_model() {
    let request = "POST http://localhost:8080/a?b=%zz HTTP/1.1\r\n\
        Host: localhost:8080\r\n\
        Authorization: Bearer {token}\r\n\
        x-odd: \u{e9}\r\n\
        Content-Type: application/json\r\n\
        \r\n\
        {\"n\": 1.0, \"n\": [null, true, \"\\u00e9\"]}\r\n";
    let inspected = run(&["inspect"], request).result();
    let value: Value = serde_json::from_str(&inspected).unwrap();
    let expected = json!({
        "method": "POST",
        "target": "http://localhost:8080/a?b=%zz",
        "version": "HTTP/1.1",
        "scheme": "http",
        "authority": "localhost:8080",
        "url": "http://localhost:8080/a?b=%zz",
        "fields": [
            { "name": "Host", "value": "localhost:8080" },
            { "name": "Authorization", "value": "Bearer {token}" },
            { "name": "x-odd", "value": "\u{e9}" },
            { "name": "Content-Type", "value": "application/json" },
        ],
        "body": {
            "kind": "json",
            "text": "{\"n\": 1.0, \"n\": [null, true, \"\\u00e9\"]}",
            "line_end": "\r\n",
            "json": { "members": [
                { "name": "n", "value": { "number": "1.0" } },
                { "name": "n", "value": [null, true, "\u{e9}"] },
            ] },
        },
        "bearer": { "token": "{token}", "placeholder": true, "b64token": false },
        "warnings": [],
    });
    assert_eq!(value, expected, "{inspected}");
}

#[test]
fn inspect_shows_fields_parts_and_bytes() {
    let body = |kind: &str, body: &[u8]| {
        let head = format!("POST / HTTP/1.1\nHost: a.example\nContent-Type: {kind}\n\n");
        run_bytes(&["inspect"], &[head.as_bytes(), body].concat()).json()["body"].clone()
    };
    assert_eq!(
        body("application/x-www-form-urlencoded", b"a=1+2&a=%C3%A9"),
        json!({
            "kind": "form",
            "text": "a=1+2&a=%C3%A9",
            "line_end": "",
            "form": [{ "name": "a", "value": "1 2" }, { "name": "a", "value": "\u{e9}" }],
        })
    );
    let part = "Content-Disposition: form-data; name=\"f\"; filename=\"x\"";
    let parts = [
        format!("--b\r\n{part}\r\n\r\n").as_bytes(),
        b"\xff\r\n--b--\r\n",
    ]
    .concat();
    assert_eq!(
        body("multipart/form-data; boundary=b", &parts)["multipart"],
        json!([{
            "name": "f",
            "filename": "x",
            "headers": [{
                "name": "Content-Disposition",
                "value": "form-data; name=\"f\"; filename=\"x\"",
            }],
            "base64": "/w==",
        }])
    );
    let bytes = body("application/octet-stream", b"\xfe\xff");
    assert_eq!(
        bytes,
        json!({ "kind": "bytes", "base64": "/v8=", "line_end": "" })
    );
    let broken = body("application/json", b"{");
    assert_eq!(
        broken,
        json!({ "kind": "text", "text": "{", "line_end": "" })
    );
    let value = run_bytes(
        &["inspect"],
        b"GET / HTTP/1.1\nHost: a.example\nX: \xe9\n\n",
    )
    .json();
    assert_eq!(
        value["fields"][1],
        json!({ "name": "X", "value_base64": "6Q==" })
    );
    assert_eq!(
        (&value["body"], &value["bearer"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn inspect_gives_warnings_their_places() {
    let run = run(&["inspect"], "GET /a\nHost: a.example\n\n");
    let warning = &run.json()["warnings"][0];
    assert_eq!(warning["id"], "no-version");
    assert_eq!(warning["severity"], "warning");
    assert_eq!(
        (&warning["line"], &warning["column"]),
        (&json!(1), &json!(7))
    );
    assert_eq!((&warning["start"], &warning["end"]), (&json!(6), &json!(6)));
    assert!(warning["message"].is_string() && warning["help"].is_string());
}

#[test]
fn every_shell_reads_its_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&["completions", shell], "").result();
        assert!(script.contains("python/httpx"), "{shell}");
        // Only where the shell is installed.
        let mut reader = Command::new(shell);
        reader
            .arg("-n")
            .stdin(Stdio::piped())
            .stderr(Stdio::piped());
        if !["bash", "fish", "zsh"].contains(&shell) {
            continue;
        }
        let Ok(mut child) = reader.spawn() else {
            continue;
        };
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(script.as_bytes()).unwrap();
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{shell}: {output:?}");
    }
}

#[test]
fn completions_of_help_know_the_commands_below_others() {
    let script = run(&["completions", "fish"], "").result();
    for (command, below) in [("docs", "update"), ("mdbook", "install")] {
        let line = format!("help; and __fish_seen_subcommand_from {command}\" -f -a \"{below}\"");
        assert!(script.contains(&line), "{command} {below}");
    }
}

#[test]
fn the_manual_and_the_help_name_every_option_and_command() {
    let page = run(&["man"], "").result().replace("\\-", "-");
    let help = run(&["--help"], "").result();
    let short = run(&["-h"], "").result();
    for text in [&page, &help, &short] {
        for word in [
            "snippetgen",
            "--lang",
            "--client",
            "--exact",
            "--scheme",
            "--auth",
            "--strict",
            "--format",
            "--out",
            "list",
            "inspect",
            "completions",
            "man",
        ] {
            assert!(text.contains(word), "{word}: {text}");
        }
        assert!(!text.contains('\x1b'), "{text}");
    }
    assert!(short.len() < help.len());
    assert!(page.starts_with(".") && page.contains("Exit codes") || page.contains("EXIT CODES"));
    let list = run(&["man", "list"], "").result();
    assert!(list.contains("snippetgen list"), "{list}");
    assert!(run(&["man", "lits"], "").error().contains("man list`?"));
    let version = run(&["--version"], "").result();
    assert_eq!(
        version,
        concat!("snippetgen ", env!("CARGO_PKG_VERSION"), "\n")
    );
}
