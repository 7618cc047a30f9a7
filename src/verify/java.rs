//! `java Main.java`, many at a time: `Runner.java` compiles and runs them in one JVM.

use std::fs;
use std::io;
use std::time::Duration;

use super::helper::drive;
use super::toolchain::{Job, Missing, Outcome, Toolchain, Tools};

const RUNNER: &str = include_str!("Runner.java");

/// The Java clients; OkHttp needs jars.
struct Java {
    clients: &'static [&'static str],
    jars: &'static [&'static str],
    install: &'static str,
}

pub(super) const TOOLCHAINS: &[&dyn Toolchain] = &[
    &Java {
        clients: &["java/httpclient", "java/httpurlconnection"],
        jars: &[],
        install: "apt-get install default-jdk-headless",
    },
    &Java {
        clients: &["java/okhttp"],
        jars: &[
            "okhttp-jvm-5.1.0.jar",
            "okio-jvm-3.15.0.jar",
            "kotlin-stdlib-2.2.0.jar",
        ],
        install: "apt-get install default-jdk-headless, and scripts/toolchains for the jars",
    },
];

impl Toolchain for Java {
    fn clients(&self) -> &'static [&'static str] {
        self.clients
    }

    fn install(&self) -> &'static str {
        self.install
    }

    fn version(&self, tools: &Tools) -> Result<String, Missing> {
        let missing = |name: &&&str| !tools.path("java").join(name).is_file();
        if let Some(jar) = self.jars.iter().find(missing) {
            let reason = format!("{jar} is not in {}", tools.path("java").display());
            return Err(Missing {
                reason,
                install: self.install,
            });
        }
        let version = tools.ask(&["javac", "--version"], self.install)?;
        Ok(match self.jars.first() {
            Some(jar) => format!("{version}, {}", jar.trim_end_matches(".jar")),
            None => version,
        })
    }

    fn run(&self, tools: &Tools, jobs: &[Job], limit: Duration) -> Vec<Outcome> {
        self.try_run(tools, jobs, limit).unwrap_or_else(|error| {
            let failed = Outcome::Failed(format!("cannot save the snippets: {error}"));
            vec![failed; jobs.len()]
        })
    }
}

impl Java {
    fn try_run(&self, tools: &Tools, jobs: &[Job], limit: Duration) -> io::Result<Vec<Outcome>> {
        let mut words = Vec::new();
        for job in jobs {
            let name = class_name(&job.code).unwrap_or("Main").to_owned();
            fs::write(job.directory.join(format!("{name}.java")), &job.code)?;
            words.push(vec![job.directory.display().to_string(), name]);
        }
        let folder = tempfile::tempdir()?;
        let runner = folder.path().join("Runner.java");
        let work = folder.path().join("work");
        fs::write(&runner, RUNNER)?;
        fs::create_dir(&work)?;
        let jars = self.jars.iter().map(|name| tools.path("java").join(name));
        let class_path = std::env::join_paths(jars).unwrap_or_default();
        let mut command = tools.command("java");
        command.arg("-cp").arg(&class_path).arg(runner);
        command
            .arg(limit.as_millis().to_string())
            .arg(&class_path)
            .current_dir(work);
        Ok(drive(&mut command, &words, limit))
    }
}

/// The name of the first class, which names the file.
pub(super) fn class_name(code: &str) -> Option<&str> {
    let line = code.lines().find_map(|line| {
        let (before, after) = line.split_once("class ")?;
        before
            .split_whitespace()
            .all(|word| MODIFIERS.contains(&word))
            .then_some(after)
    })?;
    let end = line.find(|c: char| !c.is_alphanumeric() && c != '_');
    Some(&line[..end.unwrap_or(line.len())])
}

const MODIFIERS: &[&str] = &["public", "final", "static", "internal", "sealed"];
