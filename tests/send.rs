//! Requests that are sent to small servers on loopback, and what becomes of their responses.
#![cfg(feature = "send")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use snippetgen::send::{Error, ErrorKind, Event, Options, Response, send};

const TOKEN: &str = "s3cr3t-t0k3n";

/// A server that gives each connection the next of some answers, and hands on what it was sent.
struct Server {
    address: SocketAddr,
    received: Receiver<Vec<u8>>,
}

impl Server {
    fn new(answers: &[&[u8]]) -> Self {
        let answers: Vec<Vec<u8>> = answers.iter().map(|answer| answer.to_vec()).collect();
        Self::with(answers.len(), move |index, stream| {
            let request = read_request(stream);
            let _ = stream.write_all(&answers[index]);
            request
        })
    }

    fn with(
        connections: usize,
        mut answer: impl FnMut(usize, &mut TcpStream) -> Vec<u8> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, received) = channel();
        thread::spawn(move || {
            for index in 0..connections {
                let (mut stream, _) = listener.accept().unwrap();
                let request = answer(index, &mut stream);
                let _ = sender.send(request);
            }
        });
        Self { address, received }
    }

    fn host(&self) -> String {
        self.address.to_string()
    }

    #[track_caller]
    fn received(&self) -> String {
        let bytes = self.received.recv_timeout(Duration::from_secs(20)).unwrap();
        String::from_utf8(bytes).unwrap()
    }
}

/// The bytes of one request, told from what follows by its framing.
fn read_request(stream: &mut impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            return bytes;
        }
        bytes.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
    if head.contains("transfer-encoding: chunked") {
        while !bytes.ends_with(b"0\r\n\r\n") {
            if stream.read(&mut byte).unwrap_or(0) == 0 {
                return bytes;
            }
            bytes.push(byte[0]);
        }
        return bytes;
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    let _ = stream.read_exact(&mut body);
    bytes.extend(body);
    bytes
}

fn options() -> Options {
    let mut options = Options::default();
    options.timeout = Some(Duration::from_secs(20));
    options
}

