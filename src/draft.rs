//! A snippet in the making: the request under the caller's options, as every view asks for it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::iter;

use crate::code::{self, Code, EnvName, Syntax};
use crate::note::{Place, Refusal};
use crate::oddities::Oddities;
use crate::request::{Content, FieldLine, Request, Scheme, Secret, TargetForm};

/// How a snippet is written.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// Send the body bytes as they stand, final line end included, instead of a literal of the
    /// language that means the same.
    pub exact: bool,
    /// How secrets are written.
    pub auth: Auth,
}

/// How the secrets of a request (tokens, credentials, keys, cookies) are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Auth {
    /// As given.
    #[default]
    Literal,
    /// As a text to be replaced: this one, or `<token>` and the like by kind.
    Placeholder(Option<String>),
    /// Looked up in the environment by this name, or `API_TOKEN` and the like by kind.
    Env(Option<EnvName>),
}

/// One request, about to become a snippet.
pub(crate) struct Draft<'r> {
    pub(crate) request: &'r Request<'r>,
    pub(crate) options: &'r Options,
    content: Option<Content<'r>>,
    target: Oddities,
    /// For each field line, the others of its name.
    namesakes: Vec<Namesakes>,
}

struct Namesakes {
    /// How many stand before it.
    earlier: usize,
    /// The index of the next one.
    next: Option<usize>,
}

/// What a field value is written as.
pub(crate) enum Value<'r> {
    /// These bytes.
    Bytes(Cow<'r, [u8]>),
    /// This text, then the value of an environment variable.
    Lookup(&'r str, EnvName),
}

/// A longer body is data rather than something to read: it is sent as its bytes, which takes no
/// more memory than they do.
const MOST_READABLE: usize = 1 << 20;

impl<'r> Draft<'r> {
    pub(crate) fn new(request: &'r Request<'r>, options: &'r Options) -> Self {
        let body = request.body().filter(|_| !options.exact);
        let body = body.filter(|body| (1..=MOST_READABLE).contains(&body.bytes(false).len()));
        Self {
            request,
            options,
            content: body.map(|body| body.content()),
            target: Oddities::of(request.target()),
            namesakes: namesakes(request.fields()),
        }
    }

    /// The structure of the body; `None` where its bytes count: in exact mode, and of a long one.
    pub(crate) fn content(&self) -> Option<&Content<'r>> {
        self.content.as_ref()
    }

    /// The method as text.
    pub(crate) fn method(&self) -> &'r str {
        self.request.method().as_str()
    }

    /// What is unusual about the request target.
    pub(crate) fn target(&self) -> Oddities {
        self.target
    }

    /// The address of the request. Bytes that are not UTF-8 are percent-encoded.
    pub(crate) fn url_text(&self) -> Cow<'r, str> {
        match self.request.url().as_str() {
            Some(url) => Cow::Borrowed(url),
            None => Cow::Owned(encode_non_ascii(self.request.url().as_bytes())),
        }
    }

    /// The target in origin-form. Bytes beyond ASCII are percent-encoded.
    pub(crate) fn target_text(&self) -> Cow<'r, str> {
        let target = self.request.target().origin_form();
        match target.as_str().filter(|text| text.is_ascii()) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(encode_non_ascii(target.as_bytes())),
        }
    }

    /// Host and port.
    pub(crate) fn authority(&self) -> Cow<'r, str> {
        String::from_utf8_lossy(self.request.authority().as_bytes())
    }

    /// What a `target-encoded` note says.
    pub(crate) fn encoding_message(&self, client: &str) -> String {
        format!("{client} sends ASCII in a request target only: other bytes are percent-encoded")
    }

    /// The refusal of a client that has no way to send `*`.
    pub(crate) fn refuse_asterisk(&self, client: &str) -> Refusal {
        let message = format!("{client} cannot send the request target `*`");
        Refusal::new("target-asterisk", Place::Target, message)
    }

    /// The body's bytes, under the options; `None` where there are none.
    pub(crate) fn body(&self) -> Option<&'r [u8]> {
        let bytes = self.request.body()?.bytes(self.options.exact);
        (!bytes.is_empty()).then_some(bytes)
    }

    /// Whether this is `OPTIONS *`.
    pub(crate) fn is_asterisk(&self) -> bool {
        self.request.target().form() == TargetForm::Asterisk
    }

    /// The field lines a client is told, with their index: all but those it manages itself, which
    /// are a Host equal to the address's, a correct Content-Length, and what belongs to the
    /// connection (RFC 9110 §7.6.1).
    pub(crate) fn fields(&self) -> impl Iterator<Item = (usize, &'r FieldLine<'r>)> {
        let request = self.request;
        request
            .fields()
            .iter()
            .enumerate()
            .filter(move |(_, field)| {
                let managed = field.is("connection")
                    || field.is("transfer-encoding")
                    || field.is("content-length")
                    || (field.is("host")
                        && field.value().as_bytes() == request.authority().as_bytes());
                !managed
            })
    }

    /// Whether the authority names the default port of its scheme, which clients leave out of Host.
    pub(crate) fn names_default_port(&self) -> bool {
        let port: &[u8] = match self.request.scheme() {
            Scheme::Http => b":80",
            Scheme::Https => b":443",
        };
        self.request.authority().as_bytes().ends_with(port)
    }

    /// Whether a field of this name is told.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields().any(|(_, field)| field.is(name))
    }

    /// Whether two told fields have one name.
    pub(crate) fn repeats(&self) -> bool {
        self.fields().any(|(index, _)| self.repeated(index))
    }

    /// How many field lines before that of this index have its name.
    pub(crate) fn earlier(&self, index: usize) -> usize {
        self.namesakes[index].earlier
    }

    /// The field line of this index and those after it of the same name, with their index.
    pub(crate) fn same(&self, index: usize) -> impl Iterator<Item = (usize, &'r FieldLine<'r>)> {
        iter::successors(Some(index), |index| self.namesakes[*index].next)
            .map(|index| (index, &self.request.fields()[index]))
    }

    /// Whether the field of this index has the name of an earlier one.
    pub(crate) fn repeated(&self, index: usize) -> bool {
        self.earlier(index) > 0
    }

    /// Whether the only Content-Type is exactly this.
    pub(crate) fn content_type_is(&self, media_type: &str) -> bool {
        let mut types = self
            .request
            .fields()
            .iter()
            .filter(|field| field.is("content-type"));
        types
            .next()
            .is_some_and(|field| field.value().as_bytes() == media_type.as_bytes())
            && types.next().is_none()
    }

    /// Whether the only Content-Type is `multipart/form-data` with a boundary and no more, so that
    /// a client may write it with a boundary of its own.
    pub(crate) fn content_type_is_multipart(&self) -> bool {
        let mut types = self
            .request
            .fields()
            .iter()
            .filter(|field| field.is("content-type"));
        let Some(value) = types.next().and_then(|field| field.value().as_str()) else {
            return false;
        };
        let parameters = value
            .get(..19)
            .filter(|start| start.eq_ignore_ascii_case("multipart/form-data"));
        let boundary = parameters
            .and(value[19..].trim_start().strip_prefix(';'))
            .map(str::trim_start);
        types.next().is_none()
            && boundary.is_some_and(|rest| {
                rest.get(..9)
                    .is_some_and(|name| name.eq_ignore_ascii_case("boundary="))
                    && !rest.contains(';')
            })
    }

    /// Whether the only Content-Type is `multipart/form-data` with a boundary and nothing else, so
    /// that a client may choose another boundary.
    pub(crate) fn names_only_a_boundary(&self) -> bool {
        let mut types = self
            .request
            .fields()
            .iter()
            .filter(|field| field.is("content-type"));
        let value = match (types.next(), types.next()) {
            (Some(field), None) => field.value().as_bytes(),
            _ => return false,
        };
        let mut parameters = value
            .splitn(2, |byte| *byte == b';')
            .map(<[u8]>::trim_ascii);
        parameters.next() == Some(b"multipart/form-data")
            && parameters.next().is_some_and(|parameter| {
                parameter
                    .get(..9)
                    .is_some_and(|name| name.eq_ignore_ascii_case(b"boundary="))
                    && !parameter.contains(&b';')
            })
    }

    /// What the value of a field is written as, under `--auth`.
    pub(crate) fn value(&self, field: &'r FieldLine<'r>) -> Value<'r> {
        let value = field.value().as_bytes();
        let secret = match self.options.auth {
            Auth::Literal => None,
            _ => field.secret(),
        };
        let Some((kind, start)) = secret else {
            return Value::Bytes(Cow::Borrowed(value));
        };
        let prefix = &value[..start];
        match &self.options.auth {
            Auth::Literal => Value::Bytes(Cow::Borrowed(value)),
            Auth::Placeholder(text) => {
                let text = text.as_deref().unwrap_or(placeholder(kind));
                Value::Bytes(Cow::Owned([prefix, text.as_bytes()].concat()))
            }
            Auth::Env(name) => {
                let authorization = field.is("authorization").then_some(name.as_ref()).flatten();
                let name = authorization.cloned().unwrap_or_else(|| variable(kind));
                Value::Lookup(std::str::from_utf8(prefix).unwrap_or_default(), name)
            }
        }
    }
}

