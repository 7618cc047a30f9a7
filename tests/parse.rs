//! What the parser makes of messages that are good, odd or hostile.

use proptest::prelude::*;
use snippetgen::request::{
    Body, BodyKind, Content, Form, Json, Method, Multipart, Request, Scheme, TargetForm, Version,
};
use snippetgen::{Severity, parse, parse_as};

fn read(message: &(impl AsRef<[u8]> + ?Sized)) -> Request<'_> {
    let message = message.as_ref();
    parse(message).unwrap_or_else(|errors| panic!("{}", errors.render("message", message)))
}

fn fields<'r>(request: &'r Request<'_>) -> Vec<(&'r str, &'r [u8])> {
    request
        .fields()
        .iter()
        .map(|field| (field.name(), field.value().as_bytes()))
        .collect()
}

fn warnings(message: &str) -> Vec<&'static str> {
    read(message)
        .warnings()
        .iter()
        .map(|warning| warning.id)
        .collect()
}

fn errors(message: &[u8]) -> Vec<&'static str> {
    let errors = parse(message).err();
    errors
        .iter()
        .flat_map(|errors| errors.diagnostics())
        .map(|one| one.id)
        .collect()
}

fn url(message: &str) -> String {
    read(message)
        .url()
        .as_str()
        .expect("the address is UTF-8")
        .to_owned()
}

/// The body of a POST with these fields and these bytes after the blank line.
fn body<'m>(request: &'m Request<'_>) -> (&'m [u8], &'m [u8]) {
    let body = |exact| request.body().map_or(&b""[..], |body| body.bytes(exact));
    (body(false), body(true))
}

#[test]
fn the_first_request_is_read() {
    let message =
        b"GET /echo/get/json HTTP/1.1\r\nHost: reqbin.com\r\nAccept: application/json\r\n\
        Authorization: Bearer {token}\r\n\r\n";
    let request = read(message);
    assert_eq!(request.method(), Method::GET);
    assert_eq!(request.version(), Some(Version::HTTP_11));
    assert_eq!(request.authority().as_bytes(), b"reqbin.com");
    assert_eq!(
        request.url().as_bytes(),
        b"https://reqbin.com/echo/get/json"
    );
    assert_eq!(
        request.bearer().map(|bearer| bearer.token()),
        Some(&b"{token}"[..])
    );
    assert!(request.body().is_none());
    assert!(request.warnings().is_empty());
    assert_eq!(&message[request.fields()[0].span()], b"reqbin.com");
}

#[test]
fn lines_end_in_any_way_and_blank_lines_do_not_matter() {
    let crlf = "POST /a HTTP/1.1\r\nHost: a.example\r\nX-A: 1\r\n\r\nbody";
    for message in [
        crlf.to_owned(),
        crlf.replace("\r\n", "\n"),
        crlf.replacen("\r\n", "\n", 2),
        format!("\u{feff}{crlf}"),
        format!("\r\n\n \r\n{crlf}"),
    ] {
        let request = read(&message);
        assert_eq!(
            fields(&request),
            [("Host", &b"a.example"[..]), ("X-A", b"1")]
        );
        assert_eq!(body(&request).1, b"body");
    }
    for message in ["GET / HTTP/1.1\nHost: a", "GET / HTTP/1.1\nHost: a\n"] {
        assert!(read(message).body().is_none());
    }
}

#[test]
fn versions_are_told_apart() {
    for (text, version) in [
        (" HTTP/1.0", Some(Version::HTTP_10)),
        (" HTTP/1.1", Some(Version::HTTP_11)),
        (" HTTP/2", Some(Version::HTTP_2)),
        (" HTTP/2.0", Some(Version::HTTP_2)),
        (" HTTP/3", Some(Version::HTTP_3)),
        ("", None),
    ] {
        let message = format!("GET /{text}\nHost: a\n\n");
        assert_eq!(read(&message).version(), version);
        assert_eq!(
            warnings(&message).contains(&"no-version"),
            version.is_none()
        );
    }
}

#[test]
fn pseudo_fields_stand_for_a_request_line_or_beside_it() {
    let alone = ":method: POST\n:authority: a.example\n:scheme: http\n:path: /p?q\naccept: */*\n";
    let beside = "POST /p?q HTTP/2\n:authority: a.example\n:scheme: http\naccept: */*\n";
    for message in [alone, beside] {
        let request = read(message);
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.version(), Some(Version::HTTP_2));
        assert_eq!(request.url().as_bytes(), b"http://a.example/p?q");
        assert_eq!(fields(&request), [("accept", &b"*/*"[..])]);
    }
}

