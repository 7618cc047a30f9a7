//! `<details>`, which GitHub shows: the first is open.

use std::fmt::{self, Write};

use super::{Tabs, escape, fence, plain};

/// What would be open and alone has nothing to fold.
pub(super) fn write(tabs: &Tabs, out: &mut dyn Write) -> fmt::Result {
    if tabs.panels.len() == 1 {
        return plain::write(tabs, out);
    }
    for (index, panel) in tabs.panels.iter().enumerate() {
        let (blank, open) = if index == 0 {
            ("", " open")
        } else {
            ("\n", "")
        };
        let label = escape::label(&panel.label);
        // The blank lines let the fence be Markdown (CommonMark §4.6).
        write!(
            out,
            "{blank}<details{open}>\n<summary>{label}</summary>\n\n"
        )?;
        fence::write(panel.fence, &panel.code, "", out)?;
        write!(out, "\n</details>\n")?;
    }
    Ok(())
}
