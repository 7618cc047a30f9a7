//! The message: a file or standard input, read once.

use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use snippetgen::Request;
use snippetgen::nearest::nearest;
use snippetgen::request::Scheme;

use super::failure::Failure;
use super::report;

pub(super) struct Input {
    /// What messages call it.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// `http` or `https`
#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum SchemeName {
    Http,
    Https,
}

impl From<SchemeName> for Scheme {
    fn from(name: SchemeName) -> Self {
        match name {
            SchemeName::Http => Self::Http,
            SchemeName::Https => Self::Https,
        }
    }
}

impl Input {
    /// Whether someone at a terminal has named no file: to wait for them would look like a hang.
    pub(super) fn is_missing(file: Option<&Path>) -> bool {
        file.is_none() && io::stdin().is_terminal()
    }

    pub(super) fn read(file: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = file.filter(|path| path.as_os_str() != "-") else {
            let mut bytes = Vec::new();
            return match io::stdin().lock().read_to_end(&mut bytes) {
                Ok(_) => Ok(Self {
                    name: "<stdin>".to_owned(),
                    bytes,
                }),
                Err(error) => Err(Failure::new(format!("cannot read standard input: {error}"))),
            };
        };
        let name = path.display().to_string();
        match fs::read(path) {
            Ok(bytes) => Ok(Self { name, bytes }),
            Err(error) => Err(cannot_read(&name, &error)),
        }
    }

    /// Whether there is such a file: a mistyped command is none.
    pub(super) fn check(file: Option<&Path>) -> Result<(), Failure> {
        match file
            .filter(|path| path.as_os_str() != "-")
            .map(|path| (path, path.metadata()))
        {
            Some((path, Err(error))) => Err(cannot_read(&path.display().to_string(), &error)),
            _ => Ok(()),
        }
    }

    /// The request in the message. Standard error gets everything there is to say about it.
    pub(super) fn parse(&self, scheme: Option<SchemeName>) -> Result<Request<'_>, Failure> {
        match snippetgen::parse_as(&self.bytes, scheme.map(Scheme::from)) {
            Ok(request) => {
                report::diagnostics(self, request.warnings());
                Ok(request)
            }
            Err(errors) => {
                report::diagnostics(self, errors.diagnostics());
                Err(Failure::Reported)
            }
        }
    }
}

fn cannot_read(name: &str, error: &io::Error) -> Failure {
    let command = super::command();
    let commands = command.get_subcommands().map(clap::Command::get_name);
    // A command that was mistyped is taken for a file.
    Failure::Said {
        message: format!("cannot read `{}`: {error}", name.escape_debug()),
        help: nearest(name, commands).map(|near| format!("did you mean `snippetgen {near}`?")),
    }
}
