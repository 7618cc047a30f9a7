//! `snippetgen completions`

use clap::Args;
use clap_complete::Shell;

use super::{Outcome, output};

#[derive(Args)]
pub(super) struct Arguments {
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut super::command(),
        "snippetgen",
        &mut script,
    );
    output::print(&script)
}
