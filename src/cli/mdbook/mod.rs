//! `snippetgen mdbook`: a preprocessor of mdBook, and how a book comes to use it.

mod book;
mod install;
mod locate;
mod preprocess;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Outcome;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Tell mdBook that a renderer is supported: all are
    Supports {
        /// Name of the renderer, such as html
        renderer: String,
    },
    /// Make a book use snippetgen
    ///
    /// Writes the style and the script of the tabs into the book's directory `theme`, and the
    /// lines that name them and the preprocessor into its book.toml. Everything else in it stays
    /// as it is, and what is there already is not written again.
    Install {
        /// Directory of book.toml
        #[arg(default_value = ".")]
        directory: PathBuf,
        /// Show what would change in book.toml, and write nothing
        #[arg(long)]
        print: bool,
    },
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    match &arguments.command {
        // Renderers without HTML are given fences.
        Some(Command::Supports { renderer: _ }) => Ok(()),
        Some(Command::Install { directory, print }) => install::run(directory, *print),
        None => preprocess::run(),
    }
}
