//! `--lang` and `--client`: names to clients.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use snippetgen::{Client, LANGUAGES, Language};

use super::failure::Failure;
use super::report;

const ALL: &str = "all";

/// Everything `--lang` takes, aliases excepted, for completions.
fn names() -> impl Iterator<Item = &'static str> {
    let languages = LANGUAGES.iter().map(|language| language.id);
    let clients = Client::all().map(|client| client.id);
    languages.chain([ALL]).chain(clients)
}

/// Any text, as [`clients`] has better messages, with values for completion.
#[derive(Clone)]
pub(super) struct Names;

impl TypedValueParser for Names {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(names().map(PossibleValue::new)))
    }
}

/// The clients that were named, in that order and each once; none where nothing was named.
pub(super) fn clients(
    names: &[String],
    client: Option<&str>,
) -> Result<Vec<&'static Client>, Failure> {
    let names = match client {
        Some(client) => vec![joined(names, client)?],
        None => names.to_vec(),
    };
    let mut chosen: Vec<&'static Client> = Vec::new();
    let mut unknown = false;
    for name in &names {
        match Client::named(name.trim()) {
            Ok(clients) => {
                for client in clients {
                    if !chosen.iter().any(|earlier| earlier.id == client.id) {
                        chosen.push(client);
                    }
                }
            }
            Err(error) => {
                report::error(&error.message, Some(&error.help));
                unknown = true;
            }
        }
    }
    if unknown {
        return Err(Failure::Reported);
    }
    Ok(chosen)
}

/// What is said where no language was named.
pub(super) fn missing() -> Failure {
    Failure::with_help(
        "no language was named",
        format!(
            "add `--lang` and one or more of {}, or `{ALL}`",
            Language::ids()
        ),
    )
}

/// `--lang python --client httpx` is `python/httpx`.
fn joined(names: &[String], client: &str) -> Result<String, Failure> {
    match names {
        [language] if !language.contains('/') => Ok(format!("{}/{client}", language.trim())),
        [] => {
            let ids: Vec<_> = Client::all()
                .filter(|known| known.name.eq_ignore_ascii_case(client))
                .map(|known| format!("`--lang {}`", known.id))
                .collect();
            Err(match ids.is_empty() {
                true => Failure::with_help(
                    "`--client` needs a language",
                    "write `--lang LANG --client CLIENT`; `snippetgen list` has both",
                ),
                false => Failure::with_help(
                    "`--client` needs a language",
                    format!("write {}", ids.join(" or ")),
                ),
            })
        }
        _ => Err(Failure::with_help(
            "`--client` goes with one language that names no client itself",
            "name each client with its language: `--lang python/httpx,shell/curl`",
        )),
    }
}
