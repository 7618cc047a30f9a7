//! Skeleton invariance: text of a request is nothing but literals in the code. Two requests of one
//! shape give code that differs inside its literals alone, whatever their text is.

mod skeleton;

use proptest::prelude::*;
use skeleton::{code, message, stray};
use snippetgen::Client;

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
            let stray = stray(&code, client);
            prop_assert_eq!(stray, None, "{}:\n{}", client.id, code);
        }
    }
}
