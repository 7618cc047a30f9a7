//! <https://nodejs.org/api/globals.html#fetch>

use crate::language::Client;
use crate::language::javascript::{Platform, render_fetch};

pub(super) const FETCH: Client = Client {
    id: "node/fetch",
    name: "fetch",
    label: "Node.js (fetch)",
    render: |draft, notes, out| render_fetch(draft, notes, out, Platform::Node),
};
