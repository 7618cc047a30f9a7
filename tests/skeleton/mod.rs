//! What of a snippet is not literals: the same whatever a request of one shape says.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use snippetgen::{Client, Options};

/// The message of one shape with this text in it.
pub fn message(text: &str) -> Vec<u8> {
    let value = text.replace(|c: char| c.is_ascii_control() && c != '\t', "");
    format!("POST /notes HTTP/1.1\r\nHost: api.example.com\r\nX-Note: x{value}x\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}", text.len())
        .into_bytes()
}

pub fn code(message: &[u8], client: &Client) -> Option<String> {
    let request = snippetgen::parse(message).ok()?;
    let mut options = Options::default();
    options.exact = true;
    Some(snippetgen::render(&request, client, &options).ok()?.code)
}

/// What stands outside the literals of this code and is in no snippet of a harmless text.
pub fn stray(code: &str, client: &Client) -> Option<String> {
    let Some(skeleton) = skeleton(code, client) else {
        return Some("a literal that does not end".into());
    };
    let mut words = skeleton.split(|c: char| !c.is_alphanumeric());
    words
        .find(|word| !word.is_empty() && !vocabulary(client).contains(*word))
        .map(str::to_owned)
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
        "a\nb\n",
        "a\nb\0",
        "a\0",
        "a\r\n<!--",
        "@a",
        "@a\n\u{85}",
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
