//! How a documentation host writes tabs: one file a host.

use std::fmt::Write;

/// A way of writing tabs in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// A shortcode of Hugo.
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

impl Flavor {
    /// Writes the tabs at the left margin, with LF line ends and a final one.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(self, tabs: &Tabs, out: &mut dyn Write) -> std::fmt::Result {
        for panel in &tabs.panels {
            writeln!(out, "```{}\n{}```", panel.fence, panel.code)?;
        }
        Ok(())
    }
}
