//! A JSON value that keeps what other readers lose: order, duplicates and number text.

use std::borrow::Cow;
use std::fmt;

/// The text of a JSON number (RFC 8259 §6), never converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number<'b>(&'b str);

/// A JSON value (RFC 8259).
#[derive(Clone, PartialEq, Eq)]
pub enum Json<'b> {
    /// `null`
    Null,
    /// `true` and `false`
    Bool(bool),
    /// A number, as its text.
    Number(Number<'b>),
    /// A string, unescaped.
    String(Cow<'b, str>),
    /// An array.
    Array(Vec<Json<'b>>),
    /// Members in their order, duplicates included.
    Object(Vec<(Cow<'b, str>, Json<'b>)>),
}
