//! Sending for the page.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::server::{Server, unknown_host};

#[test]
fn every_example_is_answered_by_the_server_itself() {
    let server = Server::start(&[]);
    let examples = server.get("/api/examples").json();
    for example in examples.as_array().unwrap() {
        let response = server.send(&json!({"message": example["message"]})).json();
        assert_eq!(response["status"], 200, "{example} {response}");
        assert_eq!(response["challenge"], json!(null));
        let body: serde_json::Value =
            serde_json::from_str(response["body"].as_str().unwrap()).unwrap();
        assert!(body.is_object());
    }
}

/// What README shows runs without a network.
#[test]
fn the_requests_of_the_readme_and_of_its_examples_are_answered() {
    let server = Server::start(&[]);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let requests: Vec<_> = files
        .filter(|file| file.extension().is_some_and(|it| it == "http"))
        .collect();
    assert!(!requests.is_empty());
    for request in requests {
        let message = fs::read_to_string(&request).unwrap();
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(request.file_name().unwrap());
        fs::write(&file, message.replace("127.0.0.1:8080", &server.address)).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_snippetgen"))
            .args(["send", "--check-status", "--var", "token=good-token"])
            .arg(file)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}: {said}",
            request.display()
        );
    }
}

#[test]
fn a_refused_token_is_explained() {
    let server = Server::start(&[]);
    let message = format!(
        "POST /echo/auth/bearer HTTP/1.1\nHost: {}\nAuthorization: Bearer {{token}}\n\n",
        server.address
    );
    let send = |token: &str| {
        server
            .send(&json!({"message": message, "variables": {"token": token}}))
            .json()
    };
    assert_eq!(send("good-token")["challenge"], json!(null));
    let response = send("read-only-token");
    assert_eq!(response["status"], 403);
    assert_eq!(response["challenge"]["error"], "insufficient_scope");
    assert_eq!(response["challenge"]["scope"], "write");
    assert!(
        response["challenge"]["explanation"]
            .as_str()
            .unwrap()
            .contains("`write`")
    );
    assert_eq!(send("bad")["challenge"]["error"], "invalid_token");

    let problem = server.send(&json!({ "message": message })).problem(400);
    let error = &problem["errors"][0];
    assert_eq!(
        (&error["id"], &error["line"]),
        (&json!("unfilled-placeholder"), &json!(3))
    );
    assert!(!error["help"].as_str().unwrap().contains("--var"));
}

/// A server that answers one request with these bytes.
fn once(answer: &'static [u8]) -> (String, std::thread::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 1024];
        let _ = stream.read(&mut request).unwrap();
        stream.write_all(answer).unwrap();
    });
    (address, thread)
}

#[test]
fn what_a_server_answers_is_given_back_and_nothing_is_followed() {
    let server = Server::start(&[]);
    let get = |address: &str| json!({"message": format!("GET / HTTP/1.1\nHost: {address}\n\n")});
    let (address, thread) = once(
        b"HTTP/1.1 302 Away you go\r\nLocation: http://127.0.0.1:1/\r\nx-A: 1\r\nX-a: \xff\r\n\
          Content-Length: 2\r\n\r\n\xff\x00",
    );
    let response = server.send(&get(&address)).json();
    thread.join().unwrap();
    assert_eq!(
        (&response["status"], &response["reason"]),
        (&json!(302), &json!("Away you go"))
    );
    assert_eq!(response["fields"][1], json!({"name": "x-A", "value": "1"}));
    assert_eq!(
        response["fields"][2],
        json!({"name": "X-a", "value": "\u{fffd}"})
    );
    assert_eq!(
        (&response["body_base64"], &response["size"]),
        (&json!("/wA="), &json!(2))
    );

    let (address, thread) = once(b"SSH-2.0-OpenSSH\r\n");
    server.send(&get(&address)).problem(502);
    thread.join().unwrap();
    let (address, thread) = once(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n");
    let problem = server.send(&get(&address)).problem(502);
    thread.join().unwrap();
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("4194304 bytes"),
        "{problem}"
    );

    let problem = server.send(&get("127.0.0.1:1")).problem(502);
    assert!(
        problem["help"]
            .as_str()
            .unwrap()
            .contains("nothing listens there"),
        "{problem}"
    );
    let problem = server.send(&get(&unknown_host())).problem(502);
    assert!(
        problem["detail"].as_str().unwrap().contains("not known"),
        "{problem}"
    );
    // It listens and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut question = get(&silent.local_addr().unwrap().to_string());
    question["timeout_ms"] = json!(50);
    let problem = server.send(&question).problem(504);
    assert!(!problem.to_string().contains("--timeout"), "{problem}");
}

#[test]
fn a_bad_message_is_not_sent() {
    let server = Server::start(&[]);
    let problem = server
        .send(&json!({"message": "GET / HTTP/1.1\nHost : a\n\n"}))
        .problem(400);
    assert_eq!(problem["errors"][0]["id"], "space-before-colon");
    let message = "GET / HTTP/1.1\nHost: 192.0.2.1\nAuthorization: Bearer mF_9.B5f-4.1JqM\n\n";
    let question = json!({"message": message, "scheme": "http"});
    let problem = server.send(&question).problem(403);
    assert!(
        problem["help"].as_str().unwrap().contains("https"),
        "{problem}"
    );
    let question =
        json!({"message": "GET / HTTP/1.1\nHost: {h}\n\n", "variables": {"h": "a\r\nB: c"}});
    server.send(&question).problem(400);
}
