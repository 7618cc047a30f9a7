//! What an author writes behind `snippetgen`: one grammar for every spelling.
//!
//! ```text
//! http snippetgen langs="curl,python/requests"
//! http,snippetgen,langs=curl+python
//! {.http .snippetgen data-langs="curl,python"}
//! ```

use std::ops::Range;

use super::config::Show;
use super::scan::{WORD, is_misspelt};
use super::values::{self, Invalid};
use super::{Config, Flavor, Setting};
use crate::nearest::nearest;
use crate::request::Scheme;
use crate::{Auth, Client};

/// Everything a fence may say; what it leaves out, the configuration says.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub(super) langs: Option<Vec<&'static Client>>,
    pub(super) src: Option<(String, Range<usize>)>,
    base: Option<String>,
    scheme: Option<Scheme>,
    auth: Option<Auth>,
    exact: Option<bool>,
    strict: Option<bool>,
    pub(super) flavor: Option<Flavor>,
    group: Option<String>,
    show: Option<Show>,
}

const NAMES: [&str; 10] = [
    "langs", "src", "base", "scheme", "auth", "exact", "strict", "flavor", "group", "show",
];

/// What is wrong with an attribute, and where.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) id: &'static str,
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// A word of an info string: a name, or a name and a value.
#[derive(Debug)]
struct Item<'t> {
    name: &'t str,
    name_at: usize,
    value: Option<(&'t str, usize)>,
}

/// The first word of an info string, in any spelling: `http`.
pub(super) fn language(info: &str) -> &str {
    let first = items(info, 0).into_iter().next();
    first.map_or("", |item| item.name.trim_start_matches('.'))
}

/// Whether an info string names our word.
pub(super) fn is_ours(info: &str) -> bool {
    let named = |item: &Item<'_>| {
        item.value.is_none() && matches!(item.name.strip_prefix('.').unwrap_or(item.name), WORD)
    };
    language(info).eq_ignore_ascii_case("http") && items(info, 0).iter().skip(1).any(named)
}

/// What keeps an info string from being ours, where it nearly is.
pub(super) fn nearly(info: &str, at: usize) -> Option<Wrong> {
    let mut items = items(info, at).into_iter();
    let wrong = |item: &Item<'_>, message: String, help: &str| Wrong {
        id: "misspelt-word",
        span: item.name_at..item.name_at + item.name.len(),
        message: format!("nothing is made of this fence: {message}"),
        help: help.to_owned(),
    };
    let first = items.next()?;
    if first.name.trim_start_matches('.') == WORD {
        let help = "write `http snippetgen`, or `{.http .snippetgen}`";
        return Some(wrong(
            &first,
            "its first word is not `http`".to_owned(),
            help,
        ));
    }
    let word = |item: &Item<'_>| item.name.strip_prefix('.').unwrap_or(item.name).to_owned();
    let misspelt = items.find(|item| item.value.is_none() && is_misspelt(&word(item)));
    let item = misspelt.filter(|_| word(&first).eq_ignore_ascii_case("http"))?;
    let message = format!("there is no word `{}`", word(&item));
    Some(wrong(&item, message, "did you mean `snippetgen`?"))
}

impl Attributes {
    /// Of the info string of a fence that is ours.
    pub(super) fn of_fence(info: &str, at: usize, wrong: &mut Vec<Wrong>) -> Self {
        let items = items(info, at);
        let attributes = items.into_iter().skip(1).filter(|item| {
            let word = item.name.strip_prefix('.').unwrap_or(item.name);
            word != WORD || item.value.is_some()
        });
        Self::read(attributes, wrong)
    }

    /// Of the text of a directive.
    pub(super) fn of_directive(text: &str, at: usize, wrong: &mut Vec<Wrong>) -> Self {
        Self::read(items(text, at).into_iter(), wrong)
    }

