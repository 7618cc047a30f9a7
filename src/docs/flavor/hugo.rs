//! Shortcodes around code, for Hugo; `examples/hugo/layouts/_shortcodes` has them.

use std::fmt::{self, Write};

use super::{Tabs, escape};

pub(super) fn write(tabs: &Tabs, out: &mut dyn Write) -> fmt::Result {
    let group = escape::label(&tabs.group);
    writeln!(out, "{{{{< snippet-tabs group=\"{group}\" >}}}}")?;
    for panel in &tabs.panels {
        let (id, label) = (escape::label(&panel.id), escape::label(&panel.label));
        let lang = match panel.fence {
            "" => "text",
            fence => fence,
        };
        writeln!(
            out,
            "{{{{< snippet-tab id=\"{id}\" label=\"{label}\" lang=\"{lang}\" >}}}}"
        )?;
        // No fence: Hugo looks for shortcodes again in what it renders as Markdown.
        out.write_str(&code(&panel.code))?;
        writeln!(out, "{{{{< /snippet-tab >}}}}")?;
    }
    writeln!(out, "{{{{< /snippet-tabs >}}}}")
}

/// Code without the two openings of a shortcode: their braces are written by one.
fn code(text: &str) -> String {
    text.replace("{{<", "{{\u{0}<")
        .replace("{{%", "{{\u{0}%")
        .replace("{{\u{0}", "{{< snippet-curly >}}")
}