/// Looked up rather than compared: there may be very many fields.
fn namesakes(fields: &[FieldLine<'_>]) -> Vec<Namesakes> {
    let mut all = Vec::<Namesakes>::with_capacity(fields.len());
    let mut last = HashMap::new();
    for (index, field) in fields.iter().enumerate() {
        let previous = match fields.len() <= FEW {
            true => fields[..index].iter().rposition(|it| it.is(field.name())),
            false => last.insert(field.name().to_ascii_lowercase(), index),
        };
        let earlier = previous.map_or(0, |previous| {
            all[previous].next = Some(index);
            all[previous].earlier + 1
        });
        all.push(Namesakes {
            earlier,
            next: None,
        });
    }
    all
}

/// Of so few fields each is compared with each faster than a map is filled.
const FEW: usize = 24;

/// What a reader replaces by the secret of a field.
pub(crate) fn placeholder_of(field: &FieldLine<'_>) -> &'static str {
    field.secret().map_or("", |(kind, _)| placeholder(kind))
}

fn placeholder(kind: Secret) -> &'static str {
    match kind {
        Secret::Bearer => "<token>",
        Secret::Basic | Secret::Credentials => "<credentials>",
        Secret::ApiKey => "<key>",
        Secret::Cookie => "<cookie>",
    }
}

fn variable(kind: Secret) -> EnvName {
    EnvName::fixed(match kind {
        Secret::Bearer => "API_TOKEN",
        Secret::Basic | Secret::Credentials => "API_CREDENTIALS",
        Secret::ApiKey => "API_KEY",
        Secret::Cookie => "API_COOKIE",
    })
}

/// `"prefix" + lookup`, or the look-up alone without a prefix.
pub(crate) fn joined<'a, L: Syntax>(
    prefix: &'a str,
    operator: &'static str,
    lookup: Code<'a, L>,
) -> Code<'a, L> {
    match prefix {
        "" => lookup,
        _ => code::row([code::text(prefix), code::word(operator), lookup]),
    }
}

fn encode_non_ascii(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() + 16), |mut text, byte| {
            match byte.is_ascii() {
                true => text.push(char::from(*byte)),
                false => text.push_str(&format!("%{byte:02X}")),
            }
            text
        })
}
