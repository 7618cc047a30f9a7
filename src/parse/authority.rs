//! Host and port (RFC 3986 §3.2).

use std::ops::Range;

use super::bytes;
use super::problems::Problems;
use crate::request::Scheme;

/// What may be in a host or port: more than RFC 3986 §3.2.2 has, for the sake of placeholders.
const HOST: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0x21;
    while byte < 0x7f {
        table[byte] = true;
        byte += 1;
    }
    let refused = b"/\\?#@\"^`|%";
    let mut at = 0;
    while at < refused.len() {
        table[refused[at] as usize] = false;
        at += 1;
    }
    table
};

/// Whether host and port are well-formed (RFC 3986 §3.2). Placeholders may stand for either.
pub(super) fn check(text: &[u8], span: &Range<usize>, problems: &mut Problems) -> Option<()> {
    let mut bad = |id, at: usize, message: &str, help: &str| {
        // A folded value is longer or shorter in the message than here.
        let start = (span.start + at).min(span.end);
        problems.error(id, start..(start + 1).min(span.end), message, help);
        None
    };
    if text.is_empty() {
        let help = "write the host after `Host:` or the scheme (RFC 9112 §3.2)";
        return bad(
            "empty-host",
            0,
            "the host is empty: there is nowhere to send the request",
            help,
        );
    }
    if let Some(at) = text.iter().position(|byte| !HOST[usize::from(*byte)]) {
        if !text[at].is_ascii() {
            let help = "write it in its ASCII form, `xn--…` (RFC 5890 §2.3.2.1)";
            return bad("host", at, "the host is not ASCII", help);
        }
        let help = match text[..at].ends_with(b":") && text[at..].starts_with(b"//") {
            true => "write the host alone, without scheme and path (RFC 9110 §7.2)",
            false => "a host is a name or an address, then perhaps `:` and a port (RFC 9110 §7.2)",
        };
        return bad(
            "host",
            at,
            "the host has a character that is not allowed in it",
            help,
        );
    }
    let colon = match text {
        [b'[', ..] => {
            let close = text.iter().position(|byte| *byte == b']');
            let inside = close.map(|close| &text[1..close]);
            let Some(address) = inside.filter(|inside| {
                std::str::from_utf8(inside)
                    .is_ok_and(|text| text.parse::<std::net::Ipv6Addr>().is_ok())
            }) else {
                let help = "write an IPv6 address such as `[::1]` (RFC 3986 §3.2.2)";
                return bad(
                    "host",
                    0,
                    "the brackets of the host hold no IPv6 address",
                    help,
                );
            };
            let rest = address.len() + 2;
            match text.get(rest) {
                None => None,
                Some(b':') => Some(rest),
                Some(_) => {
                    let help = "only `:` and a port may follow `]` (RFC 3986 §3.2)";
                    return bad(
                        "host",
                        rest,
                        "something other than a port follows the address",
                        help,
                    );
                }
            }
        }
        _ => bytes::find(text, b':'),
    };
    let Some(colon) = colon else { return Some(()) };
    let (host, port) = (&text[..colon], &text[colon + 1..]);
    if port.contains(&b':') {
        let help = "write an IPv6 address in brackets: `[::1]:8080` (RFC 3986 §3.2.2)";
        return bad("host", colon, "the host has more than one `:`", help);
    }
    if host.is_empty() {
        let help = "write the host before `:` (RFC 9112 §3.2)";
        return bad(
            "empty-host",
            0,
            "the host is empty: there is nowhere to send the request",
            help,
        );
    }
    let placeholder = port.first().is_some_and(|byte| b"{<$".contains(byte));
    let number = std::str::from_utf8(port)
        .ok()
        .and_then(|port| port.parse::<u16>().ok());
    let digits = port.iter().all(u8::is_ascii_digit);
    let in_range = digits && number.is_some_and(|number| number > 0);
    if !(port.is_empty() || placeholder || in_range) {
        let help = "a port is a number from 1 to 65535 (RFC 9110 §4.2.1)";
        return bad("port", colon + 1, "this is no port", help);
    }
    Some(())
}

/// Host and port of a well-formed authority; no port is an empty one.
pub(crate) fn split(authority: &[u8]) -> (&[u8], &[u8]) {
    match authority.iter().rposition(|byte| *byte == b':') {
        Some(colon) if !authority.ends_with(b"]") => (&authority[..colon], &authority[colon + 1..]),
        _ => (authority, b""),
    }
}

/// The scheme of an authority that comes without one: `http` for loopback hosts and port 80.
pub(crate) fn default_scheme(authority: &[u8]) -> Scheme {
    let (_, port) = split(authority);
    if port == b"80" || is_loopback(authority) {
        Scheme::Http
    } else {
        Scheme::Https
    }
}

/// Whether the host is this machine, so that nothing sent to it can be overheard.
pub(crate) fn is_loopback(authority: &[u8]) -> bool {
    let (host, _) = split(authority);
    let host = host.strip_suffix(b".").unwrap_or(host);
    let ends_with = |end: &[u8]| {
        host.len() >= end.len() && host[host.len() - end.len()..].eq_ignore_ascii_case(end)
    };
    host.eq_ignore_ascii_case(b"localhost")
        || ends_with(b".localhost")
        || (matches!(host, [b'1', b'2', b'7', b'.', ..] | [b'[', ..])
            && std::str::from_utf8(host)
                .ok()
                .map(|host| host.trim_matches(['[', ']']))
                .and_then(|host| host.parse::<std::net::IpAddr>().ok())
                .is_some_and(|address| address.is_loopback()))
}
