//! Bytes of a message to a [`Request`].

mod authority;
mod bearer;
mod body;
mod bytes;
mod chunked;
mod head;
mod known;
mod media_type;
mod problems;
mod start_line;
mod target;

pub(crate) use authority::default_scheme;
pub(crate) use bytes::{find, is_token, trim};
pub(crate) use media_type::parameters;
#[cfg(feature = "send")]
pub(crate) use {
    authority::{is_loopback, split as split_authority},
    bytes::token_len,
};

use http::Version;

use crate::diagnostic::Errors;
use crate::request::{Request, Scheme};
use head::{Head, Word};
use known::Known;
pub(crate) use problems::Problems;

/// The byte order mark editors put before UTF-8 text.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Reads a raw HTTP request (RFC 9112).
///
/// Lines may end in CRLF or LF; a byte order mark, blank lines before the request line, a missing
/// version, a missing final blank line and the pseudo-fields of HTTP/2 are all accepted.
///
/// ```
/// let request = snippetgen::parse(b"POST /a HTTP/1.1\nHost: a.example\n\nhello\n")?;
/// assert_eq!(request.url().as_bytes(), b"https://a.example/a");
/// assert_eq!(request.body().map(|body| body.bytes(false)), Some(&b"hello"[..]));
/// # Ok::<(), snippetgen::Errors>(())
/// ```
///
/// # Errors
///
/// Every [`Diagnostic`](crate::Diagnostic) found in one run, if one of them is an error.
pub fn parse(message: &[u8]) -> Result<Request<'_>, Errors> {
    parse_as(message, None)
}

/// Like [`parse`], with the scheme of a message that does not tell its own.
///
/// ```
/// use snippetgen::request::Scheme;
///
/// let message = b"GET /a HTTP/1.1\nHost: a.example\n\n";
/// let request = snippetgen::parse_as(message, Some(Scheme::Http))?;
/// assert_eq!(request.url().as_bytes(), b"http://a.example/a");
/// # Ok::<(), snippetgen::Errors>(())
/// ```
///
/// # Errors
///
/// As [`parse`].
pub fn parse_as(message: &[u8], scheme: Option<Scheme>) -> Result<Request<'_>, Errors> {
    let mut problems = Problems::default();
    match read(message, scheme, &mut problems) {
        Some(mut request) if !problems.has_errors() => {
            request.warnings = problems.locate(message);
            Ok(request)
        }
        _ => Err(Errors::new(problems.locate(message))),
    }
}

fn read<'a>(
    message: &'a [u8],
    asked: Option<Scheme>,
    problems: &mut Problems,
) -> Option<Request<'a>> {
    let head = Head::read(message, problems)?;
    let known = Known::read(&head.fields, problems);
    let method_word = merged(
        &head,
        ":method",
        head.start.method,
        head.pseudo.method,
        problems,
    );
    let target_word = head.start.target.or(head.pseudo.path);
    let method = method_word.and_then(|word| start_line::method(word, problems));
    if !head.start.given && head.pseudo.any() {
        head.pseudo.complete(problems);
    }
    let target_word = target_word.filter(|_| method.is_some() || method_word.is_none());
    let target = target_word.and_then(|word| target::read(word, method.as_ref(), problems));
    let host = known.host.map(|index| &head.fields[index]);
    let place = target
        .as_ref()
        .and_then(|target| target::place(target, &head, host, asked, problems));
    if problems.has_errors() {
        // A body is worth reading only where it is known to be one.
        return None;
    }
    let body = Word {
        bytes: &message[head.end..],
        at: head.end,
    };
    let body = body::read(body, &head.fields, &known, problems);
    let (method, target, place) = (method?, target?.target, place?);
    let authorization = known.authorization.map(|index| &head.fields[index]);
    // The chunks of a body move what is in it: the place is then that of the body.
    let form = body.as_ref().map(|body| (body, head.end));
    bearer::check(
        authorization,
        (&target, target_word?),
        &place,
        form,
        problems,
    );
    let url = target::url(&target, &place);
    let version = match head.start.given {
        true => head.start.version,
        false => Some(Version::HTTP_2),
    };
    Some(Request {
        method,
        target,
        version,
        scheme: place.scheme,
        authority: place.authority,
        url,
        fields: head.fields,
        body,
        warnings: Vec::new(),
    })
}

/// What the request line says, or else the pseudo-field; they may not disagree.
fn merged<'a>(
    head: &Head<'a>,
    name: &str,
    start: Option<Word<'a>>,
    pseudo: Option<Word<'a>>,
    problems: &mut Problems,
) -> Option<Word<'a>> {
    if let (Some(start), Some(pseudo)) = (start, pseudo)
        && start.bytes != pseudo.bytes
        && head.start.given
    {
        target::conflict(name, "the request line", pseudo.span(), problems);
    }
    start.or(pseudo)
}
