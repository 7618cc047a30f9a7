//! Snippets in pages of documentation: one `http` fence becomes code in every language.
//!
//! ```text
//! page ──fence──▶ request ──render──▶ Tabs ──flavor──▶ text, spliced into the page
//! ```

mod attributes;
mod base;
pub mod config;
mod credentials;
mod detect;
pub mod element;
mod expand;
mod flavor;
mod message;
mod panels;
mod problem;
mod region;
mod rst;
mod sample;
mod scan;
mod source;
mod syntax;
mod update;
mod values;

pub use config::{Config, Setting};
pub use detect::{Detected, detect};
pub use expand::{Change, ChangeKind, Expanded, Mode, PageRequest, expand};
pub use flavor::{Flavor, Panel, Tabs};
pub use problem::Problem;
pub use syntax::is_page;
pub use update::{Finding, Report, Task, Update};
