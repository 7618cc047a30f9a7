//! Every client × every request × both modes, executed.
//!
//! `SNIPPETGEN_CLIENTS=python,shell/curl` and `SNIPPETGEN_REQUESTS=substring` narrow it; snippets
//! stay in `target/run/<client>/<request>/<mode>/`.
#![cfg(feature = "verify")]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use snippetgen::Client;
use snippetgen::verify::{Case, Finding, Selection, Tools, matrix};

const WORDS: [&str; 7] = [
    "exact",
    "equivalent",
    "noted",
    "refused",
    "skipped",
    "mono",
    "broken",
];

/// Requests whose C# is right on .NET, by its documentation, and not on Mono 6.8, which stands in
/// for it. Mono does not know `RequestHeaderEncodingSelector` (.NET 5), re-spaces or drops values
/// it parses, and sends the fragment of a target. One that Mono learns has to leave this list.
const ONLY_ON_MONO: &[&str] = &[
    "bearer-placeholder-ellipsis",
    "bearer-token-not-ascii",
    "bearer-two-spaces",
    "cookie-utf8",
    "field-accept-empty",
    "field-accept-encoding-empty",
    "field-accept-language",
    "field-accept-several",
    "field-cache-control",
    "field-range",
    "field-referer-odd",
    "field-value-bidi-controls",
    "field-value-c1-bytes",
    "field-value-latin-1",
    "field-value-utf8",
    "json-type-no-space",
    "path-hash",
];

fn is_only_on_mono(case: &Case) -> bool {
    case.client == "csharp/httpclient" && ONLY_ON_MONO.contains(&case.request.as_str())
}

#[test]
fn every_snippet_sends_its_request() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let requests = requests(&root.join("tests/requests"));
    let clients: Vec<&'static Client> = Client::all().filter(|it| is_wanted(it.id)).collect();
    let target = root.join("target/run");
    let selection = Selection {
        requests: &requests,
        clients: &clients,
        modes: &[false, true],
        directory: &target,
        limit: Duration::from_secs(60),
    };

    let start = Instant::now();
    let mut counts: BTreeMap<&'static str, [usize; WORDS.len()]> = BTreeMap::new();
    let mut missing: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut broken = Vec::new();
    matrix(&selection, &Tools::find(), |case| {
        let skipped = matches!(case.finding, Finding::Skipped(_));
        let expected = skipped || case.is_kept() != is_only_on_mono(&case);
        let word = match (expected, case.is_kept()) {
            (true, true) => case.word(),
            (true, false) => "mono",
            (false, _) => "broken",
        };
        let column = WORDS.iter().position(|it| *it == word).unwrap_or_default();
        counts.entry(case.client).or_default()[column] += 1;
        if let Finding::Skipped(why) = &case.finding {
            missing.insert(case.client, format!("{} ({})", why.reason, why.install));
        }
        if !expected {
            println!("{}", story(&case));
            broken.push(case);
        }
    })
    .expect("the runs need files and ports");

    println!(
        "{:20}{}",
        "",
        WORDS.map(|word| format!("{word:>12}")).concat()
    );
    for (client, counts) in &counts {
        println!(
            "{client:20}{}",
            counts.map(|count| format!("{count:12}")).concat()
        );
    }
    for (client, why) in &missing {
        println!("skipped: {client}: {why}");
    }
    println!("{} requests in {:.0?}", requests.len(), start.elapsed());
    assert!(
        missing.is_empty() || env::var_os("CI").is_none(),
        "toolchains are missing"
    );
    let stories: Vec<_> = broken.iter().map(story).collect();
    assert!(
        broken.is_empty(),
        "{} broken:\n{}",
        broken.len(),
        stories.join("\n")
    );
}

fn is_wanted(client: &str) -> bool {
    let Ok(wanted) = env::var("SNIPPETGEN_CLIENTS") else {
        return true;
    };
    wanted.split(',').any(|name| {
        client == name
            || client
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with('/'))
    })
}

fn requests(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let wanted = env::var("SNIPPETGEN_REQUESTS").unwrap_or_default();
    let mut requests = Vec::new();
    for entry in fs::read_dir(folder).expect("tests/requests") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.extension().is_some_and(|it| it == "http") && name.contains(&wanted) {
            requests.push((name, fs::read(&path).expect("a request")));
        }
    }
    requests.sort();
    requests
}

/// What a template's author needs: where the snippet is, and what differs.
fn story(case: &Case) -> String {
    let what = match &case.finding {
        Finding::Judged(judgement) => judgement.to_string(),
        Finding::Refused(why) | Finding::Unreadable(why) => format!("{}: {why}", case.word()),
        Finding::Skipped(why) => why.reason.clone(),
    };
    format!("{}: {what}", case.directory.display())
}
