//! The server as its users and its attackers see it.
#![cfg(all(feature = "cli", feature = "serve"))]

mod api;
mod echo;
mod life;
mod load;
mod openapi;
mod security;
mod sending;
mod server;
