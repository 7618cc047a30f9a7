//! Programs that run many snippets in one process, where starting one for each would take seconds.
//!
//! A helper reads a job a line from its standard input, words between tabs, the first of them the
//! job's number, and answers in any order with lines of `number, outcome, detail`. In a detail
//! `\n`, `\t` and `\\` are escaped. It keeps the time limit itself.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use wait_timeout::ChildExt;

use super::Outcome;
use super::process::Group;

/// A helper has the limit of a snippet and as much again, and this long to start.
const GRACE: Duration = Duration::from_secs(60);

/// For it to close what it has opened, once it has answered.
const FAREWELL: Duration = Duration::from_secs(10);

/// Starts a helper, gives it every job, and waits for its answers.
pub(super) fn drive(command: &mut Command, jobs: &[Vec<String>], limit: Duration) -> Vec<Outcome> {
    let silence = || Outcome::Failed("the process that runs many snippets ended early".into());
    let mut outcomes: Vec<Outcome> = jobs.iter().map(|_| silence()).collect();
    if let Err(error) = try_drive(command, jobs, limit, &mut outcomes) {
        let program = command.get_program().to_string_lossy();
        outcomes.fill(Outcome::Failed(format!("cannot run {program}: {error}")));
    }
    outcomes
}

fn try_drive(
    command: &mut Command,
    jobs: &[Vec<String>],
    limit: Duration,
    outcomes: &mut [Outcome],
) -> io::Result<()> {
    if jobs.is_empty() {
        return Ok(());
    }
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut group = Group::spawn(command)?;
    let mut input = String::new();
    for (number, words) in jobs.iter().enumerate() {
        let _ = writeln!(input, "{number}\t{}", words.join("\t"));
    }
    let stdin = group.child.stdin.take();
    thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(input.as_bytes())));
    let (sender, answers) = mpsc::channel();
    if let Some(stdout) = group.child.stdout.take() {
        thread::spawn(move || {
            BufReader::new(stdout)
                .lines()
                .map_while(Result::ok)
                .try_for_each(|it| sender.send(it))
        });
    }
    let mut left = jobs.len();
    while left > 0
        && let Ok(line) = answers.recv_timeout(2 * limit + GRACE)
    {
        if let Some((number, outcome)) = read_answer(&line)
            && let Some(slot) = outcomes.get_mut(number)
        {
            *slot = outcome;
            left -= 1;
        }
    }
    if left == 0 {
        let _ = group.child.wait_timeout(FAREWELL);
    }
    Ok(())
}

fn read_answer(line: &str) -> Option<(usize, Outcome)> {
    let mut words = line.splitn(3, '\t');
    let number = words.next()?.parse().ok()?;
    let outcome = match (words.next()?, unescaped(words.next().unwrap_or_default())) {
        ("ended", _) => Outcome::Ended,
        ("not compiled", detail) => Outcome::NotCompiled(detail),
        ("timed out", _) => Outcome::TimedOut,
        (_, detail) => Outcome::Failed(detail),
    };
    Some((number, outcome))
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.push(match characters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                other => other.unwrap_or('\\'),
            }),
            other => plain.push(other),
        }
    }
    plain
}
