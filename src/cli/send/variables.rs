//! `--var`

use std::env::{self, VarError};

use snippetgen::send::Variables;

use super::super::Failure;

/// What `--var` was given. It is looked at in [`collect`], as clap would show a value that is
/// wrong; and there is no `Debug`, as it may be a secret.
#[derive(Clone)]
pub(super) struct Variable(String);

impl From<String> for Variable {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// The values of `NAME=VALUE` and `NAME@VARIABLE`.
pub(super) fn collect(list: &[Variable]) -> Result<Variables, Failure> {
    let mut variables = Variables::default();
    for Variable(text) in list {
        let end = text.find(['=', '@']).unwrap_or(text.len());
        let name = &text[..end];
        if !Variables::is_name(name) {
            return Err(Failure::with_help(
                "a `--var` has no name before `=` or `@`",
                "names have letters, digits, `_`, `-` and `.`, and start with a letter or `_`: \
                 `--var id=7`",
            ));
        }
        let value = match (text.get(end..=end), text.get(end + 1..)) {
            (Some("="), Some(value)) => value.to_owned(),
            (Some("@"), Some(variable)) if !variable.is_empty() => environment(name, variable)?,
            _ => {
                return Err(Failure::with_help(
                    format!("`--var {name}` has no value"),
                    format!(
                        "write `--var {name}=…`, or `--var {name}@VARIABLE` for a variable of the \
                         environment"
                    ),
                ));
            }
        };
        variables.set(name, value);
    }
    Ok(variables)
}

fn environment(name: &str, variable: &str) -> Result<String, Failure> {
    let what = match env::var(variable) {
        // What runs tests for others gives a secret that is not there as an empty one.
        Ok(value) if value.is_empty() => "is empty",
        Ok(value) => return Ok(value),
        Err(VarError::NotPresent) => "is not set",
        Err(VarError::NotUnicode(_)) => "is not UTF-8",
    };
    Err(Failure::with_help(
        format!(
            "the environment variable `{}` {what}",
            variable.escape_debug()
        ),
        format!("set it, or give the value itself with `--var {name}=…`"),
    ))
}
