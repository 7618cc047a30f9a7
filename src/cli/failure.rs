//! How a command ends otherwise than well.

use std::io;
use std::process::ExitCode;

use super::report;

pub(super) type Outcome = Result<(), Failure>;

pub(super) enum Failure {
    /// Standard error has it all already.
    Reported,
    /// What went wrong, and what to do.
    Said {
        message: String,
        help: Option<String>,
    },
    /// A check found differences, and the result tells them.
    #[cfg_attr(not(any(feature = "docs", feature = "verify")), expect(dead_code))]
    Different,
    /// The response has a status that `send --check-status` tells by an exit code of its own.
    #[cfg(feature = "send")]
    Status(u8),
    /// The result could not be written.
    Output(io::Error),
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self::Said {
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Said {
            message: message.into(),
            help: Some(help.into()),
        }
    }

    /// What went wrong, where it is not on standard error already.
    #[cfg(feature = "verify")]
    pub(super) fn message(&self) -> String {
        match self {
            Self::Said { message, .. } => message.clone(),
            Self::Output(error) => error.to_string(),
            Self::Reported | Self::Different => String::new(),
            #[cfg(feature = "send")]
            Self::Status(_) => String::new(),
        }
    }

    /// Says it, and gives the exit code.
    pub(super) fn exit(self) -> ExitCode {
        match self {
            Self::Reported => {}
            Self::Different => return ExitCode::from(1),
            #[cfg(feature = "send")]
            Self::Status(code) => return ExitCode::from(code),
            Self::Said { message, help } => report::error(&message, help.as_deref()),
            // Who reads the result has seen enough of it (`| head`).
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                return ExitCode::SUCCESS;
            }
            Self::Output(error) => {
                report::error(&format!("cannot write the result: {error}"), None);
            }
        }
        ExitCode::from(2)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
