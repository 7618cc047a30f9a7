//! A code group of VitePress.

use std::fmt::{self, Write};

use super::{Tabs, escape, fence};

pub(super) fn write(tabs: &Tabs, out: &mut dyn Write) -> fmt::Result {
    // The container ends at a line of colons, even in a fence.
    let colons = fence::longer_than_any(':', tabs.codes());
    writeln!(out, "{colons} code-group\n")?;
    for panel in &tabs.panels {
        let info = match panel.fence {
            "" => "text",
            info => info,
        };
        // The label goes into the page as HTML, and Vue reads that as a template.
        let label = escape::label(&panel.label);
        fence::write(&format!("{info} [{label}]"), &panel.code, "", out)?;
        writeln!(out)?;
    }
    writeln!(out, "{colons}")
}
