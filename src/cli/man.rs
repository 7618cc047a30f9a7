//! `snippetgen man`

use super::{Outcome, output};

pub(super) fn run() -> Outcome {
    let mut page = Vec::new();
    clap_mangen::Man::new(super::command()).render(&mut page)?;
    output::print(&page)
}
