//! How a documentation host writes tabs: one file a host.

mod details;
mod docusaurus;
mod element;
mod escape;
mod fence;
mod html;
mod hugo;
mod imports;
mod jsx;
mod mdbook;
mod mkdocs;
mod myst;
mod plain;
mod starlight;
mod vitepress;

use std::fmt::{self, Write};

/// A way of writing tabs in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flavor {
    /// Consecutive fences, which every host shows.
    Plain,
    /// `<details>`, for pages on GitHub.
    Details,
    /// The custom element around fences, for mdBook.
    Mdbook,
    /// `=== "Python"`, for MkDocs with pymdownx.tabbed.
    Mkdocs,
    /// `<Tabs>` of Docusaurus.
    Docusaurus,
    /// `<Tabs>` of Starlight.
    Starlight,
    /// `::: code-group`, for VitePress.
    Vitepress,
    /// `{tab-set}`, for Sphinx with MyST and sphinx-design.
    Myst,
    /// The shortcodes `snippet-tabs` and `snippet-tab`, for Hugo.
    Hugo,
    /// HTML with the custom element, for any page.
    Html,
}

/// The tabs that take the place of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tabs {
    /// Tabs of one group show the same language, on all pages.
    pub group: String,
    /// The number of these tabs on their page, from 1: what tells `id` attributes apart.
    pub number: usize,
    /// In the order they are shown in; never empty.
    pub panels: Vec<Panel>,
}

/// One tab: the code of a client, the request or its sample response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// What the choice of a reader is remembered by: `python/requests`, `http`, `response`.
    pub id: String,
    /// The tab's text.
    pub label: String,
    /// The first word of a fence's info string, such as `python`.
    pub fence: &'static str,
    /// Code with LF line ends and a final one.
    pub code: String,
}

impl Tabs {
    fn codes(&self) -> impl Iterator<Item = &str> {
        self.panels.iter().map(|panel| &*panel.code)
    }
}

impl Flavor {
    /// Every flavour, in the order of documentation.
    pub const ALL: &[Flavor] = &[
        Self::Plain,
        Self::Details,
        Self::Mdbook,
        Self::Mkdocs,
        Self::Docusaurus,
        Self::Starlight,
        Self::Vitepress,
        Self::Myst,
        Self::Hugo,
        Self::Html,
    ];

    /// The name an author writes: `mkdocs`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Details => "details",
            Self::Mdbook => "mdbook",
            Self::Mkdocs => "mkdocs",
            Self::Docusaurus => "docusaurus",
            Self::Starlight => "starlight",
            Self::Vitepress => "vitepress",
            Self::Myst => "myst",
            Self::Hugo => "hugo",
            Self::Html => "html",
        }
    }

    /// The flavour of this name.
    ///
    /// ```
    /// use snippetgen::docs::Flavor;
    /// assert_eq!(Flavor::find("mkdocs"), Some(Flavor::Mkdocs));
    /// assert_eq!(Flavor::find("MkDocs"), None);
    /// ```
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.name() == name)
    }

    /// Writes the tabs at the left margin, with LF line ends and a final one.
    ///
    /// They are a block of their own: a page needs a blank line before and after them.
    ///
    /// # Errors
    /// Those of the writer.
    ///
    /// ```
    /// use snippetgen::docs::{Flavor, Panel, Tabs};
    ///
    /// let curl = Panel {
    ///     id: "shell/curl".to_owned(),
    ///     label: "Shell (curl)".to_owned(),
    ///     fence: "bash",
    ///     code: "curl https://api.example.com/\n".to_owned(),
    /// };
    /// let tabs = Tabs { group: "lang".to_owned(), number: 1, panels: vec![curl] };
    /// let mut text = String::new();
    /// Flavor::Mkdocs.write(&tabs, &mut text)?;
    /// assert!(text.starts_with("===! \"Shell (curl)\"\n\n    ```bash\n    curl "));
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    pub fn write(self, tabs: &Tabs, out: &mut dyn Write) -> fmt::Result {
        match self {
            Self::Plain => plain::write(tabs, out),
            Self::Details => details::write(tabs, out),
            Self::Mdbook => mdbook::write(tabs, out),
            Self::Mkdocs => mkdocs::write(tabs, out),
            Self::Docusaurus => docusaurus::write(tabs, out),
            Self::Starlight => starlight::write(tabs, out),
            Self::Vitepress => vitepress::write(tabs, out),
            Self::Myst => myst::write(tabs, out),
            Self::Hugo => hugo::write(tabs, out),
            Self::Html => html::write(tabs, out),
        }
    }

    /// The page with the imports that tabs of this flavour need, after its front matter; what it
    /// imports already is left as it is.
    ///
    /// ```
    /// use snippetgen::docs::Flavor;
    ///
    /// let page = Flavor::Starlight.with_imports("---\ntitle: Users\n---\n\nText.\n");
    /// assert_eq!(
    ///     page,
    ///     "---\ntitle: Users\n---\n\n\
    ///      import { Tabs } from '@astrojs/starlight/components';\n\
    ///      import { TabItem } from '@astrojs/starlight/components';\n\nText.\n"
    /// );
    /// ```
    pub fn with_imports(self, page: &str) -> String {
        match self {
            Self::Docusaurus => imports::insert(page, docusaurus::IMPORTS),
            Self::Starlight => imports::insert(page, starlight::IMPORTS),
            _ => page.to_owned(),
        }
    }
}