#[test]
fn targets_are_kept_byte_for_byte() {
    for target in [
        "/",
        "//x",
        "/a/../b",
        "/./",
        "/%2f%zz",
        "/?",
        "/?a&a=1&a=2",
        "/a|b",
        "/{id}",
        "/[1]",
        "/'\"",
        "/\\",
        "/caf\u{e9}?\u{1f600}",
        "/a;b=c",
        "/*",
        "/http://x/",
    ] {
        let message = format!("GET {target} HTTP/1.1\nHost: a.example\n\n");
        let request = read(&message);
        assert_eq!(request.target().as_text().as_bytes(), target.as_bytes());
        assert_eq!(request.target().origin_form().as_bytes(), target.as_bytes());
        assert_eq!(
            request.url().as_str(),
            Some(&*format!("https://a.example{target}"))
        );
        assert!(request.warnings().is_empty(), "{target}");
    }
    assert_eq!(
        errors(b":method: GET\n:path: /a b\n:authority: a\n"),
        ["space-in-target"]
    );
    assert_eq!(warnings("GET /a#b HTTP/1.1\nHost: a\n\n"), ["fragment"]);
    assert_eq!(url("GET /a#b HTTP/1.1\nHost: a\n\n"), "https://a/a#b");
}

#[test]
fn an_absolute_target_decides_scheme_and_authority() {
    for (target, origin, address) in [
        ("http://a.example", "/", "http://a.example/"),
        ("HTTP://A.example/", "/", "http://A.example/"),
        ("https://a.example?x", "/?x", "https://a.example/?x"),
        (
            "https://a.example:8443/p?x",
            "/p?x",
            "https://a.example:8443/p?x",
        ),
        ("http://[::1]:80/p", "/p", "http://[::1]:80/p"),
    ] {
        let message = format!("GET {target} HTTP/1.1\n\n");
        let request = read(&message);
        assert_eq!(request.target().form(), TargetForm::Absolute);
        assert_eq!(request.target().as_text().as_str(), Some(target));
        assert_eq!(request.target().origin_form().as_str(), Some(origin));
        assert_eq!(request.url().as_str(), Some(address));
    }
    let message = "GET http://a.example/ HTTP/1.1\nHost: b.example\n\n";
    assert_eq!(warnings(message), ["host-ignored"]);
    let message = "GET http://user:word@a.example/ HTTP/1.1\nHost: a.example\n\n";
    assert_eq!(warnings(message), ["userinfo"]);
    assert_eq!(url(message), "http://a.example/");
}

#[test]
fn options_of_a_whole_server_has_an_address_without_a_path() {
    let request = read("OPTIONS * HTTP/1.1\nHost: a.example\n\n");
    assert_eq!(request.target().form(), TargetForm::Asterisk);
    assert_eq!(request.target().origin_form().as_bytes(), b"*");
    assert_eq!(request.url().as_bytes(), b"https://a.example");
}

#[test]
fn the_scheme_is_http_for_this_machine_and_port_80() {
    for (host, scheme) in [
        ("localhost", "http"),
        ("LOCALHOST:3000", "http"),
        ("api.localhost", "http"),
        ("127.0.0.1:8080", "http"),
        ("127.9.9.9", "http"),
        ("[::1]", "http"),
        ("[::1]:9", "http"),
        ("a.example:80", "http"),
        ("a.example", "https"),
        ("a.example:8080", "https"),
        ("127.evil.example", "https"),
        ("notlocalhost", "https"),
        ("[::2]", "https"),
        ("{{host}}", "https"),
        ("{host}:{port}", "https"),
        ("<host>", "https"),
        ("$HOST", "https"),
    ] {
        let message = format!("GET / HTTP/1.1\nHost: {host}\n\n");
        assert_eq!(url(&message), format!("{scheme}://{host}/"));
        for asked in [Scheme::Http, Scheme::Https] {
            let request = parse_as(message.as_bytes(), Some(asked)).expect("it is a request");
            assert_eq!(request.scheme(), asked);
        }
    }
    let message = b"GET http://a.example/ HTTP/1.1\n\n";
    let request = parse_as(message, Some(Scheme::Https)).expect("it is a request");
    assert_eq!(request.scheme(), Scheme::Http);
}

