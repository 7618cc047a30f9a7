//! A connection that remembers heads as they came, and gives up on readers that do not read.
//!
//! hyper sorts field lines by name and lower-cases them; what a client really sent is wanted by
//! `/echo/anything`.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

/// As long as hyper takes a head to be.
pub(super) const HEAD_LIMIT: usize = 64 << 10;
/// For a reader to take anything.
const PATIENCE: Duration = Duration::from_secs(20);

/// The heads that were read and not asked for yet.
#[derive(Clone, Default)]
pub(super) struct Heads(Arc<Mutex<VecDeque<Bytes>>>);

/// The head of a request: request line and field lines, as sent.
#[derive(Clone)]
pub(super) struct Head(pub(super) Bytes);

impl Heads {
    fn push(&self, head: Bytes) {
        let mut heads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heads.push_back(head);
    }

    /// The head of the next request.
    pub(super) fn next(&self) -> Option<Head> {
        let mut heads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heads.pop_front().map(Head)
    }
}

impl Head {
    /// Its lines. The first is the request line.
    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let lines = self.0.split(|byte| *byte == b'\n');
        lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line))
    }

    /// The request target.
    pub(super) fn target(&self) -> &[u8] {
        let line = self.lines().next().unwrap_or_default();
        line.split(|byte| *byte == b' ').nth(1).unwrap_or_default()
    }

    /// Names and values of the field lines, in their order.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let lines = self.lines().skip(1);
        lines.filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            Some((&line[..colon], line[colon + 1..].trim_ascii()))
        })
    }

    /// How long the body is; `None` where its end is found in itself.
    pub(super) fn body(&self) -> Option<usize> {
        let mut length = 0;
        for (name, value) in self.fields() {
            if name.eq_ignore_ascii_case(b"transfer-encoding") {
                return None;
            }
            if name.eq_ignore_ascii_case(b"content-length") {
                length = std::str::from_utf8(value).ok()?.parse().ok()?;
            }
        }
        Some(length)
    }
}

/// What is expected next.
enum Expected {
    /// These bytes of a head were read.
    Head(Vec<u8>),
    /// So many bytes of a body are left.
    Body(usize),
    /// Nothing that can be told apart: the connection takes no further request.
    Unknown,
}

pub(super) struct Wire {
    stream: TcpStream,
    heads: Heads,
    expected: Expected,
    /// Since when nothing could be written.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Wire {
    pub(super) fn new(stream: TcpStream, heads: Heads) -> Self {
        Self {
            stream,
            heads,
            expected: Expected::Head(Vec::new()),
            stalled: None,
        }
    }

    fn remember(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            match &mut self.expected {
                Expected::Unknown => return,
                Expected::Body(left) => {
                    let taken = bytes.len().min(*left);
                    bytes = &bytes[taken..];
                    *left -= taken;
                    if *left == 0 {
                        self.expected = Expected::Head(Vec::new());
                    }
                }
                Expected::Head(head) => {
                    let taken = take(head, bytes);
                    bytes = &bytes[taken..];
                    if head.ends_with(b"\n\n") || head.ends_with(b"\n\r\n") {
                        let head = Head(std::mem::take(head).into());
                        self.expected = match head.body() {
                            Some(0) => Expected::Head(Vec::new()),
                            Some(length) => Expected::Body(length),
                            None => Expected::Unknown,
                        };
                        self.heads.push(head.0);
                    } else if head.len() > HEAD_LIMIT {
                        self.expected = Expected::Unknown;
                    }
                }
            }
        }
    }

    /// An error where a reader has taken nothing for too long.
    fn patient<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self
            .stalled
            .get_or_insert_with(|| Box::pin(sleep(PATIENCE)));
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

/// Moves bytes to a head until its end; the number of them. Line ends before it are no part of it.
fn take(head: &mut Vec<u8>, bytes: &[u8]) -> usize {
    for (index, byte) in bytes.iter().enumerate() {
        if head.is_empty() && matches!(byte, b'\r' | b'\n') {
            continue;
        }
        head.push(*byte);
        if *byte == b'\n' && (head.ends_with(b"\n\n") || head.ends_with(b"\n\r\n")) {
            return index + 1;
        }
    }
    bytes.len()
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        self.remember(&buffer.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.patient(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.patient(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