    fn read<'t>(items: impl Iterator<Item = Item<'t>>, wrong: &mut Vec<Wrong>) -> Self {
        let mut attributes = Self::default();
        let mut seen: Vec<&str> = Vec::new();
        for item in items {
            // Classes and ids are the host's.
            if item.name.starts_with(['.', '#']) {
                continue;
            }
            let name = item.name.strip_prefix("data-").unwrap_or(item.name);
            let span = item.name_at..item.name_at + item.name.len();
            if seen.contains(&name) {
                wrong.push(Wrong {
                    id: "attribute-twice",
                    span,
                    message: format!("the attribute `{name}` is given twice"),
                    help: "keep one of them".to_owned(),
                });
                continue;
            }
            seen.push(name);
            if !NAMES.contains(&name) {
                wrong.push(unknown(name, span));
            } else if let Err(invalid) = attributes.set(name, &item) {
                wrong.push(Wrong {
                    id: invalid.id,
                    span: match item.value {
                        Some((_, at)) => at + invalid.span.start..at + invalid.span.end,
                        None => span,
                    },
                    message: invalid.message,
                    help: invalid.help,
                });
            }
        }
        attributes
    }

    fn set(&mut self, name: &str, item: &Item<'_>) -> Result<(), Invalid> {
        let (value, at) = match (name, item.value) {
            ("exact" | "strict", None) => ("true", 0),
            (_, Some(value)) => value,
            (_, None) => {
                return Err(Invalid::new(
                    "attribute-value",
                    0..0,
                    format!("the attribute `{name}` has no value"),
                    format!("write `{name}=\"…\"`"),
                ));
            }
        };
        match name {
            "langs" => self.langs = Some(values::langs(value)?),
            "src" => self.src = Some((value.to_owned(), at..at + value.len())),
            "base" => self.base = Some(values::base(value)?),
            "scheme" => self.scheme = Some(values::scheme(value)?),
            "auth" => self.auth = Some(values::auth(value)?),
            "exact" => self.exact = Some(values::boolean(value)?),
            "strict" => self.strict = Some(values::boolean(value)?),
            "flavor" => self.flavor = Some(values::flavor(value)?),
            "group" => self.group = Some(values::group(value)?),
            _ => self.show = Some(values::show(value)?),
        }
        Ok(())
    }

    /// The configuration, as far as the fence does not say otherwise.
    pub(super) fn over(&self, config: &Config) -> Config {
        fn put<T: Clone>(value: &Option<T>, setting: &mut Setting<T>) {
            if let Some(value) = value {
                setting.value = value.clone();
            }
        }
        fn some<T: Clone>(value: &Option<T>, setting: &mut Setting<Option<T>>) {
            if value.is_some() {
                setting.value = value.clone();
            }
        }
        let mut config = config.clone();
        put(&self.langs, &mut config.langs);
        some(&self.base, &mut config.base);
        some(&self.scheme, &mut config.scheme);
        put(&self.auth, &mut config.auth);
        put(&self.exact, &mut config.exact);
        put(&self.strict, &mut config.strict);
        some(&self.flavor, &mut config.flavor);
        put(&self.group, &mut config.group);
        some(&self.show, &mut config.show);
        config
    }
}

fn unknown(name: &str, span: Range<usize>) -> Wrong {
    let shown: String = name.chars().take(40).collect();
    let known = NAMES.join(", ");
    let (message, help) = if name.is_empty() {
        let message = "no attribute is named in front of this `=`".to_owned();
        (
            message,
            "write `langs=\"curl,python\"`, without blanks around `=`".to_owned(),
        )
    } else {
        let message = format!("there is no attribute `{}`", shown.escape_debug());
        let help = match nearest(name, NAMES) {
            Some(near) => format!("did you mean `{near}`? The attributes are {known}"),
            None if Client::named(name).is_ok() => format!(
                "it is a language: write all of them as one value, `langs=\"curl,{name}\"` or \
                 `langs=curl+{name}`"
            ),
            None => format!("the attributes are {known}"),
        };
        (message, help)
    };
    Wrong {
        id: "unknown-attribute",
        span,
        message,
        help,
    }
}

/// The words of an info string or a directive. Commas separate them where the first word is
/// followed by one, as mdBook has it; elsewhere they are part of a value.
fn items(text: &str, at: usize) -> Vec<Item<'_>> {
    let first_end = text.trim_start().find([',', ' ', '\t', '{', '=']);
    let commas = first_end.is_some_and(|end| text.trim_start()[end..].starts_with(','));
    let separates = |c: char| c.is_whitespace() || matches!(c, '{' | '}') || (commas && c == ',');
    let mut items = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(separates);
        if rest.is_empty() {
            return items;
        }
        let offset = text.len() - rest.len();
        let end = rest
            .find(|c| separates(c) || c == '=')
            .unwrap_or(rest.len());
        let name = &rest[..end];
        let mut value = None;
        rest = &rest[end..];
        if let Some(after) = rest.strip_prefix('=') {
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (start, len, skip) = match quote {
                Some(quote) => {
                    let len = after[1..].find(quote).unwrap_or(after.len() - 1);
                    (1, len, (len + 2).min(after.len()))
                }
                None => {
                    let len = after.find(separates).unwrap_or(after.len());
                    (0, len, len)
                }
            };
            let value_at = at + text.len() - after.len() + start;
            value = Some((&after[start..start + len], value_at));
            rest = &after[skip..];
        }
        items.push(Item {
            name,
            name_at: at + offset,
            value,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(info: &str) -> Vec<(&str, Option<&str>)> {
        let items = items(info, 0).into_iter();
        items.map(|it| (it.name, it.value.map(|it| it.0))).collect()
    }

    #[test]
    fn every_spelling_says_the_same() {
        let quoted = r#"http snippetgen langs="curl,python" exact"#;
        assert_eq!(
            read(quoted),
            [
                ("http", None),
                ("snippetgen", None),
                ("langs", Some("curl,python")),
                ("exact", None)
            ]
        );
        let commas = "http,snippetgen,langs=curl+python";
        assert_eq!(read(commas)[2], ("langs", Some("curl+python")));
        let braces = r#"{.http .snippetgen data-langs='a b'}"#;
        assert_eq!(read(braces)[0], (".http", None));
        assert_eq!(read(braces)[2], ("data-langs", Some("a b")));
        for info in [quoted, commas, braces, "http {.snippetgen langs=a}"] {
            assert!(is_ours(info), "{info}");
        }
        for info in ["http", "", "sh snippetgen", "http snippetgen=1", "{=html}"] {
            assert!(!is_ours(info), "{info}");
        }
    }

    #[test]
    fn a_value_without_its_closing_quote_ends_with_the_line() {
        assert_eq!(read("http a=\"b c")[1], ("a", Some("b c")));
        assert_eq!(read("http a=")[1], ("a", Some("")));
    }
}
