//! The endpoints that examples are tried against.

use serde_json::{Value, json};

use crate::server::{Response, Server};

#[test]
fn each_method_has_its_success() {
    let server = Server::start(&[]);
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        let path = format!("/echo/{}", method.to_lowercase());
        let ask = |kind: &str| {
            let fields = "Host: {host}\nContent-Length: 2";
            server.ask(&format!("{method} {path}/{kind} HTTP/1.1\n{fields}\n\nhi"))
        };
        assert_eq!(ask("json").json(), json!({"success": "true"}));
        let xml = ask("xml");
        assert_eq!(
            (xml.status, xml.field("content-type")),
            (200, Some("application/xml"))
        );
        assert!(
            xml.text()
                .contains("<ResponseMessage>Success</ResponseMessage>")
        );
    }
    let form = "POST /echo/post/form HTTP/1.1\nHost: {host}\nContent-Length: 3\n\na=b";
    assert_eq!(server.ask(form).json(), json!({"success": "true"}));
    let head = server.ask("HEAD /echo/head/json HTTP/1.1\nHost: {host}\n");
    assert_eq!((head.status, &*head.body), (200, &b""[..]));

    let wrong = server.ask("POST /echo/get/json HTTP/1.1\nHost: {host}\nContent-Length: 0\n");
    wrong.problem(405);
    assert_eq!(wrong.field("allow"), Some("GET,HEAD"));
    let wrong = server.get("/echo/head/json");
    assert_eq!(wrong.field("allow"), Some("HEAD"));
    wrong.problem(405);
}

fn bearer(server: &Server, request_line: &str, fields: &str, body: &str) -> Response {
    let length = body.len();
    server.ask(&format!(
        "{request_line} HTTP/1.1\nHost: {{host}}\n{fields}Content-Length: {length}\n\n{body}"
    ))
}

#[test]
fn a_bearer_token_is_asked_for_as_rfc_6750_says() {
    let server = Server::start(&[]);
    let get = "GET /echo/auth/bearer";
    let refused = |response: &Response, status| {
        response.problem(status);
        response.field("www-authenticate").unwrap().to_owned()
    };
    let challenge = refused(&bearer(&server, get, "", ""), 401);
    assert_eq!(challenge, "Bearer realm=\"snippetgen\"");
    let basic = bearer(&server, get, "Authorization: Basic dTpw\n", "");
    assert_eq!(refused(&basic, 401), "Bearer realm=\"snippetgen\"");
    let bad = bearer(&server, get, "Authorization: Bearer bad\n", "");
    assert!(refused(&bad, 401).contains("error=\"invalid_token\""));
    for malformed in ["Bearer", "Bearer a b", "Bearer \"good-token\"", "Bearer ="] {
        let response = bearer(&server, get, &format!("Authorization: {malformed}\n"), "");
        assert!(refused(&response, 400).contains("error=\"invalid_request\""));
    }
    let twice = "Authorization: Bearer good-token\nAuthorization: Bearer good-token\n";
    for (line, fields) in [
        (get, twice),
        (
            "GET /echo/auth/bearer?access_token=good-token",
            "Authorization: Bearer good-token\n",
        ),
    ] {
        let challenge = refused(&bearer(&server, line, fields, ""), 400);
        assert!(challenge.contains("error=\"invalid_request\""));
    }

    let post = "POST /echo/auth/bearer";
    let scope = bearer(&server, post, "Authorization: Bearer read-only-token\n", "");
    let challenge = refused(&scope, 403);
    assert!(challenge.contains("error=\"insufficient_scope\""));
    assert!(challenge.contains("scope=\"write\""));

    let form = "Content-Type: application/x-www-form-urlencoded\n";
    for response in [
        bearer(&server, get, "Authorization: Bearer good-token\n", ""),
        bearer(
            &server,
            get,
            "authorization: bEARER   read-only-token\n",
            "",
        ),
        bearer(&server, post, "Authorization: Bearer good-token\n", ""),
        bearer(
            &server,
            "GET /echo/auth/bearer?access_token=good%2Dtoken",
            "",
            "",
        ),
        bearer(&server, post, form, "a=b&access_token=good-token"),
    ] {
        assert_eq!(response.json()["authenticated"], true);
        assert_eq!(response.field("www-authenticate"), None);
    }
}

#[test]
fn basic_credentials_are_asked_for() {
    let server = Server::start(&[]);
    let ask = |fields: &str| {
        server.ask(&format!(
            "GET /echo/auth/basic HTTP/1.1\nHost: {{host}}\n{fields}"
        ))
    };
    for fields in [
        "",
        "Authorization: Basic dXNlcjp3cm9uZw==\n",
        "Authorization: Bearer x\n",
    ] {
        let response = ask(fields);
        response.problem(401);
        let challenge = response.field("www-authenticate").unwrap();
        assert!(challenge.starts_with("Basic realm="), "{challenge}");
    }
    let good = ask("Authorization: basic dXNlcjpwYXNzd29yZA==\n");
    assert_eq!(good.json(), json!({"authenticated": true, "user": "user"}));
}

