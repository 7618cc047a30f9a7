//! Snippets over HTTP: the same as at the command line.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::server::Server;

const MESSAGE: &str = "GET /a{b} HTTP/1.1\nHost: api.example.com\nCookie: a=b\n\n";

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|it| it == "http"))
        .collect()
}

/// What the command line prints.
fn command_line(arguments: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_snippetgen"));
    let output = command.args(arguments).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn clients_are_those_of_the_command_line() {
    let clients = Server::start(&[]).get("/api/clients").json();
    let listed = command_line(&["list", "--format", "json"]);
    assert_eq!(
        clients.as_array().unwrap().len(),
        listed.as_array().unwrap().len()
    );
    for (client, listed) in clients
        .as_array()
        .unwrap()
        .iter()
        .zip(listed.as_array().unwrap())
    {
        for (name, value) in listed.as_object().unwrap() {
            assert_eq!(&client[name], value);
        }
        assert!(client["language_label"].is_string() && client["highlight"].is_string());
    }
}

#[test]
fn snippets_are_those_of_the_command_line() {
    let server = Server::start(&[]);
    let answer = server
        .snippets(&json!({"message": MESSAGE, "clients": ["all/all"], "auth": "env"}))
        .json();
    let file = std::env::temp_dir().join(format!("snippetgen-{}.http", std::process::id()));
    fs::write(&file, MESSAGE).unwrap();
    let printed = command_line(&[
        "--lang",
        "all/all",
        "--format",
        "json",
        "--auth",
        "env",
        file.to_str().unwrap(),
    ]);
    fs::remove_file(&file).unwrap();
    let snippets = answer["snippets"].as_array().unwrap();
    assert_eq!(snippets.len(), printed.as_array().unwrap().len());
    assert!(snippets.iter().any(|snippet| snippet["notes"] != json!([])));
    for (snippet, printed) in snippets.iter().zip(printed.as_array().unwrap()) {
        for name in ["id", "language", "client", "label", "code"] {
            assert_eq!(snippet[name], printed[name]);
        }
        let notes = snippet["notes"].as_array().unwrap();
        let said = printed["notes"].as_array().unwrap();
        assert_eq!(notes.len(), said.len());
        for (note, said) in notes.iter().zip(said) {
            for name in ["id", "message", "line", "column"] {
                assert_eq!(note[name], said[name]);
            }
            assert_eq!(note["able"], said["clients"]);
        }
    }
}

#[test]
fn a_client_that_refuses_says_so_in_its_place() {
    let server = Server::start(&[]);
    let message = "OPTIONS * HTTP/1.1\nHost: api.example.com\n\n";
    let question = json!({"message": message, "clients": ["python/requests", "curl"]});
    let answer = server.snippets(&question).json();
    let refusal = &answer["snippets"][0]["refusal"];
    assert_eq!(refusal["id"], "target-asterisk");
    assert_eq!(
        (&refusal["line"], &refusal["column"]),
        (&json!(1), &json!(9))
    );
    assert_eq!(refusal["end_column"], 10);
    let able = refusal["able"].as_array().unwrap();
    assert!(able.contains(&json!("python/http.client")), "{refusal}");
    assert!(answer["snippets"][1]["code"].is_string());
}

#[test]
fn options_and_warnings_are_told() {
    let server = Server::start(&[]);
    let message = "POST /a HTTP/1.1\nHost: api.example.com\nAuthorization: Bearer x\n\nb\n";
    let question = json!({
        "message": message, "clients": ["curl"], "scheme": "http", "exact": true,
        "auth": "placeholder:<mine>",
    });
    let answer = server.snippets(&question).json();
    let code = answer["snippets"][0]["code"].as_str().unwrap();
    assert!(code.contains("http://api.example.com/a"), "{code}");
    assert!(
        code.contains("<mine>") && code.contains("--data 'b\n'"),
        "{code}"
    );
    let warning = &answer["warnings"][0];
    assert_eq!(
        (&warning["id"], &warning["line"]),
        (&json!("bearer-in-the-clear"), &json!(3))
    );
    assert_eq!(warning["severity"], "warning");
}

#[test]
fn every_bad_message_has_the_problems_of_the_command_line() {
    let server = Server::start(&[]);
    for file in files("bad") {
        let message = fs::read(&file).unwrap();
        let errors = snippetgen::parse(&message).unwrap_err();
        let question = json!({"message_base64": BASE64_STANDARD.encode(&message)});
        let problem = server.snippets(&question).problem(400);
        let told = problem["errors"].as_array().unwrap();
        assert_eq!(told.len(), errors.diagnostics().len(), "{}", file.display());
        for (told, error) in told.iter().zip(errors.diagnostics()) {
            assert_eq!(told["id"], error.id);
            assert_eq!(told["message"], error.message);
            assert_eq!(told["help"], json!(error.help));
            assert_eq!(
                (&told["line"], &told["column"]),
                (&json!(error.line), &json!(error.column))
            );
            assert!(told["end_column"].as_u64() >= told["column"].as_u64());
            assert_eq!(told["span"]["start"], error.span.start);
        }
    }
}

#[test]
fn what_is_no_question_is_a_problem_with_help() {
    let server = Server::start(&[]);
    let ask = |body: &str, status, words: &str| {
        let problem = server.post("/api/snippets", "", body).problem(status);
        assert!(problem.to_string().contains(words), "{body}: {problem}");
    };
    ask("", 400, "EOF while parsing");
    ask("[]", 400, "openapi.json");
    ask("{\"message\":\"\u{0}\"}", 400, "line 1 column 13");
    ask("{}", 400, "either `message` or `message_base64`");
    ask(
        r#"{"mesage": "GET / HTTP/1.1"}"#,
        400,
        "unknown field `mesage`",
    );
    ask(
        r#"{"message": "", "message_base64": ""}"#,
        400,
        "either `message`",
    );
    ask(r#"{"message_base64": "ä"}"#, 400, "RFC 4648");
    ask(
        r#"{"message": "", "clients": ["pyhton"]}"#,
        400,
        "did you mean `python`?",
    );
    ask(
        r#"{"message": "", "clients": []}"#,
        400,
        "between 1 and 100",
    );
    ask(
        r#"{"message": "", "auth": "env:A-B"}"#,
        400,
        "letters, digits and `_`",
    );
    ask(
        r#"{"message": "", "scheme": "ftp"}"#,
        400,
        "unknown variant `ftp`",
    );
    ask(r#"{"message": ""}"#, 400, "the message is empty");
    let long = "x".repeat((1 << 20) + 1);
    ask(
        &json!({ "message": long }).to_string(),
        413,
        "1048576 bytes",
    );
    ask(&" ".repeat((4 << 20) + 1), 413, "4194304 bytes");
    let many = format!(
        "GET / HTTP/1.1\nHost: a.example\n{}\n",
        "a: b\n".repeat(1000)
    );
    ask(
        &json!({ "message": many }).to_string(),
        413,
        "1000 field lines",
    );

    let bad = format!(
        "GET / HTTP/1.1\nHost: a.example\n{}\n",
        "a : b\n".repeat(1000)
    );
    let problem = server.snippets(&json!({ "message": bad })).problem(400);
    assert_eq!(problem["errors"].as_array().unwrap().len(), 100);

    let request = "POST /api/snippets HTTP/1.1\nHost: {host}\nContent-Type: text/plain\n\
                   Content-Length: 2\n\n{}";
    server.ask(request).problem(415);
    let response = server.get("/api/snippets");
    response.problem(405);
    assert_eq!(response.field("allow"), Some("POST"));
    for path in [
        "/api/nothing",
        "/assets/nothing.js",
        "/assets/%ff",
        "/assets/../mod.rs",
    ] {
        server.get(path).problem(404);
    }
}

#[test]
fn a_message_of_a_mebibyte_is_answered() {
    let server = Server::start(&[]);
    let head = "POST / HTTP/1.1\nHost: api.example.com\n\n";
    let message = format!("{head}{}", "\n".repeat((1 << 20) - head.len()));
    let answer = server
        .snippets(&json!({"message": message, "clients": ["curl", "python"]}))
        .json();
    assert!(answer["snippets"][1]["code"].as_str().unwrap().len() > 1 << 20);
}

#[test]
fn answers_are_equal_and_known_by_their_tag() {
    let server = Server::start(&[]);
    let question = json!({"message": MESSAGE, "clients": ["all/all"]});
    let (first, second) = (server.snippets(&question), server.snippets(&question));
    assert_eq!(first.body, second.body);
    assert_eq!(first.field("etag"), second.field("etag"));
    assert!(first.field("etag").is_some());
    // It may hold a token.
    assert_eq!(first.field("cache-control"), Some("no-store"));

    for path in [
        "/api/clients",
        "/api/examples",
        "/api/openapi.json",
        "/assets/app.js",
    ] {
        let response = server.get(path);
        assert_eq!(response.status, 200);
        let tag = response.field("etag").unwrap();
        let again = format!("GET {path} HTTP/1.1\nHost: {{host}}\nIf-None-Match: \"x\", {tag}\n");
        let again = server.ask(&again);
        assert_eq!((again.status, &*again.body), (304, &b""[..]));
        assert_eq!(again.field("etag"), Some(tag));
        let other = format!("GET {path} HTTP/1.1\nHost: {{host}}\nIf-None-Match: \"x\"\n");
        assert_eq!(server.ask(&other).status, 200);
    }
}

#[test]
fn every_example_has_a_page() {
    let server = Server::start(&[]);
    let examples = server.get("/api/examples").json();
    assert_eq!(examples[0]["id"], "get-bearer-token");
    for example in examples.as_array().unwrap() {
        let page = server.get(&format!(
            "/examples/{}?lang=python",
            example["id"].as_str().unwrap()
        ));
        assert_eq!(page.status, 200);
        assert_eq!(page.field("content-type"), Some("text/html; charset=utf-8"));
        let message = example["message"].as_str().unwrap();
        assert!(message.contains(&format!("Host: {}", server.address)));
    }
    for path in ["/examples/nothing", "/examples/%ff", "/examples/%00"] {
        assert_eq!(server.get(path).status, 404);
    }
}
