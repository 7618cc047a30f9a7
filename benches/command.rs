//! `cargo bench --bench command`: what one call of the command costs, beside one that does nothing.

use std::fs;
use std::process::{Command, Stdio};

const INSTALLED: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/snippetgen");

/// Measures what users have. Libraries of the tests give the command that is built with them more
/// than `cargo build` does, such as tables of Unicode, and a file that a linker has just written
/// is mapped page by page: both make it start later.
fn main() {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--release", "--quiet"]);
    assert!(build.status().is_ok_and(|status| status.success()));
    fs::copy(env!("CARGO_BIN_EXE_snippetgen"), INSTALLED).unwrap();
    divan::main();
}

#[divan::bench(args = [INSTALLED, "/bin/true"], sample_count = 1000)]
fn one_call(program: &str) -> bool {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/bearer.http");
    let mut command = Command::new(program);
    command
        .args(["--lang", "python", example])
        .stdout(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
