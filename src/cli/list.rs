//! `snippetgen list`

use std::fmt::Write;

use clap::{Args, ValueEnum};
use snippetgen::{Client, LANGUAGES};

use super::{Outcome, output};

#[derive(Args)]
pub(super) struct Arguments {
    /// A table, or an array of clients
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    match arguments.format {
        Format::Table => output::print(table().as_bytes()),
        Format::Json => output::print_json(&Client::all().collect::<Vec<_>>()),
    }
}

/// One language a line: its name, its clients, its other names.
fn table() -> String {
    let rows = LANGUAGES.iter().map(|language| {
        let clients: Vec<_> = language.clients.iter().map(|client| client.name).collect();
        [
            language.id.to_owned(),
            clients.join(", "),
            language.aliases.join(", "),
        ]
    });
    let head = ["LANGUAGE", "CLIENTS, THE DEFAULT FIRST", "ALIASES"].map(str::to_owned);
    let rows: Vec<_> = [head].into_iter().chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    rows.iter()
        .fold(String::new(), |mut table, [id, clients, aliases]| {
            let line = format!("{id:first$}  {clients:second$}  {aliases}");
            table.push_str(line.trim_end());
            table.push('\n');
            table
        })
}

/// The languages as `--help` shows them.
pub(super) fn help() -> String {
    let mut help = String::from("Languages and clients, the default first:\n");
    let width = LANGUAGES.iter().map(|language| language.id.len()).max();
    let width = width.unwrap_or(0);
    for language in LANGUAGES {
        let clients: Vec<_> = language.clients.iter().map(|client| client.name).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(help, "  {:width$}  {}", language.id, clients.join(", "));
    }
    help
}
