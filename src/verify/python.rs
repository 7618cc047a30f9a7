//! `python3 snippet.py`

use super::toolchain::{Interpreter, Toolchain, bare};

const fn library(
    clients: &'static [&'static str],
    probe: &'static [&'static str],
    install: &'static str,
) -> Interpreter {
    Interpreter {
        clients,
        command: &["python3"],
        file: "snippet.py",
        probe,
        install,
        furnish: bare,
    }
}

pub(super) const TOOLCHAINS: &[&dyn Toolchain] = &[
    &library(
        &["python/requests"],
        &[
            "python3",
            "-c",
            "import requests; print('requests', requests.__version__)",
        ],
        "pip install requests",
    ),
    &library(
        &["python/httpx"],
        &[
            "python3",
            "-c",
            "import httpx; print('httpx', httpx.__version__)",
        ],
        "pip install httpx",
    ),
    &library(
        &["python/http.client"],
        &["python3", "--version"],
        "apt-get install python3",
    ),
];