#[test]
fn methods_keep_their_case() {
    for method in [
        "GET",
        "get",
        "PURGE",
        "M-SEARCH",
        "Patch",
        "!#$%&'*+-.^_`|~",
    ] {
        let message = format!("{method} / HTTP/1.1\nHost: a\n\n");
        assert_eq!(read(&message).method().as_str(), method);
    }
    assert_eq!(warnings("post / HTTP/1.1\nHost: a\n\n"), ["method-case"]);
}

#[test]
fn fields_keep_order_case_duplicates_and_bytes() {
    let message = b"GET / HTTP/1.1\nHost: a\nX-b:1\nx-B: \t 2 \t\nEmpty:\nL: caf\xe9\nU: \xc3\xa9\nC: a: b\n\n";
    let expected: [(&str, &[u8]); 7] = [
        ("Host", b"a"),
        ("X-b", b"1"),
        ("x-B", b"2"),
        ("Empty", b""),
        ("L", b"caf\xe9"),
        ("U", b"\xc3\xa9"),
        ("C", b"a: b"),
    ];
    let request = read(message);
    assert_eq!(fields(&request), expected);
    for field in request.fields() {
        assert_eq!(&message[field.span()], field.value().as_bytes());
    }
}

#[test]
fn a_folded_value_is_joined_with_one_space() {
    let message = "GET / HTTP/1.1\nHost: a\nX: one \r\n\t two\n   three  \nY:\n only\n\n";
    let request = read(message);
    assert_eq!(
        fields(&request)[1..],
        [("X", &b"one two three"[..]), ("Y", b"only")]
    );
    let places: Vec<_> = request
        .warnings()
        .iter()
        .map(|w| (w.id, w.line, w.severity))
        .collect();
    let warning = Severity::Warning;
    assert_eq!(places, [("obs-fold", 4, warning), ("obs-fold", 7, warning)]);
}

#[test]
fn the_final_line_end_is_the_bodys_only_as_content_length_says() {
    let of = |length: &str, rest: &str| format!("POST / HTTP/1.1\nHost: a\n{length}\n{rest}");
    for (length, rest, plain, exact) in [
        ("", "hello\n", "hello", "hello\n"),
        ("", "hello\r\n", "hello", "hello\r\n"),
        ("", "hello\n\n", "hello\n", "hello\n\n"),
        ("", "hello", "hello", "hello"),
        ("", "\n", "", "\n"),
        ("Content-Length: 6\n", "hello\n", "hello\n", "hello\n"),
        ("Content-Length: 5\n", "hello\n", "hello", "hello"),
        ("Content-Length: 5\n", "hello\r\n", "hello", "hello"),
        (
            "Content-Length: 5, 5\ncontent-length: 05\n",
            "hello",
            "hello",
            "hello",
        ),
        ("Content-Length: 0\n", "", "", ""),
        ("Content-Length: 0\n", "\n", "", ""),
    ] {
        let message = of(length, rest);
        let request = read(&message);
        assert_eq!(
            body(&request),
            (plain.as_bytes(), exact.as_bytes()),
            "{message:?}"
        );
        assert!(request.warnings().is_empty());
        assert_eq!(request.body().is_none(), exact.is_empty());
    }
    for (length, rest) in [("2", "hello\n"), ("99", "hello\n"), ("3", "")] {
        let message = of(&format!("Content-Length: {length}\n"), rest);
        let request = read(&message);
        assert_eq!(body(&request), (rest.as_bytes(), rest.as_bytes()));
        assert_eq!(warnings(&message), ["content-length-differs"]);
    }
    for length in ["-1", "0x5", "5 5", "", "5,", "99999999999999999999999"] {
        let message = of(&format!("Content-Length: {length}\n"), "hello");
        assert_eq!(errors(message.as_bytes()), ["content-length"], "{length}");
    }
}