fn sent(message: &str, options: &Options) -> Result<Response, Error> {
    let request = snippetgen::parse(message.as_bytes()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(send(&request, options))
}

/// What a server answers that says so to one GET.
#[track_caller]
fn answered(answer: &[u8]) -> Response {
    failing(answer).unwrap()
}

fn failing(answer: &[u8]) -> Result<Response, Error> {
    let server = Server::new(&[answer]);
    let message = format!("GET / HTTP/1.1\nHost: {}\n\n", server.host());
    sent(&message, &options())
}

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

mod request {
    use super::*;

    #[track_caller]
    fn received(message: &str) -> String {
        let server = Server::new(&[OK]);
        sent(&message.replace("HOST", &server.host()), &options()).unwrap();
        server.received().replace(&server.host(), "HOST")
    }

    #[test]
    fn target_and_field_lines_go_out_as_they_are_given() {
        let message =
            "GET /a/../b//c?x=1&x=%7e&{y} HTTP/1.1\nX-b: 2\nhOST: HOST\nx-B:   é\nX-B: \n\n";
        assert_eq!(
            received(message),
            "GET /a/../b//c?x=1&x=%7e&{y} HTTP/1.1\r\nX-b: 2\r\nhOST: HOST\r\nx-B: é\r\nX-B: \r\n\r\n"
        );
    }

    #[test]
    fn an_absolute_target_stays_one_and_a_missing_host_is_added() {
        assert_eq!(
            received("get http://HOST/a HTTP/1.0\nA: b\n\n"),
            "get http://HOST/a HTTP/1.0\r\nHost: HOST\r\nA: b\r\n\r\n"
        );
    }

    #[test]
    fn a_body_gets_its_length_and_loses_the_final_line_end_of_the_editor() {
        assert_eq!(
            received("PUT / HTTP/1.1\nHost: HOST\n\n{\"a\":\n 1}\n"),
            "PUT / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 9\r\n\r\n{\"a\":\n 1}"
        );
        let server = Server::new(&[OK]);
        let mut exact = options();
        exact.exact = true;
        let message = format!("PUT / HTTP/1.1\nHost: {}\n\nab\n", server.host());
        sent(&message, &exact).unwrap();
        assert!(server.received().ends_with("Content-Length: 3\r\n\r\nab\n"));
    }

    #[test]
    fn a_wrong_length_is_corrected_in_its_place() {
        assert_eq!(
            received("POST / HTTP/1.1\ncontent-length: 7\nHost: HOST\n\nabc"),
            "POST / HTTP/1.1\r\ncontent-length: 3\r\nHost: HOST\r\n\r\nabc"
        );
    }

    #[test]
    fn a_post_without_a_body_says_so_and_a_get_does_not() {
        assert_eq!(
            received("POST / HTTP/1.1\nHost: HOST\n\n"),
            "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n\r\n"
        );
        assert_eq!(
            received("GET / HTTP/1.1\nHost: HOST\n\n"),
            "GET / HTTP/1.1\r\nHost: HOST\r\n\r\n"
        );
    }

    #[test]
    fn chunks_go_out_as_one() {
        let message = "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 9\r\n\
            Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
        assert_eq!(
            received(message),
            "POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
        );
    }

    #[test]
    fn pseudo_fields_become_a_request_line() {
        let message = ":method: GET\n:path: /a\n:scheme: http\n:authority: HOST\nA: b\n\n";
        assert_eq!(
            received(message),
            "GET /a HTTP/1.1\r\nHost: HOST\r\nA: b\r\n\r\n"
        );
    }
}

mod response {
    use super::*;

    #[test]
    fn fields_keep_their_order_case_and_bytes() {
        let response = answered(
            b"HTTP/1.1 299 Fine by me\r\nset-Cookie: a=1\r\nX: \xe9\r\nSet-Cookie: b=2\r\n\
              Content-Length: 2\r\n\r\nok",
        );
        let fields: Vec<_> = response
            .fields
            .iter()
            .map(|field| (&*field.name, &*field.value))
            .collect();
        assert_eq!(
            fields,
            [
                ("set-Cookie", &b"a=1"[..]),
                ("X", b"\xe9"),
                ("Set-Cookie", b"b=2"),
                ("Content-Length", b"2"),
            ]
        );
        assert_eq!(
            (response.status.as_u16(), &*response.body),
            (299, &b"ok"[..])
        );
        assert_eq!(response.reason, b"Fine by me");
        assert_eq!(response.values("SET-COOKIE").count(), 2);
    }

    #[test]
    fn a_body_ends_by_its_length_its_chunks_or_the_connection() {
        assert_eq!(answered(OK).body, b"ok");
        let chunks = answered(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n1\r\nd\r\n\
              0\r\nX-Sum: 4\r\n\r\n",
        );
        assert_eq!(chunks.body, b"abcd");
        assert_eq!(chunks.trailers.len(), 1);
        assert_eq!(&*chunks.trailers[0].value, b"4");
        assert_eq!(
            answered(b"HTTP/1.0 200 OK\r\n\r\nall of it").body,
            b"all of it"
        );
    }

    #[test]
    fn some_responses_have_no_body() {
        let server = Server::new(&[b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"]);
        let message = format!("HEAD / HTTP/1.1\nHost: {}\n\n", server.host());
        assert_eq!(sent(&message, &options()).unwrap().body, b"");
        assert_eq!(answered(b"HTTP/1.1 204 No Content\r\n\r\n").body, b"");
        let not_modified = answered(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n");
        assert_eq!(not_modified.body, b"");
        assert_eq!(
            answered(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n").body,
            b""
        );
    }

    #[test]
    fn interim_responses_are_passed_over() {
        let response = answered(
            b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n\
              HTTP/1.1 200 Sure\r\nA: b\r\nContent-Length: 2\r\n\r\nok",
        );
        assert_eq!(&*response.reason, b"Sure");
        assert_eq!(response.fields[0].name, "A");
        assert_eq!(response.body, b"ok");
    }

    #[test]
    fn a_server_may_answer_before_it_has_read_everything() {
        let server = Server::with(1, |_, stream| {
            let mut some = [0; 1000];
            stream.read_exact(&mut some).unwrap();
            let answer = b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig";
            stream.write_all(answer).unwrap();
            // To close now would reset the connection, and the answer with it.
            let _ = std::io::copy(stream, &mut std::io::sink());
            some.to_vec()
        });
        let body = "x".repeat(20_000_000);
        let message = format!("POST / HTTP/1.1\nHost: {}\n\n{body}", server.host());
        let response = sent(&message, &options()).unwrap();
        assert_eq!(
            (response.status.as_u16(), &*response.body),
            (413, &b"big"[..])
        );
    }

    #[test]
    fn what_is_shown_for_debugging_has_no_content() {
        let response = answered(b"HTTP/1.1 200 OK\r\nSet-Cookie: s3cr3t\r\n\r\ns3cr3t");
        assert!(!format!("{response:?} {:?}", response.fields).contains("s3cr3t"));
    }
}

mod coding {
    use super::*;
    use async_compression::tokio::write::{
        BrotliEncoder, DeflateEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder,
    };
    use tokio::io::{AsyncWrite, AsyncWriteExt};

    const TEXT: &[u8] = b"the same text, and the same text, and the same text again";

    fn encoded<E: AsyncWrite + Unpin>(
        make: impl FnOnce(Vec<u8>) -> E,
        finish: impl FnOnce(E) -> Vec<u8>,
        text: &[u8],
    ) -> Vec<u8> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            let mut encoder = make(Vec::new());
            encoder.write_all(text).await.unwrap();
            encoder.shutdown().await.unwrap();
            finish(encoder)
        })
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        encoded(GzipEncoder::new, GzipEncoder::into_inner, text)
    }

    fn with_coding(coding: &str, body: &[u8]) -> Vec<u8> {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body].concat()
    }

    #[test]
    fn every_coding_is_taken_off() {
        let gzip = gzip(TEXT);
        let brotli = encoded(BrotliEncoder::new, BrotliEncoder::into_inner, TEXT);
        for (coding, body) in [
            ("gzip", gzip.clone()),
            ("X-Gzip", gzip.clone()),
            (
                "gzip, br",
                encoded(BrotliEncoder::new, BrotliEncoder::into_inner, &gzip),
            ),
            ("br", brotli),
            (
                "zstd",
                encoded(ZstdEncoder::new, ZstdEncoder::into_inner, TEXT),
            ),
            (
                "deflate",
                encoded(ZlibEncoder::new, ZlibEncoder::into_inner, TEXT),
            ),
            (
                "deflate",
                encoded(DeflateEncoder::new, DeflateEncoder::into_inner, TEXT),
            ),
            ("identity", TEXT.to_vec()),
            ("unheard-of", TEXT.to_vec()),
        ] {
            let response = answered(&with_coding(coding, &body));
            assert_eq!(response.body, TEXT, "{coding}");
            assert_eq!(response.encoded_length, body.len() as u64, "{coding}");
        }
    }

    #[test]
    fn a_response_without_a_body_may_name_a_coding() {
        let answer = b"HTTP/1.1 304 Not Modified\r\nContent-Encoding: gzip\r\n\r\n";
        assert_eq!(answered(answer).body, b"");
    }

    #[test]
    fn a_body_that_is_cut_or_is_none_of_its_coding_is_an_error() {
        let whole = gzip(TEXT);
        for body in [&whole[..whole.len() - 4], b"plain text"] {
            let error = failing(&with_coding("gzip", body)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode);
        }
        let many = with_coding("gzip, gzip, gzip, gzip, gzip, gzip", &whole);
        assert_eq!(failing(&many).unwrap_err().kind(), ErrorKind::Decode);
    }

    #[test]
    fn a_small_body_that_decodes_to_a_large_one_is_too_large() {
        let bomb = gzip(&vec![0; 2_000_000]);
        assert!(bomb.len() < 10_000);
        let server = Server::new(&[&with_coding("gzip", &bomb)]);
        let mut options = options();
        options.max_bytes = 1_000_000;
        let message = format!("GET / HTTP/1.1\nHost: {}\n\n", server.host());
        let error = sent(&message, &options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge);
    }
}

mod failure {
    use super::*;

    #[track_caller]
    fn fails(result: Result<Response, Error>, kind: ErrorKind, words: &[&str]) {
        let error = result.unwrap_err();
        let text = format!("{error}; {}", error.help());
        assert_eq!(error.kind(), kind, "{text}");
        for word in words {
            assert!(text.contains(word), "no `{word}` in: {text}");
        }
    }

    #[test]
    fn a_port_where_nothing_listens() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let message = format!("GET / HTTP/1.1\nHost: {address}\n\n");
        let words = [
            "Connection refused",
            &address.to_string(),
            "nothing listens",
        ];
        fails(sent(&message, &options()), ErrorKind::Connect, &words);
    }

    #[test]
    fn a_name_that_is_not_known() {
        let message = "GET / HTTP/1.1\nHost: no-such-host.invalid\n\n";
        let words = ["no-such-host.invalid", "spelling"];
        fails(sent(message, &options()), ErrorKind::Resolve, &words);
    }

    #[test]
    fn a_host_that_is_a_placeholder() {
        let message = "GET / HTTP/1.1\nHost: {host}\n\n";
        fails(sent(message, &options()), ErrorKind::Request, &["{host}"]);
        let message = "GET / HTTP/1.1\nHost: localhost:{port}\n\n";
        fails(sent(message, &options()), ErrorKind::Request, &["{port}"]);
    }

    #[test]
    fn an_address_that_is_not_allowed() {
        let server = Server::new(&[OK]);
        let mut options = options();
        options.allow = Some(Arc::new(|address| !address.is_loopback()));
        for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
            let message = format!("GET / HTTP/1.1\nHost: {host}:{}\n\n", server.address.port());
            fails(
                sent(&message, &options),
                ErrorKind::Refused,
                &["not connected to"],
            );
        }
    }

    #[test]
    fn a_server_that_is_too_slow() {
        let mut limited = options();
        limited.timeout = Some(Duration::from_millis(50));
        for answer in [&b""[..], b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"] {
            let server = Server::with(1, move |_, stream| {
                let request = read_request(stream);
                stream.write_all(answer).unwrap();
                // Until the client has given up.
                let _ = stream.read(&mut [0]);
                request
            });
            let message = format!("GET / HTTP/1.1\nHost: {}\n\n", server.host());
            fails(
                sent(&message, &limited),
                ErrorKind::Timeout,
                &["0.05 s", "--timeout"],
            );
        }
    }

    #[test]
    fn a_connection_that_is_closed_early() {
        let early = [
            (&b""[..], "without a response"),
            (b"HTTP/1.1 200 O", "without a response"),
            (
                b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
                "whole body",
            ),
            (
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "whole body",
            ),
        ];
        for (answer, words) in early {
            fails(
                failing(answer),
                ErrorKind::Closed,
                &[words, "log of the server"],
            );
        }
    }

    #[test]
    fn what_is_no_response_of_http_1() {
        let broken = [
            (&b"SSH-2.0-OpenSSH_9.6\r\n"[..], "SSH"),
            (b"\x15\x03\x01\x00\x02\x02\x46", "--scheme https"),
            (b"\0\0\x12\x04\0\0\0\0\0\0\0", "HTTP/2"),
            (b"<html>hello</html>\r\n\r\n", "starts otherwise"),
            (b"HTTP/1.1 200 OK\r\nbad name: x\r\n\r\n", "head is broken"),
            (
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "chunks",
            ),
        ];
        for (answer, words) in broken {
            fails(failing(answer), ErrorKind::NotHttp, &[words]);
        }
    }

    #[test]
    fn a_body_that_is_larger_than_allowed() {
        let answers = [
            &b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"[..],
            b"HTTP/1.1 200 OK\r\n\r\n12345678901",
        ];
        let mut options = options();
        options.max_bytes = 10;
        for answer in answers {
            let server = Server::new(&[answer]);
            let message = format!("GET / HTTP/1.1\nHost: {}\n\n", server.host());
            let words = ["more than 10 bytes", "--max-bytes"];
            fails(sent(&message, &options), ErrorKind::TooLarge, &words);
        }
    }

    #[test]
    fn credentials_in_the_clear() {
        for field in [
            format!("Authorization: Bearer {TOKEN}"),
            format!("authorization: basic {TOKEN}"),
        ] {
            let message = format!("GET / HTTP/1.1\nHost: api.example.com:80\n{field}\n\n");
            fails(
                sent(&message, &options()),
                ErrorKind::InsecureAuth,
                &["--insecure-auth"],
            );
        }
        let query = format!("GET /?access_token={TOKEN} HTTP/1.1\nHost: api.example.com:80\n\n");
        fails(
            sent(&query, &options()),
            ErrorKind::InsecureAuth,
            &["https"],
        );
        let error = sent(&query, &options()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(TOKEN));
    }

    #[test]
    fn credentials_in_the_clear_go_to_this_machine_and_where_it_is_allowed() {
        let server = Server::new(&[OK, OK]);
        let field = format!("Authorization: Bearer {TOKEN}");
        let message = format!("GET / HTTP/1.1\nHost: {}\n{field}\n\n", server.host());
        sent(&message, &options()).unwrap();
        assert!(server.received().contains(TOKEN));
        let mut options = options();
        options.insecure_auth = true;
        options.allow = Some(Arc::new(|_| false));
        let message = format!("GET / HTTP/1.1\nHost: 192.0.2.1:80\n{field}\n\n");
        fails(sent(&message, &options), ErrorKind::Refused, &["192.0.2.1"]);
    }
}

