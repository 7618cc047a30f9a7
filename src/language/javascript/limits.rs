//! What browsers and fetch do otherwise than a request says.

use super::Platform;
use crate::draft::Draft;
use crate::note::{Notes, Place, Refusal};
use crate::oddities::Oddities;
use crate::request::FieldLine;

/// Whether a browser writes this field itself, whatever a page says (Fetch Standard §2.2.2,
/// "forbidden request-header").
pub(in crate::language) fn is_forbidden(field: &FieldLine<'_>) -> bool {
    const NAMES: &[&str] = &[
        "accept-charset",
        "accept-encoding",
        "access-control-request-headers",
        "access-control-request-method",
        "connection",
        "content-length",
        "cookie",
        "cookie2",
        "date",
        "dnt",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "referer",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
    ];
    const OVERRIDES: &[&str] = &[
        "x-http-method",
        "x-http-method-override",
        "x-method-override",
    ];
    let starts = |prefix: &str| {
        field
            .name()
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let overrides = || {
        let mut methods = field.value().as_bytes().split(|byte| *byte == b',');
        methods.any(|method| is_forbidden_method(method.trim_ascii()))
    };
    NAMES.iter().any(|name| field.is(name))
        || starts("proxy-")
        || starts("sec-")
        || (OVERRIDES.iter().any(|name| field.is(name)) && overrides())
}

/// Fetch Standard §2.2.1, "forbidden method".
pub(in crate::language) fn is_forbidden_method(method: &[u8]) -> bool {
    [&b"CONNECT"[..], b"TRACE", b"TRACK"]
        .iter()
        .any(|forbidden| method.eq_ignore_ascii_case(forbidden))
}

/// What a browser does to fields: notes for each, and whether a field is left out.
pub(in crate::language) fn note_fields(draft: &Draft<'_>, notes: &mut Notes, client: &str) {
    for (index, field) in draft.fields() {
        if is_managed(field) || is_sent_anyway(field) {
            continue;
        }
        if is_forbidden(field) {
            if !draft.repeated(index) {
                let message = match field.is("cookie") {
                    true => "a browser sends its own cookies only: a page cannot set this field",
                    false => "a browser writes this field itself: a page cannot set it",
                };
                notes.add("field-not-settable", Place::Field(index), message);
            }
        } else if field.is("user-agent") {
            let message = "Chromium sends its own User-Agent, other browsers send this one";
            notes.add("user-agent-ignored", Place::Field(index), message);
        } else {
            note_repeated(draft, index, notes, client);
        }
    }
}

/// Whether a browser writes just this itself, from a page of the origin that is asked.
pub(in crate::language) fn is_sent_anyway(field: &FieldLine<'_>) -> bool {
    const SENT: &[(&str, &[u8])] = &[
        ("accept-encoding", b"gzip, deflate, br, zstd"),
        ("sec-fetch-dest", b"empty"),
        ("sec-fetch-mode", b"cors"),
        ("sec-fetch-site", b"same-origin"),
    ];
    let sent = |(name, value): &(&str, &[u8])| field.is(name) && field.value().as_bytes() == *value;
    SENT.iter().any(sent)
}

/// A field that says how a message travels, which is left to the client.
pub(in crate::language) fn is_managed(field: &FieldLine<'_>) -> bool {
    field.is("keep-alive")
}

/// Notes a field whose name came before, once a name.
pub(in crate::language) fn note_repeated(
    draft: &Draft<'_>,
    index: usize,
    notes: &mut Notes,
    client: &str,
) {
    if draft.earlier(index) == 1 {
        let message = format!("{client} sends fields of one name as one, with `, ` between values");
        notes.add("fields-joined", Place::Field(index), message);
    }
}

/// What browsers and fetch do to a target (URL Standard §4.4). Chromium percent-encodes `^` and
/// `|` in paths too; Node.js 20 does not, but drops an empty query.
pub(in crate::language) fn rewrites(odd: &Oddities, platform: Platform) -> bool {
    odd.dot_segment
        || odd.encoded_dot_segment
        || odd.fragment
        || odd.non_ascii
        || odd.path_has(b"\"<>\\`{}")
        || odd.query_has(b"\"'<>")
        || match platform {
            Platform::Browser => odd.path_has(b"^|"),
            Platform::Node => odd.empty_query,
        }
}

/// Notes a target that is rewritten.
pub(in crate::language) fn note_target(
    draft: &Draft<'_>,
    notes: &mut Notes,
    client: &str,
    platform: Platform,
) {
    if rewrites(&draft.target(), platform) {
        let message = format!(
            "{client} rewrites the request target by the URL Standard: it folds dot segments, percent-encodes characters and drops what is empty or a fragment"
        );
        notes.add("target-rewritten", Place::Target, message);
    }
}

/// Notes a Host that browsers and fetch make from the address, and write otherwise (URL Standard
/// §4.4): in lower case and without the default port.
pub(in crate::language) fn note_host(draft: &Draft<'_>, notes: &mut Notes, client: &str) {
    let authority = draft.request.authority().as_bytes();
    let changed = authority.iter().any(u8::is_ascii_uppercase) || draft.names_default_port();
    let mut fields = draft.request.fields().iter();
    let host = fields.position(|field| field.is("host") && field.value().as_bytes() == authority);
    if let Some(index) = host.filter(|_| changed) {
        let message = format!(
            "{client} sends the host in lower case and without a port that goes without saying"
        );
        notes.add("host-normalized", Place::Field(index), message);
    }
}

/// Refuses what fetch and XMLHttpRequest would send as another request, or not at all.
pub(in crate::language) fn check(draft: &Draft<'_>, client: &str) -> Result<(), Refusal> {
    let method = draft.method();
    let refuse = |id, place, message: String| Err(Refusal::new(id, place, message));
    if draft.is_asterisk() {
        return Err(draft.refuse_asterisk(client));
    }
    if is_forbidden_method(method.as_bytes()) {
        let message = format!("{client} forbids the methods CONNECT, TRACE and TRACK");
        return refuse("method-forbidden", Place::Method, message);
    }
    // Fetch Standard §2.2.1, "normalize".
    let normalized = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];
    let is_changed = |other: &&str| *other != method && method.eq_ignore_ascii_case(other);
    if normalized.iter().any(is_changed) {
        let message = format!("{client} would send this method in capitals, which is another one");
        return refuse("method-rewritten", Place::Method, message);
    }
    if draft.body().is_some() && (method == "GET" || method == "HEAD") {
        let message = format!("{client} sends no body with GET and HEAD");
        return refuse("body-forbidden", Place::Body, message);
    }
    Ok(())
}
