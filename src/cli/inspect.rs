//! `snippetgen inspect`

use std::path::PathBuf;

use clap::Args;

use super::input::{Input, SchemeName};
use super::{Failure, Outcome, output, report};

#[derive(Args)]
pub(super) struct Arguments {
    /// File of the raw HTTP request, `-` for standard input
    file: Option<PathBuf>,
    /// http or https, for a request that does not tell its own
    #[arg(long, value_enum, value_name = "SCHEME", hide_possible_values = true)]
    scheme: Option<SchemeName>,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    if Input::is_missing(arguments.file.as_deref()) {
        report::short_help(&["inspect"]);
        return Err(Failure::Reported);
    }
    let input = Input::read(arguments.file.as_deref())?;
    output::print_json(&input.parse(arguments.scheme)?)
}
