//! `--auth`.

use snippetgen::{Auth, EnvName};

pub(super) fn read(text: &str) -> Result<Auth, String> {
    let (kind, detail) = match text.split_once(':') {
        Some((kind, detail)) => (kind, Some(detail)),
        None => (text, None),
    };
    match (kind, detail) {
        ("literal", None) => Ok(Auth::Literal),
        ("placeholder", Some("")) => Err("a text has to follow `placeholder:`".to_owned()),
        ("placeholder", Some(text)) if text.chars().any(char::is_control) => {
            Err("a placeholder is one line, without control characters".to_owned())
        }
        ("placeholder", text) => Ok(Auth::Placeholder(text.map(str::to_owned))),
        ("env", None) => Ok(Auth::Env(None)),
        ("env", Some(name)) => match EnvName::new(name.to_owned()) {
            Some(name) => Ok(Auth::Env(Some(name))),
            None => Err(
                "a name of an environment variable is letters, digits and `_`, without a digit \
                 in front"
                    .to_owned(),
            ),
        },
        _ => Err("expected literal, placeholder[:TEXT] or env[:NAME]".to_owned()),
    }
}
