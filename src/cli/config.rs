//! `snippetgen config`: what is in force, and who says so.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::{Value, json};
use snippetgen::Auth;
use snippetgen::docs::config::Origin;
use snippetgen::docs::{Config, Setting};
use snippetgen::request::Scheme;

use super::{Failure, Outcome, output, problems};

#[derive(Args)]
pub(super) struct Arguments {
    /// Page or directory the configuration is for
    #[arg(default_value = ".")]
    path: PathBuf,

    /// text or json
    #[arg(long, value_enum, default_value_t = Format::Text, hide_possible_values = true)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines of TOML, each with its origin
    Text,
    /// An object
    Json,
}

#[derive(Serialize)]
struct Row {
    key: String,
    value: Value,
    origin: String,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    if let Err(error) = arguments.path.metadata() {
        let path = arguments.path.display().to_string();
        let message = format!("cannot read `{}`: {error}", path.escape_debug());
        return Err(Failure::new(message));
    }
    let config = match Config::find(&arguments.path) {
        Ok(config) => config,
        Err(problems) => {
            problems::say(&problems);
            return Err(Failure::Reported);
        }
    };
    let rows = rows(&config);
    match arguments.format {
        Format::Json => output::print_json(&rows),
        Format::Text => output::write(|out| {
            let width = rows.iter().map(|row| line(row).chars().count()).max();
            let width = width.unwrap_or_default().min(60);
            rows.iter()
                .try_for_each(|row| writeln!(out, "{:width$}  # {}", line(row), row.origin))
        }),
    }
}

fn line(row: &Row) -> String {
    match &row.value {
        Value::Null => format!("{} is not set", row.key),
        value => format!("{} = {value}", row.key),
    }
}

fn rows(config: &Config) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut add = |key: &str, value: Value, origin: &Origin| {
        rows.push(Row {
            key: key.to_owned(),
            value,
            origin: origin.to_string(),
        });
    };
    let langs: Vec<_> = config.langs.value.iter().map(|client| client.id).collect();
    add("docs.langs", json!(langs), &config.langs.origin);
    let flavor = config.flavor.value.map(|flavor| flavor.name());
    add("docs.flavor", json!(flavor), &config.flavor.origin);
    add(
        "docs.group",
        json!(config.group.value),
        &config.group.origin,
    );
    let include = config.include.value.texts();
    add("docs.include", json!(include), &config.include.origin);
    let exclude = config.exclude.value.texts();
    add("docs.exclude", json!(exclude), &config.exclude.origin);
    add("docs.base", json!(config.base.value), &config.base.origin);
    let scheme = config.scheme.value.map(|scheme| match scheme {
        Scheme::Http => "http",
        Scheme::Https => "https",
    });
    add("docs.scheme", json!(scheme), &config.scheme.origin);
    add(
        "docs.exact",
        json!(config.exact.value),
        &config.exact.origin,
    );
    add(
        "docs.strict",
        json!(config.strict.value),
        &config.strict.origin,
    );
    let show = config.show.value.map(|show| {
        let parts = [(show.http, "http"), (show.response, "response")];
        let shown = parts.iter().filter(|it| it.0).map(|it| it.1);
        shown.collect::<Vec<_>>()
    });
    add("docs.show", json!(show), &config.show.origin);
    for (key, Setting { value, origin, .. }) in &config.labels {
        add(&format!("labels.{}", json!(key)), json!(value), origin);
    }
    let (mode, name, text) = match &config.auth.value {
        Auth::Placeholder(text) => ("placeholder", None, text.as_deref()),
        Auth::Env(name) => ("env", name.as_ref().map(|name| name.as_str()), None),
        _ => ("literal", None, None),
    };
    add("auth.mode", json!(mode), &config.auth.origin);
    if let Some(name) = name {
        add("auth.name", json!(name), &config.auth.origin);
    }
    if let Some(text) = text {
        add("auth.text", json!(text), &config.auth.origin);
    }
    add(
        "secrets.allow",
        json!(config.allow.value),
        &config.allow.origin,
    );
    rows
}
