//! What is found, and what is not. Credentials are put together as they are needed, so that
//! nobody's scanner takes them for real ones.

use super::find;

/// Characters as random as a generator's.
const RANDOM: &str = concat!(
    "q7Hc2Zr9",
    "Xk4Lm8Vt",
    "3Nw6Bj5P",
    "sD1fGyRe",
    "0uQaTzWoJb8KcM2x"
);

/// The kinds of what is found.
fn kinds(text: &str) -> Vec<&'static str> {
    let found = find(text, &[]);
    found.into_iter().map(|it| it.kind).collect()
}

/// The one text that is found.
#[track_caller]
fn found(text: &str) -> &str {
    match find(text, &[]).as_slice() {
        [one] => &text[one.span.clone()],
        other => panic!("found {other:?} in {text}"),
    }
}

#[test]
fn finds_known_shapes_wherever_they_stand() {
    let random = |length: usize| RANDOM.repeat(4)[..length].to_owned();
    let hexadecimal = "0a9f3c7e51d84b26".repeat(4);
    let jwt = format!(
        "eyJhbGci{}.eyJzdWIi{}.{}",
        random(16),
        random(24),
        random(43)
    );
    let cases = [
        ("a JSON Web Token", jwt),
        ("a GitHub token", format!("ghp_{}", random(36))),
        ("a GitHub token", format!("gho_{}", random(36))),
        ("a GitHub token", format!("ghu_{}", random(36))),
        ("a GitHub token", format!("ghs_{}", random(36))),
        ("a GitHub token", format!("ghr_{}", random(76))),
        (
            "a GitHub token",
            format!("github_pat_{}_{}", random(22), random(59)),
        ),
        ("a GitLab token", format!("glpat-{}", random(20))),
        ("a Stripe key", format!("sk_{}_{}", "live", random(24))),
        ("a Stripe key", format!("rk_{}_{}", "live", random(24))),
        ("a Stripe key", format!("sk_{}_{}", "test", random(24))),
        (
            "a Slack token",
            format!("xoxb-{}-{}", "2".repeat(11), random(24)),
        ),
        (
            "a Slack token",
            format!("xoxp-{}-{}", "2".repeat(11), random(24)),
        ),
        (
            "a Slack token",
            format!("xapp-1-A012BCD3EFG-{}-{}", "2".repeat(13), random(32)),
        ),
        ("an AWS access key", format!("AKIA{}", "Q7HC2ZR5XK4LM3VT")),
        ("an AWS access key", format!("ASIA{}", "Q7HC2ZR5XK4LM3VT")),
        ("a Google credential", format!("AIza{}", random(35))),
        ("an npm token", format!("npm_{}", random(36))),
        (
            "an Anthropic key",
            format!("sk-ant-api03-{}-AA", random(60)),
        ),
        (
            "an OpenAI key",
            format!("sk-{}T3BlbkFJ{}", random(20), random(20)),
        ),
        (
            "an OpenAI key",
            format!("sk-proj-{}-T3BlbkFJ{}", random(40), random(20)),
        ),
        ("a Hugging Face token", format!("hf_{}", random(34))),
        (
            "a SendGrid key",
            format!("SG.{}.{}", random(22), random(43)),
        ),
        ("a Shopify token", format!("shpat_{}", &hexadecimal[..32])),
        ("a DigitalOcean token", format!("dop_v1_{hexadecimal}")),
        ("a webhook's secret", format!("whsec_{}", random(32))),
        (
            "a PyPI token",
            format!("pypi-AgEIcHlwaS5vcmc{}", random(60)),
        ),
    ];
    for (kind, secret) in cases {
        let places = [
            format!("GET / HTTP/1.1\nAuthorization: Bearer {secret}\n\n"),
            format!("GET / HTTP/1.1\nX-Note: {secret}\n\n"),
            format!("GET /a?b={secret}&c=d HTTP/1.1\nHost: api.test\n\n"),
            format!("POST / HTTP/1.1\nHost: api.test\n\n{{\"token\": \"{secret}\"}}"),
            format!("Ünïcode: “{secret}”"),
        ];
        for text in places {
            assert_eq!(kinds(&text), [kind], "{text}");
            assert_eq!(found(&text), secret);
        }
    }
}

