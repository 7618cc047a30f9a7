//! Messages of very many small things, which everything reads and renders in linear time. The
//! limit is far above what that takes, and far below what comparing each with each would.

use std::time::{Duration, Instant};

use snippetgen::{Auth, Client, Options};

const MANY: usize = 30_000;
const LIMIT: Duration = Duration::from_secs(3);

fn message(head: &str, each: impl Fn(usize) -> String, tail: &str) -> Vec<u8> {
    let many: String = (0..MANY).map(each).collect();
    format!("POST / HTTP/1.1\r\nHost: a.example\r\n{head}{many}{tail}").into_bytes()
}

fn body(media_type: &str, start: &str) -> String {
    format!("Content-Type: {media_type}\r\n\r\n{start}")
}

#[test]
fn many_small_things_take_linear_time() {
    let form = body("application/x-www-form-urlencoded", "");
    let json = |start| body("application/json", start);
    let multipart = body("multipart/form-data; boundary=x", "");
    let part = |name: String| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n1\r\n")
    };
    let messages = [
        ("fields", message("", |i| format!("X-{i}: 1\r\n"), "\r\n")),
        (
            "equal fields",
            message("", |i| format!("X: {i}\r\n"), "\r\n"),
        ),
        (
            "cookies",
            message("", |i| format!("Cookie: a={i}\r\n"), "\r\n"),
        ),
        (
            "bearers",
            message("", |i| format!("Authorization: Bearer {i}\r\n"), "\r\n"),
        ),
        ("bytes", message("", |i| format!("X-{i}: é\r\n"), "\r\n")),
        (
            "codings",
            message("Range: a\r\n", |_| "Accept-Encoding: a\r\n".into(), "\r\n"),
        ),
        (
            "unsendable",
            message("", |_| "Trailer: a\r\nSec-A: b\r\n".into(), "\r\n"),
        ),
        ("folds", message("X: a\r\n", |_| " b\r\n".into(), "\r\n")),
        ("blanks", message("X: a", |_| "    ".into(), "b\r\n\r\n")),
        (
            "lines",
            message(&body("text/plain", ""), |_| "a b\n".into(), ""),
        ),
        ("form", message(&form, |i| format!("a{i}=1&"), "b=1")),
        ("ampersands", message(&form, |_| "&".into(), "")),
        (
            "members",
            message(&json("{"), |i| format!("\"a{i}\":1,"), "\"b\":1}"),
        ),
        ("items", message(&json("["), |_| "[],{},".into(), "1]")),
        ("open brackets", message(&json(""), |_| "[".into(), "")),
        ("digits", message(&json("0."), |_| "1".into(), "")),
        (
            "parts",
            message(&multipart, |i| part(format!("a{i}")), "--x--\r\n"),
        ),
        (
            "chunks",
            message(
                "Transfer-Encoding: chunked\r\n\r\n",
                |_| "1\r\na\r\n".into(),
                "0\r\n\r\n",
            ),
        ),
    ];
    let mut slow = Vec::new();
    for (name, message) in &messages {
        let start = Instant::now();
        let request =
            snippetgen::parse(message).unwrap_or_else(|errors| panic!("{name}: {errors}"));
        if start.elapsed() > LIMIT {
            slow.push(format!("{name}: parse: {:.1?}", start.elapsed()));
        }
        for client in Client::all() {
            let mut options = Options::default();
            if matches!(*name, "bearers" | "cookies") {
                options.auth = Auth::Env(None);
            }
            let start = Instant::now();
            let _ = snippetgen::render(&request, client, &options);
            if start.elapsed() > LIMIT {
                slow.push(format!("{name}: {}: {:.1?}", client.id, start.elapsed()));
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
