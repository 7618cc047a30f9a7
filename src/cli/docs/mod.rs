//! `snippetgen docs …`: snippets in the pages of a documentation.

mod render;

use clap::{Args, Subcommand};

use super::Outcome;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Print a page with tabs in place of its requests
    ///
    /// For the hooks of documentation hosts. Nothing is printed where a request has an error.
    Render(render::Arguments),
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    match &arguments.command {
        Command::Render(arguments) => render::run(arguments),
    }
}
