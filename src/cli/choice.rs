//! `--lang` and `--client`: names to clients.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use snippetgen::{Client, LANGUAGES, Language};

use super::failure::Failure;
use super::nearest::nearest;
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
        match find(name.trim()) {
            Ok(clients) => {
                for client in clients {
                    if !chosen.iter().any(|earlier| earlier.id == client.id) {
                        chosen.push(client);
                    }
                }
            }
            Err((message, help)) => {
                report::error(&message, Some(&help));
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
            languages()
        ),
    )
}

/// `--lang python --client httpx` is `python/httpx`.
fn joined(names: &[String], client: &str) -> Result<String, Failure> {
    match names {
        [language] if !language.contains('/') => Ok(format!("{}/{client}", language.trim())),
        [] => {
            let ids: Vec<_> = of_name(client)
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

type Unknown = (String, String);

fn find(name: &str) -> Result<Vec<&'static Client>, Unknown> {
    let lower = name.to_ascii_lowercase();
    let (language, client) = match lower.split_once('/') {
        Some((language, client)) => (language, Some(client)),
        None => (&*lower, None),
    };
    match (language, client) {
        (ALL, None) => Ok(LANGUAGES.iter().filter_map(|l| l.clients.first()).collect()),
        (ALL, Some(ALL)) => Ok(Client::all().collect()),
        (_, Some(ALL)) => match Language::find(language) {
            Some(language) => Ok(language.clients.iter().collect()),
            None => Err(unknown_language(language)),
        },
        _ => match (Client::find(&lower), Language::find(language), client) {
            (Some(found), _, _) => Ok(vec![found]),
            (None, Some(language), Some(client)) => Err(unknown_client(language, client)),
            (None, None, Some(_)) => Err(unknown_language(language)),
            (None, _, None) => Err(unknown_language(&lower)),
        },
    }
}

fn unknown_language(name: &str) -> Unknown {
    let message = format!("there is no language `{}`", name.escape_debug());
    let of_that_name: Vec<_> = of_name(name).map(|client| client.id).collect();
    if !of_that_name.is_empty() {
        return (message, format!("write {}", of_that_name.join(" or ")));
    }
    let known = LANGUAGES
        .iter()
        .flat_map(|language| [language.id].into_iter().chain(language.aliases.to_vec()))
        .chain([ALL])
        .chain(Client::all().map(|client| client.name));
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`? The languages are {}", languages()),
        None => format!("the languages are {}", languages()),
    };
    (message, help)
}

/// The clients of this name, in any language.
fn of_name(name: &str) -> impl Iterator<Item = &'static Client> {
    Client::all().filter(move |client| client.name.eq_ignore_ascii_case(name))
}

fn unknown_client(language: &Language, name: &str) -> Unknown {
    let names = || language.clients.iter().map(|client| client.name);
    let message = format!("{} has no client `{}`", language.label, name.escape_debug());
    let known = names().collect::<Vec<_>>().join(", ");
    let help = match nearest(name, names().chain([ALL])) {
        Some(near) => format!(
            "did you mean `{}/{near}`? Its clients are {known}",
            language.id
        ),
        None => format!("its clients are {known}"),
    };
    (message, help)
}

fn languages() -> String {
    let ids: Vec<_> = LANGUAGES.iter().map(|language| language.id).collect();
    ids.join(", ")
}
