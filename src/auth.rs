//! How secrets are written, as people type it.

use std::str::FromStr;

use crate::{Auth, EnvName};

/// Reads `literal`, `placeholder[:TEXT]` or `env[:NAME]`. The error is one sentence that says what
/// is expected.
///
/// ```
/// use snippetgen::Auth;
/// assert_eq!("placeholder:{token}".parse(), Ok(Auth::Placeholder(Some("{token}".to_owned()))));
/// assert!("secret".parse::<Auth>().is_err());
/// ```
impl FromStr for Auth {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, detail) = match text.split_once(':') {
            Some((kind, detail)) => (kind, Some(detail)),
            None => (text, None),
        };
        match (kind, detail) {
            ("literal", None) => Ok(Self::Literal),
            ("placeholder", Some("")) => Err("a text has to follow `placeholder:`".to_owned()),
            ("placeholder", Some(text)) if text.chars().any(char::is_control) => {
                Err("a placeholder is one line, without control characters".to_owned())
            }
            ("placeholder", text) => Ok(Self::Placeholder(text.map(str::to_owned))),
            ("env", None) => Ok(Self::Env(None)),
            ("env", Some(name)) => match EnvName::new(name.to_owned()) {
                Some(name) => Ok(Self::Env(Some(name))),
                None => Err(
                    "a name of an environment variable is letters, digits and `_`, without a \
                     digit in front"
                        .to_owned(),
                ),
            },
            _ => Err("expected literal, placeholder[:TEXT] or env[:NAME]".to_owned()),
        }
    }
}
