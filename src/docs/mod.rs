//! Snippets in the pages of a documentation: one `http` fence becomes code in every language.
//!
//! ```text
//! page ──fence──▶ request ──render──▶ Tabs ──flavor──▶ text, spliced into the page
//! ```

mod credentials;
mod detect;
mod flavor;

pub use detect::{Detected, detect};
pub use flavor::{Flavor, Panel, Tabs};
