//! Tabs of pymdownx.tabbed, for MkDocs.

use std::fmt::{self, Write};

use super::{Tabs, escape, fence};

pub(super) fn write(tabs: &Tabs, out: &mut dyn Write) -> fmt::Result {
    for (index, panel) in tabs.panels.iter().enumerate() {
        // `!` begins new tabs: else they would join those right before them.
        let (blank, new) = if index == 0 { ("", "!") } else { ("\n", "") };
        let label = escape::label(&panel.label);
        write!(out, "{blank}==={new} \"{label}\"\n\n")?;
        fence::write(panel.fence, &panel.code, "    ", out)?;
    }
    Ok(())
}
