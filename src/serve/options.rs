//! What a server is told when it starts.

use std::net::{IpAddr, Ipv4Addr};

/// Where a server listens, and what it does.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The address of this machine to listen at.
    pub address: IpAddr,
    /// The port, or 0 for any that is free.
    pub port: u16,
    /// Names the server answers to, beside its address and those of loopback: `api.example.com`.
    /// Others are taken to reach it by them.
    pub hosts: Vec<String>,
    /// Whether it sends requests for its page.
    pub sending: Sending,
    /// The hosts that requests may be sent to, such as `api.example.com` or `127.0.0.1:8080`; to
    /// all where there are none.
    pub allow: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            address: Ipv4Addr::LOCALHOST.into(),
            port: 8080,
            hosts: Vec::new(),
            sending: Sending::default(),
            allow: Vec::new(),
        }
    }
}

/// Whether a server sends requests for its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sending {
    /// Where it can be reached from this machine alone.
    #[default]
    Own,
    /// Always. Where others can reach it, they do not get into its own network.
    On,
    /// Never.
    Off,
}
