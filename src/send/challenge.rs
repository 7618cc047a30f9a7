//! `WWW-Authenticate` (RFC 9110 §11.6.1), and what its Bearer parameters mean (RFC 6750 §3).

use std::borrow::Cow;

use serde::Serialize;

/// One challenge: a scheme and its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Challenge {
    /// The scheme in its own case: `Bearer`, `Basic`.
    pub scheme: String,
    /// Names in lower case and values without quotes, in their order.
    pub parameters: Vec<(String, String)>,
}

/// A challenge of the scheme Bearer, explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Bearer {
    /// `Bearer`.
    pub scheme: String,
    /// `invalid_request`, `invalid_token`, `insufficient_scope` or another code of the server.
    pub error: Option<String>,
    /// What the server says of it, for developers.
    pub description: Option<String>,
    /// A page about it.
    pub uri: Option<String>,
    /// What is protected.
    pub realm: Option<String>,
    /// The scopes that are needed, between spaces.
    pub scope: Option<String>,
    /// What it means and what to do, in one or two sentences.
    pub explanation: String,
}

impl Challenge {
    /// The challenges of one field value, of which there may be several. What breaks the grammar
    /// ends the list.
    ///
    /// ```
    /// use snippetgen::send::challenge::Challenge;
    ///
    /// let both = Challenge::read(br#"Basic realm="a, b", Bearer error=invalid_token"#);
    /// assert_eq!(both[0].parameter("realm"), Some("a, b"));
    /// assert_eq!(both[1].scheme, "Bearer");
    /// ```
    pub fn read(value: &[u8]) -> Vec<Self> {
        let text = String::from_utf8_lossy(value);
        let mut reader = Reader { rest: &text };
        let mut list: Vec<Self> = Vec::new();
        loop {
            reader.skip(", \t");
            let Some(word) = reader.token() else { break };
            if let Some(value) = reader.value() {
                let Some(last) = list.last_mut() else { break };
                last.parameters.push((word.to_ascii_lowercase(), value));
                continue;
            }
            list.push(Self {
                scheme: word.to_owned(),
                parameters: Vec::new(),
            });
            reader.skip_token68();
        }
        list
    }

    /// The first parameter of this name, in lower case.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        parameters
            .find(|(known, _)| known == name)
            .map(|(_, value)| &**value)
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn skip(&mut self, characters: &str) {
        self.rest = self.rest.trim_start_matches(|c| characters.contains(c));
    }

    fn token(&mut self) -> Option<&'t str> {
        let len = crate::parse::token_len(self.rest.as_bytes());
        let (token, rest) = self.rest.split_at(len);
        self.rest = rest;
        (len > 0).then_some(token)
    }

    /// `=` and a token or a quoted string; without one nothing is read.
    fn value(&mut self) -> Option<String> {
        let value = self.rest.trim_start_matches([' ', '\t']);
        let value = value.strip_prefix('=')?.trim_start_matches([' ', '\t']);
        let Some(quoted) = value.strip_prefix('"') else {
            // Servers write scopes and addresses without quotes.
            let end = value.find([',', ' ', '\t']).unwrap_or(value.len());
            let (token, rest) = value.split_at(end);
            if token.trim_matches('=').is_empty() {
                return None;
            }
            self.rest = rest;
            return Some(token.to_owned());
        };
        let mut text = String::new();
        let mut characters = quoted.char_indices();
        loop {
            match characters.next() {
                Some((_, '\\')) => text.extend(characters.next().map(|(_, c)| c)),
                Some((at, '"')) => {
                    self.rest = &quoted[at + 1..];
                    return Some(text);
                }
                Some((_, c)) => text.push(c),
                None => {
                    self.rest = "";
                    return Some(text);
                }
            }
        }
    }

    /// The token68 that may follow a scheme (`Negotiate YII=`), and belongs to no parameter.
    fn skip_token68(&mut self) {
        self.skip(" \t");
        let end = self.rest.find([',', ' ', '\t']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let name_only = word.trim_end_matches('=');
        let parameter = name_only.contains(['=', '"']);
        let follows = rest.trim_start_matches([' ', '\t']).starts_with('=');
        let padded_value = word.ends_with('=') && rest.trim_start().starts_with('"');
        if !word.is_empty() && !parameter && !follows && !padded_value {
            self.rest = rest;
        }
    }
}

impl Bearer {
    /// The Bearer challenge among the `WWW-Authenticate` values of a response with this status: the
    /// first that names an error, or else the first; `None` for other statuses than 400, 401 and 403.
    pub fn find<'v>(status: u16, values: impl IntoIterator<Item = &'v [u8]>) -> Option<Self> {
        if ![400, 401, 403].contains(&status) {
            return None;
        }
        let challenges = values.into_iter().flat_map(Challenge::read);
        let challenge = challenges
            .filter(|challenge| challenge.scheme.eq_ignore_ascii_case("bearer"))
            .min_by_key(|challenge| challenge.parameter("error").is_none())?;
        let parameter = |name| challenge.parameter(name).map(str::to_owned);
        let scope = parameter("scope");
        let error = parameter("error");
        let explanation = explanation(status, error.as_deref(), scope.as_deref()).into_owned();
        Some(Self {
            error,
            description: parameter("error_description"),
            uri: parameter("error_uri"),
            realm: parameter("realm"),
            scope,
            explanation,
            scheme: challenge.scheme,
        })
    }
}

/// RFC 6750 §3.1.
fn explanation(status: u16, error: Option<&str>, scope: Option<&str>) -> Cow<'static, str> {
    let needed = scope.filter(|scope| !scope.trim().is_empty());
    match (error, needed) {
        (Some("invalid_request"), _) => {
            "The request is malformed: a parameter is missing, unknown or given twice, or the \
             token is sent in more than one way. Send it once, as `Authorization: Bearer …`."
        }
        (Some("invalid_token"), _) => {
            "The token is expired, revoked, malformed or not for this server. Get a new one and \
             send the request again."
        }
        (Some("insufficient_scope"), Some(scope)) => {
            let message = format!(
                "The token is good, but has not the scope that is needed: `{scope}`. Ask for a \
                 token with it."
            );
            return message.into();
        }
        (Some("insufficient_scope"), None) => {
            "The token is good, but has not the scope that is needed. The server does not say \
             which; its documentation does."
        }
        (Some(_), _) => {
            "This code is not of RFC 6750; the documentation of the server says what it means."
        }
        (None, Some(scope)) if status == 401 => {
            let message = format!(
                "The server asks for a bearer token with the scope `{scope}`. Send one as \
                 `Authorization: Bearer …`."
            );
            return message.into();
        }
        (None, _) if status == 401 => {
            "The server asks for a bearer token. Send one as `Authorization: Bearer …`."
        }
        (None, Some(scope)) => {
            let message = format!("The server wants a bearer token with the scope `{scope}`.");
            return message.into();
        }
        (None, None) => {
            "The server takes bearer tokens, and does not say what is wrong with this request."
        }
    }
    .into()
}
