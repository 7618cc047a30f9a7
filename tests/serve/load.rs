//! Many clients at once that are slow, broken or hostile.

use std::io::Write;
use std::net::{Shutdown, TcpStream};

use rustix::process::{Resource, getrlimit, setrlimit};
use serde_json::json;

use crate::server::Server;

/// Asks the system for as many open files; how many connections that is enough for.
fn connections(wanted: u64) -> u64 {
    let mut limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.unwrap_or(wanted + 64);
    if limit.current.is_some_and(|current| current < wanted + 64) {
        limit.current = Some(most.min(wanted + 64));
        setrlimit(Resource::Nofile, limit).unwrap();
    }
    let current = getrlimit(Resource::Nofile).current;
    current.unwrap_or(u64::MAX).saturating_sub(64).min(wanted)
}

fn is_served(server: &Server) {
    let message = "GET /users HTTP/1.1\nHost: api.example.com\n\n";
    let answer = server
        .snippets(&json!({"message": message, "clients": ["all/all"]}))
        .json();
    assert!(answer["snippets"].as_array().unwrap().len() > 10);
}

#[test]
fn a_thousand_slow_clients_do_not_starve_another() {
    let server = Server::start(&[]);
    let count = connections(1000);
    assert!(count >= 500, "the system allows {count} connections");
    let host = &server.address;
    let starts = [
        String::new(),
        "G".to_owned(),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\n"),
        format!(
            "POST /api/snippets HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
                 Content-Length: 100\r\n\r\n{{"
        ),
        format!("POST /echo/anything HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\n\r\nx"),
        // Asks for much and reads nothing.
        format!("GET /api/openapi.json HTTP/1.1\r\nHost: {host}\r\n\r\n").repeat(20),
    ];
    let mut slow: Vec<TcpStream> = Vec::new();
    for index in 0..usize::try_from(count).unwrap() {
        let mut stream = server.connect();
        stream
            .write_all(starts[index % starts.len()].as_bytes())
            .unwrap();
        slow.push(stream);
        if index % 50 == 0 {
            is_served(&server);
        }
    }
    for round in 0..20 {
        for stream in &mut slow {
            // Another byte now and then; those that the server has given up on do not matter.
            let _ = stream.write(b"x");
        }
        is_served(&server);
        assert_eq!(server.get("/").status, 200, "round {round}");
    }
}

#[test]
fn broken_clients_do_not_end_it() {
    let server = Server::start(&[]);
    let host = &server.address;
    let head = format!(
        "POST /api/snippets HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
    );
    let starts: Vec<Vec<u8>> = vec![
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        b"\0".repeat(100_000),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"GET /\x80 HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        [b"GET /", &*b"a".repeat(200_000), b" HTTP/1.1\r\n\r\n"].concat(),
        [&b"GET / HTTP/1.1\r\n"[..], &b"a: b\r\n".repeat(20_000)].concat(),
        b"CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        format!("{head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{{}}").into_bytes(),
        format!("{head}Content-Length: -1\r\n\r\n").into_bytes(),
        format!("{head}Content-Length: 99999999999999999999\r\n\r\n").into_bytes(),
        format!("{head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n").into_bytes(),
        format!("{head}Transfer-Encoding: chunked\r\n\r\nzz\r\n").into_bytes(),
        format!("{head}Transfer-Encoding: gzip\r\n\r\n").into_bytes(),
        format!("{head}Content-Length: 9000\r\n\r\n{{\"mess").into_bytes(),
        format!("{head}Content-Length: 900\r\n\r\n{}", "[".repeat(900)).into_bytes(),
        format!("{head}Upgrade: websocket\r\nConnection: upgrade\r\nContent-Length: 0\r\n\r\n")
            .into_bytes(),
    ];
    for start in starts.iter().cycle().take(20 * starts.len()) {
        let mut stream = server.connect();
        // The server may close it at any time.
        let _ = stream.write_all(start);
        let _ = stream.shutdown(Shutdown::Write);
        drop(stream);
    }
    is_served(&server);
}

#[test]
fn more_long_messages_than_there_is_room_for_are_put_off() {
    let server = Server::start(&[]);
    let head = format!(
        "POST /echo/anything HTTP/1.1\r\nHost: {}\r\n\
         Content-Length: 200000\r\n\r\n",
        server.address
    );
    let long = json!({"message": "x".repeat(100_000)}).to_string();
    let ask = || server.post("/api/snippets", "", &long);
    let mut waiting = Vec::new();
    let busy = loop {
        let mut stream = server.connect();
        stream.write_all(head.as_bytes()).unwrap();
        // Of a body that goes on.
        let _ = stream.write_all(&b"x".repeat(100_000));
        waiting.push(stream);
        let response = ask();
        if response.status != 400 {
            break response;
        }
        assert!(waiting.len() < 100, "there is always room");
    };
    busy.problem(503);
    assert_eq!(busy.field("retry-after"), Some("1"));
    is_served(&server);
    drop(waiting);
    // And room again, once the server has seen that they are gone.
    assert!((0..1000).any(|_| ask().status == 400));
}
