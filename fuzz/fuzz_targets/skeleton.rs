//! Whatever the text, the code around the literals is that of every other text.
#![no_main]

#[path = "../../tests/skeleton/mod.rs"]
mod skeleton;

use libfuzzer_sys::fuzz_target;
use snippetgen::Client;

fuzz_target!(|text: &str| {
    // Of another shape: no body, or no field value.
    if text.trim_matches([' ', '\t']).is_empty() {
        return;
    }
    let message = skeleton::message(text);
    for client in Client::all() {
        if let Some(code) = skeleton::code(&message, client) {
            let stray = skeleton::stray(&code, client);
            assert_eq!(stray, None, "{}:\n{code}", client.id);
        }
    }
});
