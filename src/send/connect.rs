//! A connection to the server: its name, its addresses, TLS.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::error::{self, Error, ErrorKind};
use super::options::Options;
use super::origin::Origin;
use super::tls;
use crate::request::Scheme;

/// TCP, or TLS over it.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

pub(super) struct Connection {
    pub stream: Box<dyn Stream>,
    pub address: SocketAddr,
}

pub(super) async fn connect(
    origin: &Origin,
    credentials: bool,
    options: &Options,
) -> Result<Connection, Error> {
    let tls = match origin.scheme {
        Scheme::Http => None,
        Scheme::Https => Some(tls::connector(&options.roots)?),
    };
    let deadline = options.connect_timeout.map(|limit| Instant::now() + limit);
    let connect = async {
        let addresses = resolve(origin, credentials, options).await?;
        let (stream, address) = reach(origin, &addresses, deadline).await?;
        // A request goes out in few writes, and none of them should wait for another.
        let _ = stream.set_nodelay(true);
        let stream: Box<dyn Stream> = match tls {
            None => Box::new(stream),
            Some(tls) => Box::new(tls::agree(&tls, origin, stream).await?),
        };
        Ok(Connection { stream, address })
    };
    match options.connect_timeout {
        None => connect.await,
        Some(limit) => match tokio::time::timeout(limit, connect).await {
            Ok(connection) => connection,
            Err(_) => Err(error::timeout(
                format!("there was no connection to {origin}"),
                limit,
            )),
        },
    }
}

/// The addresses of the host that may be connected to.
async fn resolve(
    origin: &Origin,
    credentials: bool,
    options: &Options,
) -> Result<Vec<SocketAddr>, Error> {
    let found = tokio::net::lookup_host((&*origin.host, origin.port)).await;
    let unknown = |detail: String| {
        Error::new(
            ErrorKind::Resolve,
            format!("the host `{}` is not known{detail}", origin.host),
            "check its spelling, and whether this machine is connected to a network",
        )
    };
    let mut addresses: Vec<_> = match found {
        Ok(found) => found.collect(),
        Err(error) => return Err(unknown(format!(": {}", plain(&error)))),
    };
    if addresses.is_empty() {
        return Err(unknown(String::new()));
    }
    if let Some(allow) = &options.allow {
        addresses.retain(|address| allow(address.ip().to_canonical()));
        if addresses.is_empty() {
            return Err(Error::new(
                ErrorKind::Refused,
                format!("`{}` has an address that is not connected to", origin.host),
                "send to another host, or from a machine that may connect to it",
            ));
        }
    }
    // The name alone says that this is the same machine; what it stands for has to be.
    if credentials && origin.scheme == Scheme::Http && origin.loopback && !options.insecure_auth {
        addresses.retain(|address| address.ip().is_loopback());
        if addresses.is_empty() {
            return Err(Error::new(
                ErrorKind::InsecureAuth,
                format!(
                    "`{}` is another machine, and would get credentials over plain http",
                    origin.host
                ),
                "use https (RFC 6750 §5.3), or send them all the same with `--insecure-auth`",
            ));
        }
    }
    Ok(addresses)
}

/// The first address that answers; each has its share of the time that is left.
async fn reach(
    origin: &Origin,
    addresses: &[SocketAddr],
    deadline: Option<Instant>,
) -> Result<(TcpStream, SocketAddr), Error> {
    let mut failed = None;
    for (index, address) in addresses.iter().enumerate() {
        let left = u32::try_from(addresses.len() - index).unwrap_or(u32::MAX);
        let share = deadline.map(|deadline| deadline.duration_since(Instant::now()) / left);
        let limit = share.unwrap_or(Duration::MAX);
        match tokio::time::timeout(limit, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok((stream, *address)),
            Ok(Err(error)) => failed = Some((*address, error)),
            Err(_) => failed = Some((*address, io::ErrorKind::TimedOut.into())),
        }
    }
    Err(match failed {
        None => unreachable(origin, None, &io::ErrorKind::AddrNotAvailable.into()),
        Some((address, error)) => unreachable(origin, Some(address), &error),
    })
}

fn unreachable(origin: &Origin, address: Option<SocketAddr>, error: &io::Error) -> Error {
    let at = match address {
        Some(address) if address.ip().to_string() != origin.host => format!(" at {address}"),
        _ => String::new(),
    };
    if error.kind() == io::ErrorKind::TimedOut {
        return Error::new(
            ErrorKind::Timeout,
            format!("{origin}{at} does not answer"),
            "check the host and whether a firewall stands between; `--connect-timeout` waits longer",
        );
    }
    let help = match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            "nothing listens there: check host and port, and whether the server runs"
        }
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
            "check whether this machine is connected to that network"
        }
        _ => "check host and port",
    };
    Error::new(
        ErrorKind::Connect,
        format!("cannot connect to {origin}{at}: {}", plain(error)),
        help,
    )
}

/// What the system says, without the number of the error.
pub(super) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text
        .strip_prefix("failed to lookup address information: ")
        .unwrap_or(&text);
    match text.find(" (os error ") {
        Some(end) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}
