//! Random hostile requests, executed: what arrives is what the message says, or a note says
//! otherwise. `SNIPPETGEN_RANDOM=2000` makes it as many requests, and
//! `SNIPPETGEN_CLIENTS=java/okhttp,node/axios` runs these clients.
#![cfg(feature = "verify")]

mod hostile;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use snippetgen::Client;
use snippetgen::verify::{Finding, Selection, Tools, matrix};

const REQUESTS: usize = 150;

const CLIENTS: &[&str] = &["shell/curl", "python/http.client", "node/http", "php/curl"];

/// Text that leaves a file behind where it is run.
const CANARIES: &[&str] = &[
    "$(touch canary)",
    "`touch canary`",
    "';touch canary;'",
    "\";touch canary;\"",
    "\\';touch canary;#",
    "'\n touch canary\n'",
    "\"+open('canary','w').close()+\"",
    "'+open('canary','w').close()+'",
    "${require('fs').writeFileSync('canary','')}",
    "`+process.binding('fs')+`",
    "\".touch('canary').\"",
    "'.touch('canary').'",
    "{${touch('canary')}}",
    "@canary",
    "<canary",
];

fn text() -> impl Strategy<Value = String> {
    let canary = (hostile::text(), prop::sample::select(CANARIES)).prop_map(|(a, b)| a + b);
    prop_oneof![3 => hostile::text(), 1 => canary]
}

fn without(text: &str, refused: fn(u8) -> bool) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.retain(|byte| !refused(*byte));
    bytes.truncate(400);
    bytes
}

fn method() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(&["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"][..])
            .prop_map(str::to_owned),
        3 => "[A-Z]{1,8}",
        1 => "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,10}",
    ]
    .prop_filter("CONNECT is no request", |method| method != "CONNECT")
}

fn target() -> impl Strategy<Value = Vec<u8>> {
    let odd = text().prop_map(|text| without(&text, |byte| byte <= b' ' || byte == 0x7f));
    prop_oneof![
        "(/[a-z0-9._~-]{0,6}){1,3}(\\?[a-z]=[A-Za-z0-9+%-]{0,8})?".prop_map(String::into_bytes),
        odd.prop_map(|odd| [b"/", &odd[..]].concat()),
        ("[a-z]{0,5}", text()).prop_map(|(path, text)| {
            let query = without(&text, |byte| byte <= b' ' || byte == 0x7f);
            [b"/", path.as_bytes(), b"?", &query].concat()
        }),
    ]
}

fn field() -> impl Strategy<Value = Vec<u8>> {
    let name = prop_oneof![
        2 => prop::sample::select(
            &["Accept", "User-Agent", "Cookie", "Authorization", "X-Api-Key", "Referer", "Origin",
              "accept-encoding", "If-None-Match", "X-Note", "x-note", "Range"][..]
        ).prop_map(str::to_owned),
        1 => "[!#$%&'*+.^_`|~0-9A-Za-z-]{0,3}[A-Za-z][!#$%&'*+.^_`|~0-9A-Za-z-]{0,6}",
    ];
    let byte = (text(), any::<prop::sample::Index>(), 0x80..=0xff_u8);
    let value = prop_oneof![
        2 => text().prop_map(String::into_bytes),
        1 => byte.prop_map(|(text, at, byte)| {
            let mut bytes = text.into_bytes();
            bytes.insert(at.index(bytes.len() + 1), byte);
            bytes
        }),
        1 => text().prop_map(|text| [b"Bearer ", text.as_bytes()].concat()),
    ];
    (name, value).prop_map(|(name, mut value)| {
        value.retain(|byte| (*byte >= b' ' || *byte == b'\t') && *byte != 0x7f);
        value.truncate(400);
        [name.as_bytes(), b": ", &value, b"\r\n"].concat()
    })
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1000..1000).prop_map(|n| Value::from(f64::from(n) / 8.0)),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let key = prop_oneof![
            text(),
            "[a-z]{1,6}",
            "[0-9]{1,2}",
            Just("__proto__".to_owned()),
            Just("@type".to_owned()),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..4).prop_map(Value::from_iter),
        ]
    })
}

