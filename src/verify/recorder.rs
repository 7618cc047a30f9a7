//! A server on loopback that keeps what it is sent, byte for byte.
//!
//! It is written on sockets because it must keep what every HTTP library normalises away: the case
//! and order of field names, blanks, odd targets, malformed lines. It is a measuring instrument,
//! not a web server: one answer for everybody, bounds on everything.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::message::trim;

/// The path of an empty page, on which a browser runs a snippet. It is served, never recorded.
pub const PAGE: &str = "/snippetgen-recorder/page";

const HEAD_LIMIT: usize = 1 << 20;
const BODY_LIMIT: usize = 64 << 20;
const REQUEST_LIMIT: usize = 64;
const CONNECTION_LIMIT: usize = 64;
const PATIENCE: Duration = Duration::from_secs(60);

const FIELDS: &str = "Cache-Control: no-store\r\n\
    Access-Control-Allow-Origin: *\r\n\
    Access-Control-Allow-Methods: *\r\n\
    Access-Control-Allow-Headers: *\r\n";
const ANSWER: &str = "{\"recorded\": true}\n";
const PAGE_TEXT: &str = "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n\
    <link rel=\"icon\" href=\"data:,\">\n<title>snippetgen</title>\n";

/// One request as it came over the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The request line, without its line end.
    pub line: Vec<u8>,
    /// The method of the request line.
    pub method: Vec<u8>,
    /// The request target of the request line.
    pub target: Vec<u8>,
    /// Name and value of every field line, in order and case, without the blanks around the value.
    pub fields: Vec<(Vec<u8>, Vec<u8>)>,
    /// The body, the chunked coding taken off.
    pub body: Vec<u8>,
    /// What was wrong with the message itself, such as a body cut short.
    pub fault: Option<&'static str>,
}

impl Recorded {
    /// The values given for a name, compared without case.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        let fields = self.fields.iter();
        fields
            .filter(move |field| field.0.eq_ignore_ascii_case(name.as_bytes()))
            .map(|field| &field.1[..])
    }
}

/// A listener on a port of its own, so that every run has its own record.
pub struct Recorder {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    stopping: AtomicBool,
    requests: Mutex<Vec<Recorded>>,
}

impl Shared {
    fn requests(&self) -> MutexGuard<'_, Vec<Recorded>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorder {
    /// Listens on a free loopback port.
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let acceptor = thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        });
        Ok(Self {
            address,
            shared,
            acceptor: Some(acceptor),
        })
    }

    /// `127.0.0.1:PORT`
    pub fn authority(&self) -> String {
        self.address.to_string()
    }

    /// Stops listening and gives what was recorded, requests cut short included.
    pub fn finish(mut self) -> Vec<Recorded> {
        self.stop();
        std::mem::take(&mut *self.shared.requests())
    }

    fn stop(&mut self) {
        let Some(acceptor) = self.acceptor.take() else {
            return;
        };
        self.shared.stopping.store(true, Ordering::SeqCst);
        // A connection of our own ends the wait for one.
        let woken = TcpStream::connect(self.address);
        let _ = acceptor.join();
        drop(woken);
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.stop();
    }
}

