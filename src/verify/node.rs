//! `node snippet.mjs`

use std::io;
use std::path::Path;

use super::toolchain::{Interpreter, Toolchain, Tools, bare};

const fn module(
    clients: &'static [&'static str],
    probe: &'static [&'static str],
    install: &'static str,
    furnish: fn(&Tools, &Path) -> io::Result<()>,
) -> Interpreter {
    Interpreter {
        clients,
        command: &["node"],
        file: "snippet.mjs",
        probe,
        install,
        furnish,
    }
}

pub(super) const TOOLCHAINS: &[&dyn Toolchain] = &[
    &module(
        &["node/fetch", "node/http"],
        &["node", "--print", "'Node.js ' + process.version"],
        "apt-get install nodejs",
        bare,
    ),
    &module(
        &["node/axios"],
        &[
            "node",
            "--print",
            "'axios ' + require('axios/package.json').version",
        ],
        "npm install axios",
        Tools::link_node_modules,
    ),
];
