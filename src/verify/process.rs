//! Running other programs, with a limit on their time.

use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use wait_timeout::ChildExt;

use super::Outcome;

const OUTPUT_LIMIT: u64 = 16 << 10;

/// Runs a command to its end, or to the end of its time.
pub(super) fn run(command: &mut Command, limit: Duration) -> Outcome {
    match try_run(command, limit) {
        Ok(outcome) => outcome,
        Err(error) => {
            let program = command.get_program().to_string_lossy();
            Outcome::Failed(format!("cannot run {program}: {error}"))
        }
    }
}

fn try_run(command: &mut Command, limit: Duration) -> io::Result<Outcome> {
    // Files rather than pipes: nobody has to read them while the program runs.
    let mut output = tempfile::tempfile()?;
    command
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output.try_clone()?);
    let mut group = Group::spawn(command)?;
    let status = group.child.wait_timeout(limit)?;
    drop(group);
    Ok(match status {
        None => Outcome::TimedOut,
        Some(status) if status.success() => Outcome::Ended,
        Some(status) => {
            let length = output.seek(SeekFrom::End(0))?;
            output.seek(SeekFrom::Start(length.saturating_sub(OUTPUT_LIMIT)))?;
            let mut text = Vec::new();
            output.read_to_end(&mut text)?;
            Outcome::Failed(format!("{status}\n{}", String::from_utf8_lossy(&text)))
        }
    })
}

/// A child and whatever it starts, which end with this value.
pub(super) struct Group {
    /// The child.
    pub(super) child: Child,
}

impl Group {
    /// Starts a command as the head of a process group of its own.
    pub(super) fn spawn(command: &mut Command) -> io::Result<Self> {
        let mut running = running();
        let Some(running) = running.as_mut() else {
            return Err(io::ErrorKind::Interrupted.into());
        };
        let group = Self {
            child: command.process_group(0).spawn()?,
        };
        running.extend(group.id());
        Ok(group)
    }

    fn id(&self) -> Option<Pid> {
        Pid::from_raw(self.child.id().cast_signed())
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = self.id() {
            if let Some(running) = running().as_mut() {
                running.retain(|it| *it != group);
            }
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

/// The groups there are; `None` once there shall be no more.
static RUNNING: Mutex<Option<Vec<Pid>>> = Mutex::new(Some(Vec::new()));

fn running() -> MutexGuard<'static, Option<Vec<Pid>>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends every snippet that runs, and lets no other start: for a process that is told to end, as
/// the snippets, in groups of their own, are not.
pub fn interrupt() {
    for group in running().take().into_iter().flatten() {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

/// Whether [`interrupt`] was called: nothing more is to be saved or run.
pub(super) fn interrupted() -> bool {
    running().is_none()
}

/// Maps with as many threads as there are cores, and keeps the order.
pub(super) fn in_parallel<T: Sync, R: Send>(items: &[T], map: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::with_capacity(items.len()));
    let workers = thread::available_parallelism()
        .map_or(2, usize::from)
        .min(items.len());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((index, item)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    items.get(index).map(|item| (index, item))
                } {
                    let result = map(item);
                    if let Ok(mut results) = results.lock() {
                        results.push((index, result));
                    }
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_default();
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
