//! What holds for the pages of a project: `snippetgen.toml` under the flags.

mod find;
mod pages;
mod read;
mod setting;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(super) use find::directory;
pub use pages::Globs;
pub use setting::{Origin, Setting};

use super::{Flavor, Problem};
use crate::request::Scheme;
use crate::{Auth, Client, LANGUAGES};

/// The name of the configuration's file.
pub const FILE: &str = "snippetgen.toml";

/// Which panels tabs have beside the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Show {
    /// The request itself, as the first.
    pub http: bool,
    /// Its sample response, as the last.
    pub response: bool,
}

/// Everything that decides how a fence becomes tabs; attributes of a fence win over it.
///
/// ```
/// use snippetgen::docs::Config;
/// let config = Config::default();
/// assert_eq!(config.group.value, "snippetgen-lang");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// The clients, in the order of the tabs.
    pub langs: Setting<Vec<&'static Client>>,
    /// How tabs are written; without one, what suits the page.
    pub flavor: Setting<Option<Flavor>>,
    /// Tabs of one group show the same language.
    pub group: Setting<String>,
    /// What is put before a request target of a request without a Host.
    pub base: Setting<Option<String>>,
    /// The scheme of a request that does not tell its own.
    pub scheme: Setting<Option<Scheme>>,
    /// How secrets are written.
    pub auth: Setting<Auth>,
    /// Send the body's bytes as they stand.
    pub exact: Setting<bool>,
    /// A note of a client is an error.
    pub strict: Setting<bool>,
    /// Panels beside the code; without it, what suits the mode.
    pub show: Setting<Option<Show>>,
    /// Globs of the pages of the project, relative to its root; all, where there is none.
    pub include: Setting<Globs>,
    /// Globs of files that are no pages.
    pub exclude: Setting<Globs>,
    /// Texts of tabs, by the id of a client or a language, or `http` and `response`.
    pub labels: BTreeMap<String, Setting<String>>,
    /// Texts that look like credentials and are none.
    pub allow: Setting<Vec<String>>,
    /// The directory that request files may not leave; without one, that of the page.
    pub root: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        let langs = LANGUAGES.iter().filter_map(|it| it.clients.first());
        Self {
            langs: Setting::default(langs.collect()),
            flavor: Setting::default(None),
            group: Setting::default("snippetgen-lang".to_owned()),
            base: Setting::default(None),
            scheme: Setting::default(None),
            auth: Setting::default(Auth::Literal),
            exact: Setting::default(false),
            strict: Setting::default(false),
            show: Setting::default(None),
            include: Setting::default(Globs::new(Path::new(""))),
            exclude: Setting::default(Globs::new(Path::new(""))),
            labels: BTreeMap::new(),
            allow: Setting::default(Vec::new()),
            root: None,
        }
    }
}

impl Config {
    /// The configuration of a page, or of the pages of a directory: `snippetgen.toml` in the
    /// nearest directory above it, as far as one with `.git`; the defaults where there is none.
    ///
    /// # Errors
    /// What is wrong in that file, with positions.
    pub fn find(path: &Path) -> Result<Self, Vec<Problem>> {
        find::find(path)
    }

    /// Whether the globs of the project make a file one of its pages. The path is that of its real
    /// directory.
    pub fn is_page(&self, path: &Path) -> bool {
        let (include, exclude) = (&self.include.value, &self.exclude.value);
        (include.is_empty() || include.matches(path)) && !exclude.matches(path)
    }

    /// The text of the tab of the request itself, or of its sample response.
    pub(super) fn label_of(&self, id: &str, default: &str) -> String {
        let label = self.labels.get(id).map(|label| &*label.value);
        label.unwrap_or(default).to_owned()
    }

    /// The text of a client's tab. It is the same on every page, so that hosts that pair tabs by
    /// their text do.
    pub fn label(&self, client: &Client) -> &str {
        let language = client.language();
        let default = language
            .clients
            .first()
            .is_some_and(|it| it.id == client.id);
        let named = self.labels.get(client.id);
        let named = named.or_else(|| self.labels.get(language.id).filter(|_| default));
        match named {
            Some(label) => &label.value,
            // Nobody calls curl "Shell".
            None if language.id == "shell" && default => client.name,
            None if default => language.label,
            None => client.label,
        }
    }
}
