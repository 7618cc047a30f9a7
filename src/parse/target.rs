//! The request target, the authority and the scheme (RFC 9112 §3.2).

use std::borrow::Cow;
use std::ops::Range;

use http::{Method, Version};

use super::authority;
use super::bytes::{self, is_blank};
use super::head::{Head, Word};
use super::problems::Problems;
use crate::request::{FieldLine, RequestTarget, Scheme, TargetForm, Text};

/// A target taken apart.
pub(super) struct Target<'a> {
    pub target: RequestTarget<'a>,
    /// Scheme and authority of an absolute-form.
    absolute: Option<(Scheme, Word<'a>)>,
}

pub(super) fn read<'a>(
    word: Word<'a>,
    method: Option<&Method>,
    problems: &mut Problems,
) -> Option<Target<'a>> {
    if let Some(at) = word.bytes.iter().position(|byte| is_blank(*byte)) {
        problems.error(
            "space-in-target",
            word.at + at..word.at + at + 1,
            "the request target has a space in it",
            "write the space as `%20` (RFC 9112 §3.2)",
        );
        return None;
    }
    if let Some(at) = bytes::find(word.bytes, b'#') {
        problems.warning(
            "fragment",
            word.at + at..word.at + at + 1,
            "a fragment (`#`) is no part of a request target; it is kept as it stands",
            "leave it out, or write `#` as `%23` (RFC 9112 §3.2)",
        );
    }
    let text = word.bytes;
    let form = |form, origin: Cow<'a, [u8]>| RequestTarget {
        form,
        text: Text::new(text),
        origin: Text::new(origin),
    };
    match text {
        [b'/', ..] => {
            let target = form(TargetForm::Origin, text.into());
            return Some(Target {
                target,
                absolute: None,
            });
        }
        b"*" if method.is_none_or(|method| method == Method::OPTIONS) => {
            let target = form(TargetForm::Asterisk, text.into());
            return Some(Target {
                target,
                absolute: None,
            });
        }
        b"*" => {
            let help = "write `/`, or use OPTIONS (RFC 9112 §3.2.4)";
            problems.error(
                "asterisk-form",
                word.span(),
                "only OPTIONS may have the target `*`",
                help,
            );
            return None;
        }
        _ => {}
    }
    let Some(mark) = text
        .windows(3)
        .position(|window| window == b"://")
        .filter(|at| *at > 0)
    else {
        problems.error(
            "target",
            word.at..word.at,
            "the request target starts neither with `/` nor with `http://` or `https://`",
            "begin it with `/` (RFC 9112 §3.2)",
        );
        return None;
    };
    let scheme = scheme(
        Word {
            bytes: &text[..mark],
            at: word.at,
        },
        problems,
    )?;
    let start = mark + 3;
    let end = text[start..].iter().position(|byte| b"/?#".contains(byte));
    let end = end.map_or(text.len(), |len| start + len);
    let mut authority = Word {
        bytes: &text[start..end],
        at: word.at + start,
    };
    if let Some(at) = authority.bytes.iter().rposition(|byte| *byte == b'@') {
        problems.warning(
            "userinfo",
            authority.at..authority.at + at,
            "user and password in an address are not sent",
            "give them in a field: `Authorization: Basic …` (RFC 9110 §4.2.4)",
        );
        authority = Word {
            bytes: &authority.bytes[at + 1..],
            at: authority.at + at + 1,
        };
    }
    let origin = match &text[end..] {
        [] => Cow::Borrowed(&b"/"[..]),
        path @ [b'/', ..] => Cow::Borrowed(path),
        query => Cow::Owned([b"/", query].concat()),
    };
    Some(Target {
        target: form(TargetForm::Absolute, origin),
        absolute: Some((scheme, authority)),
    })
}

pub(super) fn scheme(word: Word<'_>, problems: &mut Problems) -> Option<Scheme> {
    if word.bytes.eq_ignore_ascii_case(b"https") {
        Some(Scheme::Https)
    } else if word.bytes.eq_ignore_ascii_case(b"http") {
        Some(Scheme::Http)
    } else {
        problems.error(
            "scheme",
            word.span(),
            "only `http` and `https` can be asked for",
            "write `https` (or `http` for `ws`, whose handshake is an HTTP request)",
        );
        None
    }
}

