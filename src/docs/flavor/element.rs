//! The custom element of `src/docs/element/`, in the markup it reads.

use std::fmt::{self, Write};

use super::{Panel, Tabs, escape};

/// The element, with what `inside` writes into each section, whose attributes `more` gives beside
/// those the element reads. Without its script every section is shown, under its heading.
pub(super) fn write(
    tabs: &Tabs,
    more: impl Fn(&Panel) -> String,
    inside: impl Fn(&Panel, &mut dyn Write) -> fmt::Result,
    out: &mut dyn Write,
) -> fmt::Result {
    let group = escape::label(&tabs.group);
    writeln!(out, "<snippet-tabs group=\"{group}\">")?;
    for panel in &tabs.panels {
        let (id, label) = (escape::label(&panel.id), escape::label(&panel.label));
        let more = more(panel);
        writeln!(
            out,
            "<section{more} data-id=\"{id}\" data-label=\"{label}\">"
        )?;
        writeln!(out, "<h4>{label}</h4>")?;
        inside(panel, out)?;
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</snippet-tabs>")
}
