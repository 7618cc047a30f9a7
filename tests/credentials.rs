//! What we write in place of a secret is no secret to a reader's scanner.
#![cfg(feature = "docs")]

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use snippetgen::{Auth, Client, Options};

/// What a scanner such as gitleaks takes for a leak: by what names or precedes a value, and how
/// random the value is at least, in bits a character.
static RULES: LazyLock<[(Regex, f64); 2]> = LazyLock::new(|| {
    let field = r#"(?x) ['"]
        (?i: (?:proxy-)?authorization : [\ \t]* (?:basic | bearer | (?:api-)?token)? [\ \t]*
            | (?:x-(?:[a-z]+-)?)?(?:api-?)?(?:key | token) : [\ \t]*
            | cookie : [\ \t]*)
        ([0-9A-Za-z_=~@.+/-]{8,}) ['"\s]"#;
    let assignment = r#"(?x) (?i: access | auth | api | credential | creds | key | passw | secret | token)
        [\ \t0-9A-Za-z_.-]{0,20} ['"\s]{0,3} (?: => | :{1,3}= | = | : | ,) [`'"\s=]{0,5}
        ([0-9A-Za-z_.=-]{10,150}) (?: [`'"\s;] | $)"#;
    [
        (Regex::new(field).unwrap(), 2.75),
        (Regex::new(assignment).unwrap(), 3.5),
    ]
});

/// Shannon's, in bits a character.
fn entropy(text: &str) -> f64 {
    let mut counts = HashMap::<_, f64>::new();
    for character in text.chars() {
        *counts.entry(character).or_default() += 1.0;
    }
    let length = text.chars().count() as f64;
    counts
        .values()
        .map(|count| count / length)
        .map(|share| -share * share.log2())
        .sum()
}

fn leaks(code: &str) -> Vec<String> {
    let found = RULES.iter().flat_map(|(pattern, least)| {
        let values = pattern.captures_iter(code).map(|it| it[1].to_owned());
        values.filter(|value| entropy(value) >= *least)
    });
    found.collect()
}

/// Made up here, so that nobody's scanner takes it for a real one.
fn secret() -> String {
    concat!("q7Hc2Zr9Xk4Lm8Vt", "3Nw6Bj5PsD1fGyRe").to_owned()
}

fn requests() -> Vec<String> {
    let secret = secret();
    [
        format!("Authorization: Bearer {secret}"),
        format!("Authorization: Basic {secret}"),
        format!("Authorization: Token {secret}"),
        format!("Authorization: {secret}"),
        format!("X-Api-Key: {secret}"),
        format!("X-Auth-Token: {secret}"),
        format!("Cookie: session={secret}"),
    ]
    .map(|field| format!("GET /users HTTP/1.1\nHost: api.test\nAccept: */*\n{field}\n\n"))
    .into()
}

/// Every request in every client, with secrets written in one way.
fn snippets(auth: &Auth) -> Vec<(&'static str, String)> {
    let mut options = Options::default();
    options.auth = auth.clone();
    let mut all = Vec::new();
    for message in requests() {
        let request = snippetgen::parse(message.as_bytes()).unwrap();
        for client in Client::all() {
            if let Ok(snippet) = snippetgen::render(&request, client, &options) {
                all.push((client.id, snippet.code));
            }
        }
    }
    all
}

#[test]
fn the_scanner_finds_secrets() {
    let snippets = snippets(&Auth::Literal);
    let curl: Vec<_> = snippets
        .iter()
        .filter(|(id, _)| *id == "shell/curl")
        .collect();
    assert_eq!(curl.len(), requests().len());
    for (_, code) in &curl[..6] {
        assert!(leaks(code).contains(&secret()), "{code}");
    }
    let bad = |value| format!("curl -H 'Authorization: Bearer {value}' https://api.test/\n");
    assert!(!leaks(&bad("YOUR_API_TOKEN")).is_empty());
    assert!(leaks(&bad("<token>")).is_empty());
}

#[test]
fn placeholders_and_variables_are_no_secrets_to_a_scanner() {
    for auth in [Auth::Placeholder(None), Auth::Env(None)] {
        for (client, code) in snippets(&auth) {
            assert!(!code.contains(&secret()), "{client}:\n{code}");
            assert_eq!(leaks(&code), Vec::<String>::new(), "{client}:\n{code}");
        }
    }
}
