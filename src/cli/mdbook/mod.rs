//! `snippetgen mdbook`: a preprocessor of mdBook, and how a book comes to use it.

mod book;
mod install;
mod locate;
mod preprocess;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Outcome;

// By itself, as completions have to know at once what stands below it.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Put snippets into the pages of a book: what mdBook runs
    ///
    /// As a preprocessor of mdBook it reads the book from standard input, and prints it with tabs
    /// in place of its requests. `snippetgen mdbook install` makes a book use it. What the tabs
    /// have is configured by snippetgen.toml, beside book.toml or above it.
    Mdbook(Arguments),
}

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Subcommand)]
#[command(defer = true)]
enum Task {
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

pub(super) fn run(Command::Mdbook(arguments): &Command) -> Outcome {
    match &arguments.task {
        // Renderers without HTML are given fences.
        Some(Task::Supports { renderer: _ }) => Ok(()),
        Some(Task::Install { directory, print }) => install::run(directory, *print),
        None => preprocess::run(),
    }
}
