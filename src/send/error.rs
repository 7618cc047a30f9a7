//! Why no response came.

use std::fmt;

use http::StatusCode;

/// What kept a request from being answered. No message shows a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    help: String,
}

/// What sort of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request cannot be sent: its host or port is none.
    Request,
    /// A credential would go over plain http to another machine.
    InsecureAuth,
    /// The name of the host is not known.
    Resolve,
    /// The address filter of the options refuses the host's addresses.
    Refused,
    /// No connection could be made.
    Connect,
    /// TLS failed, or the certificate is not to be trusted.
    Tls,
    /// Certificate authorities could not be read.
    Roots,
    /// A time limit was over.
    Timeout,
    /// The connection was closed before the whole response was there.
    Closed,
    /// The response has more bytes than the options allow.
    TooLarge,
    /// What came is no response of HTTP/1.
    NotHttp,
    /// A content coding of the body is broken.
    Decode,
    /// A redirection leads nowhere, or there are too many of them.
    Redirect,
}

impl Error {
    pub(crate) fn new(
        kind: ErrorKind,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            message: message.into(),
            help: help.into(),
        }
    }

    /// Of a response with this status.
    pub(super) fn of(mut self, status: StatusCode) -> Self {
        self.message += &format!("; the status was {}", status.as_u16());
        self
    }

    /// What sort of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What to do.
    pub fn help(&self) -> &str {
        &self.help
    }
}

/// What happened, and where.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// A time limit that was over.
pub(super) fn timeout(what: impl fmt::Display, limit: std::time::Duration) -> Error {
    Error::new(
        ErrorKind::Timeout,
        format!("{what} within {} s", limit.as_secs_f64()),
        "the server may be busy or the network slow; `--timeout` and `--connect-timeout` wait longer",
    )
}
