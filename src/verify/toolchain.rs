//! What it takes to run the snippets of a client.

use std::env;
use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::process::{in_parallel, run};
use super::{browser, csharp, java, node, php, python, shell};

/// One snippet to run, in an empty directory of its own.
#[derive(Clone, Debug)]
pub struct Job {
    /// The code, as the renderer gave it.
    pub code: String,
    /// Where it is saved and run.
    pub directory: PathBuf,
    /// `127.0.0.1:PORT` of its recorder, which a browser takes its page from.
    pub authority: String,
}

/// How a run ended, whatever was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Without an error.
    Ended,
    /// The compiler refused it; what it said.
    NotCompiled(String),
    /// With an error; what it said.
    Failed(String),
    /// It did not end in time, and was ended.
    TimedOut,
}

/// A toolchain that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What was asked for its version, and what came of it.
    pub reason: String,
    /// How to install it.
    pub install: &'static str,
}

/// Runs the snippets of some clients, as their users would.
pub trait Toolchain: Sync {
    /// The ids of the clients it runs.
    fn clients(&self) -> &'static [&'static str];

    /// How to install it on Debian.
    fn install(&self) -> &'static str;

    /// The first line of what it says of its version.
    fn version(&self, tools: &Tools) -> Result<String, Missing>;

    /// Runs every job; the outcomes are in the order of the jobs.
    fn run(&self, tools: &Tools, jobs: &[Job], limit: Duration) -> Vec<Outcome>;

    /// Whether a browser sends the requests, with fields of its own.
    fn is_browser(&self) -> bool {
        false
    }

    /// What to know of a snippet that failed here: one sentence, without a final stop.
    fn caveat(&self) -> Option<&'static str> {
        None
    }
}

/// The toolchain that runs a client, by the client's id.
pub fn toolchain(client: &str) -> Option<&'static dyn Toolchain> {
    let languages = [
        shell::TOOLCHAINS,
        python::TOOLCHAINS,
        browser::TOOLCHAINS,
        node::TOOLCHAINS,
        php::TOOLCHAINS,
        java::TOOLCHAINS,
        csharp::TOOLCHAINS,
    ];
    languages
        .into_iter()
        .flatten()
        .copied()
        .find(|it| it.clients().contains(&client))
}

/// Where the tools are that `scripts/toolchains` installed. What is not there is looked for on
/// `PATH`.
#[derive(Clone, Debug)]
pub struct Tools {
    root: PathBuf,
    home: PathBuf,
}

impl Tools {
    /// The folder named by `SNIPPETGEN_TOOLCHAINS`, else `.toolchains` in the working directory.
    pub fn find() -> Self {
        let named = env::var_os("SNIPPETGEN_TOOLCHAINS").map(PathBuf::from);
        let root = named.unwrap_or_else(|| PathBuf::from(".toolchains"));
        let root = std::path::absolute(&root).unwrap_or(root);
        Self {
            home: root.join("home"),
            root,
        }
    }

    /// A file or folder of the tools.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Where a program is: among the tools, else on `PATH`.
    pub fn locate(&self, program: &str) -> PathBuf {
        let found = self
            .folders()
            .into_iter()
            .map(|folder| folder.join(program))
            .find(|it| it.is_file());
        found.unwrap_or_else(|| program.into())
    }

    fn folders(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.path("venv/bin"), self.path("node_modules/.bin")];
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        folders
    }

    /// A command that finds the tools and is not led astray by its user's settings: a proxy, a
    /// `.curlrc` or a `.netrc` would change what is sent.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.locate(program));
        if let Ok(path) = env::join_paths(self.folders()) {
            command.env("PATH", path);
        }
        for (name, _) in env::vars_os() {
            if name
                .to_string_lossy()
                .to_ascii_lowercase()
                .ends_with("_proxy")
            {
                command.env_remove(name);
            }
        }
        command.env("HOME", &self.home);
        command
    }

    /// Lets a snippet import the packages of npm.
    pub fn link_node_modules(&self, directory: &Path) -> io::Result<()> {
        match symlink(self.path("node_modules"), directory.join("node_modules")) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    }

    /// The first line a command prints, which ought to be a version.
    pub fn ask(&self, command: &[&str], install: &'static str) -> Result<String, Missing> {
        let mut process = self.command(command[0]);
        process.args(&command[1..]).stdin(Stdio::null());
        if self.root.is_dir() {
            process.current_dir(&self.root);
        }
        let missing = |reason: String| Missing { reason, install };
        let output = process
            .output()
            .map_err(|error| missing(format!("{}: {error}", command[0])))?;
        let text = String::from_utf8_lossy(&output.stdout);
        match text.lines().find(|line| !line.trim().is_empty()) {
            Some(line) if output.status.success() => Ok(line.trim().to_owned()),
            _ => Err(missing(format!("`{}` did not answer", command.join(" ")))),
        }
    }
}

/// A toolchain that runs one file with one process.
pub(super) struct Interpreter {
    /// The ids of the clients it runs.
    pub(super) clients: &'static [&'static str],
    /// The command the name of the file is appended to.
    pub(super) command: &'static [&'static str],
    /// The name a user might save the snippet under.
    pub(super) file: &'static str,
    /// The command that prints the version of the client.
    pub(super) probe: &'static [&'static str],
    /// How to install it.
    pub(super) install: &'static str,
    /// What the directory must hold besides the snippet.
    pub(super) furnish: fn(&Tools, &Path) -> io::Result<()>,
}

impl Toolchain for Interpreter {
    fn clients(&self) -> &'static [&'static str] {
        self.clients
    }

    fn install(&self) -> &'static str {
        self.install
    }

    fn version(&self, tools: &Tools) -> Result<String, Missing> {
        tools.ask(self.probe, self.install)
    }

    fn run(&self, tools: &Tools, jobs: &[Job], limit: Duration) -> Vec<Outcome> {
        in_parallel(jobs, |job| {
            let saved = fs::write(job.directory.join(self.file), &job.code)
                .and_then(|()| (self.furnish)(tools, &job.directory));
            if let Err(error) = saved {
                return Outcome::Failed(format!("cannot save the snippet: {error}"));
            }
            let mut command = tools.command(self.command[0]);
            command
                .args(&self.command[1..])
                .arg(self.file)
                .current_dir(&job.directory);
            run(&mut command, limit)
        })
    }
}

/// For clients that need nothing but their file.
pub(super) fn bare(_: &Tools, _: &Path) -> io::Result<()> {
    Ok(())
}
