//! Templates say where code goes and nothing else: the walls that keep text of a request out of
//! them, as far as the types alone do not.

use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path)
            } else {
                found.push(path)
            }
        }
    }
    assert!(!found.is_empty());
    found
}

fn each_line(folder: &str, check: impl Fn(&str) -> Result<(), String>) {
    let wrong: Vec<_> = files(folder)
        .iter()
        .flat_map(|file| {
            let text = fs::read_to_string(file).unwrap();
            let lines = text.lines().enumerate().filter_map(|(index, line)| {
                let problem = check(line).err()?;
                Some(format!(
                    "{}:{}: {problem}: {line}",
                    file.display(),
                    index + 1
                ))
            });
            lines.collect::<Vec<_>>()
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// `{{ text|safe }}` is the one spelling that would print a string.
#[test]
fn no_template_uses_a_filter_or_makes_a_string() {
    each_line("templates", |line| {
        let code = line.split("{{").skip(1).chain(line.split("{%").skip(1));
        for tag in code.map(|rest| rest.split(['}', '%']).next().unwrap_or(rest)) {
            if tag.contains('|') || tag.contains('"') || tag.contains('~') || tag.contains("safe") {
                return Err("a filter or a string in a tag".to_owned());
            }
        }
        Ok(())
    });
}

#[test]
fn a_tag_stands_alone_on_its_line() {
    each_line("templates", |line| match line.find("{%") {
        Some(start)
            if !line[..start].trim().is_empty()
                || !line.trim_end().ends_with("%}") && !line.contains("%} \\") =>
        {
            Err("a tag beside code".to_owned())
        }
        _ => Ok(()),
    });
}

/// Request text that reaches a comment would need no quotes to get out of it.
#[test]
fn no_code_is_printed_inside_a_comment() {
    each_line("templates", |line| {
        let before = line.split("{{").next().unwrap_or_default();
        let comment = ["//", "/*", "# "]
            .iter()
            .any(|mark| before.trim_start().starts_with(mark));
        match comment && line.contains("{{") {
            true => Err("code in a comment".to_owned()),
            false => Ok(()),
        }
    });
}

#[test]
fn only_the_code_module_makes_code() {
    let makers: Vec<_> = files("src")
        .into_iter()
        .filter(|file| {
            let text = fs::read_to_string(file).unwrap();
            // The other word is of the standard library's, about panics.
            text.replace("AssertUnwindSafe", "").contains("Safe")
        })
        .map(|file| {
            file.strip_prefix(env!("CARGO_MANIFEST_DIR"))
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(makers, [Path::new("src/code/mod.rs")]);
}

#[test]
fn every_escaper_of_the_configuration_is_the_one_that_prints_code_only() {
    let config = include_str!("../askama.toml");
    assert_eq!(config.matches("[[escaper]]").count(), 1);
    assert!(config.contains("path = \"crate::code::Source\""));
    for built_in in ["html", "txt", "md", "none", "j2", "jinja", "xml", "svg", ""] {
        assert!(
            config.contains(&format!("\"{built_in}\"")),
            "{built_in:?} keeps its own escaper"
        );
    }
    let own = each_derive("escape =");
    assert!(
        own.is_empty(),
        "a template with an escaper of its own: {own:?}"
    );
}

fn each_derive(option: &str) -> Vec<PathBuf> {
    let mut files = files("src");
    files.retain(|file| {
        fs::read_to_string(file)
            .unwrap()
            .lines()
            .any(|line| line.contains("template(") && line.contains(option))
    });
    files
}
