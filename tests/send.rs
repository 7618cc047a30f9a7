//! Requests that are sent to small servers on loopback, and what becomes of their responses.
#![cfg(feature = "send")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use snippetgen::send::{Error, Options, Response, send};

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
