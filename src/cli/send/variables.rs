//! `--var`

use snippetgen::send::Variables;

use super::super::Failure;

/// A name and where its value is. No `Debug`: the value may be a secret.
#[derive(Clone)]
pub(super) struct Variable {
    name: String,
    source: Source,
}

#[derive(Clone)]
enum Source {
    Value(String),
    Environment(String),
}

/// `NAME=VALUE` or `NAME@VARIABLE`.
pub(super) fn read(text: &str) -> Result<Variable, String> {
    let how = "write NAME=VALUE, or NAME@VARIABLE for a variable of the environment";
    let Some(end) = text.find(['=', '@']) else {
        return Err(how.to_owned());
    };
    let (name, value) = (&text[..end], &text[end + 1..]);
    if !Variables::is_name(name) {
        return Err(format!(
            "{how}; a name has letters, digits, `_`, `-` and `.`, and starts with a letter or `_`"
        ));
    }
    let source = match text[end..].starts_with('=') {
        true => Source::Value(value.to_owned()),
        false if value.is_empty() => return Err(how.to_owned()),
        false => Source::Environment(value.to_owned()),
    };
    Ok(Variable {
        name: name.to_owned(),
        source,
    })
}

pub(super) fn collect(list: &[Variable]) -> Result<Variables, Failure> {
    let mut variables = Variables::default();
    for variable in list {
        let value = match &variable.source {
            Source::Value(value) => value.clone(),
            Source::Environment(name) => std::env::var(name).map_err(|error| {
                let what = match error {
                    std::env::VarError::NotPresent => "is not set",
                    std::env::VarError::NotUnicode(_) => "is not UTF-8",
                };
                Failure::with_help(
                    format!("the environment variable `{}` {what}", name.escape_debug()),
                    format!(
                        "set it, or give the value itself with `--var {}=…`",
                        variable.name
                    ),
                )
            })?,
        };
        variables.set(&variable.name, value);
    }
    Ok(variables)
}
