//! `snippetgen docs …`: snippets in pages.

mod element;
mod render;
mod update;

use clap::Subcommand;
use snippetgen::docs::Flavor;
use snippetgen::nearest::nearest;

use super::Outcome;

#[derive(Subcommand)]
#[command(defer = true)]
pub(super) enum Command {
    /// Write the snippets of requests into pages, in place
    ///
    /// A request is an `http` fence with the word `snippetgen` behind it, or below a line
    /// `<!-- snippetgen -->`. Attributes follow the word, as in `snippetgen langs="curl,python"`:
    /// langs, flavor, group, src, base, scheme, auth, exact, strict and show; what they leave out
    /// snippetgen.toml says. The snippets follow the request, between two comments with a sum that
    /// tells edits by hand; all else stays as it is, byte for byte. A page with an error is not
    /// touched.
    #[command(after_help = update::EXIT_CODES)]
    Update(update::Arguments),
    /// Print a page with tabs in place of its requests
    ///
    /// For the hooks of documentation hosts. Nothing is printed where a request has an error.
    Render(render::Arguments),
    /// Write the style and the script of tabs into a directory
    ///
    /// Pages of the flavors html and hugo load both; `snippetgen mdbook install` does it for a
    /// book. Without the script every snippet is shown under its heading.
    Element(element::Arguments),
}

pub(super) fn run(command: &Command) -> Outcome {
    match command {
        Command::Update(arguments) => update::run(arguments),
        Command::Render(arguments) => render::run(arguments),
        Command::Element(arguments) => element::run(arguments),
    }
}

/// The flavor of a name.
fn flavor(name: &str) -> Result<Flavor, String> {
    Flavor::find(name).ok_or_else(|| {
        let names: Vec<_> = Flavor::ALL.iter().map(|it| it.name()).collect();
        let all = names.join(", ");
        match nearest(name, names) {
            Some(near) => format!("did you mean `{near}`? The flavors are {all}"),
            None => format!("the flavors are {all}"),
        }
    })
}