#[test]
fn chunks_are_put_together() {
    let crlf = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n\
        5\r\nhello\r\n00A\r\n, world!!\n\r\n0\r\n\r\n";
    let request = read(crlf);
    assert_eq!(
        body(&request),
        (&b"hello, world!!\n"[..], &b"hello, world!!\n"[..])
    );
    assert!(request.warnings().is_empty());
    let lf = crlf.replace("\r\n", "\n");
    assert_eq!(body(&read(&lf)).1, b"hello, world!!\n");
    assert_eq!(body(&read(lf.trim_end())).1, b"hello, world!!\n");
    assert_eq!(body(&read(&format!("{lf}\n\n"))).1, b"hello, world!!\n");

    let odd = "POST / HTTP/1.1\nHost: a\nContent-Length: 5\nTransfer-Encoding: chunked\n\n\
        5;a=b\nhello\n0\nX-Sum: 1\n\n";
    assert_eq!(body(&read(odd)).1, b"hello");
    assert_eq!(
        warnings(odd),
        ["length-and-chunks", "chunk-extension", "trailers"]
    );
    let empty = "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n0\n\n";
    assert!(read(empty).body().is_none());
    let huge =
        b"POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\nffffffffffffffff\nhello\n0\n\n";
    assert_eq!(errors(huge), ["broken-chunk"]);
}

#[test]
fn the_media_type_says_what_the_body_is() {
    let kind = |fields: &str| {
        let message = format!("POST / HTTP/1.1\nHost: a\n{fields}\n\nx");
        read(&message).body().map(Body::kind)
    };
    for (fields, expected) in [
        ("Content-Type: application/json", BodyKind::Json),
        (
            "content-type: Application/JSON ; charset=utf-8",
            BodyKind::Json,
        ),
        ("Content-Type: application/problem+json", BodyKind::Json),
        (
            "Content-Type: application/x-www-form-urlencoded",
            BodyKind::Form,
        ),
        (
            "Content-Type: multipart/form-data; boundary=x",
            BodyKind::Multipart,
        ),
        (
            "Content-Type: multipart/form-data; charset=u; Boundary=\"a \\\"b\"",
            BodyKind::Multipart,
        ),
        ("Content-Type: multipart/form-data", BodyKind::Other),
        ("Content-Type: text/plain", BodyKind::Other),
        ("Content-Type:", BodyKind::Other),
        ("Accept: application/json", BodyKind::Other),
        (
            "Content-Type: application/json\nContent-Type: text/plain",
            BodyKind::Other,
        ),
        (
            "Content-Type: application/json\nContent-Encoding: gzip",
            BodyKind::Other,
        ),
        (
            "Content-Type: application/json\nContent-Encoding: identity",
            BodyKind::Json,
        ),
    ] {
        assert_eq!(kind(fields), Some(expected), "{fields}");
    }
    let message = "POST / HTTP/1.1\nHost: a\nContent-Type: multipart/form-data\n\nx";
    assert_eq!(warnings(message), ["no-boundary"]);
}

#[test]
fn a_multipart_body_without_cr_is_warned_of() {
    let of = |end: &str| {
        let part = "Content-Disposition: form-data; name=\"a\"";
        let head = "POST / HTTP/1.1\nHost: a\nContent-Type: multipart/form-data; boundary=x\n\n";
        format!("{head}--x{end}{part}{end}{end}1{end}--x--{end}")
    };
    assert_eq!(warnings(&of("\n")), ["multipart-line-ends"]);
    assert!(warnings(&of("\r\n")).is_empty());
}

#[test]
fn bearer_tokens_are_watched_and_never_shown() {
    let of = |target: &str, value: &str| {
        format!("GET {target} HTTP/1.1\nHost: a.example\nAuthorization: {value}\n\n")
    };
    for (message, expected) in [
        (of("/", "Bearer mF_9.B5f-4.1JqM="), &[][..]),
        (of("/", "bearer {{token}}"), &[]),
        (of("/", "Bearer s\u{e9}cret"), &["bearer-syntax"]),
        (of("/", "Bearer two words"), &["bearer-syntax"]),
        (of("/", "Bearer Bearer abc"), &["bearer-twice"]),
        (of("/", "Bearer"), &["empty-bearer"]),
        (of("/", "Bearerabc"), &[]),
        (
            of("/?a=1&access_token=abc", "Bearer abc"),
            &["two-bearer-tokens", "bearer-in-query"],
        ),
        (of("/?access_token=abc", "Basic abc"), &["bearer-in-query"]),
        (of("/?no_access_token=abc", "Basic abc"), &[]),
        (
            of("http://a.example/", "Bearer abc"),
            &["bearer-in-the-clear"],
        ),
        (of("http://localhost/", "Bearer abc"), &["host-ignored"]),
    ] {
        assert_eq!(warnings(&message), expected, "{message}");
    }
    let form = "POST / HTTP/1.1\nHost: a.example\nAuthorization: Bearer abc\n\
        Content-Type: application/x-www-form-urlencoded\n\nx=1&access_token=abc";
    let request = read(form);
    let [warning] = request.warnings() else {
        panic!("{:?}", request.warnings())
    };
    assert_eq!(
        (warning.id, &form[warning.span.clone()]),
        ("two-bearer-tokens", "access_token=abc")
    );
    assert!(!warning.render("message", form.as_bytes()).contains("abc"));
    assert!(!format!("{request:?}").contains("abc"));
}

