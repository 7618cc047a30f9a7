//! The languages and their clients: a folder a language, a file a client, a row in [`LANGUAGES`].

pub mod csharp;
pub mod java;
pub mod javascript;
#[cfg(any(feature = "cli", feature = "docs", feature = "serve"))]
mod names;
pub mod node;
pub mod php;
pub mod python;
pub mod shell;

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::draft::Draft;
use crate::note::{Notes, Refusal};
#[cfg(any(feature = "cli", feature = "docs", feature = "serve"))]
pub use names::UnknownName;

/// A language snippets are written in.
#[derive(Debug)]
#[non_exhaustive]
pub struct Language {
    /// What `--lang` takes: `python`.
    pub id: &'static str,
    /// Its name for people: `Python`.
    pub label: &'static str,
    /// Other names `--lang` takes.
    pub aliases: &'static [&'static str],
    /// Extension of a file of this language, without a dot.
    pub extension: &'static str,
    /// Info string of a Markdown fence, a name that highlighters know.
    pub fence: &'static str,
    /// Its clients, the default first.
    pub clients: &'static [Client],
}

/// A library or program of one language that sends requests.
#[non_exhaustive]
pub struct Client {
    /// Language and client: `python/requests`.
    pub id: &'static str,
    /// The client alone: `requests`.
    pub name: &'static str,
    /// Both, for people: `Python (requests)`.
    pub label: &'static str,
    pub(crate) render: Render,
}

/// Makes a view of a draft, which may refuse, and prints it.
pub(crate) type Render = fn(&Draft<'_>, &mut Notes, &mut dyn fmt::Write) -> Result<(), Failure>;

/// Why nothing, or not all, was printed.
#[derive(Debug)]
pub(crate) enum Failure {
    Refused(Refusal),
    Write(fmt::Error),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<fmt::Error> for Failure {
    fn from(error: fmt::Error) -> Self {
        Self::Write(error)
    }
}

/// Every language, in the order of `--help` and of documentation.
pub const LANGUAGES: &[&Language] = &[
    &shell::SHELL,
    &python::PYTHON,
    &javascript::JAVASCRIPT,
    &node::NODE,
    &php::PHP,
    &java::JAVA,
    &csharp::CSHARP,
];

impl Client {
    /// Every client of every language.
    pub fn all() -> impl Iterator<Item = &'static Client> {
        LANGUAGES.iter().flat_map(|language| language.clients)
    }

    /// The client of this name: `python/requests`, or `python` for the language's default.
    ///
    /// ```
    /// use snippetgen::Client;
    /// assert_eq!(Client::find("python").unwrap().id, "python/requests");
    /// assert_eq!(Client::find("py/httpx").unwrap().id, "python/httpx");
    /// assert!(Client::find("fortran").is_none());
    /// ```
    pub fn find(name: &str) -> Option<&'static Client> {
        let name = name.to_ascii_lowercase();
        let (language, client) = match name.split_once('/') {
            Some((language, client)) => (language, Some(client)),
            None => (&*name, None),
        };
        match (Language::find(language), client) {
            (Some(language), None) => language.clients.first(),
            (Some(language), Some(client)) => language.clients.iter().find(|c| c.name == client),
            (None, _) => Client::all().find(|c| c.name == name),
        }
    }

    /// The language of the client.
    pub fn language(&self) -> &'static Language {
        let owns = |language: &&&Language| language.clients.iter().any(|c| c.id == self.id);
        LANGUAGES.iter().find(owns).unwrap_or(&LANGUAGES[0])
    }
}

/// As `snippetgen list --format json` prints it.
impl Serialize for Client {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let language = self.language();
        let mut row = serializer.serialize_struct("Client", 8)?;
        row.serialize_field("id", self.id)?;
        row.serialize_field("language", language.id)?;
        row.serialize_field("client", self.name)?;
        row.serialize_field("label", self.label)?;
        // Whether the name of the language alone means this client.
        row.serialize_field("default", &(language.clients[0].id == self.id))?;
        row.serialize_field("aliases", language.aliases)?;
        row.serialize_field("extension", language.extension)?;
        row.serialize_field("fence", language.fence)?;
        row.end()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

impl Language {
    /// The language of this name or alias.
    pub fn find(name: &str) -> Option<&'static Language> {
        let named = |language: &&&Language| language.id == name || language.aliases.contains(&name);
        LANGUAGES.iter().find(named).copied()
    }
}
