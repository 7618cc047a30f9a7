//! Elements of MDX around fences.

use std::fmt::{self, Write};

use super::{Panel, Tabs, escape, fence};

/// `<Tabs …>` with a `<TabItem …>` for each panel. Code is in fences alone: nowhere else would MDX
/// leave `{` and `<` as they are.
pub(super) fn write(
    tabs: &Tabs,
    attributes: &str,
    of_item: impl Fn(&Panel) -> String,
    out: &mut dyn Write,
) -> fmt::Result {
    writeln!(out, "<Tabs {attributes}>")?;
    for panel in &tabs.panels {
        write!(out, "<TabItem {}>\n\n", of_item(panel))?;
        fence::write(panel.fence, &panel.code, "", out)?;
        write!(out, "\n</TabItem>\n")?;
    }
    writeln!(out, "</Tabs>")
}

/// `name="value"`; MDX reads character references in it.
pub(super) fn attribute(name: &str, value: &str) -> String {
    format!("{name}=\"{}\"", escape::label(value))
}
