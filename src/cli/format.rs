//! Several snippets as one text.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serialize;
use snippetgen::diagnostic::position;
use snippetgen::{Client, Place, Request, Snippet};

use super::input::Input;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// The snippet alone
    Code,
    /// A fenced block a client, each under its label
    Markdown,
    /// An array with the snippets and their notes
    Json,
}

/// A snippet with the notes' ways out: the clients that do not need the note, one list a note.
pub(super) struct Rendered {
    pub(super) client: &'static Client,
    pub(super) snippet: Snippet,
    pub(super) able: Vec<Vec<&'static str>>,
}

/// Fenced blocks under the clients' labels. No fence ends early: it is longer than any run of
/// backticks in its code (CommonMark §4.5).
pub(super) fn markdown(snippets: &[Rendered], out: &mut impl Write) -> io::Result<()> {
    for (
        index,
        Rendered {
            client, snippet, ..
        },
    ) in snippets.iter().enumerate()
    {
        let blank = if index == 0 { "" } else { "\n" };
        let fence = "`".repeat(longest_run(&snippet.code).max(2) + 1);
        let info = client.language().fence;
        let (label, code) = (client.label, &snippet.code);
        write!(out, "{blank}{label}\n\n{fence}{info}\n{code}{fence}\n")?;
    }
    Ok(())
}

fn longest_run(code: &str) -> usize {
    let runs = code.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}

/// An element of the array that `--format json` prints.
#[derive(Serialize)]
pub(super) struct Row<'s> {
    id: &'static str,
    language: &'static str,
    client: &'static str,
    label: &'static str,
    code: &'s str,
    notes: Vec<NoteRow<'s>>,
}

#[derive(Serialize)]
struct NoteRow<'s> {
    id: &'static str,
    message: &'s str,
    /// `method`, `target`, `field` or `body`.
    place: &'static str,
    line: usize,
    column: usize,
    /// The clients that send this exactly, those of the same language first.
    clients: &'s [&'static str],
}

pub(super) fn rows<'s>(
    input: &Input,
    request: &Request<'_>,
    snippets: &'s [Rendered],
) -> Vec<Row<'s>> {
    let row = |rendered: &'s Rendered| Row {
        id: rendered.client.id,
        language: rendered.client.language().id,
        client: rendered.client.name,
        label: rendered.client.label,
        code: &rendered.snippet.code,
        notes: notes(input, request, rendered),
    };
    snippets.iter().map(row).collect()
}

fn notes<'s>(input: &Input, request: &Request<'_>, rendered: &'s Rendered) -> Vec<NoteRow<'s>> {
    let notes = rendered.snippet.notes.iter().zip(&rendered.able);
    notes
        .map(|(note, clients)| {
            let span = note.place.span(&input.bytes, request);
            let (line, column) = position(&input.bytes, span.start);
            NoteRow {
                id: note.id,
                message: &note.message,
                place: match note.place {
                    Place::Method => "method",
                    Place::Target => "target",
                    Place::Field(_) => "field",
                    _ => "body",
                },
                line,
                column,
                clients,
            }
        })
        .collect()
}
