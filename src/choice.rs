//! Names to clients.

use std::fmt;

use crate::nearest::nearest;
use crate::{Client, LANGUAGES, Language};

/// The name that stands for every language, or for every client of one.
pub const ALL: &str = "all";

/// A name that no language or client has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    /// One sentence, lower case, without a final stop.
    pub message: String,
    /// The names that were probably meant.
    pub help: String,
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.help)
    }
}

impl std::error::Error for Unknown {}

/// The clients of a name: `python/httpx`, `curl`, `python` for its default client, `python/all`,
/// `all` for the default client of every language, `all/all` for every client.
///
/// ```
/// let clients = snippetgen::choice::clients("python/all")?;
/// assert_eq!(clients[0].id, "python/requests");
/// let unknown = snippetgen::choice::clients("pyhton").unwrap_err();
/// assert!(unknown.help.starts_with("did you mean `python`?"));
/// # Ok::<(), snippetgen::choice::Unknown>(())
/// ```
///
/// # Errors
/// Where there is no such language or client.
pub fn clients(name: &str) -> Result<Vec<&'static Client>, Unknown> {
    let lower = name.trim().to_ascii_lowercase();
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
        let help = format!("write {}", of_that_name.join(" or "));
        return Unknown { message, help };
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
    Unknown { message, help }
}

/// The clients of this name, in any language: `curl`.
pub fn of_name(name: &str) -> impl Iterator<Item = &'static Client> {
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
    Unknown { message, help }
}

/// The names of the languages, for a help.
pub fn languages() -> String {
    let ids: Vec<_> = LANGUAGES.iter().map(|language| language.id).collect();
    ids.join(", ")
}
