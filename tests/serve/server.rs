//! A server of its own for each test, and a client that sends bytes as they are.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// Long enough for a slow machine; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Server {
    pub child: Child,
    /// `127.0.0.1:PORT`
    pub address: String,
    /// What the server says after its address; it stays open as long as the server.
    pub stderr: BufReader<std::process::ChildStderr>,
}

/// A host that nobody knows: its label is too long for any resolver to ask the network, which may
/// be slow to answer.
pub fn unknown_host() -> String {
    format!("{}.invalid", "x".repeat(64))
}

pub struct Response {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_snippetgen"));
    command.arg("serve").args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    command.stderr(Stdio::piped());
    command
}

impl Server {
    pub fn start(arguments: &[&str]) -> Self {
        let mut child = command(&[&["--port", "0"], arguments].concat())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let address = line
            .split("http://")
            .nth(1)
            .and_then(|it| it.split('/').next());
        let address = address.unwrap_or_else(|| panic!("no address: {line}"));
        let port = address.rsplit(':').next().unwrap();
        Self {
            address: format!("127.0.0.1:{port}"),
            child,
            stderr,
        }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends a request of LF lines, in which `{host}` is the server, and reads the response.
    #[track_caller]
    pub fn ask(&self, request: &str) -> Response {
        let request = request.replace("{host}", &self.address);
        let (head, body) = request.split_once("\n\n").unwrap_or((&request, ""));
        let head = head.trim_end().replace('\n', "\r\n");
        let request = format!("{head}\r\nConnection: close\r\n\r\n{body}");
        self.exchange(request.as_bytes())
    }

    #[track_caller]
    pub fn exchange(&self, request: &[u8]) -> Response {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        read(&mut stream)
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Response {
        self.ask(&format!("GET {path} HTTP/1.1\nHost: {{host}}\n"))
    }

    #[track_caller]
    pub fn post(&self, path: &str, fields: &str, body: &str) -> Response {
        let length = body.len();
        self.ask(&format!(
            "POST {path} HTTP/1.1\nHost: {{host}}\nContent-Type: application/json\n{fields}\
             Content-Length: {length}\n\n{body}"
        ))
    }

    #[track_caller]
    pub fn snippets(&self, question: &Value) -> Response {
        self.post("/api/snippets", "", &question.to_string())
    }

    /// The token that the page sends with; empty where it cannot.
    #[track_caller]
    pub fn token(&self) -> String {
        let page = self.get("/").text();
        let place = "<meta name=\"snippetgen-send-token\" content=\"";
        let rest = page.split(place).nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// Sends as the page does.
    #[track_caller]
    pub fn send(&self, question: &Value) -> Response {
        let fields = format!(
            "Origin: http://{{host}}\nSec-Fetch-Site: same-origin\nX-Snippetgen-Token: {}\n",
            self.token()
        );
        self.post("/api/send", &fields, &question.to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[track_caller]
pub fn read(stream: &mut TcpStream) -> Response {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no head: {:?}", String::from_utf8_lossy(&bytes)));
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    Response {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        body: bytes[end + 4..].to_vec(),
        head,
    }
}

impl Response {
    pub fn field(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (other, value) = line.split_once(':')?;
            other.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The content of a success.
    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        assert_eq!(self.field("content-type"), Some("application/json"));
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The problem of a failure, which says what is wrong.
    #[track_caller]
    pub fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.field("content-type"), Some("application/problem+json"));
        let problem: Value = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem["status"], status);
        assert!(problem["detail"].as_str().is_some_and(|it| !it.is_empty()));
        problem
    }
}
