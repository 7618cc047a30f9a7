//! The custom element of `src/docs/element/`, in the markup it reads.

use std::fmt::{self, Write};

use super::{Panel, Tabs, escape};

/// The element, with what `inside` writes into each section. Without its script every section is
/// shown, under its heading.
pub(super) fn write(
    tabs: &Tabs,
    inside: impl Fn(&Panel, &mut dyn Write) -> fmt::Result,
    out: &mut dyn Write,
) -> fmt::Result {
    writeln!(
        out,
        "<snippet-tabs group=\"{}\">",
        escape::label(&tabs.group)
    )?;
    for panel in &tabs.panels {
        let (id, label) = (escape::label(&panel.id), escape::label(&panel.label));
        writeln!(out, "<section data-id=\"{id}\" data-label=\"{label}\">")?;
        writeln!(out, "<h4>{label}</h4>")?;
        inside(panel, out)?;
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</snippet-tabs>")
}
