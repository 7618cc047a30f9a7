//! Every message in `tests/bad` is refused with the text in `snapshots/errors`.

use std::fs;
use std::path::{Path, PathBuf};

use insta::Settings;

/// The secret of the messages that have one.
const SECRET: &str = "hunter2-SECRET";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The message is refused, and what is said of it is what the snapshot shows.
fn refuses(name: &str) {
    let file = root().join("tests/bad").join(name).with_extension("http");
    let message = fs::read(file).expect("the file is there");
    let errors = snippetgen::parse(&message).expect_err("the message is bad");
    let text = errors.render("request.http", &message);
    let shown = format!("{text}{errors}{errors:?}");
    assert!(
        !shown.contains(SECRET) && !shown.contains("hunter2"),
        "{text}"
    );
    assert!(
        !text.contains(|c: char| c.is_control() && c != '\n'),
        "{text:?}"
    );

    let mut settings = Settings::new();
    settings.set_snapshot_path(root().join("snapshots/errors"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

macro_rules! bad {
    ($($name:ident,)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];

        $(#[test]
        fn $name() {
            refuses(stringify!($name));
        })*
    };
}

bad! {
    empty,
    only_blank_lines,
    no_request_line,
    no_request_line_but_a_secret,
    no_method,
    no_target,
    only_a_version,
    indented,
    method_character,
    command,
    comment,
    response,
    connect,
    version,
    version_in_lower_case,
    space_in_target,
    target_without_slash,
    target_scheme,
    asterisk_of_get,
    missing_colon,
    missing_blank_line,
    missing_blank_line_before_a_form,
    token_on_its_own_line,
    blanks_in_blank_line,
    fold_without_field,
    space_before_colon,
    field_name,
    nul_and_other_controls,
    control_in_target,
    bare_cr,
    two_hosts,
    no_host,
    no_host_in_http_1_0,
    empty_host,
    port,
    port_out_of_range,
    host_with_a_path,
    host_with_a_space,
    host_is_an_address,
    host_with_a_user,
    host_not_ascii,
    ipv6_without_brackets,
    ipv6_with_bad_brackets,
    conflicting_content_length,
    content_length,
    transfer_encoding,
    not_chunked,
    chunk_size,
    chunk_too_short,
    chunk_too_long,
    last_chunk_missing,
    after_the_last_chunk,
    unknown_pseudo_field,
    missing_pseudo_field,
    conflicting_pseudo_fields,
    pseudo_field_without_colon,
    several_at_once,
    long_line,
}

fn stems(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("the entry can be read").path());
    let stem = |path: PathBuf| path.file_stem().unwrap_or_default().display().to_string();
    let mut stems: Vec<_> = paths.map(stem).collect();
    stems.sort();
    stems
}

#[test]
fn every_bad_message_has_a_test_and_every_snapshot_a_message() {
    let mut names = NAMES.to_vec();
    names.sort();
    assert_eq!(stems("tests/bad"), names);
    assert_eq!(stems("snapshots/errors"), names);
}
