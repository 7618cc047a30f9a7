//! <https://curl.se/docs/manpage.html>

use std::borrow::Cow;

use askama::Template;

use super::{Shell, argument, field, input, is_argument, is_canonical_host, json, method};
use crate::code::{self, Code, Page};
use crate::draft::Draft;
use crate::fidelity;
use crate::language::Client;
use crate::request::{Content, Multipart, Part};

pub(super) const CURL: Client = Client {
    id: "shell/curl",
    name: "curl",
    label: "Shell (curl)",
    render: |draft, _, out| Ok(Page::print(&View::new(draft), out)?),
};

#[derive(Template)]
#[template(path = "shell/curl.sh")]
struct View<'a> {
    command: Code<'a, Shell>,
    headers: Vec<Code<'a, Shell>>,
    body: Vec<Code<'a, Shell>>,
}

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>) -> Self {
        let body = body(draft).unwrap_or_default();
        let input = body.input.into_iter();
        let command = input
            .flat_map(|input| [input, code::word(" | ")])
            .chain(command(draft, !body.options.is_empty()));
        Self {
            command: code::row(command),
            headers: headers(draft, body.implies_type),
            body: body.options,
        }
    }
}

/// `curl` and what concerns the first line of the request.
fn command<'a>(draft: &'a Draft<'a>, has_body: bool) -> Vec<Code<'a, Shell>> {
    let odd = draft.target();
    let mut words = vec![code::word("curl ")];
    match (draft.method(), has_body) {
        ("HEAD", false) => words.push(code::word("--head ")),
        ("GET", false) | ("POST", true) => words.push(code::word("--include ")),
        _ => words.extend([
            code::word("--include --request "),
            method(draft),
            code::word(" "),
        ]),
    }
    if waits_for_body(draft) {
        words.push(code::word("--ignore-content-length "));
    }
    // curl takes a fragment for its own and percent-encodes what is not ASCII.
    if odd.asterisk || odd.fragment || odd.non_ascii {
        words.extend([
            code::word("--request-target "),
            argument(draft.request.target().origin_form().as_bytes()),
            code::word(" "),
            code::text([draft.request.scheme().as_str(), "://", &draft.authority()].concat()),
        ]);
        return words;
    }
    if odd.has(b"[]{}") {
        words.push(code::word("--globoff "));
    }
    if odd.dot_segment || odd.encoded_dot_segment {
        words.push(code::word("--path-as-is "));
    }
    words.push(code::text(draft.url_text()));
    words
}

/// With `--request` curl does not know that the answer to HEAD has no body: it waits for one until
/// the connection is closed.
fn waits_for_body(draft: &Draft<'_>) -> bool {
    draft.method() == "HEAD" && draft.body().is_some_and(|body| !body.is_empty())
}

fn headers<'a>(draft: &'a Draft<'a>, implies_type: bool) -> Vec<Code<'a, Shell>> {
    let body = draft.body().unwrap_or_default();
    // curl sends a Content-Length of its own with a body only.
    let given = draft.request.fields().iter().enumerate();
    let length = given.filter(|(_, field)| field.is("content-length") && body.is_empty());
    let mut fields = super::fields(draft, !is_canonical_host(draft, false));
    fields.extend(length);
    fields.sort_by_key(|(index, _)| *index);
    fields.retain(|(_, field)| !(field.is("content-type") && implies_type));
    let mut headers: Vec<_> = fields
        .into_iter()
        .map(|(_, line)| match line.value().is_empty() {
            // Nothing after a colon takes a field away.
            true => argument([line.name().as_bytes(), b";"].concat()),
            false => field(draft, line, []),
        })
        .collect();
    if !body.is_empty() && !implies_type && !draft.has("content-type") {
        headers.push(code::text("Content-Type:"));
    }
    // From 1 MiB on curl asks first (EXPECT_100_THRESHOLD, lib/http.h).
    if body.len() > 1_000_000 && !draft.has("expect") {
        headers.push(code::text("Expect:"));
    }
    if waits_for_body(draft) {
        headers.push(code::text("Connection: close"));
    }
    headers
}

#[derive(Default)]
struct Body<'a> {
    /// The command that writes the body to standard input.
    input: Option<Code<'a, Shell>>,
    options: Vec<Code<'a, Shell>>,
    /// Whether curl adds the Content-Type the request has.
    implies_type: bool,
}

fn body<'a>(draft: &'a Draft<'a>) -> Option<Body<'a>> {
    let bytes = draft.body().filter(|bytes| !bytes.is_empty())?;
    let implies_type = draft.content_type_is("application/x-www-form-urlencoded");
    let options = match draft.content() {
        Some(Content::Json(value)) => json(value, bytes).map(|json| vec![option("--data ", json)]),
        Some(Content::Form(_)) => fields(bytes),
        Some(Content::Multipart(multipart)) if draft.content_type_is_multipart() => {
            if let Some(options) = parts(multipart) {
                return Some(Body {
                    input: None,
                    options,
                    implies_type: true,
                });
            }
            None
        }
        _ => None,
    };
    let options = options.or_else(|| is_argument(bytes).then(|| vec![data(bytes)]));
    Some(match options {
        Some(options) => Body {
            input: None,
            options,
            implies_type,
        },
        None => Body {
            input: Some(input(bytes)),
            options: vec![code::word("--data-binary @-")],
            implies_type,
        },
    })
}

