//! The command `snippetgen`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
