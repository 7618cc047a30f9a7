//! Stand-ins for the secrets of a request: the same shape, and nothing of the secret.
//!
//! A snippet that is verified is saved and run. What it carries could be read by others on the
//! machine, so no secret of the user's goes into it.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

use crate::Request;
use crate::request::{Bearer, Secret};

/// Replaces the secrets of a message, in Authorization, Proxy-Authorization, Cookie, fields such as
/// `X-Api-Key`, and under such names in a query or a form. Wherever else in the message such a
/// secret of eight bytes or more stands, it is replaced too.
///
/// A stand-in has the length of the secret and its kinds of characters, so that it is quoted and
/// encoded alike; Basic credentials stay base64. Texts to be filled in, such as `{token}`, stay.
///
/// ```
/// let message = b"GET / HTTP/1.1\nHost: a.example\nAuthorization: Bearer s3cr3t-T0ken\n\n";
/// let request = snippetgen::parse(message)?;
/// let safe = snippetgen::verify::stand_in(message, &request);
/// assert!(safe.ends_with(b"Authorization: Bearer s1ta2n-D3ins\n\n"));
/// # Ok::<(), snippetgen::Errors>(())
/// ```
pub fn stand_in(message: &[u8], request: &Request<'_>) -> Vec<u8> {
    let mut safe = message.to_vec();
    let mut replaced: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    for (range, kind) in secrets(message, request) {
        let secret = &message[range.clone()];
        if is_to_be_filled_in(secret) {
            continue;
        }
        let stand_in = match kind {
            Some(Secret::Basic) => basic(secret).unwrap_or_else(|| alike(secret)),
            Some(_) => alike(secret),
            None => alike_escaped(secret),
        };
        safe[range].copy_from_slice(&stand_in);
        replaced.push((secret.to_vec(), stand_in));
    }
    // The longest first: one secret may be a part of another.
    replaced.retain(|(secret, _)| secret.len() >= 8);
    replaced.sort_by_key(|(secret, _)| std::cmp::Reverse(secret.len()));
    for (secret, stand_in) in replaced {
        let mut at = 0;
        while let Some(found) = find(&safe[at..], &secret) {
            let start = at + found;
            at = start + secret.len();
            safe[start..at].copy_from_slice(&stand_in);
        }
    }
    safe
}

type Found = (Range<usize>, Option<Secret>);

/// Where the secrets stand in the message.
fn secrets(message: &[u8], request: &Request<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for field in request.fields() {
        let Some((kind, start)) = field.secret() else {
            continue;
        };
        let span = field.span();
        let range = (span.start + start).min(span.end)..span.end;
        if kind == Secret::Cookie {
            found.extend(
                pairs(message, range, b";", |_| true)
                    .into_iter()
                    .map(|range| (range, Some(kind))),
            );
        } else {
            found.push((range, Some(kind)));
        }
    }
    let (line, body) = first_line_and_body(message);
    let mut named = pairs(message, line, b"?&; ", is_secret_name);
    let is_form = request.fields().iter().any(|field| {
        let value = field.value().as_bytes().to_ascii_lowercase();
        field.is("content-type") && value.starts_with(b"application/x-www-form-urlencoded")
    });
    if is_form {
        named.extend(pairs(message, body, b"&\r\n", is_secret_name));
    }
    found.extend(named.into_iter().map(|range| (range, None)));
    found
}

/// The line with the request target, and the body.
fn first_line_and_body(message: &[u8]) -> (Range<usize>, Range<usize>) {
    let (mut at, mut line) = (0, None);
    for text in message.split_inclusive(|byte| *byte == b'\n') {
        let start = at;
        at += text.len();
        let blank = text.trim_ascii().is_empty() || text == b"\xef\xbb\xbf\n";
        let is_target = !text.starts_with(b":") || text.starts_with(b":path:");
        match (&line, blank) {
            (None, false) if is_target => line = Some(start..start + text.trim_ascii_end().len()),
            (Some(_), true) => return (line.unwrap_or(0..0), at..message.len()),
            _ => {}
        }
    }
    (line.unwrap_or(0..0), message.len()..message.len())
}

