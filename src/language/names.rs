//! Names of languages and clients, as people type them.

use std::error::Error;
use std::fmt;

use super::{Client, LANGUAGES, Language};
use crate::nearest::nearest;

const ALL: &str = "all";
/// How many clients a sentence names at most.
const NAMED: usize = 5;

/// A name that no language and no client has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownName {
    /// One sentence, lower case, without a final stop.
    pub message: String,
    /// What was meant, or what there is.
    pub help: String,
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.help)
    }
}

impl Error for UnknownName {}

impl Client {
    /// The clients of a name as `--lang` takes it: `python` is the default client of Python,
    /// `python/all` all of Python, `all` the default client of every language, `all/all` all there
    /// are.
    ///
    /// ```
    /// use snippetgen::Client;
    /// assert_eq!(Client::named("py/httpx").unwrap()[0].id, "python/httpx");
    /// assert!(Client::named("pyhton").unwrap_err().help.contains("did you mean `python`?"));
    /// ```
    ///
    /// # Errors
    /// An [`UnknownName`], with the nearest known one.
    pub fn named(name: &str) -> Result<Vec<&'static Client>, UnknownName> {
        find(name)
    }

    /// The ids of some clients in a sentence: `a, b and c`, where `and` is the word; of many the
    /// first, and how many more there are.
    ///
    /// ```
    /// use snippetgen::Client;
    /// let clients: Vec<_> = Client::all().collect();
    /// assert_eq!(Client::sentence(&clients[..1], "or"), "shell/curl");
    /// assert_eq!(Client::sentence(&clients[..2], "or"), "shell/curl or shell/wget");
    /// assert!(Client::sentence(&clients[..5], "and").contains(" and python/httpx"));
    /// assert!(Client::sentence(&clients[..6], "and").ends_with(" and 2 others"));
    /// ```
    pub fn sentence(clients: &[&Client], word: &str) -> String {
        let ids: Vec<_> = clients.iter().map(|client| client.id).collect();
        match &*ids {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [first @ .., last] if ids.len() <= NAMED => {
                format!("{} {word} {last}", first.join(", "))
            }
            _ => {
                let (shown, others) = ids.split_at(NAMED - 1);
                format!("{} {word} {} others", shown.join(", "), others.len())
            }
        }
    }
}

impl Language {
    /// The languages for a message: `shell, python, …`.
    pub fn ids() -> String {
        let ids: Vec<_> = LANGUAGES.iter().map(|language| language.id).collect();
        ids.join(", ")
    }
}

fn find(name: &str) -> Result<Vec<&'static Client>, UnknownName> {
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

fn unknown_language(name: &str) -> UnknownName {
    let message = format!("there is no language `{}`", name.escape_debug());
    let of_that_name: Vec<_> = of_name(name).map(|client| client.id).collect();
    if !of_that_name.is_empty() {
        let help = format!("write {}", of_that_name.join(" or "));
        return UnknownName { message, help };
    }
    let known = LANGUAGES
        .iter()
        .flat_map(|language| [language.id].into_iter().chain(language.aliases.to_vec()))
        .chain([ALL])
        .chain(Client::all().map(|client| client.name));
    let help = match nearest(name, known) {
        Some(near) => format!(
            "did you mean `{near}`? The languages are {}",
            Language::ids()
        ),
        None => format!("the languages are {}", Language::ids()),
    };
    UnknownName { message, help }
}

/// The clients of this name, in any language.
fn of_name(name: &str) -> impl Iterator<Item = &'static Client> {
    Client::all().filter(move |client| client.name.eq_ignore_ascii_case(name))
}

fn unknown_client(language: &Language, name: &str) -> UnknownName {
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
    UnknownName { message, help }
}
