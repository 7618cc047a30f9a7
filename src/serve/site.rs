//! What all handlers share.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::digest;
use ring::rand::{SecureRandom, SystemRandom};
use tokio::sync::Semaphore;

use super::options::{Options, Sending};
use crate::parse::is_loopback;

/// How many long messages are in hand at once: read, rendered and written.
const LARGE: usize = 8;
/// How many requests are sent at once.
const SENDS: usize = 16;

#[derive(Debug)]
pub(super) struct Site {
    pub(super) address: IpAddr,
    pub(super) hosts: Vec<String>,
    pub(super) sender: Option<Sender>,
    pub(super) large: Arc<Semaphore>,
}

/// What it takes to send.
#[derive(Debug)]
pub(super) struct Sender {
    /// What the page has to show.
    pub(super) token: Token,
    /// Whether only this machine reaches the server, so that its network is the asker's.
    pub(super) own: bool,
    /// The hosts that may be sent to; all where there are none.
    pub(super) allowed: Vec<String>,
    pub(super) places: Arc<Semaphore>,
}

/// 256 random bits, as text.
pub(super) struct Token(String);

impl Site {
    pub(super) fn new(options: Options) -> io::Result<Self> {
        // Whoever gives it another name has others come by way of a proxy.
        let named = options
            .hosts
            .iter()
            .any(|name| !is_loopback(name.as_bytes()));
        let own = options.address.is_loopback() && !named;
        let sends = match options.sending {
            Sending::Own => own,
            Sending::On => true,
            Sending::Off => false,
        };
        let sender = match sends {
            true => Some(Sender {
                token: Token::new()?,
                own,
                allowed: options.allow,
                places: Arc::new(Semaphore::new(SENDS)),
            }),
            false => None,
        };
        Ok(Self {
            address: options.address,
            hosts: options.hosts,
            sender,
            large: Arc::new(Semaphore::new(LARGE)),
        })
    }
}

impl Token {
    fn new() -> io::Result<Self> {
        let mut bytes = [0; 32];
        SystemRandom::new()
            .fill(&mut bytes)
            .map_err(|_| io::Error::other("the system has no random numbers"))?;
        Ok(Self(BASE64_URL_SAFE_NO_PAD.encode(bytes)))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Compares digests, as the time that takes tells nothing of the token.
    pub(super) fn is(&self, given: &[u8]) -> bool {
        let digest = |bytes| digest::digest(&digest::SHA256, bytes);
        digest(given).as_ref() == digest(self.0.as_bytes()).as_ref()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}
