//! `cargo bench --bench scale`: messages of many small things. Ten times as many take ten times as
//! long, in the parser and in every client: a client that compares each with each stands out.

use divan::{Bencher, black_box};
use snippetgen::{Auth, Client, Options};

fn main() {
    divan::main();
}

const NAMES: &[&str] = &[
    "fields",
    "equal fields",
    "cookies",
    "bearers",
    "bytes",
    "codings",
    "unsendable",
    "folds",
    "blanks",
    "lines",
    "form",
    "ampersands",
    "members",
    "items",
    "open brackets",
    "digits",
    "parts",
    "chunks",
];

#[divan::bench(args = NAMES, consts = [3_000, 30_000], sample_count = 3)]
fn parse_and_render_for_all<const COUNT: usize>(bencher: Bencher<'_, '_>, name: &str) {
    let messages = messages(COUNT);
    let (_, message) = messages.iter().find(|(it, _)| *it == name).unwrap();
    let mut options = Options::default();
    if matches!(name, "bearers" | "cookies") {
        options.auth = Auth::Env(None);
    }
    bencher.bench_local(|| {
        let request = snippetgen::parse(black_box(message)).unwrap();
        for client in Client::all() {
            let _ = black_box(snippetgen::render(&request, client, &options));
        }
    });
}

fn message(count: usize, head: &str, each: impl Fn(usize) -> String, tail: &str) -> Vec<u8> {
    let many: String = (0..count).map(each).collect();
    format!("POST / HTTP/1.1\r\nHost: a.example\r\n{head}{many}{tail}").into_bytes()
}

fn body(media_type: &str, start: &str) -> String {
    format!("Content-Type: {media_type}\r\n\r\n{start}")
}

fn messages(count: usize) -> Vec<(&'static str, Vec<u8>)> {
    let form = body("application/x-www-form-urlencoded", "");
    let json = |start| body("application/json", start);
    let multipart = body("multipart/form-data; boundary=x", "");
    let part = |name: String| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n1\r\n")
    };
    vec![
        (
            "fields",
            message(count, "", |i| format!("X-{i}: 1\r\n"), "\r\n"),
        ),
        (
            "equal fields",
            message(count, "", |i| format!("X: {i}\r\n"), "\r\n"),
        ),
        (
            "cookies",
            message(count, "", |i| format!("Cookie: a={i}\r\n"), "\r\n"),
        ),
        (
            "bearers",
            message(
                count,
                "",
                |i| format!("Authorization: Bearer {i}\r\n"),
                "\r\n",
            ),
        ),
        (
            "bytes",
            message(count, "", |i| format!("X-{i}: é\r\n"), "\r\n"),
        ),
        (
            "codings",
            message(
                count,
                "Range: a\r\n",
                |_| "Accept-Encoding: a\r\n".into(),
                "\r\n",
            ),
        ),
        (
            "unsendable",
            message(count, "", |_| "Trailer: a\r\nSec-A: b\r\n".into(), "\r\n"),
        ),
        (
            "folds",
            message(count, "X: a\r\n", |_| " b\r\n".into(), "\r\n"),
        ),
        (
            "blanks",
            message(count, "X: a", |_| "    ".into(), "b\r\n\r\n"),
        ),
        (
            "lines",
            message(count, &body("text/plain", ""), |_| "a b\n".into(), ""),
        ),
        ("form", message(count, &form, |i| format!("a{i}=1&"), "b=1")),
        ("ampersands", message(count, &form, |_| "&".into(), "")),
        (
            "members",
            message(count, &json("{"), |i| format!("\"a{i}\":1,"), "\"b\":1}"),
        ),
        (
            "items",
            message(count, &json("["), |_| "[],{},".into(), "1]"),
        ),
        (
            "open brackets",
            message(count, &json(""), |_| "[".into(), ""),
        ),
        ("digits", message(count, &json("0."), |_| "1".into(), "")),
        (
            "parts",
            message(count, &multipart, |i| part(format!("a{i}")), "--x--\r\n"),
        ),
        (
            "chunks",
            message(
                count,
                "Transfer-Encoding: chunked\r\n\r\n",
                |_| "1\r\na\r\n".into(),
                "0\r\n\r\n",
            ),
        ),
    ]
}
