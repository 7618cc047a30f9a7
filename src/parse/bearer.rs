//! What RFC 6750 asks of those who send a bearer token.

use std::ops::Range;

use super::authority;
use super::bytes::{self, is_blank};
use super::head::Word;
use super::problems::Problems;
use super::target::Place;
use crate::request::{Bearer, Body, BodyKind, FieldLine, RequestTarget, Scheme};

/// Warns of tokens sent twice, malformed or in the clear. No warning shows one.
pub(super) fn check(
    authorization: Option<&FieldLine<'_>>,
    target: (&RequestTarget<'_>, Word<'_>),
    place: &Place<'_>,
    body: Option<(&Body<'_>, usize)>,
    problems: &mut Problems,
) {
    let header = authorization.and_then(|field| in_field(field, problems));
    let query = in_query(target.0, target.1);
    let form = body.and_then(|(body, at)| in_form(body, at));
    let mut ways = [header, query.clone(), form].into_iter().flatten();
    let Some(first) = ways.next() else { return };
    for way in ways {
        problems.warning(
            "two-bearer-tokens",
            way,
            "the bearer token is sent in more than one way",
            "keep the Authorization field alone (RFC 6750 §2)",
        );
    }
    if let Some(query) = query {
        problems.warning(
            "bearer-in-query",
            query,
            "a bearer token in the address ends up in logs and histories",
            "send it as `Authorization: Bearer …` (RFC 6750 §2.3)",
        );
    }
    if place.scheme == Scheme::Http && !authority::is_loopback(place.authority.as_bytes()) {
        problems.warning(
            "bearer-in-the-clear",
            first,
            "the bearer token goes over plain http to another machine",
            "use https (RFC 6750 §5.3)",
        );
    }
}

/// The token of an Authorization field: where it stands.
fn in_field(field: &FieldLine<'_>, problems: &mut Problems) -> Option<Range<usize>> {
    let value = field.value().as_bytes();
    let (scheme, rest) = value.split_at_checked(6)?;
    if !scheme.eq_ignore_ascii_case(b"bearer") || rest.first().is_some_and(|b| !is_blank(*b)) {
        return None;
    }
    let token = bytes::trim(rest);
    let span = field.span();
    let start = (span.start + value.len() - token.len()).min(span.end);
    let span = start..span.end;
    if token.is_empty() {
        problems.warning(
            "empty-bearer",
            span,
            "no token follows `Bearer`",
            "write the token, or a placeholder such as `{token}` (RFC 6750 §2.1)",
        );
        return None;
    }
    let again = token
        .get(..6)
        .is_some_and(|word| word.eq_ignore_ascii_case(b"bearer"));
    let bearer = Bearer::new(token);
    if again && token.get(6).is_none_or(|byte| is_blank(*byte)) {
        problems.warning(
            "bearer-twice",
            start..start + 6,
            "the scheme `Bearer` is written twice",
            "write it once, then the token (RFC 6750 §2.1)",
        );
    } else if !bearer.is_b64token() && !bearer.is_placeholder() {
        problems.warning(
            "bearer-syntax",
            span.clone(),
            "the bearer token has a character that no token has",
            "tokens are letters, digits and `-._~+/`, then perhaps `=` (RFC 6750 §2.1)",
        );
    }
    Some(span)
}

fn in_query(target: &RequestTarget<'_>, word: Word<'_>) -> Option<Range<usize>> {
    let query = target.query()?;
    let end = bytes::find(query, b'#').unwrap_or(query.len());
    let start = word.at + word.bytes.len() - query.len();
    in_pairs(&query[..end], start)
}

fn in_form(body: &Body<'_>, at: usize) -> Option<Range<usize>> {
    (body.kind() == BodyKind::Form).then(|| in_pairs(body.bytes(false), at))?
}

fn in_pairs(pairs: &[u8], mut at: usize) -> Option<Range<usize>> {
    for pair in pairs.split(|byte| *byte == b'&') {
        if pair.starts_with(b"access_token=") {
            return Some(at..at + pair.len());
        }
        at += pair.len() + 1;
    }
    None
}
