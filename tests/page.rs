//! The page in a browser, against the server as it is started by its users.
//!
//! `tests/browser/page.mjs` says what it does there. `SNIPPETGEN_PAGE=keyboard cargo test --test
//! page` runs the tests whose names match.
#![cfg(all(feature = "cli", feature = "serve", feature = "verify"))]

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};

use snippetgen::verify::Tools;

/// A server on a port of its own, which ends with this.
struct Server {
    process: Child,
    url: String,
    /// Kept open: a server that finds nobody to tell would be another one.
    _stderr: BufReader<ChildStderr>,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_snippetgen"))
            .args(["serve", "--port", "0"])
            .args(arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(process.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let url = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .unwrap_or_else(|| panic!("no address in {line:?}"))
            .trim_end_matches('/')
            .to_owned();
        Self {
            process,
            url,
            _stderr: stderr,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What has to be there for a browser to be driven; `Err` names what is not.
fn browser(tools: &Tools) -> Result<(PathBuf, PathBuf), &'static str> {
    let modules = tools.path("node_modules");
    let chromium = tools.locate("chromium");
    match () {
        () if !chromium.is_file() => Err("chromium"),
        () if tools.ask(&["node", "--version"], "").is_err() => Err("node"),
        () if !modules.join("playwright-core").is_dir() => Err("playwright-core"),
        () if !modules.join("axe-core").is_dir() => Err("axe-core"),
        () => Ok((modules, chromium)),
    }
}

#[test]
fn the_page_does_in_a_browser_what_it_says() {
    let tools = Tools::find();
    let (modules, chromium) = match browser(&tools) {
        Ok(found) => found,
        Err(missing) if env::var_os("CI").is_some_and(|value| value == "true") => {
            panic!("{missing} is missing: run scripts/toolchains")
        }
        Err(missing) => return println!("skipped: {missing} is missing"),
    };
    let server = Server::start(&[]);
    let without_sending = Server::start(&["--no-send"]);

    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/page.mjs");
    let mut command = tools.command("node");
    command.arg("--test-reporter=spec");
    if let Some(pattern) = env::var_os("SNIPPETGEN_PAGE") {
        command.arg("--test-name-pattern").arg(pattern);
    }
    let status = command
        .arg(script)
        .env("SNIPPETGEN_URL", &server.url)
        .env("SNIPPETGEN_URL_WITHOUT_SENDING", &without_sending.url)
        .env("SNIPPETGEN_MODULES", modules)
        .env("SNIPPETGEN_CHROMIUM", chromium)
        .status()
        .unwrap();
    assert!(status.success(), "see the tests named above");
}
