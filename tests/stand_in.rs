//! Stand-ins for secrets change nothing that a client could trip over.
#![cfg(feature = "verify")]

use std::fs;
use std::path::Path;

use snippetgen::verify::stand_in;
use snippetgen::{Client, Options};

/// What a client makes of a message: ids and places of its notes, or of its refusal.
fn outcome(message: &[u8], client: &Client) -> Vec<String> {
    let request = snippetgen::parse(message).unwrap();
    match snippetgen::render(&request, client, &Options::default()) {
        Ok(snippet) => {
            let notes = snippet.notes.iter();
            notes
                .map(|it| format!("{} {:?}", it.id, it.place))
                .collect()
        }
        Err(refusal) => vec![format!("refused: {} {:?}", refusal.id, refusal.place)],
    }
}

#[test]
fn every_client_makes_the_same_of_a_request_with_stand_ins() {
    let mut replaced = 0;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/requests");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "http") {
            continue;
        }
        let message = fs::read(&path).unwrap();
        let request = snippetgen::parse(&message).unwrap();
        let safe = stand_in(&message, &request);
        assert_eq!(safe.len(), message.len());
        if safe == message {
            continue;
        }
        replaced += 1;
        for client in Client::all() {
            let (expected, found) = (outcome(&message, client), outcome(&safe, client));
            assert_eq!(found, expected, "{} of {}", client.id, path.display());
        }
    }
    assert!(replaced > 60, "{replaced}");
}
