//! What is exact, noted and refused, group by group: `docs/src/support.md`.
//!
//! `INSTA_UPDATE=always cargo test --test support` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use snippetgen::{Client, LANGUAGES, Language, Options};

/// The groups of requests, by the prefixes of their names, and what they are about.
const GROUPS: &[(&str, &str)] = &[
    ("bearer", "bearer tokens"),
    ("auth", "other credentials and keys"),
    ("cookie", "cookies"),
    ("json", "JSON bodies"),
    ("form", "form bodies"),
    ("multipart", "multipart bodies"),
    ("text", "text bodies"),
    ("bytes", "binary bodies"),
    ("field", "header fields"),
    ("path", "paths"),
    ("query", "queries"),
    ("method", "methods"),
    ("input", "odd forms of the message"),
    ("inject", "attempts to break out of a literal"),
];

const HEAD: &str = "\
# What each client sends

For every client and every group of the requests in `tests/requests/`: how many snippets send the
request exactly, how many carry a note on what differs, and how many requests are refused.

This page says what the renderer says, and is generated from that: a snippet without a note counts
as exact. It claims nothing beyond that; the proof is `tests/run.rs`, which runs every one of these
snippets and compares what arrives with the request. There Mono stands in for .NET: the requests
that differ only on Mono are listed in that test. `tests/support.rs` keeps this page up to date.

The counts are of the default mode, in which a body may be written in another way that means the
same. Many requests are there because they are difficult: of ordinary ones nearly all are exact.
";

/// Of more requests than these a list is folded away.
const FOLDED: usize = 8;

/// What a client makes of a request.
#[derive(Clone, PartialEq, Eq)]
enum Outcome {
    /// Ids and messages of the notes; none where the snippet is exact.
    Written(BTreeSet<(&'static str, String)>),
    Refused(&'static str, String),
}

type Outcomes = BTreeMap<&'static str, Vec<Outcome>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn requests() -> Vec<(String, Vec<u8>)> {
    let folder = fs::read_dir(root().join("tests/requests")).unwrap();
    let paths = folder.map(|entry| entry.unwrap().path());
    let mut requests: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|it| it == "http"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap();
            (name.to_owned(), fs::read(&path).unwrap())
        })
        .collect();
    requests.sort();
    requests
}

fn outcomes(requests: &[(String, Vec<u8>)], exact: bool) -> Outcomes {
    let mut options = Options::default();
    options.exact = exact;
    let of = |client: &'static Client| {
        let outcome = |(_, message): &(String, Vec<u8>)| {
            let request = snippetgen::parse(message).unwrap();
            match snippetgen::render(&request, client, &options) {
                Ok(snippet) => {
                    let notes = snippet.notes.into_iter();
                    Outcome::Written(notes.map(|note| (note.id, note.message)).collect())
                }
                Err(refusal) => Outcome::Refused(refusal.id, refusal.message),
            }
        };
        (client.id, requests.iter().map(outcome).collect())
    };
    Client::all().map(of).collect()
}

fn group(request: &str) -> &str {
    request.split('-').next().unwrap_or(request)
}

/// `exact`, or `20 exact<br>2 noted: target-rewritten`
fn cell<'o>(outcomes: impl Iterator<Item = &'o Outcome>) -> String {
    let (mut exact, mut noted, mut refused) = (0, Ids::default(), Ids::default());
    for outcome in outcomes {
        match outcome {
            Outcome::Written(notes) if notes.is_empty() => exact += 1,
            Outcome::Written(notes) => noted.add(notes.iter().map(|(id, _)| *id)),
            Outcome::Refused(id, _) => refused.add([*id].into_iter()),
        }
    }
    if noted.requests + refused.requests == 0 {
        return "exact".to_owned();
    }
    let mut lines = Vec::new();
    lines.extend((exact > 0).then(|| format!("{exact} exact")));
    for (ids, word) in [(noted, "noted"), (refused, "refused")] {
        lines
            .extend((ids.requests > 0).then(|| format!("{} {word}: {}", ids.requests, ids.list())));
    }
    lines.join("<br>")
}

/// Requests, and how many of them have each id.
#[derive(Default)]
struct Ids {
    requests: usize,
    counts: BTreeMap<&'static str, usize>,
}

impl Ids {
    fn add(&mut self, ids: impl Iterator<Item = &'static str>) {
        self.requests += 1;
        for id in ids.collect::<BTreeSet<_>>() {
            *self.counts.entry(id).or_default() += 1;
        }
    }

    /// The ids with their counts; one id alone needs none.
    fn list(&self) -> String {
        let mut ids = Vec::new();
        for (id, count) in &self.counts {
            ids.push(match self.counts.len() {
                1 => (*id).to_owned(),
                _ => format!("{id} {count}"),
            });
        }
        ids.join(", ")
    }
}

