//! The custom element around HTML, for pages of any host or of none.

use std::fmt::{self, Write};

use super::{Panel, Tabs, element, escape};

pub(super) fn write(tabs: &Tabs, out: &mut dyn Write) -> fmt::Result {
    element::write(
        tabs,
        |panel| format!(" id=\"{}\"", id(tabs.number, panel)),
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

/// `snippet-1-python-requests`: what a link to a panel names.
fn id(number: usize, panel: &Panel) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let name: String = panel.id.chars().map(plain).collect();
    format!("snippet-{number}-{name}")
}
