//! Tabs of a reStructuredText page.

use std::fmt::{self, Write};

use super::{Config, Flavor, Panel, Tabs};

/// Code blocks under their labels, or the tabs of sphinx-design.
pub(super) fn write(tabs: &Tabs, config: &Config, out: &mut String) -> fmt::Result {
    let design = config.flavor.value == Some(Flavor::Myst);
    if design {
        writeln!(out, ".. tab-set::\n   :sync-group: {}\n", tabs.group)?;
    }
    for (index, panel) in tabs.panels.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        if design {
            writeln!(
                out,
                "   .. tab-item:: {}\n      :sync: {}\n",
                escaped(&panel.label),
                panel.id
            )?;
            block(panel, "      ", out)?;
        } else {
            writeln!(out, "{}\n", escaped(&panel.label))?;
            block(panel, "", out)?;
        }
    }
    Ok(())
}

fn block(panel: &Panel, indent: &str, out: &mut String) -> fmt::Result {
    writeln!(out, "{indent}.. code-block:: {}\n", panel.fence)?;
    for line in panel.code.lines() {
        match line.is_empty() {
            true => out.push('\n'),
            false => writeln!(out, "{indent}   {line}")?,
        }
    }
    Ok(())
}

/// Text without markup.
fn escaped(label: &str) -> String {
    let mut text = String::new();
    for c in label.chars() {
        if matches!(c, '*' | '`' | '_' | '|' | '\\' | ':') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}
