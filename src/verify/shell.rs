//! `bash snippet.sh`

use super::toolchain::{Interpreter, Toolchain, bare};

const fn command(
    clients: &'static [&'static str],
    probe: &'static [&'static str],
    install: &'static str,
) -> Interpreter {
    Interpreter {
        clients,
        command: &["bash"],
        file: "snippet.sh",
        probe,
        install,
        furnish: bare,
    }
}

pub(super) const TOOLCHAINS: &[&dyn Toolchain] = &[
    &command(
        &["shell/curl"],
        &["curl", "--version"],
        "apt-get install curl",
    ),
    &command(
        &["shell/wget"],
        &["wget", "--version"],
        "apt-get install wget",
    ),
    &command(
        &["shell/httpie"],
        &["http", "--version"],
        "pip install httpie",
    ),
];
