//! The body: where it ends and what it is (RFC 9112 §6).

use std::borrow::Cow;

use super::head::Word;
use super::known::Known;
use super::problems::Problems;
use super::{chunked, media_type};
use crate::request::{Body, BodyKind, FieldLine};

pub(super) fn read<'a>(
    rest: Word<'a>,
    fields: &[FieldLine<'a>],
    known: &Known,
    problems: &mut Problems,
) -> Option<Body<'a>> {
    let (bytes, line_end) = match known.transfer_encoding {
        Some(index) => {
            if let Some((_, length)) = known.content_length {
                problems.warning(
                    "length-and-chunks",
                    fields[length].span(),
                    "Content-Length does not count beside Transfer-Encoding",
                    "remove one of the two fields (RFC 9112 §6.3)",
                );
            }
            (chunked::decode(rest, fields[index].span(), problems)?, 0)
        }
        None => measured(rest, fields, known, problems),
    };
    if bytes.is_empty() {
        return None;
    }
    let (kind, boundary) = kind(fields, known, problems);
    if let Some(index) = known.content_type.filter(|_| kind == BodyKind::Multipart)
        && ends_lines_in_lf(&bytes, &boundary)
    {
        problems.warning(
            "multipart-line-ends",
            fields[index].span(),
            "the lines of the multipart body end in LF alone, which servers do not read",
            "end them in CRLF, and a client can write the parts (RFC 2046 §5.1.1)",
        );
    }
    Some(Body {
        kind,
        boundary,
        bytes,
        line_end,
    })
}

/// Whether an editor left no CR behind the first boundary.
fn ends_lines_in_lf(body: &[u8], boundary: &[u8]) -> bool {
    let after = body
        .strip_prefix(b"--")
        .and_then(|rest| rest.strip_prefix(boundary));
    after.is_some_and(|rest| rest.starts_with(b"\n"))
}

/// The bytes after the blank line, and how many of them are the editor's final line end.
fn measured<'a>(
    rest: Word<'a>,
    fields: &[FieldLine<'a>],
    known: &Known,
    problems: &mut Problems,
) -> (Cow<'a, [u8]>, usize) {
    let bytes = rest.bytes;
    let line_end = match bytes {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n'] => 1,
        _ => 0,
    };
    let Some((length, index)) = known.content_length else {
        return (bytes.into(), line_end);
    };
    let is = |len: usize| u64::try_from(len) == Ok(length);
    if is(bytes.len()) {
        return (bytes.into(), 0);
    }
    let without = bytes.len() - line_end;
    // An editor that writes CRLF as LF does not tell how long the line end it added was.
    if is(without) {
        return (bytes[..without].into(), 0);
    }
    problems.warning(
        "content-length-differs",
        fields[index].span(),
        format!(
            "Content-Length says {length}, the body has {} bytes: all are used",
            bytes.len()
        ),
        format!(
            "write `Content-Length: {}`, or leave the field out",
            bytes.len()
        ),
    );
    (bytes.into(), 0)
}

fn kind<'a>(
    fields: &[FieldLine<'a>],
    known: &Known,
    problems: &mut Problems,
) -> (BodyKind, Cow<'a, [u8]>) {
    let Some(field) = known.content_type.map(|index| &fields[index]) else {
        return (BodyKind::Other, Cow::default());
    };
    let value = field.value.clone().into_bytes();
    let kind = if known.encoded {
        BodyKind::Other
    } else {
        media_type::kind(&value)
    };
    if kind != BodyKind::Multipart {
        return (kind, Cow::default());
    }
    let boundary = match value {
        Cow::Borrowed(value) => media_type::boundary(value),
        Cow::Owned(value) => media_type::boundary(&value).map(|b| Cow::Owned(b.into_owned())),
    };
    match boundary {
        Some(boundary) => (kind, boundary),
        None => {
            problems.warning(
                "no-boundary",
                field.span(),
                "the multipart type has no boundary: its parts cannot be told apart",
                "write `multipart/form-data; boundary=…`, the text between the parts (RFC 2046 §5.1)",
            );
            (BodyKind::Other, Cow::default())
        }
    }
}