fn accept(listener: &TcpListener, shared: &Shared) {
    thread::scope(|scope| {
        let mut streams: Vec<TcpStream> = Vec::new();
        let mut open = |stream: TcpStream| {
            if streams.len() < CONNECTION_LIMIT
                && let Ok(copy) = stream.try_clone()
            {
                streams.push(copy);
                scope.spawn(move || Connection::new(stream).serve(shared));
            }
        };
        while let Ok((stream, _)) = listener.accept() {
            if shared.stopping.load(Ordering::SeqCst) {
                // What connected before our own call is older than it, and still counts.
                open(stream);
                if listener.set_nonblocking(true).is_ok() {
                    while let Ok((stream, _)) = listener.accept() {
                        let _ = stream.set_nonblocking(false);
                        open(stream);
                    }
                }
                break;
            }
            open(stream);
        }
        // What has arrived can still be read; nothing more is waited for.
        for stream in streams {
            let _ = stream.shutdown(Shutdown::Read);
        }
    });
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
        }
    }

    fn serve(mut self, shared: &Shared) {
        let _ = self.stream.set_read_timeout(Some(PATIENCE));
        let _ = self.stream.set_write_timeout(Some(PATIENCE));
        let _ = self.stream.set_nodelay(true);
        while let Some(request) = self.read_request() {
            let page = request.method == b"GET" && request.target == PAGE.as_bytes();
            let whole = request.fault.is_none();
            let close = request.values("connection").any(|value| {
                value
                    .split(|byte| *byte == b',')
                    .any(|option| option.trim_ascii().eq_ignore_ascii_case(b"close"))
            }) || request.line.ends_with(b"HTTP/1.0");
            let answer = answer(&request, page, close);
            if !page {
                let mut requests = shared.requests();
                if requests.len() == REQUEST_LIMIT {
                    return;
                }
                requests.push(request);
            }
            if self.stream.write_all(&answer).is_err() || close || !whole {
                break;
            }
        }
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    /// The next request, `None` at the end of the connection.
    fn read_request(&mut self) -> Option<Recorded> {
        let Some(end) = self.find(b"\r\n\r\n", HEAD_LIMIT) else {
            let head = std::mem::take(&mut self.buffer);
            return (!head.is_empty()).then(|| Recorded {
                line: head,
                fault: Some("the head has no end"),
                ..Recorded::default()
            });
        };
        let head: Vec<u8> = self.buffer.drain(..end + 4).collect();
        let mut request = read_head(&head[..end]);
        let lengths: Vec<_> = request
            .values("content-length")
            .map(<[u8]>::to_vec)
            .collect();
        let codings: Vec<_> = request
            .values("transfer-encoding")
            .map(<[u8]>::to_vec)
            .collect();
        if request
            .values("expect")
            .any(|value| value.eq_ignore_ascii_case(b"100-continue"))
        {
            let _ = self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n");
        }
        let body = match (lengths.as_slice(), codings.as_slice()) {
            ([], []) => Ok(Vec::new()),
            ([length], []) => self.read_counted(length),
            ([], [coding]) if coding.eq_ignore_ascii_case(b"chunked") => self.read_chunks(),
            _ => Err("the framing of the body is ambiguous"),
        };
        match body {
            Ok(body) => request.body = body,
            Err(fault) => {
                request.body = std::mem::take(&mut self.buffer);
                request.fault = request.fault.or(Some(fault));
            }
        }
        Some(request)
    }

    fn read_counted(&mut self, length: &[u8]) -> Result<Vec<u8>, &'static str> {
        let length = std::str::from_utf8(length)
            .ok()
            .and_then(|text| text.parse().ok());
        let length = length.ok_or("Content-Length is not a number")?;
        self.take(length)
            .ok_or("the body is shorter than its Content-Length")
    }

    fn read_chunks(&mut self) -> Result<Vec<u8>, &'static str> {
        const FAULT: &str = "the chunks are malformed or cut short";
        let mut body = Vec::new();
        loop {
            let size = self.take_line().ok_or(FAULT)?;
            let size = std::str::from_utf8(&size).map_err(|_| FAULT)?;
            let size = size.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| FAULT)?;
            if size == 0 {
                while !self.take_line().ok_or(FAULT)?.is_empty() {}
                return Ok(body);
            }
            if body.len() + size > BODY_LIMIT {
                return Err("the body is too long");
            }
            body.extend(self.take(size).ok_or(FAULT)?);
            if self.take(2).ok_or(FAULT)? != b"\r\n" {
                return Err(FAULT);
            }
        }
    }

    fn take(&mut self, length: usize) -> Option<Vec<u8>> {
        while self.buffer.len() < length && length <= BODY_LIMIT {
            self.fill()?;
        }
        (self.buffer.len() >= length).then(|| self.buffer.drain(..length).collect())
    }

    fn take_line(&mut self) -> Option<Vec<u8>> {
        let end = self.find(b"\r\n", HEAD_LIMIT)?;
        let line = self.buffer.drain(..end).collect();
        self.buffer.drain(..2);
        Some(line)
    }

    fn find(&mut self, mark: &[u8], limit: usize) -> Option<usize> {
        let mut searched: usize = 0;
        loop {
            let from = searched.saturating_sub(mark.len());
            let found = self.buffer[from..]
                .windows(mark.len())
                .position(|window| window == mark);
            if let Some(at) = found {
                return Some(from + at);
            }
            searched = self.buffer.len();
            if searched > limit {
                return None;
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> Option<()> {
        let mut block = [0; 16 << 10];
        let count = self
            .stream
            .read(&mut block)
            .ok()
            .filter(|count| *count > 0)?;
        self.buffer.extend_from_slice(&block[..count]);
        Some(())
    }
}

fn read_head(head: &[u8]) -> Recorded {
    let mut lines = split(head, b"\r\n").into_iter();
    let line = lines.next().unwrap_or_default().to_vec();
    let mut fault = None;
    let mut fields = Vec::new();
    for line in lines {
        match line.iter().position(|byte| *byte == b':') {
            Some(colon) => {
                fields.push((line[..colon].to_vec(), trim(&line[colon + 1..]).to_vec()));
            }
            None => fault = Some("a field line has no colon"),
        }
    }
    let first = line.iter().position(|byte| *byte == b' ');
    let last = line.iter().rposition(|byte| *byte == b' ');
    let (method, target) = match (first, last) {
        (Some(first), Some(last)) if first < last && line[last + 1..].starts_with(b"HTTP/1.") => {
            (line[..first].to_vec(), line[first + 1..last].to_vec())
        }
        _ => {
            fault = Some("the request line is malformed");
            Default::default()
        }
    };
    Recorded {
        line,
        method,
        target,
        fields,
        body: Vec::new(),
        fault,
    }
}

fn split<'a>(mut text: &'a [u8], mark: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    while let Some(at) = text.windows(mark.len()).position(|window| window == mark) {
        parts.push(&text[..at]);
        text = &text[at + mark.len()..];
    }
    parts.push(text);
    parts
}

fn answer(request: &Recorded, page: bool, close: bool) -> Vec<u8> {
    let (kind, text) = match page {
        true => ("text/html", PAGE_TEXT),
        false => ("application/json", ANSWER),
    };
    let status = if request.fault.is_none() {
        "200 OK"
    } else {
        "400 Bad Request"
    };
    let connection = if close { "close" } else { "keep-alive" };
    let body = if request.method == b"HEAD" { "" } else { text };
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Connection: {connection}\r\n{FIELDS}\r\n{body}",
        text.len()
    )
    .into_bytes()
}
