//! How a request is sent.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::Field;

/// Limits, and what is allowed.
///
/// ```
/// use snippetgen::send::Options;
///
/// let mut options = Options::default();
/// options.max_bytes = 1 << 20;
/// options.allow = Some(std::sync::Arc::new(|address| address.is_loopback()));
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Options {
    /// Send the body's bytes as they stand, with the final line end that is otherwise taken for
    /// the editor's.
    pub exact: bool,
    /// How long it may take to find the host, to connect and to agree on TLS; ten seconds unless
    /// changed. Of several addresses each has its share.
    pub connect_timeout: Option<Duration>,
    /// How long it may take from the start to the last byte, redirections included; a minute unless
    /// changed.
    pub timeout: Option<Duration>,
    /// How many bytes the body may have, before and after decoding; 64 MiB unless changed.
    pub max_bytes: u64,
    /// How many redirections are followed; none unless changed.
    pub follow: usize,
    /// Send a bearer token or a password over plain http to another machine than this one.
    pub insecure_auth: bool,
    /// The certificate authorities that are trusted.
    pub roots: Roots,
    /// Which addresses may be connected to. It is asked after names were resolved, for every
    /// address and redirection, so that no name leads around it.
    pub allow: Option<Allow>,
    /// Is told what goes on.
    pub observe: Option<Observe>,
}

/// Says whether an address may be connected to.
pub type Allow = Arc<dyn Fn(IpAddr) -> bool + Send + Sync>;

/// Is told what goes on.
pub type Observe = Arc<dyn Fn(Event<'_>) + Send + Sync>;

/// The certificate authorities that are trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Roots {
    /// Those of the operating system.
    #[default]
    Platform,
    /// Those of a file of PEM certificates alone.
    File(PathBuf),
}

/// What goes on while a request is sent.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'e> {
    /// A request is about to be sent, the first one or that of a redirection.
    Sending {
        /// Where to: `https://api.example.com`.
        origin: &'e str,
        /// Method, target and version.
        line: &'e [u8],
        /// The field lines with those that were added; credentials are `***`.
        fields: &'e [Field],
        /// How many bytes its body has.
        body: usize,
    },
    /// A redirection is followed.
    Redirected {
        /// The status that asked for it.
        status: u16,
        /// Names of fields that are not sent to the other origin.
        dropped: &'e [String],
    },
    /// Bytes of the body came.
    Received {
        /// How many there are now.
        bytes: u64,
        /// How many there will be, where Content-Length says so.
        of: Option<u64>,
    },
}

impl Default for Options {
    fn default() -> Self {
        Self {
            exact: false,
            connect_timeout: Some(Duration::from_secs(10)),
            timeout: Some(Duration::from_secs(60)),
            max_bytes: 64 << 20,
            follow: 0,
            insecure_auth: false,
            roots: Roots::default(),
            allow: None,
            observe: None,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("exact", &self.exact)
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("max_bytes", &self.max_bytes)
            .field("follow", &self.follow)
            .field("insecure_auth", &self.insecure_auth)
            .field("roots", &self.roots)
            .finish_non_exhaustive()
    }
}
