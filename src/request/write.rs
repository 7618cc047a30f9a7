//! The model back as a message.

use http::Version;

use super::{Request, TargetForm};
use crate::parse::default_scheme;

impl Request<'_> {
    /// The request as one message, its lines ending in CRLF. Reading it gives an equal request:
    /// what no field says is written as a pseudo-field (`:scheme`, `:authority`), and a body in
    /// chunks as one chunk.
    ///
    /// ```
    /// let request = snippetgen::parse(b"GET /a HTTP/1.1\nHost:a.example")?;
    /// assert_eq!(request.write_message(), b"GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n");
    /// # Ok::<(), snippetgen::Errors>(())
    /// ```
    pub fn write_message(&self) -> Vec<u8> {
        let body = self.body.as_ref().map_or(&b""[..], |body| body.bytes(true));
        let mut message = Vec::with_capacity(512 + body.len());
        let mut write = |bytes: &[u8]| message.extend_from_slice(bytes);
        write(self.method.as_str().as_bytes());
        write(b" ");
        write(self.target.text.as_bytes());
        write(match self.version {
            None => b"",
            Some(Version::HTTP_10) => b" HTTP/1.0",
            Some(Version::HTTP_2) => b" HTTP/2",
            Some(Version::HTTP_3) => b" HTTP/3",
            Some(_) => b" HTTP/1.1",
        });
        write(b"\r\n");
        if self.target.form != TargetForm::Absolute {
            if self.scheme != default_scheme(self.authority.as_bytes()) {
                write(b":scheme: ");
                write(self.scheme.as_str().as_bytes());
                write(b"\r\n");
            }
            if self
                .field("host")
                .is_none_or(|host| host.value != self.authority)
            {
                write(b":authority: ");
                write(self.authority.as_bytes());
                write(b"\r\n");
            }
        }
        for field in &self.fields {
            write(field.name.as_bytes());
            write(b": ");
            write(field.value.as_bytes());
            write(b"\r\n");
        }
        write(b"\r\n");
        if self.field("transfer-encoding").is_none() {
            write(body);
            return message;
        }
        if !body.is_empty() {
            write(format!("{:X}\r\n", body.len()).as_bytes());
            write(body);
            write(b"\r\n");
        }
        write(b"0\r\n\r\n");
        message
    }
}