/// The values of `name=value` pairs between these marks; what has no `=` is a value where an empty
/// name is wanted.
fn pairs(
    message: &[u8],
    within: Range<usize>,
    marks: &[u8],
    is_wanted: impl Fn(&[u8]) -> bool,
) -> Vec<Range<usize>> {
    let mut at = within.start;
    let pieces = message[within].split_inclusive(|byte| marks.contains(byte));
    let ranges = pieces.filter_map(|piece| {
        let (start, end) = (at, at + piece.len());
        at = end;
        let end = end - usize::from(piece.last().is_some_and(|last| marks.contains(last)));
        let piece = &message[start..end];
        let (name, value) = match piece.iter().position(|byte| *byte == b'=') {
            Some(equals) => (&piece[..equals], start + equals + 1),
            None => (&b""[..], start),
        };
        is_wanted(name).then_some(value..end)
    });
    ranges.filter(|range| !range.is_empty()).collect()
}

fn is_secret_name(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    let has = |part: &[u8]| find(&name, part).is_some();
    let parts = [&b"token"[..], b"secret", b"passw", b"apikey", b"api_key"];
    parts.into_iter().any(has) || has(b"api-key") || has(b"signature") || name == b"key"
}

/// Unlike [`Bearer::is_placeholder`] this asks for a mark: `my_…` may be the start of a secret.
fn is_to_be_filled_in(secret: &[u8]) -> bool {
    let marked = secret
        .first()
        .is_some_and(|first| b"{<[$%*".contains(first));
    marked && Bearer::new(secret).is_placeholder()
}

/// Basic credentials whose user and password have stand-ins; `None` where they are not the base64
/// an encoder would give.
fn basic(credentials: &[u8]) -> Option<Vec<u8>> {
    let engine = match credentials.contains(&b'=') {
        true => STANDARD,
        false if credentials.len().is_multiple_of(4) => STANDARD,
        false => STANDARD_NO_PAD,
    };
    let stand_in = engine.encode(alike(&engine.decode(credentials).ok()?));
    (stand_in.len() == credentials.len()).then(|| stand_in.into_bytes())
}

/// Other letters for letters and other digits for digits; all else stands.
fn alike(secret: &[u8]) -> Vec<u8> {
    let mut stand_in = Vec::with_capacity(secret.len());
    let mut letters = b"standin".iter().cycle();
    let mut digits = b"1234567890".iter().cycle();
    for chunk in secret.utf8_chunks() {
        for c in chunk.valid().chars() {
            let other = match c {
                'a'..='z' => letters.next().map_or('s', |letter| char::from(*letter)),
                'A'..='Z' => letters
                    .next()
                    .map_or('S', |letter| char::from(letter.to_ascii_uppercase())),
                '0'..='9' => digits.next().map_or('1', |digit| char::from(*digit)),
                _ if !c.is_alphanumeric() => c,
                _ => match c.len_utf8() {
                    2 if c <= '\u{ff}' => 'é',
                    2 => 'ŝ',
                    3 => '字',
                    _ => '𝐚',
                },
            };
            stand_in.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes());
        }
        // A byte that starts a character, which does not follow, is no UTF-8 either.
        stand_in.extend(chunk.invalid().iter().map(|_| b'\xE9'));
    }
    stand_in
}

