//! `snippetgen docs render`: a page with tabs in place of its requests, for the hooks of hosts.

use std::path::{Path, PathBuf};

use clap::Args;
use snippetgen::diagnostic::position;
use snippetgen::docs::config::Origin;
use snippetgen::docs::{self, Config, Flavor, Mode, Problem, Setting};

use crate::cli::input::Input;
use crate::cli::{Failure, Outcome, output, problems, report};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// Page to render, `-` for standard input
    file: Option<PathBuf>,

    /// How tabs are written: plain, details, mdbook, mkdocs and more
    ///
    /// Without it, as snippetgen.toml says, or as the documentation host reads them that is found
    /// above the page: by book.toml, mkdocs.yml, docusaurus.config.*, .vitepress, astro.config.*
    /// with Starlight, conf.py with MyST or hugo.toml; else plain.
    #[arg(long, value_parser = super::flavor, value_name = "FLAVOR")]
    flavor: Option<Flavor>,

    /// File that standard input comes from
    ///
    /// Errors name it, and request files are looked for beside it. It need not exist.
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<PathBuf>,

    /// Say which flavor is taken, and why
    #[arg(short, long)]
    verbose: bool,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    if Input::is_missing(arguments.file.as_deref()) {
        report::short_help(&["docs", "render"]);
        return Err(Failure::Reported);
    }
    let input = Input::read(arguments.file.as_deref())?;
    let file = arguments
        .file
        .as_deref()
        .filter(|path| *path != Path::new("-"));
    let known = file.or(arguments.stdin_filename.as_deref());
    let path = known.unwrap_or(Path::new(&input.name));
    let page = text(&input.bytes, path)?;

    let place = known.unwrap_or(Path::new("."));
    let mut config = Config::find(place).map_err(|list| failure(&list))?;
    if let Some(flavor) = arguments.flavor {
        config.flavor = Setting::flag(Some(flavor));
    }
    let (flavor, why) = choose(&config, place);
    if arguments.verbose {
        report::info(&format!("flavor {}: {why}", flavor.name()));
    }
    config.flavor.value = Some(flavor);
    let expanded =
        docs::expand(page, path, &config, Mode::Render).map_err(|list| failure(&list))?;
    problems::say(&expanded.warnings);
    match expanded.requests.is_empty() {
        true => output::print(expanded.text.as_bytes()),
        false => output::print(flavor.with_imports(&expanded.text).as_bytes()),
    }
}

fn failure(list: &[Problem]) -> Failure {
    problems::say(list);
    Failure::Reported
}

fn text<'p>(bytes: &'p [u8], path: &Path) -> Result<&'p str, Failure> {
    std::str::from_utf8(bytes).map_err(|error| {
        let (line, _) = position(bytes, error.valid_up_to());
        let name = path.display().to_string();
        Failure::with_help(
            format!("`{}` is not UTF-8: see line {line}", name.escape_debug()),
            "save the page as UTF-8",
        )
    })
}

/// The flavour of a page, and what decides it.
fn choose(config: &Config, place: &Path) -> (Flavor, String) {
    if let Some(flavor) = config.flavor.value {
        let why = match config.flavor.origin {
            Origin::Flag => "by `--flavor`".to_owned(),
            ref file => format!("by {file}"),
        };
        return (flavor, why);
    }
    match docs::detect(place) {
        Some(found) => (found.flavor, format!("by {}", found.because.display())),
        None => (
            Flavor::Plain,
            "no documentation host was found above the page".to_owned(),
        ),
    }
}
