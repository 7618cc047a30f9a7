//! The request as it goes out.

use std::borrow::Cow;

use super::error::{Error, ErrorKind};
use super::options::{Event, Options};
use super::origin::Origin;
use super::response::Field;
use crate::diagnostic::masked;
use crate::request::{FieldLine, Method, Request, Scheme, Secret, Text, Version};

/// What goes out: the first request, or what a redirection made of it.
#[derive(Clone)]
pub(super) struct Message<'r> {
    pub method: Method,
    pub scheme: Scheme,
    pub authority: Cow<'r, [u8]>,
    pub target: Cow<'r, [u8]>,
    pub version: &'static str,
    pub fields: Vec<FieldLine<'r>>,
    pub body: Cow<'r, [u8]>,
}

impl<'r> Message<'r> {
    pub(super) fn new(request: &'r Request<'r>, exact: bool) -> Self {
        let body = request.body().map_or(&b""[..], |body| body.bytes(exact));
        let mut message = Self {
            method: request.method().clone(),
            scheme: request.scheme(),
            authority: request.authority().as_bytes().into(),
            target: request.target().as_text().as_bytes().into(),
            version: match request.version() {
                Some(Version::HTTP_10) => "HTTP/1.0",
                _ => "HTTP/1.1",
            },
            fields: request.fields().to_vec(),
            body: body.into(),
        };
        message.frame();
        message
    }

    /// Makes the fields tell where the message goes and how long it is.
    pub(super) fn frame(&mut self) {
        if !self.fields.iter().any(|field| field.is("host")) {
            let host = FieldLine::made("Host", self.authority.clone());
            self.fields.insert(0, host);
        }
        if self.is_chunked() {
            self.fields.retain(|field| !field.is("content-length"));
            return;
        }
        let length = self.body.len().to_string().into_bytes();
        let mut given = false;
        for field in &mut self.fields {
            if field.is("content-length") {
                given = true;
                // An equal number may be spelt otherwise (`5, 5`, `05`).
                if !says(&field.value, self.body.len()) {
                    field.value = Text::new(length.clone());
                }
            }
        }
        let expects_body = [Method::POST, Method::PUT, Method::PATCH].contains(&self.method);
        if !given && (expects_body || !self.body.is_empty()) {
            self.fields.push(FieldLine::made("Content-Length", length));
        }
    }

    fn is_chunked(&self) -> bool {
        self.fields
            .iter()
            .any(|field| field.is("transfer-encoding"))
    }

    pub(super) fn origin(&self) -> Result<Origin, Error> {
        Origin::new(self.scheme, &self.authority)
    }

    fn line(&self) -> Vec<u8> {
        let mut line = Vec::with_capacity(self.target.len() + 24);
        line.extend_from_slice(self.method.as_str().as_bytes());
        line.push(b' ');
        line.extend_from_slice(&self.target);
        line.push(b' ');
        line.extend_from_slice(self.version.as_bytes());
        line
    }

    /// The bytes that go out.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.line();
        bytes.extend_from_slice(b"\r\n");
        for field in &self.fields {
            bytes.extend_from_slice(field.name().as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(field.value().as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        match self.is_chunked() {
            false => bytes.extend_from_slice(&self.body),
            true => {
                if !self.body.is_empty() {
                    bytes.extend_from_slice(format!("{:X}\r\n", self.body.len()).as_bytes());
                    bytes.extend_from_slice(&self.body);
                    bytes.extend_from_slice(b"\r\n");
                }
                bytes.extend_from_slice(b"0\r\n\r\n");
            }
        }
        bytes
    }

    /// Whether a bearer token or a password is in it.
    pub(super) fn has_credentials(&self) -> bool {
        let in_field = |field: &FieldLine<'_>| {
            let secret = field.secret();
            matches!(secret, Some((Secret::Bearer | Secret::Basic, _)))
        };
        let is_form = |field: &FieldLine<'_>| {
            let form = b"application/x-www-form-urlencoded";
            let value = field.value().as_bytes();
            field.is("content-type")
                && value.len() >= form.len()
                && value[..form.len()].eq_ignore_ascii_case(form)
        };
        let has_token = |pairs: &[u8]| {
            let mut pairs = pairs.split(|byte| b"?&".contains(byte));
            pairs.any(|pair| pair.starts_with(b"access_token="))
        };
        self.fields.iter().any(in_field)
            || has_token(&self.target)
            || (self.fields.iter().any(is_form) && has_token(&self.body))
    }

    /// RFC 6750 §5.3.
    pub(super) fn check_credentials(
        &self,
        origin: &Origin,
        options: &Options,
    ) -> Result<(), Error> {
        if origin.scheme == Scheme::Https
            || origin.loopback
            || options.insecure_auth
            || !self.has_credentials()
        {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::InsecureAuth,
            format!("the request has credentials, and {origin} would get them over plain http"),
            "use https (RFC 6750 §5.3), or send them all the same with `--insecure-auth`",
        ))
    }

    /// Tells the observer what is about to go out.
    pub(super) fn announce(&self, origin: &Origin, options: &Options) {
        let Some(observe) = &options.observe else {
            return;
        };
        let shown = |field: &FieldLine<'_>| {
            let name = field.name();
            let line = [name.as_bytes(), b": ", field.value().as_bytes()].concat();
            let mut line = masked(&line, false);
            Field {
                name: name.to_owned(),
                value: line.split_off((name.len() + 2).min(line.len())),
            }
        };
        let fields: Vec<_> = self.fields.iter().map(shown).collect();
        observe(Event::Sending {
            origin: &origin.to_string(),
            line: &masked(&self.line(), true),
            fields: &fields,
            body: self.body.len(),
        });
    }
}

fn says(value: &Text<'_>, length: usize) -> bool {
    let mut items = value.as_bytes().split(|byte| *byte == b',');
    items.all(|item| {
        let item = std::str::from_utf8(item.trim_ascii());
        item.is_ok_and(|item| item.parse() == Ok(length))
    })
}
