//! `cargo bench --bench command`: what one call of the command costs, beside one that does nothing.

use std::process::{Command, Stdio};

/// Libraries of the tests give the command that is built with them more than `cargo build` does,
/// such as tables of Unicode, and it starts later for it. What users have is measured.
fn main() {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--release", "--quiet"]);
    assert!(build.status().is_ok_and(|status| status.success()));
    divan::main();
}

#[divan::bench(args = [env!("CARGO_BIN_EXE_snippetgen"), "/bin/true"], sample_count = 1000)]
fn one_call(program: &str) -> bool {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/bearer.http");
    let mut command = Command::new(program);
    command
        .args(["--lang", "python", example])
        .stdout(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
