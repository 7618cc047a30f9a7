//! What a snippet does otherwise than its request, and why one is refused.

use std::collections::HashSet;
use std::error::Error;
use std::fmt;

/// The place in a request that a [`Note`] or a [`Refusal`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// The method.
    Method,
    /// The request target.
    Target,
    /// The field line of this index in [`crate::Request::fields`].
    Field(usize),
    /// The body.
    Body,
}

/// One thing the client library cannot do as the request says: the snippet, run, deviates there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// A stable name, such as `field-not-settable`.
    pub id: &'static str,
    /// Where the snippet deviates.
    pub place: Place,
    /// One sentence, without a final stop. It names no value.
    pub message: String,
}

/// The notes of a snippet in the making.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    list: Vec<Note>,
    said: HashSet<(&'static str, Place)>,
}

impl Notes {
    /// Says it once a place and id.
    pub(crate) fn add(&mut self, id: &'static str, place: Place, message: impl Into<String>) {
        if self.said.insert((id, place)) {
            self.list.push(Note {
                id,
                place,
                message: message.into(),
            });
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Note> {
        self.list
    }
}

/// Why a client has no snippet for a request: it would mean something else.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// A stable name, such as `method-forbidden`.
    pub id: &'static str,
    /// What in the request is in the way.
    pub place: Place,
    /// One sentence, without a final stop. It names no value.
    pub message: String,
}

impl Refusal {
    pub(crate) fn new(id: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self {
            id,
            place,
            message: message.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Refusal {}
