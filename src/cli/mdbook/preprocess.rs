//! The preprocessor: a book on standard input, with tabs on standard output.

use std::io::{self, IsTerminal, Write};

use serde_json::Value;
use snippetgen::docs::{self, Config, Flavor, Mode, Problem, Setting};

use super::book::{self, Context};
use super::locate::Chapter;
use crate::cli::input::Input;
use crate::cli::{Failure, Outcome, output, problems, report};

pub(super) fn run() -> Outcome {
    let help = "mdBook runs this command: `snippetgen mdbook install` makes a book use it";
    if io::stdin().is_terminal() {
        return Err(Failure::with_help("there is no book to read", help));
    }
    let input = Input::read(None)?;
    let (context, mut book) = serde_json::from_slice::<(Value, Value)>(&input.bytes)
        .map_err(|error| {
            let message = format!("standard input is no book of mdBook: {error}");
            Failure::with_help(message, help)
        })
        .and_then(|(context, book)| match Context::read(&context) {
            Some(context) => Ok((context, book)),
            None => Err(Failure::with_help(
                "standard input is no book of mdBook: it has no `root` or no `renderer`",
                help,
            )),
        })?;
    if let Some(key) = context.unknown.first() {
        return Err(Failure::with_help(
            format!(
                "book.toml: there is no key `{}` of `preprocessor.snippetgen`",
                key.escape_debug()
            ),
            "what tabs have is configured by snippetgen.toml, beside book.toml or above it",
        ));
    }
    let config = configuration(&context).map_err(|list| {
        problems::say(&list);
        Failure::Reported
    })?;
    if !expand(&mut book, &context, &config) {
        return Err(Failure::Reported);
    }
    output::write(|out| {
        serde_json::to_writer(&mut *out, &book)?;
        out.write_all(b"\n")
    })
}

/// The configuration of the book's directory, for its renderer.
fn configuration(context: &Context) -> Result<Config, Vec<Problem>> {
    let mut config = Config::find(&context.source)?;
    // `mdbook test` compiles fences of Rust, but for those of this flavour.
    let flavor = match &*context.renderer {
        "html" | "test" => Flavor::Mdbook,
        _ => Flavor::Plain,
    };
    // A flavour in snippetgen.toml is that of other pages, such as a README.
    config.flavor = Setting::flag(Some(flavor));
    Ok(config)
}

/// Expands every chapter, says what is wrong in any, and tells whether none has an error.
fn expand(book: &mut Value, context: &Context, config: &Config) -> bool {
    let mut good = true;
    book::each_chapter(book, &mut |file, content| {
        let chapter = Chapter::new(context, file);
        let left_over = chapter.left_over(content);
        good &= left_over.is_empty();
        let (text, mut problems) = match docs::expand(content, &chapter.path, config, Mode::Render)
        {
            Ok(expanded) => (Some(expanded.text), expanded.warnings),
            Err(problems) => (None, problems),
        };
        // Of such a line there is nothing more to say.
        problems.retain(|it| it.file != chapter.path || !left_over.contains(&it.line));
        for (problem, name) in chapter.on_disk(content, problems) {
            report::problem(&problem, &name);
        }
        match text {
            Some(text) => *content = text,
            None => good = false,
        }
    });
    good
}