mod redirection {
    use super::*;

    fn redirect(status: u16, location: &str) -> Vec<u8> {
        format!("HTTP/1.1 {status} Elsewhere\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")
            .into_bytes()
    }

    fn following(log: &Arc<Mutex<Vec<String>>>) -> Options {
        let mut options = options();
        options.follow = 10;
        let log = log.clone();
        options.observe = Some(Arc::new(move |event| {
            if let Event::Redirected { dropped, .. } = event {
                log.lock().unwrap().extend(dropped.to_vec());
            }
        }));
        options
    }

    fn post(host: &str) -> String {
        format!(
            "POST /a/b?c HTTP/1.1\nHost: {host}\nAuthorization: Bearer {TOKEN}\nCookie: a=b\n\
             X-Api-Key: {TOKEN}\nContent-Type: text/plain\nAccept: x\n\nbody"
        )
    }

    #[test]
    fn without_being_asked_to_none_is_followed() {
        let response = answered(&redirect(302, "/elsewhere"));
        assert_eq!((response.status.as_u16(), response.redirections), (302, 0));
    }

    #[test]
    fn the_same_origin_gets_everything_again() {
        let server = Server::new(&[&redirect(307, "../x y?z#fragment"), OK]);
        let log = Arc::default();
        let response = sent(&post(&server.host()), &following(&log)).unwrap();
        assert_eq!((response.status.as_u16(), response.redirections), (200, 1));
        let first = server.received();
        let second = server.received();
        assert_eq!(second, first.replace("/a/b?c", "/x%20y?z"));
        assert!(log.lock().unwrap().is_empty());
    }

