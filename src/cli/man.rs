//! `snippetgen man`

use std::io::{self, Write};

use clap::Args;
use clap_mangen::Man;
use snippetgen::nearest::nearest;

use super::{EXAMPLES, EXIT_CODES, Failure, Outcome, list, output};

#[derive(Args)]
pub(super) struct Arguments {
    /// Command of which to print the page instead
    command: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let mut command = super::command();
    // Gives the commands their whole names.
    command.build();
    let mut page = Vec::new();
    match &arguments.command {
        None => whole(&Man::new(command), &mut page)?,
        Some(name) => match command.find_subcommand(name) {
            Some(command) => Man::new(command.clone()).render(&mut page)?,
            None => return Err(unknown(&command, name)),
        },
    }
    output::print(&page)
}

fn unknown(command: &clap::Command, name: &str) -> Failure {
    let names = || command.get_subcommands().map(clap::Command::get_name);
    let help = match nearest(name, names()) {
        Some(near) => format!("did you mean `snippetgen man {near}`?"),
        None => format!(
            "the commands are {}",
            names().collect::<Vec<_>>().join(", ")
        ),
    };
    Failure::with_help(
        format!("there is no command `{}`", name.escape_debug()),
        help,
    )
}

fn whole(man: &Man, page: &mut Vec<u8>) -> io::Result<()> {
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    man.render_subcommands_section(page)?;
    for section in [EXAMPLES, &list::help(), EXIT_CODES] {
        let (title, lines) = section.split_once(":\n").unwrap_or((section, ""));
        as_it_stands(page, title, lines)?;
    }
    man.render_version_section(page)
}

/// A section whose lines are not filled.
fn as_it_stands(page: &mut Vec<u8>, title: &str, lines: &str) -> io::Result<()> {
    let title = title.to_uppercase();
    let lines = lines.replace('\\', "\\e").replace('-', "\\-");
    write!(page, ".SH \"{title}\"\n.nf\n{}\n.fi\n", lines.trim_end())
}
