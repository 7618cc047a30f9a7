//! `snippetgen.toml`: every key and value with its place.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::pages::Globs;
use super::{Config, Origin, Setting};
use crate::diagnostic::position;
use crate::docs::Problem;
use crate::docs::values::{self, Invalid};
use crate::nearest::nearest;
use crate::{Auth, Client, EnvName, LANGUAGES};

type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;
type Value<'t> = Spanned<DeValue<'t>>;

const TABLES: [&str; 4] = ["docs", "labels", "auth", "secrets"];
const DOCS: [&str; 10] = [
    "langs", "flavor", "group", "include", "exclude", "base", "scheme", "exact", "strict", "show",
];
const AUTH: [&str; 3] = ["mode", "name", "text"];

/// Reads a configuration; `file` is what messages call it.
pub(super) fn read(file: &Path, text: &str, root: &Path) -> Result<Config, Vec<Problem>> {
    let mut reader = Reader {
        file,
        text,
        problems: Vec::new(),
    };
    let config = reader.config(root);
    match reader.problems.is_empty() {
        true => Ok(config),
        false => {
            let mut problems = reader.problems;
            problems.sort_by_key(|problem| (problem.line, problem.column));
            Err(problems)
        }
    }
}

struct Reader<'t> {
    file: &'t Path,
    text: &'t str,
    problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    fn config(&mut self, root: &Path) -> Config {
        let mut config = Config {
            root: Some(root.to_owned()),
            ..Config::default()
        };
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let span = error.span().unwrap_or_default();
            self.problem(span, "toml", error.message(), "");
        }
        if !self.problems.is_empty() {
            return config;
        }
        for (key, value) in table.get_ref() {
            let name = key.get_ref().as_ref();
            if !TABLES.contains(&name) {
                self.unknown(key, "table", &TABLES);
                continue;
            }
            let DeValue::Table(table) = value.get_ref() else {
                let help = format!("write `[{name}]` on a line, and its keys below");
                self.problem(
                    value.span(),
                    "config-type",
                    format!("`{name}` is a table"),
                    help,
                );
                continue;
            };
            match name {
                "docs" => self.docs(table, root, &mut config),
                "labels" => self.labels(table, &mut config),
                "auth" => self.auth(table, &mut config),
                _ => self.secrets(table, &mut config),
            }
        }
        config
    }

    fn docs(&mut self, table: &DeTable<'t>, root: &Path, config: &mut Config) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "langs" => {
                    let langs = self.joined(value, values::langs);
                    self.put(value, langs, &mut config.langs);
                }
                "show" => {
                    let show = self.joined(value, values::show);
                    self.put(value, show.map(Some), &mut config.show);
                }
                "flavor" => {
                    let flavor = self.parsed(value, values::flavor);
                    self.put(value, flavor.map(Some), &mut config.flavor);
                }
                "group" => {
                    let group = self.parsed(value, values::group);
                    self.put(value, group, &mut config.group);
                }
                "base" => {
                    let base = self.parsed(value, values::base);
                    self.put(value, base.map(Some), &mut config.base);
                }
                "scheme" => {
                    let scheme = self.parsed(value, values::scheme);
                    self.put(value, scheme.map(Some), &mut config.scheme);
                }
                "exact" => {
                    let exact = self.boolean(value);
                    self.put(value, exact, &mut config.exact);
                }
                "strict" => {
                    let strict = self.boolean(value);
                    self.put(value, strict, &mut config.strict);
                }
                "include" => {
                    let globs = self.globs(value, root);
                    self.put(value, globs, &mut config.include);
                }
                "exclude" => {
                    let globs = self.globs(value, root);
                    self.put(value, globs, &mut config.exclude);
                }
                _ => self.unknown(key, "key", &DOCS),
            }
        }
    }

    fn labels(&mut self, table: &DeTable<'t>, config: &mut Config) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let known = || {
                let languages = LANGUAGES.iter().map(|language| language.id);
                let clients = Client::all().map(|client| client.id);
                languages.chain(clients).chain(["http", "response"])
            };
            // `curl` is that of the shell.
            let named = Client::named(name).unwrap_or_default();
            let id = match *named {
                _ if known().any(|known| known == name) => name,
                [client] => client.id,
                _ => "",
            };
            if id.is_empty() {
                let help = match nearest(name, known()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`snippetgen list` has all of them".to_owned(),
                };
                let message = format!("there is no client `{}`", name.escape_debug());
                self.problem(key.span(), "unknown-client", message, help);
                continue;
            }
            let label = self.parsed(value, |text| match plain(text) {
                true => Ok(text.to_owned()),
                false => Err(Invalid::new(
                    "label",
                    0..0,
                    "a label is one line of text",
                    "write a name such as `Python`",
                )),
            });
            if let Some(label) = label {
                let origin = self.origin(value);
                let label = Setting {
                    value: label,
                    origin,
                };
                config.labels.insert(id.to_owned(), label);
            }
        }
    }

    /// `mode`, with the `name` of a variable or the `text` of a placeholder.
    fn auth(&mut self, table: &DeTable<'t>, config: &mut Config) {
        let mut mode = None;
        let (mut name, mut text) = (None, None);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "mode" => {
                    let read = self.parsed(value, |mode| {
                        values::one_of(mode, &["literal", "placeholder", "env"])
                    });
                    mode = read.map(|mode| (mode, value));
                }
                "name" => {
                    let read = self.parsed(value, |text| {
                        EnvName::new(text.to_owned()).ok_or_else(|| {
                            let help = "write letters, digits and `_`, such as `API_TOKEN`";
                            Invalid::new("auth", 0..0, "this names no variable", help)
                        })
                    });
                    name = Some((read, key));
                }
                "text" => {
                    let read = self.parsed(value, |text| match plain(text) {
                        true => Ok(text.to_owned()),
                        false => Err(Invalid::new(
                            "auth",
                            0..0,
                            "a placeholder is one line, without control characters",
                            "write one such as `<token>`",
                        )),
                    });
                    text = Some((read, key));
                }
                _ => self.unknown(key, "key", &AUTH),
            }
        }
        let auth = match &mode {
            Some(("env", _)) => Auth::Env(name.take().and_then(|(name, _)| name)),
            Some(("placeholder", _)) => Auth::Placeholder(text.take().and_then(|(text, _)| text)),
            _ => Auth::Literal,
        };
        for (key, needs) in [
            (name.map(|it| it.1), "env"),
            (text.map(|it| it.1), "placeholder"),
        ] {
            if let Some(key) = key {
                let message = format!("this goes with `mode = \"{needs}\"`");
                self.problem(key.span(), "config-key", message, "");
            }
        }
        if let Some((_, value)) = mode {
            self.put(value, Some(auth), &mut config.auth);
        }
    }

    fn secrets(&mut self, table: &DeTable<'t>, config: &mut Config) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "allow" => {
                    let allow = self.strings(value);
                    let allow = allow.map(|list| list.into_iter().map(|it| it.0).collect());
                    self.put(value, allow, &mut config.allow);
                }
                _ => self.unknown(key, "key", &["allow"]),
            }
        }
    }

    fn put<T>(&mut self, at: &Value<'t>, value: Option<T>, setting: &mut Setting<T>) {
        if let Some(value) = value {
            let origin = self.origin(at);
            *setting = Setting { value, origin };
        }
    }

    fn origin(&self, at: &Value<'t>) -> Origin {
        let (line, _) = position(self.text.as_bytes(), at.span().start);
        Origin::File(self.file.to_owned(), line)
    }

    fn boolean(&mut self, value: &Value<'t>) -> Option<bool> {
        match value.get_ref() {
            DeValue::Boolean(boolean) => Some(*boolean),
            _ => {
                let message = "this is `true` or `false`";
                self.problem(
                    value.span(),
                    "config-type",
                    message,
                    "write it without quotes",
                );
                None
            }
        }
    }

    fn parsed<T>(
        &mut self,
        value: &Value<'t>,
        read: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        let DeValue::String(text) = value.get_ref() else {
            self.problem(
                value.span(),
                "config-type",
                "this is a string",
                "put it in quotes",
            );
            return None;
        };
        match read(text) {
            Ok(value) => Some(value),
            Err(invalid) => {
                self.problem(value.span(), invalid.id, invalid.message, invalid.help);
                None
            }
        }
    }

    /// What an attribute has as one text, as an array.
    fn joined<T>(
        &mut self,
        value: &Value<'t>,
        read: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        let before = self.problems.len();
        let names = self.strings(value)?;
        for (name, span) in &names {
            if let Err(invalid) = read(name) {
                self.problem(span.clone(), invalid.id, invalid.message, invalid.help);
            }
        }
        if self.problems.len() > before {
            return None;
        }
        let names: Vec<_> = names.into_iter().map(|it| it.0).collect();
        match read(&names.join(",")) {
            Ok(value) => Some(value),
            Err(invalid) => {
                self.problem(value.span(), invalid.id, invalid.message, invalid.help);
                None
            }
        }
    }

    fn globs(&mut self, value: &Value<'t>, root: &Path) -> Option<Globs> {
        let mut globs = Globs::new(root);
        let before = self.problems.len();
        for (glob, span) in self.strings(value)? {
            if let Err(error) = globs.add(&glob) {
                self.problem(span, "glob", format!("this is no glob: {error}"), "");
            }
        }
        (self.problems.len() == before).then_some(globs)
    }

    /// A string, or an array of them, each with its place.
    fn strings(&mut self, value: &Value<'t>) -> Option<Vec<(String, Range<usize>)>> {
        let list = match value.get_ref() {
            DeValue::String(text) => return Some(vec![(text.to_string(), value.span())]),
            DeValue::Array(list) => list,
            _ => {
                let help = "write one such as `[\"a\", \"b\"]`";
                self.problem(
                    value.span(),
                    "config-type",
                    "this is an array of strings",
                    help,
                );
                return None;
            }
        };
        self.array(list)
    }

    fn array(&mut self, list: &DeArray<'t>) -> Option<Vec<(String, Range<usize>)>> {
        let mut strings = Vec::with_capacity(list.len());
        for one in list {
            let DeValue::String(text) = one.get_ref() else {
                self.problem(
                    one.span(),
                    "config-type",
                    "this is a string",
                    "put it in quotes",
                );
                return None;
            };
            strings.push((text.to_string(), one.span()));
        }
        Some(strings)
    }

    fn unknown(&mut self, key: &Key<'t>, what: &str, known: &[&str]) {
        let name = key.get_ref().as_ref();
        let message = format!("there is no {what} `{}`", name.escape_debug());
        let all = known.join(", ");
        let help = match nearest(name, known.iter().copied()) {
            _ if known.len() == 1 => format!("there is `{all}` alone"),
            Some(near) => format!("did you mean `{near}`? There are {all}"),
            None => format!("there are {all}"),
        };
        self.problem(key.span(), "unknown-key", message, help);
    }

    fn problem(
        &mut self,
        span: Range<usize>,
        id: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let problem = Problem::in_text(self.file, self.text, span, id, message, help);
        self.problems.push(problem);
    }
}

/// Whether a text is one line that is not blank.
fn plain(text: &str) -> bool {
    !text.trim().is_empty() && !text.chars().any(char::is_control)
}
