//! Placeholders such as `{token}`, and the values that take their place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use crate::diagnostic::Errors;
use crate::parse::{self, Problems};
use crate::request::{
    Body, BodyKind, FieldLine, Json, Request, RequestTarget, Scheme, TargetForm, Text,
};

/// What is left as it is in an address (RFC 3986 §2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// How many names are complained of at most: a hostile message could have millions.
const TOLD: usize = 100;

/// Values by the names of placeholders. `Debug` shows the names alone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Gives a name its value, which may be a secret.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Whether a placeholder may have this name: a letter or `_`, then letters, digits, `_`, `-`
    /// and `.`.
    pub fn is_name(name: &str) -> bool {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
    }

    /// The text with `{name}` in the place of every value of four bytes or more, however it was
    /// encoded: what was filled in, fit to be shown. Shorter ones are no secrets.
    pub fn mask(&self, text: &[u8]) -> Vec<u8> {
        let mut values = Vec::new();
        for (name, value) in self.iter().filter(|(_, value)| value.len() >= 4) {
            for context in Context::ALL {
                values.extend(encode(value, context).ok().map(|value| (value, name)));
            }
        }
        // The longest first: one value may be a part of another.
        values.sort_by_key(|(value, _)| std::cmp::Reverse(value.len()));
        let mut masked = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some((first, tail)) = rest.split_first() {
            match values.iter().find(|(value, _)| rest.starts_with(value)) {
                Some((value, name)) => {
                    masked.extend_from_slice(format!("{{{name}}}").as_bytes());
                    rest = &rest[value.len()..];
                }
                None => {
                    masked.push(*first);
                    rest = tail;
                }
            }
        }
        masked
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| &**value)
    }
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Puts values in the place of `{name}` and `{{name}}`, and gives the message to be sent.
///
/// In the target and in field values each of these is a placeholder. In a body, where braces have
/// other meanings, those are that have a value, and those that are a whole string of JSON or a
/// whole value of a form.
///
/// No value can change what the message is: in a target and in a form it is percent-encoded
/// (RFC 6570 §3.2.2), in a string of JSON and in XML it is escaped, as a value of JSON it has to be
/// JSON, in a field it may have no line end, and as a host it has to be one. In other bodies it
/// stands as it is.
///
/// ```
/// use snippetgen::send::{Variables, fill};
///
/// let mut variables = Variables::default();
/// variables.set("id", "a/b");
/// let message = fill(b"GET /{id} HTTP/1.1\nHost: a.example\n\n", None, &variables)?;
/// assert_eq!(message, b"GET /a%2Fb HTTP/1.1\r\nHost: a.example\r\n\r\n");
/// # Ok::<(), snippetgen::Errors>(())
/// ```
///
/// # Errors
/// Those of [`parse_as`](crate::parse_as); each placeholder without a value, and a bearer token
/// that stands for one; a value that cannot stand where it should. No value is shown.
pub fn fill(
    message: &[u8],
    scheme: Option<Scheme>,
    variables: &Variables,
) -> Result<Vec<u8>, Errors> {
    let request = parse::parse_as(message, scheme)?;
    let mut filler = Filler {
        message,
        variables,
        told: Vec::new(),
        problems: Problems::default(),
    };
    let filled = filler.request(&request, scheme);
    if filler.problems.has_errors() {
        return Err(Errors::new(filler.problems.locate(message)));
    }
    Ok(filled.write_message())
}

/// Where a value is put.
#[derive(Clone, Copy, PartialEq)]
enum Context {
    Target,
    Host,
    Field,
    JsonString,
    JsonValue,
    Form,
    Xml,
    Other,
}

impl Context {
    const ALL: [Self; 5] = [
        Self::Target,
        Self::Field,
        Self::JsonString,
        Self::Xml,
        Self::Other,
    ];
}

struct Filler<'f> {
    message: &'f [u8],
    variables: &'f Variables,
    /// Names that were complained of; once is enough.
    told: Vec<String>,
    problems: Problems,
}