fn option<'a>(name: &'static str, value: Code<'a, Shell>) -> Code<'a, Shell> {
    code::row([code::word(name), value])
}

/// `--data` reads a file by a name after `@`.
fn data(bytes: &[u8]) -> Code<'_, Shell> {
    let name = match bytes.starts_with(b"@") {
        true => "--data-raw ",
        false => "--data ",
    };
    option(name, argument(bytes))
}

/// The fields of a form one by one, as they stand: curl puts a `&` between.
fn fields(bytes: &[u8]) -> Option<Vec<Code<'_, Shell>>> {
    let pieces = || bytes.split(|byte| *byte == b'&');
    (pieces().count() <= 16 && is_argument(bytes)).then(|| pieces().map(data).collect())
}

/// Linux takes 2 MiB of arguments (`ARG_MAX`, execve(2)), the environment among them.
const ARGUMENTS: usize = 1_000_000;

/// The parts of a multipart body, where curl can write every one of them as it is.
fn parts<'a>(multipart: &'a Multipart<'a>) -> Option<Vec<Code<'a, Shell>>> {
    let size: usize = multipart.parts.iter().map(|part| part.content.len()).sum();
    (size < ARGUMENTS
        && fidelity::all_parts_plain(multipart, fidelity::html_escape, is_expressible))
    .then(|| multipart.parts.iter().map(part).collect())
}

fn is_expressible(part: &Part<'_>) -> bool {
    let names_as_curl_writes =
        part.headers
            .iter()
            .map(|(name, _)| *name)
            .eq(["Content-Disposition", "Content-Type"]
                .into_iter()
                .take(part.headers.len()));
    names_as_curl_writes
        && part.headers[0].1 == disposition(part)
        && !part.name.is_empty()
        && !part.name.contains('=')
        && is_argument(part.content)
        && match part.content_type {
            Some(value) => is_media_type(value),
            None => !part.filename.as_deref().is_some_and(has_known_extension),
        }
}

/// The Content-Disposition that curl writes.
fn disposition(part: &Part<'_>) -> Vec<u8> {
    let start = [b"form-data; name=\"", part.raw_name].concat();
    let filename = part
        .raw_filename
        .map(|filename| [b"\"; filename=\"", filename].concat());
    [&start, filename.as_deref().unwrap_or_default(), b"\""].concat()
}

/// What curl reads after `type=` to its end.
fn is_media_type(value: &[u8]) -> bool {
    let simple = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(byte);
    let mut halves = value.splitn(2, |byte| *byte == b'/');
    let (Some(kind), Some(subtype)) = (halves.next(), halves.next()) else {
        return false;
    };
    let mut pieces = subtype.splitn(2, |byte| *byte == b';');
    let subtype = pieces.next().unwrap_or_default();
    let charset = pieces.next().is_none_or(|rest| {
        let rest = rest.strip_prefix(b" ").unwrap_or(rest);
        rest.strip_prefix(b"charset=")
            .is_some_and(|charset| !charset.is_empty() && charset.iter().all(simple))
    });
    let short = |half: &[u8]| (1..100).contains(&half.len()) && half.iter().all(simple);
    short(kind) && short(subtype) && charset
}

/// File names that curl adds a type for on its own (lib/mime.c).
fn has_known_extension(filename: &str) -> bool {
    let Some((_, extension)) = filename.rsplit_once('.') else {
        return false;
    };
    [
        "gif", "jpg", "jpeg", "png", "svg", "txt", "htm", "html", "pdf", "xml",
    ]
    .iter()
    .any(|known| extension.eq_ignore_ascii_case(known))
}

/// `--form 'name=content;filename=a.txt;type=text/plain'`
fn part<'a>(part: &'a Part<'a>) -> Code<'a, Shell> {
    let content = part.content;
    let has_more = part.filename.is_some() || part.content_type.is_some();
    let trimmed = content.trim_ascii().len() == content.len();
    let plain = trimmed
        && !matches!(content.first(), Some(b'@' | b'<' | b'(' | b'"'))
        && !(content.contains(&b';'));
    if !plain && !has_more {
        return option(
            "--form-string ",
            argument([part.name.as_bytes(), b"=", content].concat()),
        );
    }
    let mut value = [part.name.as_bytes(), b"="].concat();
    match plain {
        true => value.extend(content),
        false => push_quoted(&mut value, content),
    }
    if let Some(filename) = part.filename.as_deref() {
        value.extend(b";filename=");
        let is_simple = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        match !filename.is_empty() && filename.bytes().all(is_simple) {
            true => value.extend(filename.as_bytes()),
            false => push_quoted(&mut value, filename.as_bytes()),
        }
    }
    if let Some(content_type) = part.content_type {
        value.extend(b";type=");
        value.extend(content_type);
    }
    option("--form ", argument(Cow::Owned(value)))
}

/// The quotes of curl, in which a backslash stands before `"` and `\`.
fn push_quoted(value: &mut Vec<u8>, bytes: &[u8]) {
    value.push(b'"');
    for byte in bytes {
        if matches!(byte, b'"' | b'\\') {
            value.push(b'\\');
        }
        value.push(*byte);
    }
    value.push(b'"');
}
