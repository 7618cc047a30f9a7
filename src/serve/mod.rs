//! The page, its HTTP API and the echo endpoints.
//!
//! Nothing is kept between two requests. Everything a client can make the server hold has a bound:
//! connections, heads, bodies, time, and work in hand.

mod addresses;
mod body;
mod clients;
mod connection;
mod diagnostic;
mod echo;
mod etag;
mod examples;
mod guard;
mod options;
mod page;
mod panics;
mod problem;
mod router;
mod send;
mod site;
mod snippets;
mod wire;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

pub use options::{Options, Sending};

use site::Site;

/// A server that has its address, and does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    site: Arc<Site>,
}

impl Server {
    /// Takes the address.
    ///
    /// # Errors
    /// Where it is taken already, or not of this machine.
    pub async fn bind(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((options.address, options.port)).await?;
        let address = listener.local_addr()?;
        let site = Arc::new(Site::new(options)?);
        Ok(Self {
            listener,
            address,
            site,
        })
    }

    /// The address with the port it really has.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stop` is done. Requests in hand have a few seconds to finish then.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let router = router::new(self.site);
        connection::serve(self.listener, router, stop).await;
    }
}
