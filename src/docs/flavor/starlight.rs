//! Tabs of Starlight, in MDX.

use std::fmt::{self, Write};

use super::imports::Import;
use super::{Tabs, jsx};

pub(super) const IMPORTS: &[Import] = &[
    Import {
        name: "Tabs",
        line: "import { Tabs } from '@astrojs/starlight/components';",
    },
    Import {
        name: "TabItem",
        line: "import { TabItem } from '@astrojs/starlight/components';",
    },
];

pub(super) fn write(tabs: &Tabs, out: &mut dyn Write) -> fmt::Result {
    jsx::write(
        tabs,
        &jsx::attribute("syncKey", &tabs.group),
        |panel| jsx::attribute("label", &panel.label),
        out,
    )
}
