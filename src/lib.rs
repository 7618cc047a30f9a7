//! snippetgen turns a raw HTTP request into code a person can paste and run.
//!
//! ```text
//! bytes ──parse──▶ Request ──view──▶ Code ──template──▶ Snippet { code, notes }
//! ```

pub mod diagnostic;
mod parse;
pub mod request;

pub use diagnostic::{Diagnostic, Errors, Severity};
pub use parse::{parse, parse_as};
pub use request::Request;
