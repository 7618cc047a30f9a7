//! Tabs of Docusaurus, in MDX.

use std::fmt::{self, Write};

use super::imports::Import;
use super::{Tabs, jsx};

pub(super) const IMPORTS: &[Import] = &[
    Import {
        name: "Tabs",
        line: "import Tabs from '@theme/Tabs';",
    },
    Import {
        name: "TabItem",
        line: "import TabItem from '@theme/TabItem';",
    },
];

pub(super) fn write(tabs: &Tabs, out: &mut dyn Write) -> fmt::Result {
    let group = jsx::attribute("groupId", &tabs.group);
    jsx::write(
        tabs,
        &format!("{group} queryString=\"lang\""),
        |panel| {
            let value = jsx::attribute("value", &panel.id);
            format!("{value} {}", jsx::attribute("label", &panel.label))
        },
        out,
    )
}
