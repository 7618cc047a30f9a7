//! Where a request goes: scheme, host and port.

use std::fmt;

use super::error::{Error, ErrorKind};
use crate::parse::{is_loopback, split_authority};
use crate::request::Scheme;

/// An origin (RFC 9110 §4.3.1), whose host is in lower case.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Origin {
    pub scheme: Scheme,
    /// A name or an address; an IPv6 address without its brackets.
    pub host: String,
    pub port: u16,
    /// Whether the name promises that the host is this machine.
    pub loopback: bool,
}

impl Origin {
    pub(super) fn new(scheme: Scheme, authority: &[u8]) -> Result<Self, Error> {
        let text = String::from_utf8_lossy(authority);
        let bad = |what: &str, help: &str| {
            let message = format!("`{}` {what}", text.escape_debug());
            Err(Error::new(ErrorKind::Request, message, help))
        };
        let (host, port) = split_authority(authority);
        let bracketed = host.starts_with(b"[") && host.ends_with(b"]");
        let host = match bracketed {
            true => &host[1..host.len() - 1],
            false => host,
        };
        let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
        let host = match std::str::from_utf8(host) {
            Ok(host) if bracketed || (!host.is_empty() && host.bytes().all(|b| allowed(&b))) => {
                host.to_ascii_lowercase()
            }
            _ => {
                return bad(
                    "is no host that can be looked up",
                    "write the name or the address of the server after `Host:`, and fill \
                     placeholders in",
                );
            }
        };
        let port = match (port, scheme) {
            (b"", Scheme::Http) => 80,
            (b"", Scheme::Https) => 443,
            (digits, _) => match std::str::from_utf8(digits).map(str::parse) {
                Ok(Ok(port)) => port,
                _ => {
                    return bad(
                        "has no port that is a number",
                        "write a number from 1 to 65535",
                    );
                }
            },
        };
        Ok(Self {
            scheme,
            host,
            port,
            loopback: is_loopback(authority),
        })
    }
}

/// `https://api.example.com`, the port where it is not that of the scheme.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://", self.scheme.as_str())?;
        match self.host.contains(':') {
            true => write!(f, "[{}]", self.host)?,
            false => f.write_str(&self.host)?,
        }
        match (self.scheme, self.port) {
            (Scheme::Http, 80) | (Scheme::Https, 443) => Ok(()),
            (_, port) => write!(f, ":{port}"),
        }
    }
}
