//! Consecutive fences under their labels.

use std::fmt::{self, Write};

use super::{Tabs, escape, fence};

/// A fence alone needs no label: it takes the place of the one that was there.
pub(super) fn write(tabs: &Tabs, out: &mut dyn Write) -> fmt::Result {
    if let [panel] = &*tabs.panels {
        return fence::write(panel.fence, &panel.code, "", out);
    }
    for (index, panel) in tabs.panels.iter().enumerate() {
        let blank = if index == 0 { "" } else { "\n" };
        write!(out, "{blank}{}\n\n", escape::label(&panel.label))?;
        fence::write(panel.fence, &panel.code, "", out)?;
    }
    Ok(())
}
