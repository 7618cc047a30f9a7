//! What standard error is told, in rustc's look. No secret is shown: excerpts are masked.

use std::io::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, Title};
use snippetgen::diagnostic::{Excerpt, Excerpts, position};
#[cfg(feature = "docs")]
use snippetgen::docs::Problem;
use snippetgen::{Client, Diagnostic, Note, Place, Refusal, Request, Severity};

use super::input::Input;

/// An error without a place.
pub(super) fn error(message: &str, help: Option<&str>) {
    let title = Level::ERROR.primary_title(message);
    let helps = help.map(|help| Level::HELP.message(help));
    show(title.elements(helps));
}

/// Something worth knowing that is no error, without a place.
#[cfg(feature = "send")]
pub(super) fn aside(message: &str, help: &str) {
    let title = Level::NOTE.primary_title(message);
    show(title.element(Level::HELP.message(help)));
}

/// The short help of the command that these words name, for one that has no input.
pub(super) fn short_help(words: &[&str]) {
    let mut command = super::command();
    command.build();
    for word in words {
        if let Some(inner) = command.find_subcommand(word) {
            command = inner.clone();
        }
    }
    let help = command.render_help();
    // Nobody is left to tell where standard error is closed.
    let _ = write!(anstream::stderr(), "{}", help.ansi());
}

pub(super) fn diagnostics<'d>(input: &Input, list: impl IntoIterator<Item = &'d Diagnostic>) {
    let mut excerpts = Excerpts::new(&input.bytes);
    for one in list {
        let level = match one.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let place = (excerpts.of(&one.span), one.line, one.column);
        report(
            input,
            level,
            one.id,
            &one.message,
            place,
            one.help.as_deref(),
        );
    }
}

/// What a client does otherwise than the request says, and which others do not.
pub(super) fn note(
    input: &Input,
    request: &Request<'_>,
    client: &str,
    note: &Note,
    able: &[&Client],
    strict: bool,
) {
    let level = match strict {
        true => Level::ERROR,
        false => Level::NOTE,
    };
    let message = format!("{client}: {}", note.message);
    let help = match able {
        [] => "no client does".to_owned(),
        [one] => format!("{} sends it exactly", one.id),
        _ => format!("{} send it exactly", Client::sentence(able, "and")),
    };
    let place = located(input, request, note.place);
    report(input, level, note.id, &message, place, Some(&help));
}

/// Why there is no snippet, and which clients have one.
pub(super) fn refusal(
    input: &Input,
    request: &Request<'_>,
    client: &str,
    refusal: &Refusal,
    able: &[&Client],
) {
    let message = format!("{client}: {}", refusal.message);
    let help = match able {
        [] => "no client can".to_owned(),
        _ => format!("use {}", Client::sentence(able, "or")),
    };
    let place = located(input, request, refusal.place);
    report(
        input,
        Level::ERROR,
        refusal.id,
        &message,
        place,
        Some(&help),
    );
}

/// A line, and the place in it that is spoken of: its line and column.
type Located = (Excerpt, usize, usize);

fn located(input: &Input, request: &Request<'_>, at: Place) -> Located {
    let span = at.span(&input.bytes, request);
    let (line, column) = position(&input.bytes, span.start);
    (Excerpt::new(&input.bytes, &span), line, column)
}

fn report(
    input: &Input,
    level: Level<'_>,
    id: &str,
    message: &str,
    (excerpt, line, column): Located,
    help: Option<&str>,
) {
    let title = level.primary_title(message).id(id);
    excerpted(title, &input.name, &excerpt, (line, column), help);
}

/// What is known beside the result.
#[cfg(feature = "docs")]
pub(super) fn info(message: &str) {
    show(
        Level::INFO
            .primary_title(message)
            .elements(None::<Origin<'_>>),
    );
}

/// What is wrong in a page, or in what it is made of; `name` is its file's.
#[cfg(feature = "docs")]
pub(super) fn problem(problem: &Problem, name: &str) {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&problem.message).id(problem.id);
    let (place, help) = ((problem.line, problem.column), problem.help.as_deref());
    match &problem.excerpt {
        Some(excerpt) => excerpted(title, name, excerpt, place, help),
        None => {
            let mut origin = Origin::path(name);
            if problem.line > 0 {
                origin = origin.line(problem.line).char_column(problem.column);
            }
            let helps = help.map(|help| Level::HELP.message(help));
            show(title.element(origin).elements(helps));
        }
    }
}

/// An error at a place of the file of this name.
#[cfg(feature = "docs")]
pub(super) fn at(
    name: &str,
    excerpt: &Excerpt,
    place: (usize, usize),
    id: &str,
    message: &str,
    help: &str,
) {
    let title = Level::ERROR.primary_title(message).id(id);
    excerpted(title, name, excerpt, place, Some(help));
}

fn excerpted(
    title: Title<'_>,
    name: &str,
    excerpt: &Excerpt,
    (line, column): (usize, usize),
    help: Option<&str>,
) {
    let byte = |character| {
        let mut indices = excerpt.line.char_indices().map(|(at, _)| at);
        indices.nth(character).unwrap_or(excerpt.line.len())
    };
    let carets = AnnotationKind::Primary.span(byte(excerpt.start)..byte(excerpt.end));
    let source = Snippet::source(&excerpt.line)
        .line_start(line)
        .annotation(carets);
    let group = match excerpt.start + 1 == column {
        true => title.element(source.path(name)),
        // Of a line that is cut, the source alone would tell another column.
        false => title
            .element(Origin::path(name).line(line).char_column(column))
            .element(source),
    };
    show(group.elements(help.map(|help| Level::HELP.message(help))));
}

fn show(group: Group<'_>) {
    let text = Renderer::styled().render(&[group]);
    // Nobody is left to tell where standard error is closed.
    let _ = writeln!(anstream::stderr(), "{text}\n");
}
