//! Every client in every mode: no panic, no code that grows out of proportion, nothing a reader
//! cannot see, and no text of the request outside literals.
#![no_main]

use libfuzzer_sys::fuzz_target;
use snippetgen::{Auth, Client, EnvName, Options};

fuzz_target!(|message: &[u8]| {
    let Ok(request) = snippetgen::parse(message) else {
        return;
    };
    let has_secret = request
        .fields()
        .iter()
        .any(|field| field.secret().is_some());
    let auths = [
        Auth::Literal,
        Auth::Placeholder(None),
        Auth::Placeholder(Some("${x}'\"\\\u{202e}".into())),
        Auth::Env(None),
        Auth::Env(EnvName::new("TOKEN")),
    ];
    for client in Client::all() {
        for exact in [false, true] {
            for auth in &auths[..if has_secret { auths.len() } else { 1 }] {
                let mut options = Options::default();
                options.exact = exact;
                options.auth = auth.clone();
                let Ok(snippet) = snippetgen::render(&request, client, &options) else {
                    continue;
                };
                check(&snippet.code, client, message);
                for note in &snippet.notes {
                    assert!(!note.message.is_empty() && !note.message.ends_with('.'));
                }
            }
        }
    }
});

fn check(code: &str, client: &Client, message: &[u8]) {
    let hidden = code.chars().find(|c| {
        c.is_control() && *c != '\n'
            || matches!(*c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
    });
    assert_eq!(hidden, None, "{}:\n{code}", client.id);
    assert!(
        code.ends_with('\n') && !code.ends_with("\n\n\n"),
        "{}",
        client.id
    );
    // Ten columns a byte at most: an escape, or the place of a nested JSON value.
    let most = 4096 + 40 * message.len() + DEPTH * message.len();
    assert!(
        code.len() <= most,
        "{}: {} of {}",
        client.id,
        code.len(),
        message.len()
    );
}

/// Indentation of the deepest JSON that is laid out.
const DEPTH: usize = 128 * 4;