/// Where the request goes: scheme and authority.
pub(super) struct Place<'a> {
    pub scheme: Scheme,
    pub authority: Text<'a>,
}

pub(super) fn place<'a>(
    target: &Target<'a>,
    head: &Head<'a>,
    host: Option<&FieldLine<'a>>,
    asked: Option<Scheme>,
    problems: &mut Problems,
) -> Option<Place<'a>> {
    if let Some(path) = &head.pseudo.path {
        let origin = target.target.origin.as_bytes();
        if path.bytes != origin && path.bytes != target.target.text.as_bytes() {
            conflict(":path", "the request line", path.span(), problems);
        }
    }
    let pseudo_scheme = head.pseudo.scheme.and_then(|word| scheme(word, problems));
    let (authority, span, given) = match (&target.absolute, head.pseudo.authority) {
        (Some((scheme, word)), pseudo) => {
            if pseudo_scheme.is_some_and(|pseudo| pseudo != *scheme) {
                let span = head.pseudo.scheme.map_or(0..0, |word| word.span());
                conflict(":scheme", "the request target", span, problems);
            }
            if let Some(pseudo) =
                pseudo.filter(|pseudo| !word.bytes.eq_ignore_ascii_case(pseudo.bytes))
            {
                conflict(":authority", "the request target", pseudo.span(), problems);
            }
            differing_host(host, word.bytes, "the request target", problems);
            (Text::new(word.bytes), word.span(), Some(*scheme))
        }
        (None, Some(word)) => {
            differing_host(host, word.bytes, "`:authority`", problems);
            (Text::new(word.bytes), word.span(), pseudo_scheme)
        }
        (None, None) => match host {
            Some(host) => (host.value.clone(), host.span(), pseudo_scheme),
            None => {
                if head.complete {
                    no_host(head, problems);
                }
                return None;
            }
        },
    };
    authority::check(authority.as_bytes(), &span, problems)?;
    let default = || authority::default_scheme(authority.as_bytes());
    let scheme = given.or(asked).unwrap_or_else(default);
    Some(Place { scheme, authority })
}

#[cold]
pub(super) fn conflict(one: &str, other: &str, span: Range<usize>, problems: &mut Problems) {
    problems.error(
        "conflicting-pseudo-fields",
        span,
        format!("`{one}` and {other} disagree"),
        "make them agree, or leave one out (RFC 9113 §8.3.1)",
    );
}

fn differing_host(
    host: Option<&FieldLine<'_>>,
    authority: &[u8],
    decided_by: &str,
    problems: &mut Problems,
) {
    if let Some(host) = host.filter(|host| !host.value.as_bytes().eq_ignore_ascii_case(authority)) {
        problems.warning(
            "host-ignored",
            host.span(),
            format!("the Host field differs from {decided_by}, which decides"),
            "make them agree: servers ignore Host here (RFC 9112 §3.2.2)",
        );
    }
}

#[cold]
fn no_host(head: &Head<'_>, problems: &mut Problems) {
    let end = head
        .start
        .target
        .or(head.pseudo.path)
        .map_or(0, |word| word.span().end);
    let message = match head.start.version {
        Some(Version::HTTP_10) => "no Host field says where the request goes, not even in HTTP/1.0",
        _ => "no Host field says where the request goes",
    };
    let help = "write a line such as `Host: example.com` below the request line (RFC 9112 §3.2)";
    problems.error("no-host", end..end, message, help);
}

/// Scheme, authority and target joined.
pub(super) fn url<'a>(target: &RequestTarget<'a>, place: &Place<'a>) -> Text<'a> {
    let scheme = place.scheme.as_str().as_bytes();
    let authority = place.authority.as_bytes();
    let path = match target.form {
        TargetForm::Asterisk => b"",
        _ => target.origin.as_bytes(),
    };
    let mut url = Vec::with_capacity(scheme.len() + 3 + authority.len() + path.len());
    url.extend_from_slice(scheme);
    url.extend_from_slice(b"://");
    url.extend_from_slice(authority);
    url.extend_from_slice(path);
    Text::new(url)
}