    #[test]
    fn another_origin_gets_no_secrets() {
        let other = Server::new(&[OK]);
        let location = format!("http://{}/x", other.host());
        let server = Server::new(&[&redirect(308, &location)]);
        let log = Arc::default();
        let response = sent(&post(&server.host()), &following(&log)).unwrap();
        assert_eq!(response.origin, format!("http://{}", other.host()));
        assert_eq!(
            other.received(),
            format!(
                "POST /x HTTP/1.1\r\nHost: {}\r\nContent-Type: text/plain\r\nAccept: x\r\n\
                 Content-Length: 4\r\n\r\nbody",
                other.host()
            )
        );
        let dropped = ["Authorization", "Cookie", "X-Api-Key"];
        assert_eq!(*log.lock().unwrap(), dropped);
    }

    #[test]
    fn a_post_becomes_a_get_as_in_browsers() {
        for (status, method) in [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST")] {
            let server = Server::new(&[&redirect(status, "/x"), OK]);
            sent(&post(&server.host()), &following(&Arc::default())).unwrap();
            server.received();
            let second = server.received();
            assert!(second.starts_with(method), "{status}: {second}");
            let body = method == "POST";
            assert_eq!(second.contains("Content-"), body, "{status}: {second}");
            assert_eq!(second.ends_with("body"), body, "{status}: {second}");
        }
    }