/// Within an address or a form an escape stays one: of a letter or digit, it becomes another's.
fn alike_escaped(secret: &[u8]) -> Vec<u8> {
    let mut stand_in = alike(secret);
    for (at, escape) in secret.windows(3).enumerate() {
        let code = std::str::from_utf8(escape)
            .ok()
            .and_then(|text| text.strip_prefix('%'))
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let Some(code) = code else { continue };
        let other = match u8::from_str_radix(code, 16) {
            Ok(b'a'..=b'z') => "73",
            Ok(b'A'..=b'Z') => "53",
            Ok(b'0'..=b'9') => "31",
            _ => code,
        };
        stand_in[at + 1..at + 3].copy_from_slice(other.as_bytes());
    }
    stand_in
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn safe(message: &str) -> String {
        let request = crate::parse(message.as_bytes()).unwrap();
        let safe = stand_in(message.as_bytes(), &request);
        assert_eq!(safe.len(), message.len());
        String::from_utf8(safe).unwrap()
    }

    fn field(line: &str) -> String {
        let head = "GET / HTTP/1.1\nHost: a.example\n";
        let safe = safe(&format!("{head}{line}\n\n"));
        let rest = safe.strip_prefix(head).unwrap();
        rest.trim_end().to_owned()
    }

    #[test]
    fn secrets_have_stand_ins_of_the_same_shape() {
        for (line, expected) in [
            (
                "Authorization: Bearer aB3-é/x==",
                "Authorization: Bearer sT1-é/a==",
            ),
            ("authorization:  bearer  zz", "authorization:  bearer  st"),
            (
                "Authorization: hunter2hunter",
                "Authorization: standi1nstand",
            ),
            (
                "Proxy-Authorization: Token q9",
                "Proxy-Authorization: Token s1",
            ),
            ("X-Api-Key: k", "X-Api-Key: s"),
            ("Cookie: a=zz; b=\"y=1\"; c", "Cookie: a=st; b=\"s=1\"; s"),
            (
                "Authorization: Bearer {token}",
                "Authorization: Bearer {token}",
            ),
            (
                "Authorization: Bearer ${TOKEN}",
                "Authorization: Bearer ${TOKEN}",
            ),
            (
                "Authorization: Bearer my_own",
                "Authorization: Bearer st_and",
            ),
            ("Accept: text/plain", "Accept: text/plain"),
        ] {
            assert_eq!(field(line), expected);
        }
    }

    #[test]
    fn basic_credentials_stay_base64() {
        for credentials in ["user:pass", "user:passw", "user:passwo", ":", "é:\"'"] {
            let line = format!("Authorization: Basic {}", STANDARD.encode(credentials));
            let safe = field(&line);
            let decoded = STANDARD.decode(safe.strip_prefix("Authorization: Basic ").unwrap());
            assert_eq!(decoded.unwrap(), alike(credentials.as_bytes()));
        }
        assert_eq!(alike(b"user:pass"), b"stan:dins");
    }

    #[test]
    fn addresses_forms_and_repetitions_are_no_hiding_places() {
        let safe = safe(
            "POST /x?page=2&access_token=ab%20%41d1 HTTP/1.1\nHost: a.example\n\
             Authorization: Bearer correct-horse\nContent-Type: application/x-www-form-urlencoded\n\n\
             grant=x&client_secret=zz9&copy=correct-horse\n",
        );
        assert!(safe.starts_with("POST /x?page=2&access_token=st%20%53a5 HTTP/1.1\n"));
        assert!(
            safe.ends_with("\n\ngrant=x&client_secret=st1&copy=standin-stand\n"),
            "{safe}"
        );
    }

    #[test]
    fn folds_and_bytes_beyond_utf_8_keep_their_shape() {
        let message =
            b"GET / HTTP/1.1\r\nHost: a\r\nX-Token: \xE4bc\xFF\xC3\r\nCookie: a=q;\r\n b=r\r\n\r\n";
        let request = crate::parse(message).unwrap();
        let safe = stand_in(message, &request);
        assert!(
            find(
                &safe,
                b"X-Token: \xE9st\xE9\xE9\r\nCookie: a=s;\r\n b=s\r\n"
            )
            .is_some()
        );
    }
}
