//! The custom element around fences, which mdBook highlights.

use std::fmt::{self, Write};

use super::{Tabs, element, fence};

pub(super) fn write(tabs: &Tabs, out: &mut dyn Write) -> fmt::Result {
    element::write(
        tabs,
        // All chapters are one page when they are printed: an `id` would be there twice.
        |_| String::new(),
        |panel, out| {
            // `mdbook test` would run it, and the page offer to.
            let info = match panel.fence {
                "rust" => "rust,ignore",
                info => info,
            };
            // The blank lines let the fence be Markdown (CommonMark §4.6).
            writeln!(out)?;
            fence::write(info, &panel.code, "", out)?;
            writeln!(out)
        },
        out,
    )
}
