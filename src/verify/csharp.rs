//! C# on Mono, many at a time: `Runner.cs` compiles and runs them in one process.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use super::helper::drive;
use super::toolchain::{Job, Missing, Outcome, Toolchain, Tools};

const RUNNER: &str = include_str!("Runner.cs");

/// Where Debian's mono-mcs puts the compiler, a program that others can load.
const COMPILER: &str = "/usr/lib/mono/4.5/mcs.exe";

struct Mono;

pub(super) const TOOLCHAINS: &[&dyn Toolchain] = &[&Mono];

impl Toolchain for Mono {
    fn clients(&self) -> &'static [&'static str] {
        &["csharp/httpclient"]
    }

    fn install(&self) -> &'static str {
        "apt-get install mono-mcs mono-runtime libmono-system-net-http4.0-cil"
    }

    fn caveat(&self) -> Option<&'static str> {
        Some(
            "Mono has run this in the place of .NET, which may well send it: Mono lacks what .NET 5 \
             added, re-spaces or drops field values it parses, and sends the fragment of a target",
        )
    }

    fn version(&self, tools: &Tools) -> Result<String, Missing> {
        if !Path::new(COMPILER).is_file() {
            let reason = format!("{COMPILER} is not there");
            return Err(Missing {
                reason,
                install: self.install(),
            });
        }
        tools.ask(&["mono", "--version"], self.install())
    }

    fn run(&self, tools: &Tools, jobs: &[Job], limit: Duration) -> Vec<Outcome> {
        try_run(tools, jobs, limit).unwrap_or_else(|error| {
            vec![Outcome::Failed(format!("cannot save the snippets: {error}")); jobs.len()]
        })
    }
}

fn try_run(tools: &Tools, jobs: &[Job], limit: Duration) -> io::Result<Vec<Outcome>> {
    let folder = tempfile::tempdir()?;
    let work = folder.path().join("work");
    let runner = folder.path().join("Runner.exe");
    fs::create_dir(&work)?;
    fs::write(folder.path().join("Runner.cs"), RUNNER)?;
    let mut compiler = tools.command("mcs");
    compiler
        .arg("-out:Runner.exe")
        .arg("Runner.cs")
        .current_dir(folder.path());
    let output = compiler.stdin(Stdio::null()).output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
    }
    let mut words = Vec::new();
    for job in jobs {
        fs::write(job.directory.join("Program.cs"), &job.code)?;
        words.push(vec![job.directory.display().to_string()]);
    }
    let mut command = tools.command("mono");
    command
        .arg(runner)
        .arg(limit.as_millis().to_string())
        .arg(COMPILER)
        .current_dir(work);
    Ok(drive(&mut command, &words, limit))
}
