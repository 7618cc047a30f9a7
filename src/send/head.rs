//! The head of a response in its own bytes, which hyper does not keep.

use std::io;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, ReadBuf};

use super::response::Field;

/// How many field lines a response may have.
pub(super) const FIELDS: usize = 1000;

/// What was read so far, until it is taken.
#[derive(Clone)]
pub(super) struct Seen(Arc<Mutex<Option<Vec<u8>>>>);

impl Seen {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(Some(Vec::new()))))
    }

    /// The bytes; no more are kept afterwards.
    pub(super) fn take(&self) -> Vec<u8> {
        self.lock().take().unwrap_or_default()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reader that remembers what it gave.
pub(super) struct Seeing<R> {
    pub reader: R,
    pub seen: Seen,
}

impl<R: AsyncRead + Unpin> AsyncRead for Seeing<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.reader).poll_read(context, buffer);
        if let Some(bytes) = self.seen.lock().as_mut() {
            bytes.extend_from_slice(&buffer.filled()[before..]);
        }
        read
    }
}

/// Reason and fields of the final response, which interim ones may stand before (RFC 9110 §15.2).
pub(super) fn read(mut bytes: &[u8]) -> Option<(Vec<u8>, Vec<Field>)> {
    let mut lines = vec![httparse::EMPTY_HEADER; FIELDS];
    let mut parser = httparse::ParserConfig::default();
    parser.allow_obsolete_multiline_headers_in_responses(true);
    loop {
        let mut head = httparse::Response::new(&mut lines);
        let parsed = parser.parse_response(&mut head, bytes).ok()?;
        let httparse::Status::Complete(len) = parsed else {
            return None;
        };
        let interim = head.code.is_some_and(|code| code / 100 == 1 && code != 101);
        if interim {
            bytes = &bytes[len..];
            lines.fill(httparse::EMPTY_HEADER);
            continue;
        }
        let field = |line: &httparse::Header<'_>| Field {
            name: line.name.to_owned(),
            value: unfolded(line.value),
        };
        return Some((
            reason(bytes),
            mem::take(&mut head.headers).iter().map(field).collect(),
        ));
    }
}

/// What follows the status; httparse leaves out what is not ASCII.
fn reason(head: &[u8]) -> Vec<u8> {
    let line = head.trim_ascii_start().split(|byte| *byte == b'\n').next();
    let mut words = line.unwrap_or_default().splitn(3, |byte| *byte == b' ');
    words.nth(2).unwrap_or_default().trim_ascii().to_vec()
}

/// A value that goes on in further lines, as one (RFC 9112 §5.2).
fn unfolded(value: &[u8]) -> Vec<u8> {
    let lines: Vec<_> = value
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .collect();
    lines.join(&b' ')
}