    #[test]
    fn a_circle_ends() {
        let circle = redirect(302, "/");
        let server = Server::new(&[&*circle; 11]);
        let message = format!("GET / HTTP/1.1\nHost: {}\n\n", server.host());
        let error = sent(&message, &following(&Arc::default())).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert!(error.to_string().contains("more than 10"), "{error}");
    }

    #[test]
    fn some_lead_nowhere() {
        for location in [
            "ftp://a.example/",
            "mailto:a@a.example",
            "http://",
            "http://[",
            "//",
        ] {
            let server = Server::new(&[&redirect(302, location)]);
            let message = format!("GET / HTTP/1.1\nHost: {}\n\n", server.host());
            let error = sent(&message, &following(&Arc::default())).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Redirect, "{location}: {error}");
        }
    }
}

mod tls {
    use super::*;
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
    use rustls::pki_types::PrivateKeyDer;
    use rustls::{ServerConfig, ServerConnection, StreamOwned};
    use snippetgen::send::Roots;
    use std::path::{Path, PathBuf};

    struct Authority(CertifiedIssuer<'static, KeyPair>);

    impl Authority {
        fn new() -> Self {
            let mut authority = CertificateParams::default();
            authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            let key = KeyPair::generate().unwrap();
            Self(CertifiedIssuer::self_signed(authority, key).unwrap())
        }

        fn file(&self, name: &str) -> PathBuf {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
            std::fs::write(&path, self.0.pem()).unwrap();
            path
        }

        fn server(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Server {
            let key = KeyPair::generate().unwrap();
            let mut parameters = CertificateParams::new(vec![name.to_owned()]).unwrap();
            change(&mut parameters);
            let certificate = parameters.signed_by(&key, &self.0).unwrap();
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let mut config = ServerConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(
                    vec![certificate.der().clone()],
                    PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
                )
                .unwrap();
            config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
            let config = Arc::new(config);
            Server::with(1, move |_, stream| {
                let tls = ServerConnection::new(config.clone()).unwrap();
                let mut stream = StreamOwned::new(tls, stream);
                let request = read_request(&mut stream);
                let _ = stream.write_all(OK);
                stream.conn.send_close_notify();
                let _ = stream.flush();
                request
            })
        }
    }

    fn get(server: &Server, roots: Roots) -> Result<Response, Error> {
        let port = server.address.port();
        let message =
            format!("GET https://localhost:{port}/ HTTP/1.1\nAuthorization: Bearer x\n\n");
        let mut options = options();
        options.roots = roots;
        sent(&message, &options)
    }

    #[test]
    fn an_authority_is_trusted_where_it_is_named() {
        let authority = Authority::new();
        let server = authority.server("localhost", |_| {});
        let response = get(&server, Roots::File(authority.file("trusted.pem"))).unwrap();
        assert_eq!(response.body, b"ok");
        assert!(server.received().starts_with("GET https://localhost:"));
    }

    #[test]
    fn a_certificate_that_is_not_to_be_trusted_is_told_why() {
        let authority = Authority::new();
        let trusted = || Roots::File(authority.file("reasons.pem"));
        let reason = |name: &str, roots, change: fn(&mut CertificateParams)| {
            let error = get(&authority.server(name, change), roots).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
            format!("{error}; {}", error.help())
        };
        let other = Roots::File(Authority::new().file("other.pem"));
        let unknown = reason("localhost", other, |_| {});
        assert!(
            unknown.contains("not trusted") && unknown.contains("--cacert"),
            "{unknown}"
        );
        let name = reason("a.example", trusted(), |_| {});
        assert!(name.contains("another name (a.example)"), "{name}");
        let expired = reason("localhost", trusted(), |parameters| {
            parameters.not_after = rcgen::date_time_ymd(2001, 1, 1);
            parameters.not_before = rcgen::date_time_ymd(2000, 1, 1);
        });
        assert!(expired.contains("has expired"), "{expired}");
        let early = reason("localhost", trusted(), |parameters| {
            parameters.not_before = rcgen::date_time_ymd(4000, 1, 1);
        });
        assert!(early.contains("not valid yet"), "{early}");
    }

    #[test]
    fn a_server_of_plain_http_does_not_speak_tls() {
        let authority = Authority::new();
        let server = Server::with(1, |_, stream| {
            let mut some = [0; 5];
            let _ = stream.read_exact(&mut some);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
            let _ = std::io::copy(stream, &mut std::io::sink());
            some.to_vec()
        });
        let error = get(&server, Roots::File(authority.file("plain.pem"))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Tls);
        assert!(error.to_string().contains("does not speak TLS"), "{error}");
        assert!(error.help().contains("--scheme http"), "{}", error.help());
    }

    #[test]
    fn a_file_without_certificates_is_told() {
        let server = Server::new(&[OK]);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("none.pem");
        std::fs::write(&path, "hello").unwrap();
        for path in [path, "/no/such/file".into()] {
            let error = get(&server, Roots::File(path.clone())).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Roots);
            assert!(
                error.to_string().contains(path.to_str().unwrap()),
                "{error}"
            );
        }
    }
}
