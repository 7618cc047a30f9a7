//! Skeleton invariance: text of a request is nothing but literals in the code. Two requests of one
//! shape give code that differs inside its literals alone, whatever their text is.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use snippetgen::{Client, Options};

/// Characters that open, close, escape or interpolate somewhere, and those nobody sees.
fn hostile() -> impl Strategy<Value = String> {
    let characters = prop_oneof![
        prop::sample::select(
            "'\"`\\$#{}()[]<>%!&|;:@*?~^/-+=., \t0aAxunrU"
                .chars()
                .collect::<Vec<_>>()
        ),
        prop::sample::select(vec![
            '\u{7f}',
            '\u{80}',
            '\u{85}',
            '\u{2028}',
            '\u{202e}',
            '\u{2066}',
            '\u{feff}',
            'é',
            '\u{1F600}',
            '\u{E0041}',
        ]),
        any::<char>().prop_filter("a control", |c| !c.is_control()),
    ];
    prop::collection::vec(characters, 1..24).prop_map(String::from_iter)
}

/// The message of one shape with this text in it.
fn message(text: &str) -> Vec<u8> {
    let value = text.trim_matches([' ', '\t']);
    format!("POST /notes HTTP/1.1\r\nHost: api.example.com\r\nX-Note: x{value}x\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}", text.len())
        .into_bytes()
}

fn code(message: &[u8], client: &Client) -> Option<String> {
    let request = snippetgen::parse(message).ok()?;
    let mut options = Options::default();
    options.exact = true;
    Some(snippetgen::render(&request, client, &options).ok()?.code)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    /// What a reader cannot see is never in the code.
    #[test]
    fn no_invisible_character_is_printed(text in hostile()) {
        for client in Client::all() {
            let Some(code) = code(&message(&text), client) else { continue };
            let hidden = code.chars().find(|c| {
                c.is_control() && *c != '\n' && *c != '\t'
                    || matches!(*c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
                        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
            });
            prop_assert_eq!(hidden, None, "{}:\n{}", client.id, code);
        }
    }

    /// Between the literals, the code of any text is the code of every other.
    #[test]
    fn text_changes_nothing_outside_literals(text in hostile()) {
        for client in Client::all() {
            let Some(code) = code(&message(&text), client) else { continue };
            let Some(skeleton) = skeleton(&code, client) else {
                return Err(TestCaseError::fail(format!("{}: open literal:\n{code}", client.id)));
            };
            for word in skeleton.split(|c: char| !c.is_alphanumeric()) {
                prop_assert!(
                    word.is_empty() || vocabulary(client).contains(word),
                    "{}: `{word}` outside a literal:\n{code}", client.id
                );
            }
        }
    }
}

/// Every word that stands outside the literals of some harmless requests.
fn vocabulary(client: &Client) -> &'static HashSet<String> {
    static ALL: LazyLock<HashMap<&str, HashSet<String>>> = LazyLock::new(|| {
        Client::all()
            .map(|client| (client.id, words(client)))
            .collect()
    });
    &ALL[client.id]
}

fn words(client: &Client) -> HashSet<String> {
    let harmless = [
        "a",
        "a\\;",
        "%a",
        "é",
        "\u{85}",
        "a\"b",
        "a'b",
        "\u{1F600}\u{202e}",
    ];
    let mut words = HashSet::new();
    for text in harmless {
        let code = code(&message(text), client).unwrap_or_default();
        let skeleton = skeleton(&code, client).unwrap_or_default();
        words.extend(
            skeleton
                .split(|c: char| !c.is_alphanumeric())
                .map(str::to_owned),
        );
    }
    words
}

/// The code with its literals blanked, by the language's own rules for where a literal ends.
/// `None` where one does not end.
fn skeleton(code: &str, client: &Client) -> Option<String> {
    let shell = client.language().id == "shell";
    let mut out = String::new();
    let mut characters = code.chars().peekable();
    let mut previous = ' ';
    while let Some(c) = characters.next() {
        match c {
            '\'' if shell && previous != '$' => while characters.next()? != '\'' {},
            '\\' if shell => {
                characters.next();
            }
            '\'' | '"' | '`' => loop {
                match characters.next()? {
                    '\\' => {
                        characters.next()?;
                    }
                    other if other == c => break,
                    _ => {}
                }
            },
            c if c.is_ascii_digit() => out.push('0'),
            c => out.push(c),
        }
        previous = c;
    }
    if shell {
        // HTTPie's items go without quotes where no character of theirs means anything to a shell.
        let inert = |c: char| c.is_ascii_alphanumeric() || "-_./:,@+%=".contains(c);
        let words = out
            .split(' ')
            .map(|word| if word.chars().all(inert) { "" } else { word });
        out = words.collect::<Vec<_>>().join(" ");
    }
    while out.contains("00") {
        out = out.replace("00", "0");
    }
    Some(out)
}