impl Filler<'_> {
    fn request<'r>(&mut self, request: &Request<'r>, asked: Option<Scheme>) -> Request<'r> {
        let target = request.target();
        let text = target.as_text().as_bytes();
        let path = match target.form() {
            TargetForm::Absolute => after_authority(text),
            _ => 0,
        };
        let mut filled = self.text(&text[..path], |_, _| (Context::Host, true));
        filled.extend(self.text(&text[path..], |_, _| (Context::Target, true)));

        let authority = request.authority().as_bytes();
        let host = self.text(authority, |_, _| (Context::Host, true));
        // The host decides the scheme that nobody asked for.
        let scheme = match host == authority {
            true => request.scheme(),
            false => asked.unwrap_or_else(|| parse::default_scheme(&host)),
        };
        let body = request.body().map(|body| self.body(request, body));
        let length = body.as_ref().map_or(0, |body| body.bytes(true).len());
        let before = request.body().map_or(0, |body| body.bytes(true).len());
        let mut fields = request.fields().to_vec();
        for field in &mut fields {
            let value = match field.is("content-length") && length != before {
                true => length.to_string().into_bytes(),
                false => self.field(field),
            };
            field.value = Text::new(value);
        }
        let token =
            |field: &FieldLine<'_>| field.bearer().is_some_and(|token| token.is_placeholder());
        if let Some(field) = fields.iter().find(|field| token(field))
            && self.told.is_empty()
        {
            self.problems.error(
                "placeholder-token",
                field.span(),
                "the bearer token stands for one that is to be filled in",
                "write the token, or `{token}` and give it a value with `--var token=…`; `--literal` sends \
                 it as it stands",
            );
        }
        Request {
            method: request.method().clone(),
            target: RequestTarget {
                form: target.form(),
                text: Text::new(filled),
                origin: Text::new(&b""[..]),
            },
            version: request.version(),
            scheme,
            authority: Text::new(host),
            url: Text::new(&b""[..]),
            fields,
            body,
            warnings: Vec::new(),
        }
    }

    fn field(&mut self, field: &FieldLine<'_>) -> Vec<u8> {
        let context = match field.is("host") {
            true => Context::Host,
            false => Context::Field,
        };
        self.text(field.value().as_bytes(), |_, _| (context, true))
    }

    fn body<'r>(&mut self, request: &Request<'_>, body: &Body<'r>) -> Body<'r> {
        let bytes = body.bytes(true);
        let filled = match body.kind() {
            BodyKind::Json => {
                let strings = strings(bytes);
                self.text(bytes, |_, range| {
                    let next = strings.partition_point(|string| string.end < range.end);
                    let within = strings
                        .get(next)
                        .filter(|string| string.start <= range.start);
                    match within {
                        Some(string) => (Context::JsonString, string == range),
                        None => (Context::JsonValue, false),
                    }
                })
            }
            BodyKind::Form => self.text(bytes, |bytes, range| {
                let starts = bytes[..range.start].ends_with(b"=");
                let ends = matches!(
                    bytes[range.end..].first(),
                    None | Some(b'&' | b'\r' | b'\n')
                );
                (Context::Form, starts && ends)
            }),
            _ if is_xml(request) => self.text(bytes, |_, _| (Context::Xml, false)),
            _ => self.text(bytes, |_, _| (Context::Other, false)),
        };
        Body {
            kind: body.kind,
            boundary: body.boundary.clone(),
            bytes: Cow::Owned(filled),
            line_end: body.line_end,
        }
    }

    /// The text with values in it. The closure tells where a placeholder stands, and whether it is
    /// one although it has no value.
    fn text(
        &mut self,
        text: &[u8],
        place: impl Fn(&[u8], &Range<usize>) -> (Context, bool),
    ) -> Vec<u8> {
        let mut filled = Vec::with_capacity(text.len());
        let mut done = 0;
        for (range, name) in placeholders(text) {
            let (context, certain) = place(text, &range);
            let placeholder = &text[range.clone()];
            let value = match self.variables.get(name) {
                Some(value) => value,
                None if certain => {
                    self.missing(name, placeholder);
                    continue;
                }
                None => continue,
            };
            match encode(value, context) {
                Ok(value) => {
                    filled.extend_from_slice(&text[done..range.start]);
                    filled.extend_from_slice(&value);
                    done = range.end;
                }
                Err((message, help)) => {
                    let message = format!("the value of `{}` {message}", shown(name));
                    self.tell("placeholder-value", (name, placeholder), message, help);
                }
            }
        }
        filled.extend_from_slice(&text[done..]);
        filled
    }

    fn missing(&mut self, name: &str, placeholder: &[u8]) {
        let shown = shown(name);
        self.tell(
            "unfilled-placeholder",
            (name, placeholder),
            format!("the placeholder `{{{shown}}}` has no value"),
            format!(
                "give it one with `--var {shown}=…`, or `--var {shown}@VARIABLE` from the \
                 environment; `--literal` sends it as it stands"
            ),
        );
    }

    fn tell(
        &mut self,
        id: &'static str,
        (name, placeholder): (&str, &[u8]),
        message: String,
        help: impl Into<String>,
    ) {
        let known = self.told.iter().any(|earlier| earlier == name);
        if !known && self.told.len() < TOLD {
            self.told.push(name.to_owned());
            let span = self.find(placeholder);
            self.problems.error(id, span, message, help);
        }
    }

    /// Where the placeholder stands first.
    fn find(&self, placeholder: &[u8]) -> Range<usize> {
        let mut windows = self.message.windows(placeholder.len());
        let start = windows.position(|window| window == placeholder);
        start.map_or(0..0, |start| start..start + placeholder.len())
    }
}