fn table(requests: &[(String, Vec<u8>)], outcomes: &Outcomes, language: &Language) -> String {
    let clients = || language.clients.iter();
    let names: Vec<_> = clients().map(|client| client.name).collect();
    let mut table = format!("\n## {}\n\n", language.label);
    let rule = "---|".repeat(names.len() + 1);
    let _ = writeln!(table, "| requests | {} |\n|{rule}", names.join(" | "));
    let mut add = |name: &str, is_in: &dyn Fn(&str) -> bool| {
        let chosen: Vec<_> = requests.iter().map(|(name, _)| is_in(name)).collect();
        let cells: Vec<_> = clients()
            .map(|client| {
                let all = outcomes[client.id].iter().zip(&chosen);
                cell(all.filter(|(_, chosen)| **chosen).map(|(it, _)| it))
            })
            .collect();
        let count = chosen.iter().filter(|chosen| **chosen).count();
        let _ = writeln!(table, "| {name} ({count}) | {} |", cells.join(" | "));
    };
    for (prefix, about) in GROUPS {
        add(&format!("`{prefix}`, {about}"), &|name| {
            group(name) == *prefix
        });
    }
    add("all", &|_| true);
    table
}

/// The clients and requests of one message.
type Uses<'r> = (BTreeSet<&'static str>, BTreeSet<&'r str>);

/// What `--exact` makes otherwise, client by client.
fn otherwise(requests: &[(String, Vec<u8>)], default: &Outcomes) -> String {
    let exact = outcomes(requests, true);
    let mut list = String::new();
    for client in Client::all() {
        let pairs = default[client.id].iter().zip(&exact[client.id]);
        let names = requests.iter().map(|(name, _)| &**name).zip(pairs);
        let names: Vec<_> = names
            .filter(|(_, (default, exact))| default != exact)
            .map(|(name, (_, exact))| format!("{name} ({})", cell([exact].into_iter())))
            .collect();
        if !names.is_empty() {
            let _ = writeln!(list, "- `{}`: {}", client.id, names.join(", "));
        }
    }
    match list.is_empty() {
        true => "\nThe same.\n".to_owned(),
        false => format!("\nThe same, but for:\n\n{list}"),
    }
}

/// Every id with its messages, the clients that say so, and the requests.
fn list<'r>(said: impl Iterator<Item = (&'static str, String, &'static str, &'r str)>) -> String {
    let mut ids: BTreeMap<&str, BTreeMap<String, Uses<'r>>> = BTreeMap::new();
    for (id, message, client, request) in said {
        let uses = ids.entry(id).or_default().entry(message).or_default();
        uses.0.insert(client);
        uses.1.insert(request);
    }
    let mut list = String::new();
    for (id, messages) in ids {
        let _ = writeln!(list, "\n### {id}\n");
        for (message, (clients, requests)) in messages {
            let clients: Vec<_> = clients.iter().map(|id| format!("`{id}`")).collect();
            let names: Vec<_> = requests.into_iter().collect();
            let (clients, count) = (clients.join(", "), names.len());
            let names = match names.join(", ") {
                names if count <= FOLDED => names,
                names => format!("<details><summary>{count} requests</summary>{names}</details>"),
            };
            let _ = writeln!(list, "- {message}\n  - {clients}: {names}");
        }
    }
    list
}

fn page() -> String {
    let requests = requests();
    let outcomes = outcomes(&requests, false);
    let mut page = HEAD.to_owned();
    for language in LANGUAGES {
        page.push_str(&table(&requests, &outcomes, language));
    }
    let all = || {
        outcomes.iter().flat_map(|(client, outcomes)| {
            let pairs = requests.iter().zip(outcomes);
            pairs.map(|((name, _), outcome)| (*client, &**name, outcome))
        })
    };
    let notes = all().flat_map(|(client, request, outcome)| {
        let notes: Vec<_> = match outcome {
            Outcome::Written(notes) => notes.iter().cloned().collect(),
            Outcome::Refused(..) => Vec::new(),
        };
        let said = notes.into_iter();
        said.map(move |(id, message)| (id, message, client, request))
    });
    page.push_str("\n## With `--exact`\n");
    page.push_str(&otherwise(&requests, &outcomes));
    page.push_str("\n## Notes\n");
    page.push_str(&list(notes));
    let refusals = all().filter_map(|(client, request, outcome)| match outcome {
        Outcome::Refused(id, message) => Some((*id, message.clone(), client, request)),
        Outcome::Written(_) => None,
    });
    page.push_str("\n## Refusals\n");
    page.push_str(&list(refusals));
    page
}

#[test]
fn the_page_says_what_the_renderer_says() {
    let path: PathBuf = root().join("docs/src/support.md");
    let page = page();
    if env::var_os("INSTA_UPDATE").is_some_and(|it| it == "always") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/src/support.md is not up to date: INSTA_UPDATE=always cargo test --test support"
    );
}

#[test]
fn every_request_has_a_group() {
    for (name, _) in requests() {
        assert!(
            GROUPS.iter().any(|(prefix, _)| *prefix == group(&name)),
            "{name}"
        );
    }
}
