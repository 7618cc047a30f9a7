//! What keeps other sites from the page, the tokens in it and the network behind it.

use serde_json::json;

use crate::server::{Server, unknown_host};

#[test]
fn only_names_of_the_server_are_answered() {
    let server = Server::start(&["--host", "snippets.example,other.example"]);
    let port = server.address.rsplit(':').next().unwrap();
    let ask = |host: &str| server.ask(&format!("GET / HTTP/1.1\nHost: {host}\n"));
    for host in [
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "[::1]",
        "127.1.2.3",
        "snippets.example",
        "Other.Example:443",
        &format!("localhost:{port}"),
    ] {
        assert_eq!(ask(host).status, 200, "{host}");
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "192.0.2.1",
        "0.0.0.0",
        "evil.example:80",
        "localhost@evil.example",
    ] {
        ask(host).problem(421);
    }
    server
        .ask("GET / HTTP/1.1\nHost: localhost\nHost: evil.example\n")
        .problem(400);
    server.ask("GET / HTTP/1.0\n").problem(400);
    server
        .ask("GET http://evil.example/ HTTP/1.1\nHost: localhost\n")
        .problem(421);
    assert_eq!(
        server
            .ask("GET http://localhost/ HTTP/1.1\nHost: localhost\n")
            .status,
        200
    );
    // What a page of another site could read by a name that it makes point here.
    server
        .ask("GET /echo/anything HTTP/1.1\nHost: evil.example\n")
        .problem(421);
}

#[test]
fn every_page_forbids_foreign_scripts_and_frames() {
    let server = Server::start(&[]);
    for path in [
        "/",
        "/examples/post-form",
        "/api/clients",
        "/nothing",
        "/assets/app.js",
    ] {
        let response = server.get(path);
        let policy = response.field("content-security-policy").unwrap();
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
             img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        );
        assert_eq!(response.field("x-content-type-options"), Some("nosniff"));
        assert_eq!(response.field("referrer-policy"), Some("no-referrer"));
        assert_eq!(
            response.field("cross-origin-opener-policy"),
            Some("same-origin")
        );
        assert_eq!(
            response.field("cross-origin-resource-policy"),
            Some("same-origin")
        );
    }
    let echo = server.get("/echo/anything");
    assert_eq!(echo.field("x-content-type-options"), Some("nosniff"));
}

#[test]
fn the_page_has_a_new_token_at_every_start() {
    let (first, second) = (Server::start(&[]), Server::start(&[]));
    assert!(first.token().len() >= 43);
    assert_eq!(first.token(), first.token());
    assert_ne!(first.token(), second.token());
    assert_eq!(first.get("/").field("cache-control"), Some("no-store"));
    assert_eq!(Server::start(&["--no-send"]).token(), "");
}

#[test]
fn only_the_page_may_send() {
    let server = Server::start(&[]);
    let token = server.token();
    let question =
        json!({"message": format!("GET /echo/get/json HTTP/1.1\nHost: {}\n\n", server.address)});
    let ask = |fields: &str| {
        let fields = fields.replace("{token}", &token);
        server.post("/api/send", &fields, &question.to_string())
    };
    let good = "Origin: http://{host}\nX-Snippetgen-Token: {token}\n";
    assert_eq!(ask(good).json()["status"], 200);
    assert_eq!(
        ask("Sec-Fetch-Site: same-origin\nX-Snippetgen-Token: {token}\n").status,
        200
    );
    for bad in [
        "",
        "X-Snippetgen-Token: {token}\n",
        "Origin: http://{host}\n",
        "Origin: http://{host}\nX-Snippetgen-Token: \n",
        "Origin: http://{host}\nX-Snippetgen-Token: {token}x\n",
        "Origin: http://evil.example\nX-Snippetgen-Token: {token}\n",
        "Origin: null\nX-Snippetgen-Token: {token}\n",
        "Origin: http://{host}.evil.example\nX-Snippetgen-Token: {token}\n",
        "Origin: http://localhost:1\nX-Snippetgen-Token: {token}\n",
        "Sec-Fetch-Site: same-site\nX-Snippetgen-Token: {token}\n",
        "Sec-Fetch-Site: cross-site\nOrigin: http://{host}\nX-Snippetgen-Token: {token}\n",
    ] {
        let problem = ask(bad).problem(403);
        assert!(!problem.to_string().contains(&token));
    }
    // A form or a text of another site needs no leave of the server to be posted.
    let request = format!(
        "POST /api/send HTTP/1.1\nHost: {{host}}\nContent-Type: text/plain\nOrigin: http://{{host}}\n\
         X-Snippetgen-Token: {token}\nContent-Length: 2\n\n{{}}"
    );
    server.ask(&request).problem(415);
}