/// A name fit to be shown: a long one is a token that somebody left the braces around.
fn shown(name: &str) -> Cow<'_, str> {
    match name.len() {
        ..32 => name.into(),
        // Names are ASCII.
        _ => format!("{}…", &name[..4]).into(),
    }
}

/// `{name}` and `{{name}}`, in their order.
fn placeholders(text: &[u8]) -> Vec<(Range<usize>, &str)> {
    let mut list = Vec::new();
    let mut at = 0;
    while let Some(open) = parse::find(&text[at..], b'{') {
        let start = at + open;
        let double = text[start..].starts_with(b"{{");
        let from = start + 1 + usize::from(double);
        let close: &[u8] = if double { b"}}" } else { b"}" };
        let len = text[from..]
            .iter()
            .position(|byte| !(byte.is_ascii_alphanumeric() || b"_-.".contains(byte)))
            .unwrap_or(text.len() - from);
        let name = std::str::from_utf8(&text[from..from + len]).unwrap_or_default();
        if Variables::is_name(name) && text[from + len..].starts_with(close) {
            at = from + len + close.len();
            list.push((start..at, name));
        } else {
            at = start + 1;
        }
    }
    list
}

/// What is between the quotes of the strings of a JSON text, the unfinished one included.
fn strings(text: &[u8]) -> Vec<Range<usize>> {
    let mut list = Vec::new();
    let mut start = None;
    let mut at = 0;
    while at < text.len() {
        match (text[at], start) {
            (b'\\', Some(_)) => at += 1,
            (b'"', Some(from)) => {
                list.push(from..at);
                start = None;
            }
            (b'"', None) => start = Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    list.extend(start.map(|start| start..text.len()));
    list
}

/// Where the path of an absolute-form starts.
fn after_authority(text: &[u8]) -> usize {
    let mark = text.windows(3).position(|window| window == b"://");
    let start = mark.map_or(0, |mark| mark + 3);
    let len = text[start..].iter().position(|byte| b"/?#".contains(byte));
    len.map_or(text.len(), |len| start + len)
}

fn is_xml(request: &Request<'_>) -> bool {
    request.field("content-type").is_some_and(|field| {
        let value = field.value().as_bytes().to_ascii_lowercase();
        let end = parse::find(&value, b';').unwrap_or(value.len());
        let essence = value[..end].trim_ascii();
        [&b"/xml"[..], b"+xml"]
            .iter()
            .any(|end| essence.ends_with(end))
    })
}

type Wrong = (&'static str, &'static str);

/// A value as it stands in its place, where it can.
fn encode(value: &str, context: Context) -> Result<Cow<'_, [u8]>, Wrong> {
    let bytes = value.as_bytes();
    let percent = || Cow::Owned(percent_encode(bytes, RESERVED).to_string().into_bytes());
    match context {
        Context::Target | Context::Form => Ok(percent()),
        Context::Host => {
            let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~:[]".contains(byte);
            match !value.is_empty() && bytes.iter().all(allowed) {
                true => Ok(bytes.into()),
                false => Err((
                    "is no host",
                    "a host is a name or an address, then perhaps `:` and a port",
                )),
            }
        }
        Context::Field => match bytes
            .iter()
            .all(|byte| *byte == b'\t' || !byte.is_ascii_control())
        {
            true => Ok(bytes.into()),
            false => Err((
                "has a line end or another control character, which no field may have",
                "remove it: files often end with a line end",
            )),
        },
        Context::JsonString => {
            let quoted = serde_json::Value::from(value).to_string();
            Ok(quoted.as_bytes()[1..quoted.len() - 1].to_vec().into())
        }
        Context::JsonValue => match Json::parse(bytes) {
            Some(_) => Ok(bytes.into()),
            None => Err((
                "is no JSON, and its placeholder is not in a string",
                "write the placeholder between quotation marks, or give it a value of JSON",
            )),
        },
        Context::Xml => {
            let mut text = String::with_capacity(value.len());
            for c in value.chars() {
                match c {
                    '&' => text.push_str("&amp;"),
                    '<' => text.push_str("&lt;"),
                    '>' => text.push_str("&gt;"),
                    '"' => text.push_str("&quot;"),
                    '\'' => text.push_str("&apos;"),
                    c => text.push(c),
                }
            }
            Ok(text.into_bytes().into())
        }
        Context::Other => Ok(bytes.into()),
    }
}
