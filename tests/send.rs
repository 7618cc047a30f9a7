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
/// Long enough for a slow machine; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

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
        let bytes = self.received.recv_timeout(PATIENCE).unwrap();
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
    if head.contains("\r\ntransfer-encoding:") {
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
    // An equal number may be given more than once.
    let length = length.and_then(|list| list.split(',').next());
    let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
    let _ = stream.read_exact(&mut body);
    bytes.extend(body);
    bytes
}

fn options() -> Options {
    let mut options = Options::default();
    options.timeout = Some(PATIENCE);
    options.connect_timeout = Some(PATIENCE);
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

#[test]
fn the_future_of_sending_can_move_between_threads() {
    fn movable(_: impl Send) {}
    let request = snippetgen::parse(b"GET / HTTP/1.1\nHost: localhost\n\n").unwrap();
    movable(send(&request, &Options::default()));
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
    use snippetgen::send::{Variables, fill};

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

    /// What a server on loopback should be sent, by the words of the documentation.
    fn expected(request: &snippetgen::Request<'_>) -> Vec<u8> {
        let body = request.body().map_or(&b""[..], |body| body.bytes(false));
        let chunked = request.field("transfer-encoding").is_some();
        let version = match request.version() {
            Some(snippetgen::request::Version::HTTP_10) => "HTTP/1.0",
            _ => "HTTP/1.1",
        };
        let target = request.target().as_text().as_bytes();
        let mut bytes = [request.method().as_str().as_bytes(), b" ", target, b" "].concat();
        bytes.extend_from_slice(version.as_bytes());
        bytes.extend_from_slice(b"\r\n");
        let mut line = |name: &str, value: &[u8]| {
            bytes.extend_from_slice(&[name.as_bytes(), b": ", value, b"\r\n"].concat());
        };
        let length = body.len().to_string();
        if request.field("host").is_none() {
            line("Host", request.authority().as_bytes());
        }
        for field in request.fields() {
            match field.is("content-length") {
                false => line(field.name(), field.value().as_bytes()),
                true if chunked => {}
                true if is_length(field.value().as_bytes(), body.len()) => {
                    line(field.name(), field.value().as_bytes());
                }
                true => line(field.name(), length.as_bytes()),
            }
        }
        let known = chunked || request.field("content-length").is_some();
        let expects_body = ["POST", "PUT", "PATCH"].contains(&request.method().as_str());
        if !known && (!body.is_empty() || expects_body) {
            line("Content-Length", length.as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
        match (chunked, body) {
            (false, body) => bytes.extend_from_slice(body),
            (true, b"") => bytes.extend_from_slice(b"0\r\n\r\n"),
            (true, body) => {
                bytes.extend_from_slice(format!("{:X}\r\n", body.len()).as_bytes());
                bytes.extend_from_slice(body);
                bytes.extend_from_slice(b"\r\n0\r\n\r\n");
            }
        }
        bytes
    }

    #[test]
    fn every_test_request_arrives_byte_for_byte() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let (mut seen, mut unfilled) = (0, 0);
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/requests");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "http") {
                continue;
            }
            let server = Server::new(&[OK]);
            let message = std::fs::read(&path).unwrap();
            let authority = snippetgen::parse(&message).unwrap();
            let authority = authority.authority().as_bytes().to_vec();
            let message = replaced(&message, &authority, server.host().as_bytes());
            let message = replaced(&message, b"https://127", b"http://127");
            let message = replaced(&message, b"HTTPS://127", b"HTTP://127");
            let message = replaced(&message, b":scheme: https", b":scheme: http");
            let request = snippetgen::parse(&message).unwrap();
            let name = path.display();
            runtime
                .block_on(send(&request, &options()))
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            let received = server.received.recv_timeout(PATIENCE);
            assert_eq!(
                String::from_utf8_lossy(&received.unwrap()),
                String::from_utf8_lossy(&expected(&request)),
                "{name}"
            );
            seen += 1;
            // Where there is nothing to fill in, filling in changes nothing.
            if let Ok(filled) = fill(&message, None, &Variables::default()) {
                let again = snippetgen::parse(&filled).unwrap();
                assert_eq!(expected(&again), expected(&request), "{name}");
                unfilled += 1;
            }
        }
        assert!(seen > 100 && unfilled > 100, "{seen}, {unfilled}");
    }

    fn is_length(value: &[u8], length: usize) -> bool {
        let value = std::str::from_utf8(value).unwrap();
        value
            .split(',')
            .all(|item| item.trim().parse() == Ok(length))
    }

    fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        let mut result = Vec::new();
        let mut rest = bytes;
        while let Some((first, tail)) = rest.split_first() {
            match rest.strip_prefix(from) {
                Some(after) => {
                    result.extend_from_slice(to);
                    rest = after;
                }
                None => {
                    result.push(*first);
                    rest = tail;
                }
            }
        }
        result
    }

    #[test]
    fn an_ipv6_address_is_reached() {
        let Ok(listener) = TcpListener::bind("[::1]:0") else {
            println!("skipped: this machine has no IPv6");
            return;
        };
        let address = listener.local_addr().unwrap();
        let server = thread::spawn(move || {
            let mut stream = listener.accept().unwrap().0;
            let request = read_request(&mut stream);
            stream.write_all(OK).unwrap();
            String::from_utf8(request).unwrap()
        });
        let message = format!("GET / HTTP/1.1\nHost: {address}\nAuthorization: Bearer x\n\n");
        let response = sent(&message, &options()).unwrap();
        assert_eq!(
            (response.address, response.origin),
            (address, format!("http://{address}"))
        );
        assert!(
            server
                .join()
                .unwrap()
                .contains(&format!("Host: {address}\r\n"))
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
    fn a_field_over_several_lines_is_one_and_a_reason_may_be_in_any_characters() {
        let response = answered(
            b"HTTP/1.1 200 D\xe9j\xc3\xa0 vu\r\nX: a,\r\n\t b\r\n c\r\nContent-Length: 2\r\n\r\nok",
        );
        assert_eq!(response.reason, b"D\xe9j\xc3\xa0 vu");
        assert_eq!(&*response.fields[0].value, b"a, b c");
        assert_eq!(response.body, b"ok");
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
        // It is taken, so that no other test listens there.
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = socket.local_addr().unwrap();
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
        let mut patient = options();
        patient.timeout = None;
        patient.connect_timeout = None;
        fails(sent(message, &patient), ErrorKind::Resolve, &words);
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
            (&b""[..], "without a response", "--scheme https"),
            (b"HTTP/1.1 200 O", "without a response", "--scheme https"),
            (
                b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
                "whole body",
                "log of the server",
            ),
            (
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "whole body",
                "log of the server",
            ),
        ];
        for (answer, what, help) in early {
            fails(failing(answer), ErrorKind::Closed, &[what, help]);
        }
        let error = failing(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 5\r\n\r\nab");
        fails(error, ErrorKind::Closed, &["the status was 502"]);
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
    fn addresses_are_taken_as_browsers_take_them() {
        for (location, target) in [
            ("?x[]=1&y=100%&z=%41", "/a/b?x%5B%5D=1&y=100%25&z=%41"),
            ("é|{x}", "/a/%C3%A9%7C%7Bx%7D"),
            ("//HOST//x", "//x"),
            ("HTTP://HOST", "/"),
            ("", "/a/b?c[]"),
            ("/x#%", "/x"),
        ] {
            let server = Server::with(2, move |index, stream| {
                let request = read_request(stream);
                let host = stream.local_addr().unwrap().to_string();
                let answer = match index {
                    0 => &*redirect(302, &location.replace("HOST", &host)),
                    _ => OK,
                };
                stream.write_all(answer).unwrap();
                request
            });
            let message = format!("GET /a/b?c[] HTTP/1.1\nHost: {}\n\n", server.host());
            sent(&message, &following(&Arc::default())).unwrap();
            server.received();
            let second = server.received();
            let target = target.replace("c[]", "c%5B%5D");
            assert!(
                second.starts_with(&format!("GET {target} HTTP")),
                "{location}: {second}"
            );
        }
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
    use rcgen::{BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
    use rustls::pki_types::PrivateKeyDer;
    use rustls::{ServerConfig, ServerConnection, StreamOwned};
    use snippetgen::send::Roots;
    use std::path::{Path, PathBuf};

    pub(super) struct Authority(CertifiedIssuer<'static, KeyPair>);

    impl Authority {
        pub(super) fn new() -> Self {
            let mut authority = CertificateParams::default();
            authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            let key = KeyPair::generate().unwrap();
            Self(CertifiedIssuer::self_signed(authority, key).unwrap())
        }

        pub(super) fn file(&self, name: &str) -> PathBuf {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
            std::fs::write(&path, self.0.pem()).unwrap();
            path
        }

        pub(super) fn server(
            &self,
            name: &str,
            change: impl FnOnce(&mut CertificateParams),
        ) -> Server {
            let key = KeyPair::generate().unwrap();
            let mut parameters = CertificateParams::new(vec![name.to_owned()]).unwrap();
            change(&mut parameters);
            let certificate = parameters.signed_by(&key, &self.0).unwrap();
            serve(&certificate, &key)
        }
    }

    fn serve(certificate: &Certificate, key: &KeyPair) -> Server {
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
    fn a_server_may_show_the_certificate_that_is_named() {
        let own = |name: &str, year: i32| {
            let key = KeyPair::generate().unwrap();
            let mut parameters = CertificateParams::new(vec![name.to_owned()]).unwrap();
            parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            parameters.not_after = rcgen::date_time_ymd(year, 1, 1);
            let certificate = parameters.self_signed(&key).unwrap();
            let file =
                Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("own-{name}-{year}.pem"));
            std::fs::write(&file, certificate.pem()).unwrap();
            (serve(&certificate, &key), Roots::File(file))
        };
        let (server, named) = own("localhost", 4000);
        assert_eq!(get(&server, named).unwrap().body, b"ok");
        let (server, _) = own("localhost", 4001);
        let other = Roots::File(Authority::new().file("own-other.pem"));
        let error = get(&server, other).unwrap_err();
        assert!(
            error.to_string().contains("certificate is its own"),
            "{error}"
        );
        assert!(error.help().contains("--cacert"), "{}", error.help());
        let (server, named) = own("a.example", 4000);
        let error = get(&server, named).unwrap_err();
        assert!(error.to_string().contains("another name"), "{error}");
        let (server, named) = own("localhost", 2001);
        let error = get(&server, named).unwrap_err();
        assert!(error.to_string().contains("has expired"), "{error}");
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

mod placeholders {
    use snippetgen::send::{Variables, fill};

    const VALUES: [(&str, &str); 4] = [
        ("a", "x y/ü?&#"),
        ("quote", "\"<'\\"),
        ("host", "a.example:8080"),
        ("line", "one\r\nX: y"),
    ];

    fn filled(message: &str) -> Result<String, Vec<(&'static str, usize, usize)>> {
        let mut variables = Variables::default();
        for (name, value) in VALUES {
            variables.set(name, value);
        }
        match fill(message.as_bytes(), None, &variables) {
            Ok(message) => Ok(String::from_utf8(message).unwrap()),
            Err(errors) => {
                let text = errors.render("request.http", message.as_bytes());
                for (_, value) in VALUES {
                    assert!(!text.contains(value), "{text}");
                }
                let places = errors.diagnostics().iter();
                Err(places.map(|one| (one.id, one.line, one.column)).collect())
            }
        }
    }

    fn post(kind: &str, body: &str) -> String {
        let message = format!("POST / HTTP/1.1\nHost: a.example\nContent-Type: {kind}\n\n{body}");
        let filled = filled(&message).unwrap();
        filled.split_once("\r\n\r\n").unwrap().1.to_owned()
    }

    #[test]
    fn a_value_is_encoded_as_its_place_needs_it() {
        assert_eq!(
            filled("GET /{a}?q={{a}} HTTP/1.1\nHost: {host}\nX: <{a}>{a}\n\n").unwrap(),
            "GET /x%20y%2F%C3%BC%3F%26%23?q=x%20y%2F%C3%BC%3F%26%23 HTTP/1.1\r\n\
             Host: a.example:8080\r\nX: <x y/ü?&#>x y/ü?&#\r\n\r\n"
        );
        let absolute = filled("GET https://{host}/{a} HTTP/1.1\n\n").unwrap();
        assert!(
            absolute.starts_with("GET https://a.example:8080/x%20y"),
            "{absolute}"
        );
        let json = post(
            "application/json",
            r#"{"k{quote}": "{quote}", "x": {"a": "\"{line}"}}"#,
        );
        assert_eq!(
            json,
            r#"{"k\"<'\\": "\"<'\\", "x": {"a": "\"one\r\nX: y"}}"#
        );
        let form = post("application/x-www-form-urlencoded", "q={a}&r={quote}");
        assert_eq!(form, "q=x%20y%2F%C3%BC%3F%26%23&r=%22%3C%27%5C");
        assert_eq!(
            post("text/xml; charset=utf-8", "<a>{quote}</a>"),
            "<a>&quot;&lt;&apos;\\</a>"
        );
        assert_eq!(post("text/plain", "{line} {other}"), "one\r\nX: y {other}");
    }

    #[test]
    fn no_value_can_change_what_the_message_is() {
        let refused = Err(vec![("placeholder-value", 3, 4)]);
        assert_eq!(
            filled("GET / HTTP/1.1\nHost: a.example\nX: {line}\n\n"),
            refused
        );
        let refused = Err(vec![("placeholder-value", 2, 7)]);
        assert_eq!(filled("GET / HTTP/1.1\nHost: {a}\n\n"), refused);
        let json = "POST / HTTP/1.1\nHost: a.example\nContent-Type: application/json\n\n[{quote}]";
        assert_eq!(filled(json), Err(vec![("placeholder-value", 5, 2)]));
    }

    #[test]
    fn each_placeholder_without_a_value_is_told_once() {
        let message = "GET /{b}/{b} HTTP/1.1\nHost: {c}\nX: {b} {d}\n\n";
        let id = "unfilled-placeholder";
        assert_eq!(
            filled(message),
            Err(vec![(id, 1, 6), (id, 2, 7), (id, 3, 8)])
        );
    }

    #[test]
    fn braces_of_a_body_are_placeholders_only_where_nothing_else_would_stand() {
        let json = "POST / HTTP/1.1\nHost: a.example\nContent-Type: application/json\n\n";
        let kept = format!("{json}{{\"text\": \"Dear {{name}},\", \"{{}}\": {{}}}}");
        let sent = filled(&kept).unwrap();
        assert!(
            sent.ends_with("{\"text\": \"Dear {name},\", \"{}\": {}}"),
            "{sent}"
        );
        let missing = filled(&format!("{json}{{\"text\": \"{{name}}\"}}"));
        assert_eq!(missing, Err(vec![("unfilled-placeholder", 5, 11)]));
        let form = "POST / HTTP/1.1\nHost: a.example\n\
            Content-Type: application/x-www-form-urlencoded\n\na=b&c={d}\n";
        assert_eq!(filled(form), Err(vec![("unfilled-placeholder", 5, 7)]));
    }

    #[test]
    fn a_token_that_stands_for_one_is_not_sent() {
        let message = "GET / HTTP/1.1\nHost: a.example\nAuthorization: Bearer <token>\n\n";
        assert_eq!(filled(message), Err(vec![("placeholder-token", 3, 16)]));
    }

    #[test]
    fn a_message_of_many_placeholders_is_read_once() {
        let many: String = (0..200_000).map(|n| format!("\"{{a{n}}}\",")).collect();
        let message = format!(
            "POST / HTTP/1.1\nHost: a.example\nContent-Type: application/json\n\n[{many}0]"
        );
        let mut variables = Variables::default();
        let errors = fill(message.as_bytes(), None, &variables).unwrap_err();
        assert_eq!(errors.diagnostics().len(), 100);
        variables.set("a", "value");
        let values = message.replace("{a", "{a}{a");
        let filled = fill(values.as_bytes(), None, &variables).unwrap();
        assert_eq!(
            filled
                .windows(5)
                .filter(|window| window == b"value")
                .count(),
            200_000
        );
    }

    #[test]
    fn the_length_of_a_body_follows_what_is_filled_in() {
        let message = "POST / HTTP/1.1\nHost: a.example\nContent-Length: 7\n\n{quote}";
        assert!(filled(message).unwrap().contains("Content-Length: 4\r\n"));
    }

    proptest::proptest! {
        #[test]
        fn any_value_comes_back_out_of_its_place(value: String) {
            let message = "POST /a/{v}?q={v} HTTP/1.1\nHost: a.example\nX: y\n\
                Content-Type: application/json\n\n[{\"{v}\": \"{v}\"}]";
            let mut variables = Variables::default();
            variables.set("v", &value);
            let filled = fill(message.as_bytes(), None, &variables).unwrap();
            let request = snippetgen::parse(&filled).unwrap();
            let target = request.target().as_text().as_str().unwrap();
            proptest::prop_assert_eq!(target.matches(['/', '?', '&', ' ']).count(), 3);
            let names: Vec<_> = request.fields().iter().map(|field| field.name()).collect();
            proptest::prop_assert_eq!(names, ["Host", "X", "Content-Type"]);
            let body = request.body().unwrap().bytes(true);
            let json: serde_json::Value = serde_json::from_slice(body).unwrap();
            proptest::prop_assert_eq!(json, serde_json::json!([{ &value: &value }]));
        }

        #[test]
        fn a_field_stays_one(value: String) {
            let message = "GET / HTTP/1.1\nHost: a.example\nX: a{v}b\nY: z\n\n";
            let mut variables = Variables::default();
            variables.set("v", &value);
            if let Ok(filled) = fill(message.as_bytes(), None, &variables) {
                let request = snippetgen::parse(&filled).unwrap();
                proptest::prop_assert_eq!(request.fields().len(), 3);
                let field = request.fields()[1].value().as_bytes();
                let expected = format!("a{value}b");
                proptest::prop_assert_eq!(field, expected.as_bytes());
            } else {
                proptest::prop_assert!(value.contains(|c: char| c.is_ascii_control()));
            }
        }
    }

    #[test]
    fn values_are_masked_however_they_are_encoded() {
        let mut variables = Variables::default();
        variables.set("token", "a/b&\"c");
        variables.set("id", "7");
        let masked = variables.mask(b"/a%2Fb%26%22c/7 a/b&\"c a/b&amp;&quot;c a/b&\\\"c");
        let masked = String::from_utf8(masked).unwrap();
        assert_eq!(masked, "/{token}/7 {token} {token} {token}");
        assert_eq!(format!("{variables:?}"), "{\"id\", \"token\"}");
    }
}

mod challenge {
    use snippetgen::send::challenge::{Bearer, Challenge};

    fn read(value: &str) -> Vec<(String, Vec<(String, String)>)> {
        let list = Challenge::read(value.as_bytes()).into_iter();
        list.map(|one| (one.scheme, one.parameters)).collect()
    }

    fn one(scheme: &str, parameters: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        (scheme.to_owned(), parameters.iter().map(owned).collect())
    }

    #[test]
    fn lists_of_challenges_are_told_apart() {
        assert_eq!(
            read(
                r#"Newauth realm="apps", type=1, title="Login to \"apps\"", Basic realm="simple""#
            ),
            [
                one(
                    "Newauth",
                    &[
                        ("realm", "apps"),
                        ("type", "1"),
                        ("title", "Login to \"apps\"")
                    ]
                ),
                one("Basic", &[("realm", "simple")]),
            ]
        );
        assert_eq!(
            read(r#"Negotiate, Negotiate YII=, Bearer  Realm = "a, b" , error=invalid_token"#),
            [
                one("Negotiate", &[]),
                one("Negotiate", &[]),
                one("Bearer", &[("realm", "a, b"), ("error", "invalid_token")]),
            ]
        );
        assert_eq!(read("Bearer"), [one("Bearer", &[])]);
        assert_eq!(read("Bearer realm="), [one("Bearer", &[])]);
        assert_eq!(
            read("bearer scope=\"unfinished"),
            [one("bearer", &[("scope", "unfinished")])]
        );
        assert_eq!(read(", ,"), []);
        assert_eq!(read("\"odd\""), []);
    }

    fn explained(status: u16, value: &str) -> String {
        Bearer::find(status, [value.as_bytes()])
            .unwrap()
            .explanation
    }

    #[test]
    fn the_codes_of_rfc_6750_are_explained() {
        let explained = |status, value: &str| explained(status, value);
        assert!(explained(401, "Bearer realm=\"x\"").contains("asks for a bearer token"));
        assert!(explained(401, "Bearer scope=\"a b\"").contains("`a b`"));
        assert!(explained(400, "Bearer error=\"invalid_request\"").contains("malformed"));
        assert!(explained(401, "Bearer error=\"invalid_token\"").contains("expired"));
        let scope = "Basic realm=x, bearer error=\"insufficient_scope\", scope=\"read:all\"";
        assert!(explained(403, scope).contains("`read:all`"));
        assert!(explained(401, "Bearer error=\"own\"").contains("documentation"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_to_its_end(value in r#"[Aa =",\\\\é]{0,30}"#) {
            for challenge in Challenge::read(value.as_bytes()) {
                proptest::prop_assert!(!challenge.scheme.is_empty());
            }
        }
    }

    #[test]
    fn of_several_the_one_that_names_an_error_is_explained() {
        let values = [
            &br#"Basic realm="a", Bearer realm="b""#[..],
            br#"bearer error="invalid_token", Bearer error="other""#,
        ];
        let found = Bearer::find(401, values).unwrap();
        assert_eq!(found.error.as_deref(), Some("invalid_token"));
        let found = Bearer::find(401, [&b"Bearer realm=b, Bearer realm=c"[..]]).unwrap();
        assert_eq!(found.realm.as_deref(), Some("b"));
    }

    #[test]
    fn other_statuses_and_schemes_are_not() {
        assert_eq!(Bearer::find(200, [&b"Bearer"[..]]), None);
        assert_eq!(Bearer::find(401, [&b"Basic realm=x"[..]]), None);
    }
}

#[cfg(feature = "cli")]
mod command {
    use super::*;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};

    struct Run {
        code: i32,
        stdout: Vec<u8>,
        stderr: String,
    }

    fn command(program: &str) -> Command {
        let mut command = Command::new(program);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command.env("SEND_TEST_TOKEN", TOKEN);
        command.env("SEND_TEST_EMPTY", "");
        command
    }

    fn run(message: &str, arguments: &[&str]) -> Run {
        let mut command = command(env!("CARGO_BIN_EXE_snippetgen"));
        let mut child = command
            .arg("send")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read its input closes it.
        let _ = child.stdin.take().unwrap().write_all(message.as_bytes());
        let output = child.wait_with_output().unwrap();
        Run {
            code: output.status.code().unwrap(),
            stdout: output.stdout,
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn get(server: &Server) -> String {
        format!("GET / HTTP/1.1\nHost: {}\n\n", server.host())
    }

    fn directory(name: &str) -> PathBuf {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("send-{name}"));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        path
    }

    #[test]
    fn a_pipe_gets_the_bytes_of_the_body() {
        let body = b"\x1b[31m\xff\0{\"a\":1}";
        let server = Server::new(&[&[&b"HTTP/1.0 404 No\r\n\r\n"[..], body].concat()]);
        let run = run(&get(&server), &[]);
        assert_eq!((run.code, &*run.stdout), (0, &body[..]));
        assert!(run.stderr.starts_with("404 No, "), "{}", run.stderr);
        assert!(run.stderr.ends_with("ms, 14 bytes\n"), "{}", run.stderr);
    }

    #[test]
    fn include_prints_the_head_as_it_came() {
        let answer = b"HTTP/1.1 200 Fine\r\nx-A: 1\r\nContent-Length: 2\r\n\r\nok";
        let run = run(&get(&Server::new(&[answer])), &["--include"]);
        assert_eq!((run.code, &*run.stdout), (0, &answer[..]));
        assert!(!run.stderr.contains("Fine"), "{}", run.stderr);
    }

    #[test]
    fn a_terminal_gets_pretty_json_and_nothing_that_controls_it() {
        let answers = [
            &b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"b\":1.0,\"a\":[]}"[..],
            b"HTTP/1.1 200 OK\r\nX: \xc2\x9b31m\r\n\r\n\x1b]0;evil\x07",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/json\r\n\r\n\xef\xbb\xbf[7]",
        ];
        let server = Server::new(&answers);
        let file = directory("terminal").join("request.http");
        std::fs::write(&file, get(&server)).unwrap();
        let program = env!("CARGO_BIN_EXE_snippetgen");
        // script, of Debian's essential bsdutils, gives the command a terminal.
        let shown = || {
            let line = format!("'{program}' send '{}'", file.display());
            let output = command("script")
                .args(["-qec", &line, "/dev/null"])
                .output();
            output.map(|output| String::from_utf8(output.stdout).unwrap())
        };
        let Ok(json) = shown() else {
            assert!(std::env::var_os("CI").is_none(), "script is missing");
            println!("skipped: script is missing");
            return;
        };
        assert!(json.contains("200 OK"), "{json}");
        assert!(json.contains("\x1b[33m1.0\x1b[0m"), "{json}");
        assert!(json.find("\"b\"") < json.find("\"a\""), "{json}");
        let text = shown().unwrap();
        assert!(
            text.contains("␛]0;evil␇") && text.contains("\\u{9b}31m"),
            "{text:?}"
        );
        assert!(
            !text.contains("\x1b]0") && !text.contains('\u{9b}'),
            "{text:?}"
        );
        let marked = shown().unwrap();
        assert!(
            marked.contains("[\r\n  \x1b[33m7\x1b[0m\r\n]"),
            "{marked:?}"
        );
    }

    #[test]
    fn variables_are_filled_in_and_never_shown() {
        let server = Server::new(&[OK]);
        let message = format!(
            "GET /{{id}} HTTP/1.1\nHost: {}\nAuthorization: Bearer {{token}}\nX: {{token}}\n\n",
            server.host()
        );
        let variables = ["--var", "token@SEND_TEST_TOKEN", "--var", "id=a b"];
        let run = run(&message, &[&["--verbose"], &variables[..]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let received = server.received();
        assert!(
            received.starts_with("GET /a%20b HTTP/1.1\r\n"),
            "{received}"
        );
        assert_eq!(received.matches(TOKEN).count(), 2, "{received}");
        assert!(
            run.stderr.contains("> GET /a%20b HTTP/1.1\n"),
            "{}",
            run.stderr
        );
        assert!(
            run.stderr
                .contains("> Authorization: Bearer ***\n> X: {token}\n"),
            "{}",
            run.stderr
        );
        assert!(!run.stderr.contains(TOKEN), "{}", run.stderr);
    }

    #[test]
    fn a_placeholder_without_a_value_is_an_error_before_anything_is_sent() {
        let server = Server::new(&[OK]);
        let message = format!(
            "GET /{{id}} HTTP/1.1\nHost: {}\nAuthorization: Bearer {{token}}\n\n",
            server.host()
        );
        let refused = run(&message, &["--var", "id=1"]);
        assert_eq!((refused.code, &*refused.stdout), (2, &b""[..]));
        assert!(
            refused.stderr.contains("`{token}` has no value"),
            "{}",
            refused.stderr
        );
        assert!(
            refused.stderr.contains("<stdin>:3:23"),
            "{}",
            refused.stderr
        );
        assert!(
            refused.stderr.contains("Authorization: Bearer {token}"),
            "{}",
            refused.stderr
        );
        assert!(
            refused.stderr.contains("--var token="),
            "{}",
            refused.stderr
        );
        let token = "s3cr3t".repeat(6);
        let between_braces = run(&message.replace("token", &token), &["--var", "id=1"]);
        assert_eq!(between_braces.code, 2);
        assert!(
            !between_braces.stderr.contains(&token),
            "{}",
            between_braces.stderr
        );
        assert!(server.received.try_recv().is_err());
        let literal = run(&message, &["--literal"]);
        assert_eq!(literal.code, 0, "{}", literal.stderr);
        assert!(server.received().starts_with("GET /{id} "));
    }

    #[test]
    fn a_variable_that_is_none_is_an_error() {
        let message = "GET / HTTP/1.1\nHost: localhost\n\n";
        for (variable, words) in [
            ("token", "`--var token` has no value"),
            ("=s3cr3t", "no name before `=`"),
            ("to ken=s3cr3t", "start with a letter"),
            ("token@", "`--var token` has no value"),
            ("token@SEND_TEST_NOT_SET", "`SEND_TEST_NOT_SET` is not set"),
            ("token@SEND_TEST_EMPTY", "`SEND_TEST_EMPTY` is empty"),
        ] {
            let run = run(message, &["--var", variable]);
            assert_eq!(run.code, 2);
            assert!(run.stderr.contains(words), "{}", run.stderr);
            assert!(!run.stderr.contains("s3cr3t"), "{}", run.stderr);
        }
    }

    #[test]
    fn the_authorities_of_the_system_are_trusted_or_those_of_a_file() {
        let authority = super::tls::Authority::new();
        let file = authority.file("command.pem");
        let send = |platform: &str, arguments: &[&str]| {
            let server = authority.server("localhost", |_| {});
            let file = directory("authorities").join("request.http");
            let message = format!(
                "GET https://localhost:{}/ HTTP/1.1\n\n",
                server.address.port()
            );
            std::fs::write(&file, message).unwrap();
            let mut command = command(env!("CARGO_BIN_EXE_snippetgen"));
            command.arg("send").arg(&file).args(arguments);
            command
                .env("SSL_CERT_FILE", platform)
                .env_remove("SSL_CERT_DIR");
            let output = command.output().unwrap();
            let stderr = String::from_utf8(output.stderr).unwrap();
            (output.status.code().unwrap(), output.stdout, stderr)
        };
        let file = file.to_str().unwrap();
        let other = super::tls::Authority::new().file("command-other.pem");
        let other = other.to_str().unwrap();
        for (platform, arguments) in [(file, &[][..]), (other, &["--cacert", file])] {
            let (code, stdout, stderr) = send(platform, arguments);
            assert_eq!((code, &*stdout), (0, &b"ok"[..]), "{stderr}");
        }
        let (code, stdout, stderr) = send(file, &["--cacert", other]);
        assert_eq!((code, &*stdout), (2, &b""[..]));
        assert!(stderr.contains("not trusted"), "{stderr}");
    }

    #[cfg(unix)]
    #[test]
    fn a_signal_ends_it() {
        use std::os::unix::process::ExitStatusExt;

        let server = Server::with(1, |_, stream| {
            let request = read_request(stream);
            // The connection stays open, and no answer comes.
            let mut open = stream.try_clone().unwrap();
            thread::spawn(move || open.read(&mut [0]));
            request
        });
        let file = directory("interrupt").join("request.http");
        std::fs::write(&file, get(&server)).unwrap();
        let mut child = command(env!("CARGO_BIN_EXE_snippetgen"))
            .arg("send")
            .arg(&file)
            .spawn()
            .unwrap();
        server.received();
        let id = child.id().to_string();
        command("sh")
            // Whoever runs tests in the background lets them ignore SIGINT.
            .args(["-c", "kill -TERM $0", &id])
            .status()
            .unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(15));
    }

    #[test]
    fn statuses_are_exit_codes_where_that_is_asked_for() {
        for (status, code) in [(200, 0), (304, 0), (404, 4), (503, 5)] {
            let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n");
            let server = Server::new(&[answer.as_bytes(), answer.as_bytes()]);
            assert_eq!(run(&get(&server), &["--check-status"]).code, code);
            assert_eq!(run(&get(&server), &[]).code, 0);
        }
    }

    #[test]
    fn a_file_is_written_whole_or_not_at_all() {
        let directory = directory("output");
        let file = directory.join("body");
        let path = file.to_str().unwrap();
        let early = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab";
        let server = Server::new(&[OK, early]);
        #[cfg(unix)]
        let mode = {
            use std::os::unix::fs::PermissionsExt;
            std::fs::write(&file, "").unwrap();
            std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
            || std::fs::metadata(&file).unwrap().permissions().mode() & 0o777
        };
        let whole = run(&get(&server), &["--output", path]);
        #[cfg(unix)]
        assert_eq!(mode(), 0o600);
        assert_eq!(
            (whole.code, &*whole.stdout),
            (0, &b""[..]),
            "{}",
            whole.stderr
        );
        let half = run(&get(&server), &["--output", path]);
        assert_eq!(half.code, 2);
        assert!(
            half.stderr.contains("before the whole body"),
            "{}",
            half.stderr
        );
        assert_eq!(std::fs::read(&file).unwrap(), b"ok");
        assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 1);
        let nowhere = run(&get(&server), &["--output", &format!("{path}/x")]);
        assert_eq!(nowhere.code, 2);
        assert!(
            nowhere.stderr.contains("nothing was sent"),
            "{}",
            nowhere.stderr
        );
    }

    #[test]
    fn what_a_server_says_against_a_token_is_explained() {
        let answer = b"HTTP/1.1 403 Forbidden\r\nWWW-Authenticate: Bearer realm=\"x\", \
            error=\"insufficient_scope\", error_description=\"no\xe2\x80\xae\", scope=\"users:write\"\r\n\
            Content-Length: 0\r\n\r\n";
        let run = run(&get(&Server::new(&[answer])), &[]);
        assert_eq!(run.code, 0);
        assert!(
            run.stderr.contains("`insufficient_scope`"),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("`users:write`"), "{}", run.stderr);
        assert!(!run.stderr.contains('\u{202e}'), "{}", run.stderr);
    }

    #[test]
    fn errors_say_what_to_do() {
        let secret = format!("Authorization: Bearer {TOKEN}");
        let message = format!("GET / HTTP/1.1\nHost: api.example.com:80\n{secret}\n\n");
        let refused = run(&message, &[]);
        assert_eq!((refused.code, &*refused.stdout), (2, &b""[..]));
        assert!(
            refused.stderr.contains("--insecure-auth"),
            "{}",
            refused.stderr
        );
        assert!(!refused.stderr.contains(TOKEN), "{}", refused.stderr);
        let message = "GET / HTTP/1.1\nHost: no-such-host.invalid\n\n";
        let unknown = run(message, &["--timeout", "0", "--connect-timeout", "0"]);
        assert_eq!(unknown.code, 2);
        assert!(
            unknown.stderr.contains("check its spelling"),
            "{}",
            unknown.stderr
        );
    }

    #[test]
    fn redirections_are_followed_where_that_is_asked_for() {
        let other = Server::new(&[OK]);
        let answer = format!(
            "HTTP/1.1 302 Found\r\nLocation: http://{}/x\r\nContent-Length: 0\r\n\r\n",
            other.host()
        );
        let server = Server::new(&[answer.as_bytes()]);
        let message = format!(
            "GET / HTTP/1.1\nHost: {}\nAuthorization: Bearer {TOKEN}\n\n",
            server.host()
        );
        let run = run(&message, &["--follow"]);
        assert_eq!((run.code, &*run.stdout), (0, &b"ok"[..]));
        assert!(
            run.stderr.contains("without Authorization"),
            "{}",
            run.stderr
        );
        assert!(!other.received().contains(TOKEN));
    }
}
