//! `cargo bench`: what parsing and rendering cost, for each client and on average.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use snippetgen::{Client, Options};

fn main() {
    divan::main();
}

/// A POST of JSON with a bearer token, as documentation has it.
const BEARER_POST: &[u8] = b"POST /echo/post/json HTTP/1.1\r\n\
    Host: reqbin.com\r\n\
    Accept: application/json\r\n\
    Authorization: Bearer {token}\r\n\
    Content-Type: application/json\r\n\
    \r\n\
    {\"login\": \"my_login\", \"password\": \"my_password\"}";

fn clients() -> impl Iterator<Item = &'static str> {
    Client::all().map(|client| client.id)
}

fn snippet(message: &[u8], client: &Client, code: &mut String) {
    code.clear();
    let request = snippetgen::parse(black_box(message)).unwrap();
    let written = snippetgen::render_into(&request, client, &Options::default(), code);
    black_box(written.unwrap().unwrap());
}

#[divan::bench]
fn parse() -> bool {
    snippetgen::parse(black_box(BEARER_POST)).is_ok()
}

#[divan::bench(args = clients())]
fn parse_and_render(bencher: Bencher<'_, '_>, client: &str) {
    let client = Client::find(client).unwrap();
    let mut code = String::with_capacity(4096);
    bencher.bench_local(|| snippet(BEARER_POST, client, &mut code));
}

/// The figure of the README: one snippet, averaged over all clients.
#[divan::bench]
fn all_clients(bencher: Bencher<'_, '_>) {
    let mut code = String::with_capacity(4096);
    bencher
        .counter(divan::counter::ItemsCount::new(clients().count()))
        .bench_local(|| {
            for client in Client::all() {
                snippet(BEARER_POST, client, &mut code);
            }
        });
}

#[divan::bench(args = clients(), sample_count = 10)]
fn body_of_ten_megabytes(bencher: Bencher<'_, '_>, client: &str) {
    let client = Client::find(client).unwrap();
    let head = b"POST /notes HTTP/1.1\r\nHost: api.example.com\r\nContent-Type: text/plain\r\n\r\n";
    let line = b"The quick brown fox jumps over the lazy dog, and \"it's\" fine: 100% of $5.\n";
    let message: Vec<u8> = head
        .iter()
        .chain(line.iter().cycle().take(10_000_000))
        .copied()
        .collect();
    let mut code = String::with_capacity(32_000_000);
    bencher
        .counter(BytesCount::new(message.len()))
        .bench_local(|| snippet(&message, client, &mut code));
}