#[test]
fn finds_private_keys() {
    for name in [
        "RSA PRIVATE",
        "PRIVATE",
        "EC PRIVATE",
        "OPENSSH PRIVATE",
        "ENCRYPTED PRIVATE",
    ] {
        let key = format!("-----{} {name} KEY-----", "BEGIN");
        assert_eq!(
            kinds(&format!("{key}\nMIIEowIBAAKCAQEA{RANDOM}\n")),
            ["a private key"]
        );
        assert_eq!(
            kinds(&format!(r#"{{"key": "{key}\nMIIEowIBAAKCAQEA"}}"#)),
            ["a private key"]
        );
        assert!(kinds(&format!("{key}\n...\n-----END {name} KEY-----")).is_empty());
    }
    let public = format!("-----{} PUBLIC KEY-----\nMIIEowIBAAKCAQEA\n", "BEGIN");
    assert!(kinds(&public).is_empty());
}

#[test]
fn finds_passwords() {
    // ada:engine-1843, and what only looks like Basic credentials.
    let basic = concat!("YWRhOmVu", "Z2luZS0xODQz");
    assert_eq!(found(&format!("Authorization: Basic {basic}\n")), basic);
    assert_eq!(found(&format!("authorization: basic {basic}\n")), basic);
    assert_eq!(
        kinds(&format!("Authorization: Basic {basic}\n")),
        ["a user's name and password"]
    );
    assert!(kinds("Basic authentication is a scheme\n").is_empty());

    // A key without a password, as Stripe has it.
    let key = format!("sk_{}_{}:", "live", &RANDOM[..24]);
    let encoded = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, key);
    assert_eq!(found(&format!("Authorization: Basic {encoded}\n")), encoded);
    let encode = |text: &str| base64::Engine::encode(&base64::prelude::BASE64_STANDARD, text);
    let plain = encode(&format!("{}:", &RANDOM[..32]));
    assert_eq!(found(&format!("Authorization: Basic {plain}\n")), plain);
    let example = encode(concat!("sk_", "test_4eC39Hq", "LyjWDarjtT1zdp7dc", ":"));
    assert!(kinds(&format!("Authorization: Basic {example}\n")).is_empty());

    assert_eq!(
        found("GET https://ada:engine@api.test/a HTTP/1.1\n\n"),
        "engine"
    );
    assert_eq!(found(&format!("https://{RANDOM}@api.test/")), RANDOM);
    for harmless in [
        "https://user:password@api.test/",
        "https://user:{password}@api.test/",
        "https://user@api.test/",
        "https://api.test/a:b@c",
        "https://api.test:8080/@ada",
    ] {
        assert!(kinds(harmless).is_empty(), "{harmless}");
    }
}

#[test]
fn finds_random_texts_only_where_secrets_are_carried() {
    let secret = &RANDOM[..32];
    for text in [
        format!("Authorization: Bearer {secret}\n"),
        format!("Authorization: {secret}\n"),
        format!("authorization: Token {secret}\r\n"),
        format!("Authorization: Digest username=\"ada\", response=\"{secret}\"\n"),
        format!("Proxy-Authorization: Bearer {secret}\n"),
        format!("Cookie: theme=dark; session={secret}; lang=en\n"),
        format!("X-Api-Key: {secret}\n"),
        format!("X-Auth-Token: {secret}\n"),
        format!("x-client-secret: {secret}\n"),
        format!("GET /?access_token={secret} HTTP/1.1\n"),
        format!("GET /?a=b&api_key={secret}&c=d HTTP/1.1\n"),
        format!("GET /?X-Amz-Signature=a&sig={secret} HTTP/1.1\n"),
        format!("key={secret}"),
        format!("grant_type=password&client_secret={secret}&a=b"),
        format!("{{\"refresh_token\" : \"{secret}\"}}"),
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"api_key\"\r\n\r\n{secret}\r\n--b--\r\n"
        ),
        format!(
            "--b\nContent-Disposition: form-data; name=\"token\"\nContent-Type: text/plain\n\n{secret}\n--b--\n"
        ),
    ] {
        assert_eq!(found(&text), secret, "{text}");
    }
    for text in [
        format!("GET /files/{secret} HTTP/1.1\nHost: api.test\n\n"),
        format!("If-None-Match: \"{secret}\"\n"),
        format!("Idempotency-Key-Of: {secret}\n"),
        format!("GET /?cursor={secret} HTTP/1.1\n"),
        format!("{{\"digest\": \"{secret}\"}}"),
        format!("--b\nContent-Disposition: form-data; name=\"etag\"\n\n{secret}\n--b--\n"),
    ] {
        assert!(kinds(&text).is_empty(), "{text}");
    }
    let hexadecimal = "0a9f3c7e51d84b26f0";
    assert_eq!(
        found(&format!("X-Api-Key: {hexadecimal}{hexadecimal}\n")).len(),
        36
    );
    for words in [
        "the-quick-brown-fox-jumps",
        "application/json;charset=utf-8",
        "AAAAAAAAAAAAAAAAAAAA1",
    ] {
        assert!(
            kinds(&format!("X-Token-Kind: {words}\n")).is_empty(),
            "{words}"
        );
    }
}

