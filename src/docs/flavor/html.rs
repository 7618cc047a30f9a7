//! The custom element around HTML, for pages of any host or of none.

use std::fmt::{self, Write};

use super::{Tabs, element, escape};

pub(super) fn write(tabs: &Tabs, out: &mut dyn Write) -> fmt::Result {
    element::write(
        tabs,
        |panel, out| {
            let code = escape::code(&panel.code);
            let class = match panel.fence {
                "" => "text",
                fence => fence,
            };
            writeln!(
                out,
                "<pre><code class=\"language-{class}\">{code}</code></pre>"
            )
        },
        out,
    )
}