#[test]
fn nothing_is_sent_to_link_local_and_metadata_addresses() {
    let server = Server::start(&[]);
    for host in [
        "169.254.169.254",
        "169.254.1.1:8080",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "100.100.100.200",
        "[::ffff:169.254.169.254]",
        "[::ffff:a9fe:a9fe]",
        "0.0.0.0",
        "[::]",
        "224.0.0.1",
        "[ff02::1]",
        "255.255.255.255",
    ] {
        let message = format!("GET / HTTP/1.1\nHost: {host}\n\n");
        let problem = server
            .send(&json!({"message": message, "scheme": "http"}))
            .problem(403);
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("not connected to"),
            "{problem}"
        );
    }
}

#[test]
fn hosts_can_be_named_that_may_be_sent_to() {
    let unknown = unknown_host();
    let allowed = format!("localhost, {unknown}:80, api.example.com:8443");
    let server = Server::start(&["--allow", &allowed.replace(' ', "")]);
    let port = server.address.rsplit(':').next().unwrap();
    let send = |host: &str| {
        let message = format!("GET /echo/get/json HTTP/1.1\nHost: {host}\n\n");
        server.send(&json!({"message": message, "scheme": "http"}))
    };
    assert_eq!(send(&format!("LocalHost:{port}")).json()["status"], 200);
    // The port of the scheme is that of an address without one.
    let detail = send(&unknown).problem(502)["detail"].to_string();
    assert!(detail.contains("not known"), "{detail}");
    for host in [
        &*server.address,
        "evil.example",
        &format!("{unknown}:81"),
        "api.example.com",
        "localhost.evil.example",
    ] {
        let problem = send(host).problem(403);
        assert_eq!(problem["help"], format!("it sends to {allowed}"));
    }
}

#[test]
fn a_server_for_others_does_not_send_unless_told_to_and_not_into_its_own_network() {
    let server = Server::start(&["--bind", "0.0.0.0"]);
    assert_eq!(server.token(), "");
    server
        .send(&json!({"message": "GET / HTTP/1.1\nHost: 127.0.0.1\n\n"}))
        .problem(403);
    // Others reach it by whatever address it has, and by no name.
    assert_eq!(server.ask("GET / HTTP/1.1\nHost: 192.0.2.1\n").status, 200);
    server
        .ask("GET / HTTP/1.1\nHost: evil.example\n")
        .problem(421);

    let server = Server::start(&["--bind", "0.0.0.0", "--send"]);
    for host in [
        &*server.address,
        "10.0.0.1",
        "192.168.0.1",
        "[::1]",
        "localhost",
    ] {
        let message = format!("GET / HTTP/1.1\nHost: {host}\n\n");
        let problem = server
            .send(&json!({"message": message, "scheme": "http"}))
            .problem(403);
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("not connected to"),
            "{problem}"
        );
    }
    // A proxy in front of it lets others in.
    let server = Server::start(&["--host", "snippets.example"]);
    assert_eq!(server.token(), "");
    let server = Server::start(&["--host", "snippets.example", "--send"]);
    let message = format!("GET / HTTP/1.1\nHost: {}\n\n", server.address);
    server.send(&json!({"message": message})).problem(403);
    let server = Server::start(&["--host", "snippets.localhost"]);
    assert_ne!(server.token(), "");

    let server = Server::start(&["--no-send"]);
    server
        .send(&json!({"message": "GET / HTTP/1.1\nHost: 127.0.0.1\n\n"}))
        .problem(403);
}