#[test]
fn placeholders_pass() {
    for placeholder in [
        "{token}",
        "<token>",
        "$TOKEN",
        "${TOKEN}",
        "{{token}}",
        "%TOKEN%",
        "[token]",
        "YOUR_TOKEN",
        "YOUR_API_TOKEN_OF_2026_GOES_HERE",
        "your-access-token-1a2b3c4d5e6f",
        "xxx",
        "XXXXXXXXXXXXXXXXXXXXXXXX",
        "***",
        "REDACTED",
        "...",
        "…",
        "<the-token-4-the-8th-service-you-2-use>",
        "${PRODUCTION_TOKEN_2_OF_SERVICE_9}",
        "$PRODUCTION_TOKEN_2_OF_SERVICE_9",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "0123456789012345678901234567890123456789",
        "0123456789abcdef0123456789abcdef",
        "abcdefghijklmnopqrstuvwxyz",
        "a1b2c3d4e5f6a7b8c9d0e1f2",
    ] {
        for text in [
            format!("Authorization: Bearer {placeholder}\n"),
            format!("Authorization: Basic {placeholder}\n"),
            format!("X-Api-Key: {placeholder}\n"),
            format!("Cookie: session={placeholder}\n"),
            format!("GET /?access_token={placeholder} HTTP/1.1\n"),
            format!("{{\"token\": \"{placeholder}\"}}"),
            format!("https://ada:{placeholder}@api.test/"),
        ] {
            assert!(kinds(&text).is_empty(), "{text}");
        }
    }
}

#[test]
fn examples_of_documentation_pass() {
    for example in [
        "Bearer mF_9.B5f-4.1JqM",
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "Basic dXNlcjpwYXNzd29yZA==",
        "Basic dXNlcm5hbWU6cGFzc3dvcmQ=",
        "Digest username=\"Mufasa\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir\"",
        "Digest nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", qop=auth",
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20150830/us-east-1/iam/aws4_request",
        concat!("Bearer 2YotnFZFEjr1", "zCsicMWpAA"),
        concat!("Basic czZCaGRSa3F0Mzpn", "WDFmQmF0M2JW"),
        concat!("Bearer sk_", "test_4eC39Hq", "LyjWDarjtT1zdp7dc"),
        concat!(
            "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6Ikpv",
            "aG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"
        ),
    ] {
        let text = format!("GET / HTTP/1.1\nHost: api.test\nAuthorization: {example}\n\n");
        assert!(kinds(&text).is_empty(), "{text}");
    }
}

#[test]
fn allowed_texts_pass() {
    let token = format!("ghp_{}", &RANDOM[..36]);
    let text = format!(
        "Authorization: Bearer {token}\nX-Api-Key: {}\n",
        &RANDOM[9..]
    );
    let kinds = |allowed: &[&str]| -> Vec<_> {
        let allowed: Vec<_> = allowed.iter().map(|it| (*it).to_owned()).collect();
        find(&text, &allowed)
            .into_iter()
            .map(|it| it.kind)
            .collect()
    };
    assert_eq!(kinds(&[]), ["a GitHub token", "a secret in a field"]);
    assert_eq!(kinds(&["ghp_"]), ["a GitHub token", "a secret in a field"]);
    assert_eq!(kinds(&[&token]), ["a secret in a field"]);
    assert_eq!(
        kinds(&[&format!("Bearer {token}")]),
        ["a secret in a field"]
    );
}

#[test]
fn what_is_found_is_not_shown() {
    let text = format!("X-Api-Key: {RANDOM}");
    assert!(!format!("{:?}", find(&text, &[])).contains(&RANDOM[..8]));
}

/// Were it not linear, this would take hours.
#[test]
fn long_texts_are_searched_in_one_walk() {
    for part in [
        "a://a:",
        "eyJ.",
        "Cookie: a=b;",
        "\"token\":",
        "?key=",
        "-----BEGIN PRIVATE KEY-----",
    ] {
        assert!(kinds(&part.repeat(50_000)).is_empty(), "{part}");
    }
    let token = format!("X-Api-Key: {}\n", &RANDOM[..32]);
    assert_eq!(kinds(&token.repeat(20_000)).len(), 20_000);
}
