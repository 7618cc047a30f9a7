//! Fields of an `application/x-www-form-urlencoded` body.

use std::borrow::Cow;
use std::fmt;

/// The fields of a form (URL Standard §5.1), in their order. `Debug` shows only how many.
///
/// ```
/// use snippetgen::request::Form;
///
/// let form = Form::parse(b"q=caf%C3%A9+noir&n=").unwrap();
/// assert_eq!(form.fields[0].value, "café noir");
/// assert!(form.encodes_back(b"q=caf%C3%A9+noir&n=", b"*-._", "+"));
/// assert!(!form.encodes_back(b"q=caf%c3%a9+noir&n=", b"*-._", "+"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Form<'b> {
    /// Names and values, decoded.
    pub fields: Vec<FormField<'b>>,
}

/// One field of a form, decoded.
#[derive(Clone, PartialEq, Eq)]
pub struct FormField<'b> {
    /// What stands before the first `=`.
    pub name: Cow<'b, str>,
    /// What stands after it.
    pub value: Cow<'b, str>,
}

impl<'b> Form<'b> {
    /// Reads a form. `None` where a piece is empty or has no `=`, or does not decode to UTF-8.
    pub fn parse(bytes: &'b [u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let fields = text.split('&').map(|piece| {
            let (name, value) = piece.split_once('=')?;
            Some(FormField {
                name: decode(name)?,
                value: decode(value)?,
            })
        });
        Some(Self {
            fields: fields.collect::<Option<_>>()?,
        })
    }

    /// Whether a client that leaves letters, digits and `unreserved` as they are, writes a space
    /// as `space` and everything else as `%` and two upper-case digits, gives exactly `bytes`.
    pub fn encodes_back(&self, bytes: &[u8], unreserved: &[u8], space: &str) -> bool {
        let mut rest = bytes;
        let mut first = true;
        let mut eat = |expected: &[u8]| match rest.strip_prefix(expected) {
            Some(tail) => {
                rest = tail;
                true
            }
            None => false,
        };
        let mut same = true;
        for field in &self.fields {
            same = same && (std::mem::take(&mut first) || eat(b"&"));
            for (text, after) in [(&field.name, &b"="[..]), (&field.value, b"")] {
                same =
                    same && text.bytes().all(|byte| match byte {
                        b' ' => eat(space.as_bytes()),
                        _ if byte.is_ascii_alphanumeric() || unreserved.contains(&byte) => {
                            eat(&[byte])
                        }
                        _ => eat(&escape(byte)),
                    }) && eat(after);
            }
        }
        same && rest.is_empty()
    }
}

fn escape(byte: u8) -> [u8; 3] {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    [
        b'%',
        DIGITS[usize::from(byte >> 4)],
        DIGITS[usize::from(byte & 15)],
    ]
}

/// `None` for a `%` without two digits, and for what is not UTF-8.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.bytes().any(|byte| byte == b'%' || byte == b'+') {
        return Some(text.into());
    }
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    loop {
        rest = match rest {
            [] => break,
            [b'%', high, low, tail @ ..] => {
                bytes.push(digit(*high)? << 4 | digit(*low)?);
                tail
            }
            [b'%', ..] => return None,
            [b'+', tail @ ..] => {
                bytes.push(b' ');
                tail
            }
            [byte, tail @ ..] => {
                bytes.push(*byte);
                tail
            }
        };
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

impl fmt::Debug for Form<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Form({} fields)", self.fields.len())
    }
}

impl fmt::Debug for FormField<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "FormField({} and {} bytes)",
            self.name.len(),
            self.value.len()
        )
    }
}
