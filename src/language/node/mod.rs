//! Node.js 18 and later: ECMAScript modules, as prettier lays them out.

mod fetch;

use super::Language;

/// JavaScript of Node.js.
pub const NODE: Language = Language {
    id: "node",
    label: "Node.js",
    aliases: &["nodejs", "node.js"],
    extension: "mjs",
    fence: "javascript",
    clients: &[fetch::FETCH],
};
