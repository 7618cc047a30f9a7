//! Tabs of sphinx-design, in MyST.

use std::fmt::{self, Write};

use super::{Tabs, escape, fence};

pub(super) fn write(tabs: &Tabs, out: &mut dyn Write) -> fmt::Result {
    // A directive ends at a line of colons, even in a fence, and at those of a directive in it.
    let colons = fence::longer_than_any(':', tabs.codes());
    write!(
        out,
        "{colons}:{{tab-set}}\n:sync-group: {}\n\n",
        option(&tabs.group)
    )?;
    for panel in &tabs.panels {
        let label = escape::label(&panel.label);
        write!(
            out,
            "{colons}{{tab-item}} {label}\n:sync: {}\n\n",
            option(&panel.id)
        )?;
        fence::write(panel.fence, &panel.code, "", out)?;
        writeln!(out, "{colons}\n")?;
    }
    writeln!(out, "{colons}:")
}

/// A value in YAML: as it is, or quoted.
fn option(value: &str) -> String {
    let simple = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    match value.starts_with(|c: char| c.is_ascii_alphabetic()) && value.chars().all(simple) {
        true => value.to_owned(),
        false => {
            let one_line: Vec<_> = value.split(char::is_whitespace).collect();
            format!("'{}'", one_line.join(" ").replace('\'', "''"))
        }
    }
}