#[test]
fn a_folded_token_is_masked_too() {
    let message = "GET / HTTP/1.1\nHost: a.example\nAuthorization: Bearer\n  abcdefgh\n\n";
    for warning in read(message).warnings() {
        assert!(
            !warning
                .render("message", message.as_bytes())
                .contains("abc")
        );
    }
}

#[test]
fn json_keeps_what_it_says() {
    let text =
        br#" {"b": [1.0, 1e5, -0, 12345678901234567890], "a": null, "\u00e9\ud83d\ude00\n": "x"} "#;
    let Some(Json::Object(members)) = Json::parse(text) else {
        panic!()
    };
    let keys: Vec<_> = members.iter().map(|(key, _)| key.as_ref()).collect();
    assert_eq!(keys, ["b", "a", "\u{e9}\u{1f600}\n"]);
    let Json::Array(items) = &members[0].1 else {
        panic!()
    };
    let number = |json: &Json<'_>| match json {
        Json::Number(number) => number.as_str().to_owned(),
        _ => String::new(),
    };
    let numbers: Vec<_> = items.iter().map(number).collect();
    assert_eq!(numbers, ["1.0", "1e5", "-0", "12345678901234567890"]);
    assert_eq!(
        format!("{:?}", Json::parse(text)),
        "Some(Json(object of 3))"
    );
}

#[test]
fn json_out_of_the_grammar_is_no_json() {
    for text in [
        "",
        " ",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "NaN",
        "nul",
        "'a'",
        "\"a",
        "\"\t\"",
        "[1,]",
        "[,1]",
        "{\"a\" 1}",
        "{a:1}",
        "{\"a\":1,}",
        "1 2",
        "\"\\x\"",
        r#""\ud800""#,
        r#""\udc00""#,
        r#""\ud800\u0041""#,
        r#""\u00g0""#,
        r#""\u+123""#,
        "\u{feff}1",
        "// c\n1",
    ] {
        assert!(Json::parse(text.as_bytes()).is_none(), "{text}");
    }
    assert!(Json::parse(b"\"\xff\"").is_none());
}

#[test]
fn json_nests_to_128_levels_and_no_deeper() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Json::parse(nested(128).as_bytes()).is_some());
    assert!(Json::parse(nested(129).as_bytes()).is_none());
    let body = nested(100_000);
    let message = format!("POST / HTTP/1.1\nHost: a\nContent-Type: application/json\n\n{body}");
    let request = read(&message);
    assert!(matches!(
        request.body().map(Body::content),
        Some(Content::Text(_))
    ));
}

