//! A value that is in force, and who says so.

use std::fmt;
use std::path::PathBuf;

/// A value of the configuration with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setting<T> {
    /// What is in force.
    pub value: T,
    /// Who says so.
    pub origin: Origin,
}

/// Who has set a value; a later one wins over those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// Nobody.
    Default,
    /// A line of `snippetgen.toml`.
    File(PathBuf, usize),
    /// An option of the command line.
    Flag,
}

impl<T> Setting<T> {
    pub(super) fn default(value: T) -> Self {
        Self {
            value,
            origin: Origin::Default,
        }
    }

    /// A value the command line was given.
    pub fn flag(value: T) -> Self {
        Self {
            value,
            origin: Origin::Flag,
        }
    }
}

/// `snippetgen.toml:3`, `flag` or `default`.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Flag => f.write_str("flag"),
        }
    }
}