fn fields(sent: &Value) -> Vec<(&str, &str)> {
    let fields = sent["fields"].as_array().unwrap().iter();
    fields
        .map(|field| {
            (
                field["name"].as_str().unwrap(),
                field["value"].as_str().unwrap_or("-"),
            )
        })
        .collect()
}

#[test]
fn anything_is_told_as_it_was_sent() {
    let server = Server::start(&[]);
    let request = format!(
        "PURGE /echo/anything/a%2Fb//c?q=%C3%A9+&q HTTP/1.1\r\nhOST: {0}\r\nX-b: 2\r\nA:1\r\n\
         x-B:  3 \r\nEmpty:\r\nConnection: close\r\nContent-Length: 6\r\n\r\nh\u{e9}\u{0}!!",
        server.address
    );
    let sent = server.exchange(request.as_bytes()).json();
    assert_eq!(sent["method"], "PURGE");
    assert_eq!(sent["target"], "/echo/anything/a%2Fb//c?q=%C3%A9+&q");
    assert_eq!(sent["version"], "HTTP/1.1");
    let expected = [
        ("hOST", &*server.address),
        ("X-b", "2"),
        ("A", "1"),
        ("x-B", "3"),
        ("Empty", ""),
        ("Connection", "close"),
        ("Content-Length", "6"),
    ];
    assert_eq!(fields(&sent), expected);
    assert_eq!(sent["body"], "h\u{e9}\u{0}!!");

    let mut request = format!(
        "POST /echo/anything HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nX: ",
        server.address
    )
    .into_bytes();
    request.extend(b"\xff\r\nContent-Length: 2\r\n\r\n\xff\xfe");
    let sent = server.exchange(&request).json();
    assert_eq!(sent["body_base64"], "//4=");
    assert_eq!(
        sent["fields"][2],
        json!({"name": "X", "value_base64": "/w=="})
    );
}

#[test]
fn heads_of_one_connection_are_not_mixed_up() {
    let server = Server::start(&[]);
    let one = |number: usize, body: &str, rest: &str| {
        format!(
            "POST /echo/anything/{number} HTTP/1.1\r\nHost: {}\r\nX-N: {number}\r\n{rest}\
             Content-Length: {}\r\n\r\n{body}",
            server.address,
            body.len()
        )
    };
    // Bodies that look like requests, and requests that are sent before they are asked for.
    let inner = one(9, "", "");
    let pipelined = [
        one(1, &inner, ""),
        format!("\r\n\r\n{}", one(2, "", "")),
        one(3, "x", ""),
        one(4, &inner, "Connection: close\r\n"),
    ];
    let text = server.exchange(pipelined.concat().as_bytes());
    let text = format!("{}\r\n\r\n{}", text.head, text.text());
    let told: Vec<_> = text.split("HTTP/1.1 200 OK\r\n").skip(1).collect();
    assert_eq!(told.len(), 4, "{text}");
    for (index, told) in told.iter().enumerate() {
        let (_, body) = told.split_once("\r\n\r\n").unwrap();
        let sent: Value = serde_json::from_str(body).unwrap();
        let number = (index + 1).to_string();
        assert_eq!(sent["target"], format!("/echo/anything/{number}"));
        assert_eq!(fields(&sent)[1], ("X-N", &*number));
    }

    // Where a chunked body ends is not told apart: the connection takes no more requests.
    let chunked = format!(
        "POST /echo/anything HTTP/1.1\r\nHost: {}\r\ntransfer-ENCODING: chunked\r\n\r\n\
         2\r\nhi\r\n0\r\n\r\n{}",
        server.address,
        one(1, "", "")
    );
    let response = server.exchange(chunked.as_bytes());
    assert_eq!(response.field("connection"), Some("close"));
    let sent = response.json();
    assert_eq!(
        (&sent["body"], fields(&sent)[1]),
        (&json!("hi"), ("transfer-ENCODING", "chunked"))
    );
}

#[test]
fn pages_of_other_origins_may_use_them() {
    let server = Server::start(&[]);
    let preflight = server.ask(
        "OPTIONS /echo/auth/bearer HTTP/1.1\nHost: {host}\nOrigin: https://site.example\n\
         Access-Control-Request-Method: PUT\n\
         Access-Control-Request-Headers: authorization,x-a\n",
    );
    assert_eq!(preflight.status, 204);
    assert_eq!(preflight.field("access-control-allow-origin"), Some("*"));
    assert_eq!(preflight.field("access-control-allow-methods"), Some("PUT"));
    assert_eq!(
        preflight.field("access-control-allow-headers"),
        Some("authorization,x-a")
    );
    let response = server.get("/echo/auth/bearer");
    assert_eq!(response.field("access-control-allow-origin"), Some("*"));
    // And nothing else.
    for path in ["/", "/api/clients", "/api/snippets"] {
        assert_eq!(server.get(path).field("access-control-allow-origin"), None);
    }
}