#[test]
fn duplicate_keys_are_found_at_any_depth_and_size() {
    let many = |last: &str| {
        let members: Vec<_> = (0..1000).map(|n| format!("\"k{n}\":{n}")).collect();
        format!("[{{{},\"{last}\":0}}]", members.join(","))
    };
    let duplicate = |text: &str| Json::parse(text.as_bytes()).map(|json| json.has_duplicate_keys());
    assert_eq!(duplicate(&many("k1000")), Some(false));
    assert_eq!(duplicate(&many("k500")), Some(true));
    assert_eq!(duplicate(r#"{"a":{"x":1,"x":2}}"#), Some(true));
    assert_eq!(duplicate(r#"[{"a":1},{"a":1}]"#), Some(false));
}

#[test]
fn forms_are_decoded_only_where_they_can_be() {
    let form = |text: &'static str| {
        let fields = Form::parse(text.as_bytes())?.fields;
        Some(
            fields
                .into_iter()
                .map(|f| (f.name.into_owned(), f.value.into_owned()))
                .collect(),
        )
    };
    let pairs = |list: &[(&str, &str)]| -> Option<Vec<(String, String)>> {
        Some(
            list.iter()
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                .collect(),
        )
    };
    assert_eq!(form("a=1&a=2"), pairs(&[("a", "1"), ("a", "2")]));
    assert_eq!(form("a+b=%20%2B%c3%a9"), pairs(&[("a b", " +\u{e9}")]));
    assert_eq!(
        form("a=b=c&=&x="),
        pairs(&[("a", "b=c"), ("", ""), ("x", "")])
    );
    for text in [
        "", "a", "a=1&", "&a=1", "a=1&&b=2", "a=%", "a=%4", "a=%zz", "a=%+1", "a=%ff",
    ] {
        assert_eq!(form(text), None::<Vec<_>>, "{text}");
    }
}

#[test]
fn a_form_encodes_back_as_its_client_wrote_it() {
    let encodes = |text: &str, unreserved: &str, space: &str| {
        let form = Form::parse(text.as_bytes()).expect("it is a form");
        form.encodes_back(text.as_bytes(), unreserved.as_bytes(), space)
    };
    assert!(encodes("a=b+c&d=%2F", "-._", "+"));
    assert!(!encodes("a=b+c&d=%2F", "-._", "%20"));
    assert!(!encodes("a=%2f", "-._", "+"));
    assert!(!encodes("a=~", "-._", "+"));
    assert!(encodes("a=~", "-._~", "+"));
    assert!(!encodes("a=b=c", "-._", "+"));
}

#[test]
fn multipart_bodies_are_taken_apart() {
    let crlf = "--b\r\nContent-Disposition: form-data; name=\"te%22xt\"\r\n\r\none\r\n--c\r\ntwo\r\n\
        --b\r\ncontent-disposition: form-data; filename=\"a\\\"b.txt\"; name=f\r\n\
        Content-Type: text/plain\r\nX-A: 1\r\n\r\n\r\n--b--\r\n";
    for (text, lf) in [(crlf.to_owned(), false), (crlf.replace("\r\n", "\n"), true)] {
        let multipart = Multipart::parse(text.as_bytes(), b"b").expect("it is multipart");
        assert_eq!(multipart.line_ends_lf, lf);
        let [text, file] = &multipart.parts[..] else {
            panic!()
        };
        assert_eq!(
            (text.name.as_ref(), text.raw_name),
            ("te\"xt", &b"te%22xt"[..])
        );
        assert_eq!(
            text.content,
            if lf {
                &b"one\n--c\ntwo"[..]
            } else {
                b"one\r\n--c\r\ntwo"
            }
        );
        assert_eq!(file.filename.as_deref(), Some("a\"b.txt"));
        assert_eq!(file.raw_filename, Some(&b"a\\\"b.txt"[..]));
        assert_eq!(file.content_type, Some(&b"text/plain"[..]));
        assert_eq!(file.headers.len(), 3);
        assert_eq!(file.content, b"");
    }
    let part = "Content-Disposition: form-data; name=a\r\n\r\n1\r\n";
    let whole = |text: String| Multipart::parse(text.as_bytes(), b"b").is_some();
    assert!(whole(format!("--b\r\n{part}--b--")));
    for bad in [
        format!("preamble\r\n--b\r\n{part}--b--\r\n"),
        format!("--b\r\n{part}--b--\r\nepilogue"),
        format!("--b\r\n{part}--b\r\n"),
        format!("--b \r\n{part}--b--"),
        format!("--b\r\n{part}--b2\r\n--b--"),
        "--b--".to_owned(),
        "--b\r\nContent-Type: a/b\r\n\r\n1\r\n--b--".to_owned(),
        "--b\r\nContent-Disposition: form-data; name=a; filename*=UTF-8''x\r\n\r\n1\r\n--b--"
            .into(),
        "--b\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--b--".to_owned(),
    ] {
        assert!(!whole(bad.clone()), "{bad}");
    }
}

#[test]
fn hostile_sizes_end() {
    let head = "POST / HTTP/1.1\nHost: a\n";
    read(&format!("{head}{}", "a:\n".repeat(100_000)));
    read(&format!("{head}X: 1\n{}", " x\n".repeat(100_000)));
    let folds = format!("{head}{}", "a:\n b\n".repeat(100_000));
    assert_eq!(read(&folds).warnings().len(), 100);
    assert_eq!(
        errors(format!("{head}{}", "a :\n".repeat(100_000)).as_bytes()).len(),
        100
    );
    let chunks = format!(
        "{head}Transfer-Encoding: chunked\n\n{}0\n\n",
        "1;x\na\n".repeat(100_000)
    );
    assert_eq!(body(&read(&chunks)).0.len(), 100_000);
    let part = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--\r\n";
    let parts = format!("{}--b--", part.repeat(10_000));
    assert!(Multipart::parse(parts.as_bytes(), b"b").is_some());
}

/// Everything a request says, for comparison.
fn says(request: &Request<'_>) -> String {
    let fields: Vec<_> = fields(request)
        .iter()
        .map(|(n, v)| format!("{n}:{v:?}"))
        .collect();
    let body = request
        .body()
        .map(|body| (body.kind(), body.bytes(false), body.bytes(true)));
    format!(
        "{} {:?} {:?} {:?} {} {:?} {:?} {fields:?} {body:?}",
        request.method(),
        request.target().form(),
        request.target().as_text().as_bytes(),
        request.version(),
        request.scheme().as_str(),
        request.authority().as_bytes(),
        request.url().as_bytes(),
    )
}

fn comes_back(message: &[u8]) -> bool {
    let Ok(request) = parse(message) else {
        return false;
    };
    let written = request.write_message();
    let again = read(&written);
    assert_eq!(
        says(&request),
        says(&again),
        "{}",
        String::from_utf8_lossy(&written)
    );
    assert_eq!(again.write_message(), written);
    true
}

/// Reads the message and looks at all there is to see.
fn survives(message: &[u8]) {
    match parse(message) {
        Ok(request) => {
            let _ = format!("{request:?} {:?}", request.body().map(Body::content));
            for warning in request.warnings() {
                let _ = warning.render("message", message);
            }
        }
        Err(errors) => {
            assert!(
                errors
                    .into_iter()
                    .any(|one| one.severity == Severity::Error)
            );
            let text = errors.render("message", message);
            assert!(
                !text.contains(|c: char| c.is_control() && c != '\n'),
                "{text:?}"
            );
            for one in &errors {
                let excerpt = one.excerpt(message);
                let width = excerpt.line.chars().count();
                assert!(
                    excerpt.start <= excerpt.end && excerpt.end <= width,
                    "{excerpt:?}"
                );
            }
        }
    }
}

const SEEDS: [&str; 6] = [
    "GET /a?access_token=x HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer abc\r\n\r\n",
    "POST http://u:p@[::1]:80?x HTTP/1.0\nHost: b\nContent-Length: 5\nX: 1\n 2\n\nhello\n",
    ":method: PUT\n:path: /\n:authority: a\n:scheme: http\ncontent-type: application/json\n\n{\"a\": [1]}",
    "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n5;x=y\nhello\n1\n!\n0\nT: r\n\n",
    "POST / HTTP/2\nHost: {h}:{p}\nContent-Type: multipart/form-data; boundary=\"b\"\n\n\
     --b\nContent-Disposition: form-data; name=\"a\"\n\nx\n--b--\n",
    "\u{feff}\n\nOPTIONS *\nHost: localhost\nContent-Type: application/x-www-form-urlencoded\n\na=b&c=%41+",
];

#[test]
fn every_seed_comes_back() {
    for seed in SEEDS {
        assert!(comes_back(seed.as_bytes()), "{seed}");
    }
}

/// A seed with some of its bytes replaced, removed or put in twice.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        Just(b' '),
        Just(b'\n'),
        Just(b'\r'),
        Just(b':'),
        Just(b'/'),
        Just(b'0'),
        Just(b'"'),
        any::<u8>(),
    ];
    let change = (any::<prop::sample::Index>(), 0..4u8, byte);
    (
        prop::sample::select(&SEEDS[..]),
        prop::collection::vec(change, 0..6),
    )
        .prop_map(|(seed, changes)| {
            let mut message = seed.as_bytes().to_vec();
            for (index, how, byte) in changes {
                let at = index.index(message.len());
                match how {
                    0 => message[at] = byte,
                    1 => message.insert(at, byte),
                    2 if message.len() > 1 => drop(message.remove(at)),
                    _ => message.insert(at, message[at]),
                }
            }
            message
        })
}

fn good() -> impl Strategy<Value = Vec<u8>> {
    let method = prop::string::string_regex("[A-Za-z!#$%&'*+.^_`|~-]{1,20}").expect("a regex");
    let target = prop::string::string_regex("(https?://[a-z.]{1,9}(:8080?)?)?/[!-~é☃]{0,30}");
    let version = prop::sample::select(vec!["", " HTTP/1.0", " HTTP/1.1", " HTTP/2", " HTTP/3"]);
    let name = prop::string::string_regex("X-[A-Za-z0-9_-]{0,12}").expect("a regex");
    let value = prop::collection::vec(prop_oneof![32..127u8, 128..=255u8, Just(b'\t')], 0..24);
    let field = (name, value);
    (
        method,
        target.expect("a regex"),
        version,
        prop::sample::select(vec!["a.example", "localhost:1", "[::1]:80", "{{host}}"]),
        prop::collection::vec(field, 0..6),
        prop::bool::ANY,
        prop::collection::vec(any::<u8>(), 0..40),
    )
        .prop_map(|(method, target, version, host, fields, crlf, body)| {
            let end = if crlf { "\r\n" } else { "\n" };
            let mut message =
                format!("{method} {target}{version}{end}Host: {host}{end}").into_bytes();
            for (name, value) in fields {
                message.extend([name.as_bytes(), b": ", &value, end.as_bytes()].concat());
            }
            message.extend(end.as_bytes());
            message.extend(body);
            message
        })
}

/// JSON, or nearly.
fn near_json() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "[", "]", "{", "}", ",", ":", "\"", "\"a\"", "\"a\":", "1", "-1.5e+3", "0", "0.", "01",
        "e", "null", "true", "false", " ", "\n", "\\", "\\u00e9", "\\ud800", "\\udc00", "\u{1}",
        "é",
    ]);
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

