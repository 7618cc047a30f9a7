//! A script on a page of the recorder, in headless Chromium: what a browser refuses shows.

use std::fs;
use std::io;
use std::time::Duration;

use super::helper::drive;
use super::recorder::PAGE;
use super::toolchain::{Job, Missing, Outcome, Toolchain, Tools};

const RUNNER: &str = include_str!("Runner.mjs");

/// The clients of a kind of script.
struct Browser {
    clients: &'static [&'static str],
    /// The `type` of the script element: only a module has `await` at its top level.
    kind: &'static str,
    /// What the page loads first, from `node_modules`.
    library: Option<&'static str>,
    install: &'static str,
}

pub(super) const TOOLCHAINS: &[&dyn Toolchain] = &[
    &Browser {
        clients: &["javascript/fetch"],
        kind: "module",
        library: None,
        install: "apt-get install chromium nodejs && npm install playwright-core",
    },
    &Browser {
        clients: &["javascript/xhr"],
        kind: "text/javascript",
        library: None,
        install: "apt-get install chromium nodejs && npm install playwright-core",
    },
    &Browser {
        clients: &["javascript/jquery"],
        kind: "text/javascript",
        library: Some("jquery/dist/jquery.js"),
        install: "apt-get install chromium nodejs && npm install playwright-core jquery",
    },
];

impl Toolchain for Browser {
    fn clients(&self) -> &'static [&'static str] {
        self.clients
    }

    fn install(&self) -> &'static str {
        self.install
    }

    fn version(&self, tools: &Tools) -> Result<String, Missing> {
        for file in ["playwright-core/package.json"]
            .into_iter()
            .chain(self.library)
        {
            let path = tools.path("node_modules").join(file);
            if !path.is_file() {
                let reason = format!("{} is not there", path.display());
                return Err(Missing {
                    reason,
                    install: self.install,
                });
            }
        }
        tools.ask(&["node", "--version"], self.install)?;
        tools.ask(&["chromium", "--version"], self.install)
    }

    fn run(&self, tools: &Tools, jobs: &[Job], limit: Duration) -> Vec<Outcome> {
        self.try_run(tools, jobs, limit).unwrap_or_else(|error| {
            vec![Outcome::Failed(format!("cannot save the snippets: {error}")); jobs.len()]
        })
    }

    fn is_browser(&self) -> bool {
        true
    }
}

impl Browser {
    fn try_run(&self, tools: &Tools, jobs: &[Job], limit: Duration) -> io::Result<Vec<Outcome>> {
        let folder = tempfile::tempdir()?;
        let runner = folder.path().join("runner.mjs");
        fs::write(&runner, RUNNER)?;
        let modules = tools.path("node_modules");
        let mut words = Vec::new();
        for job in jobs {
            let file = job.directory.join("snippet.js");
            fs::write(&file, &job.code)?;
            let file = file.display().to_string();
            let mut job = vec![job.authority.clone(), self.kind.to_owned(), file];
            job.extend(
                self.library
                    .map(|name| modules.join(name).display().to_string()),
            );
            words.push(job);
        }
        let chromium = tools.locate("chromium");
        let mut command = tools.command("node");
        command
            .arg(runner)
            .arg(limit.as_millis().to_string())
            .arg(modules)
            .arg(PAGE)
            .arg(chromium);
        // Where the browser has its profile, which a browser that is ended leaves behind.
        command.env("TMPDIR", folder.path());
        Ok(drive(command.current_dir(folder.path()), &words, limit))
    }
}