/// A Content-Type and a body.
fn body() -> impl Strategy<Value = Option<(&'static str, Vec<u8>)>> {
    let encode = |text: &str| -> String {
        let encoded = text.bytes().map(|byte| match byte {
            b' ' => "+".to_owned(),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        });
        encoded.collect()
    };
    let field = (text(), text())
        .prop_map(move |(name, value)| format!("{}={}", encode(&name), encode(&value)));
    let part = (
        "[a-z\"%\\\\é]{1,6}",
        prop::option::of("[a-z. '\"é]{1,8}"),
        hostile::bytes(),
    );
    let part = part.prop_map(|(name, filename, content)| {
        let escape = |text: &str| text.replace('"', "%22");
        let filename = filename.map_or(String::new(), |it| {
            format!("; filename=\"{}\"\r\nContent-Type: text/plain", escape(&it))
        });
        let head = format!(
            "--limit\r\nContent-Disposition: form-data; name=\"{}\"{filename}\r\n\r\n",
            escape(&name)
        );
        [head.as_bytes(), &content, b"\r\n"].concat()
    });
    prop_oneof![
        2 => Just(None),
        2 => text().prop_map(|text| Some(("text/plain", text.into_bytes()))),
        1 => (text(), text()).prop_map(|(a, b)| Some(("text/plain", format!("{a}\n{b}\nx").into()))),
        1 => hostile::bytes().prop_map(|bytes| Some(("application/octet-stream", bytes))),
        1 => text().prop_map(|text| Some(("", text.into_bytes()))),
        3 => json().prop_map(|json| Some(("application/json", json.to_string().into_bytes()))),
        1 => json().prop_map(|json| {
            Some(("application/json", serde_json::to_vec_pretty(&json).unwrap()))
        }),
        2 => prop::collection::vec(field, 1..4).prop_map(|fields| {
            Some(("application/x-www-form-urlencoded", fields.join("&").into_bytes()))
        }),
        2 => prop::collection::vec(part, 1..4).prop_map(|parts| {
            let body = [&parts.concat()[..], b"--limit--\r\n"].concat();
            Some(("multipart/form-data; boundary=limit", body))
        }),
    ]
}

fn message() -> impl Strategy<Value = Vec<u8>> {
    let fields = prop::collection::vec(field(), 0..4);
    (method(), target(), fields, body()).prop_map(|(method, target, fields, body)| {
        let mut message = [
            method.as_bytes(),
            b" ",
            &target,
            b" HTTP/1.1\r\nHost: api.example.com\r\n",
            &fields.concat(),
        ]
        .concat();
        if let Some((media_type, body)) = body {
            if !media_type.is_empty() {
                message.extend(format!("Content-Type: {media_type}\r\n").into_bytes());
            }
            message.extend(format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes());
            message.extend(body);
        } else {
            message.extend(b"\r\n");
        }
        message
    })
}

#[test]
fn random_requests_arrive_as_they_are() {
    let count = env::var("SNIPPETGEN_RANDOM").ok();
    let count = count
        .and_then(|count| count.parse().ok())
        .unwrap_or(REQUESTS);
    let mut requests: Vec<_> = hostile::samples(count, message())
        .into_iter()
        .enumerate()
        .map(|(index, message)| (format!("{index:04}"), message))
        .collect();
    requests.retain(|(_, message)| snippetgen::parse(message).is_ok());
    assert!(
        requests.len() * 10 > count * 9,
        "{} of {count} parse",
        requests.len()
    );

    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/random");
    let named = env::var("SNIPPETGEN_CLIENTS").ok();
    let named = named
        .as_deref()
        .map_or(CLIENTS.to_vec(), |ids| ids.split(',').collect());
    let clients: Vec<_> = named
        .into_iter()
        .map(|id| Client::find(id).expect(id))
        .collect();
    let selection = Selection {
        requests: &requests,
        clients: &clients,
        modes: &[false, true],
        directory: &target,
        limit: Duration::from_secs(60),
    };
    let mut counts = BTreeMap::<_, usize>::new();
    let mut broken = Vec::new();
    let mut missing = BTreeMap::new();
    matrix(&selection, &Tools::find(), |case| {
        *counts.entry((case.client, case.word())).or_default() += 1;
        if let Finding::Skipped(why) = &case.finding {
            missing.insert(case.client, why.reason.clone());
        }
        if !case.is_kept() {
            let file = case.directory.join("request.http");
            let message = requests.iter().find(|(name, _)| *name == case.request);
            fs::write(&file, &message.expect("its request").1).unwrap();
            let what = match &case.finding {
                Finding::Judged(judgement) => judgement.to_string(),
                other => format!("{other:?}"),
            };
            broken.push(format!("{}: {what}", file.display()));
        }
    })
    .expect("the runs need files and ports");

    for ((client, word), count) in counts {
        println!("{client:20}{word:20}{count:6}");
    }
    for (client, why) in &missing {
        println!("skipped: {client}: {why}");
    }
    assert!(
        missing.is_empty() || env::var_os("CI").is_none(),
        "toolchains are missing"
    );
    assert!(
        broken.is_empty(),
        "{} broken:\n{}",
        broken.len(),
        broken.join("\n")
    );
}
