//! The description of the HTTP API, compared with the server.

use std::env;

use serde_json::Value;
use snippetgen::verify::Tools;

use crate::server::Server;

/// What it looks at is in `--help` of `schemathesis run`.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance";

fn schemathesis(arguments: &[&str]) {
    let server = Server::start(&[]);
    let description = format!("http://{}/api/openapi.json", server.address);
    let mut command = Tools::find().command("schemathesis");
    command.args([
        "run",
        &description,
        "--no-color",
        "--phases",
        "examples,coverage,fuzzing",
    ]);
    command.args(["--max-examples", "20", "--generation-database", "none"]);
    // The same questions every time: who wants others gives another seed.
    command.args(["--seed", "1"]);
    // On a busy machine everything takes its time.
    command.args(["--request-timeout", "60"]);
    command.args(["--suppress-health-check", "too_slow"]);
    match command.args(arguments).output() {
        Ok(output) => assert!(
            output.status.success(),
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(error) if env::var_os("CI").is_none() => {
            println!("skipped: {error} (run scripts/toolchains)");
        }
        Err(error) => panic!("schemathesis: {error}"),
    }
}

#[test]
fn every_answer_is_as_described() {
    schemathesis(&["--checks", CHECKS]);
}

#[test]
fn what_is_described_as_wrong_is_refused() {
    let checks = format!("{CHECKS},negative_data_rejection,unsupported_method,use_after_free");
    schemathesis(&["--checks", &checks, "--include-path-regex", "^/api/"]);
}

#[test]
fn every_address_that_is_described_is_there() {
    let server = Server::start(&[]);
    let description = server.get("/api/openapi.json").json();
    assert_eq!(description["info"]["version"], env!("CARGO_PKG_VERSION"));
    for (path, operations) in description["paths"].as_object().unwrap() {
        let methods = operations.as_object().unwrap().keys();
        let path = path.replace("{path}", "a/b");
        for method in methods.filter(|key| !["description", "parameters"].contains(&&***key)) {
            let method = method.to_uppercase();
            let response = server.ask(&format!(
                "{method} {path} HTTP/1.1\nHost: {{host}}\nContent-Length: 0\n"
            ));
            assert!(![404, 405].contains(&response.status), "{method} {path}");
        }
    }
}

#[test]
fn every_example_of_the_description_is_answered() {
    let server = Server::start(&[]);
    let description = server.get("/api/openapi.json").json();
    let body = &description["paths"]["/api/snippets"]["post"]["requestBody"];
    let examples = &body["content"]["application/json"]["examples"];
    let examples = examples.as_object().unwrap();
    assert!(!examples.is_empty());
    for example in examples.values().map(|example: &Value| &example["value"]) {
        server.snippets(example).json();
    }
}