fn real_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

fn same(ours: &Json<'_>, theirs: &serde_json::Value) -> bool {
    use serde_json::Value;
    match (ours, theirs) {
        (Json::Null, Value::Null) => true,
        (Json::Bool(ours), Value::Bool(theirs)) => ours == theirs,
        (Json::Number(ours), Value::Number(theirs)) => ours.as_str() == theirs.to_string(),
        (Json::String(ours), Value::String(theirs)) => ours == theirs,
        (Json::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(o, t)| same(o, t))
        }
        (Json::Object(ours), Value::Object(theirs)) => {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .all(|(key, o)| theirs.get(key.as_ref()).is_some_and(|t| same(o, t)))
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(message in prop::collection::vec(any::<u8>(), 0..300)) {
        survives(&message);
    }

    #[test]
    fn no_near_message_makes_it_panic(message in mutated()) {
        survives(&message);
        comes_back(&message);
    }

    #[test]
    fn what_is_read_comes_back(message in good()) {
        prop_assert!(comes_back(&message), "{}", String::from_utf8_lossy(&message));
    }

    #[test]
    fn json_is_json_exactly_where_others_say_so(text in near_json()) {
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        // The other reader checks escapes in strings only when it keeps them.
        let kept = serde_json::from_str::<serde_json::Value>(&text);
        let range = |error: &serde_json::Error| error.to_string().contains("out of range");
        prop_assume!(!kept.as_ref().is_err_and(range));
        prop_assert_eq!(Json::parse(text.as_bytes()).is_some(), theirs && kept.is_ok());
    }

    #[test]
    fn json_says_what_others_read(value in real_json(), pretty in any::<bool>()) {
        let text = if pretty { format!("{value:#}") } else { value.to_string() };
        let ours = Json::parse(text.as_bytes());
        prop_assert!(ours.is_some_and(|ours| same(&ours, &value) && !ours.has_duplicate_keys()));
    }

    #[test]
    fn multipart_parts_are_what_was_joined(
        contents in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..30), 1..5)
    ) {
        let mut message = Vec::new();
        for content in &contents {
            message.extend(b"--zzz\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n");
            message.extend(content);
            message.extend(b"\r\n");
        }
        message.extend(b"--zzz--\r\n");
        let multipart = Multipart::parse(&message, b"zzz");
        let parts = multipart.map(|multipart| multipart.parts).unwrap_or_default();
        let found: Vec<_> = parts.iter().map(|part| part.content.to_vec()).collect();
        prop_assert_eq!(found, contents);
    }
}
