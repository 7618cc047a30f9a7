//! The proof: snippets are executed, and what arrives is compared with the request message.
//!
//! ```text
//! message ──redirect──▶ render ──▶ snippet ──Toolchain──▶ Recorder ──judge──▶ Verdict
//!    └──────────────── read a second time, by Message ──────────────┘
//! ```
//!
//! Nothing leaves the machine: the recorder listens on loopback alone.

mod compare;
mod helper;
mod matrix;
mod message;
mod process;
mod recorder;
mod stand_in;
mod structure;
mod toolchain;

mod browser;
mod csharp;
mod java;
mod node;
mod php;
mod python;
mod shell;

pub use compare::{CANARY, Difference, Expected, Judgement, Noted, Verdict, compare, judge};
pub use matrix::{Case, Finding, Selection, matrix};
pub use message::{Message, redirect};
pub use process::interrupt;
pub use recorder::{PAGE, Recorded, Recorder};
pub use stand_in::stand_in;
pub use toolchain::{Job, Missing, Outcome, Toolchain, Tools, toolchain};
