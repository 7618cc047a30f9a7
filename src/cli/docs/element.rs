//! `snippetgen docs element`: the files that the flavors html and hugo need.

use std::path::PathBuf;

use clap::Args;
use snippetgen::docs::element;

use crate::cli::{Outcome, output};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// Directory that a site serves files from
    directory: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let files = [
        (element::STYLE_FILE.to_owned(), element::STYLE),
        (element::SCRIPT_FILE.to_owned(), element::SCRIPT),
    ];
    output::write_files(&arguments.directory, &files)
}
