//! Pages to pages: what an author writes, and what is generated from it.
#![cfg(feature = "docs")]

use std::path::Path;

use snippetgen::docs::{ChangeKind, Config, Expanded, Mode, Problem, expand};

const REQUEST: &str = "GET /users HTTP/1.1\nHost: api.example.com\n";

fn page(name: &str, text: &str, mode: Mode) -> Result<Expanded, Vec<Problem>> {
    expand(text, Path::new(name), &Config::default(), mode)
}

#[track_caller]
fn update(text: &str) -> String {
    page("a.md", text, Mode::Update).unwrap().text
}

#[track_caller]
fn render(text: &str) -> String {
    page("a.md", text, Mode::Render).unwrap().text
}

fn fence(info: &str) -> String {
    format!("```{info}\n{REQUEST}```\n")
}

#[test]
fn every_spelling_gives_the_same_region() {
    let spellings = [
        fence("http snippetgen langs=\"curl,python/requests\""),
        fence("http snippetgen langs='curl python'"),
        fence("http,snippetgen,langs=curl+python"),
        fence("{.http .snippetgen data-langs=\"curl,python\"}"),
        fence("http {.snippetgen langs=\"curl, python\"}"),
        format!("<!-- snippetgen langs=curl,python -->\n{}", fence("http")),
        format!(
            "<!-- snippetgen langs=curl,python -->\n\n{}",
            fence("{.http}")
        ),
    ];
    let mut regions = spellings.map(|page| {
        let text = update(&page);
        let region = text.strip_prefix(&*page).expect("the author's text stays");
        region.to_owned()
    });
    assert!(regions[0].contains("```bash\ncurl"), "{}", regions[0]);
    assert!(regions[0].contains("```python\nimport requests"));
    regions.sort();
    assert_eq!(regions.first(), regions.last());
}

#[test]
fn a_region_is_written_once() {
    let page = format!("# A\n\n{}\nmore\n", fence("http snippetgen langs=curl"));
    let once = update(&page);
    assert_eq!(update(&once), once);
    assert!(once.contains("\n\n<!-- snippetgen:begin v1 sum="));
    assert!(once.ends_with("```\n\n<!-- snippetgen:end -->\n\nmore\n"));
}

#[test]
fn rendering_takes_the_fence_away() {
    let page = format!("# A\n\n{}\nmore\n", fence("http snippetgen langs=curl"));
    let rendered = render(&page);
    assert!(
        rendered.starts_with("# A\n\nHTTP\n\n```http\nGET /users"),
        "{rendered}"
    );
    assert!(rendered.ends_with("```\n\nmore\n"));
    assert!(!rendered.contains("snippetgen"));
    assert_eq!(render(&update(&page)), rendered);
}

#[test]
fn containers_and_line_ends_are_kept() {
    for page in [
        "- a\n\n  ```http snippetgen langs=python\n  GET / HTTP/1.1\n  Host: a.example\n  ```\n- b\n",
        "> ```http snippetgen langs=python\n> GET / HTTP/1.1\n> Host: a.example\n> ```",
        "1. > ```http snippetgen langs=python\n   > GET / HTTP/1.1\n   > Host: a.example\n   > ```\n\nx",
        "\u{feff}---\ntitle: a\n---\n```http snippetgen langs=python\nGET / HTTP/1.1\nHost: a.example\n```",
    ] {
        for page in [page.to_owned(), page.replace('\n', "\r\n")] {
            let once = update(&page);
            assert_eq!(update(&once), once);
            assert!(
                once.contains("requests.get(\"https://a.example/\")"),
                "{once}"
            );
            assert_eq!(once.contains('\r'), page.contains('\r'));
            assert_eq!(
                once.matches('\n').count(),
                once.lines().count() - usize::from(!once.ends_with('\n'))
            );
            if page.contains('\r') {
                assert_eq!(once.matches("\r\n").count(), once.matches('\n').count());
            }
            assert_eq!(once.ends_with('\n'), page.ends_with('\n'));
        }
    }
}

#[test]
fn an_edit_by_hand_is_told_from_a_stale_region() {
    let page = fence("http snippetgen langs=python");
    let once = update(&page);
    let kinds = |text: &str| -> Vec<ChangeKind> {
        let expanded = self::page("a.md", text, Mode::Update).unwrap();
        expanded.changes.iter().map(|it| it.kind).collect()
    };
    assert_eq!(kinds(&page), [ChangeKind::Missing]);
    assert_eq!(kinds(&once), []);
    assert_eq!(
        kinds(&once.replace("/users H", "/user H")),
        [ChangeKind::Stale]
    );
    assert_eq!(
        kinds(&once.replace("requests.get", "requests.put")),
        [ChangeKind::Edited]
    );
    assert_eq!(kinds(&once.replace('\n', "\r\n")), []);
}

/// `id line:column` of every problem.
#[track_caller]
fn problems(name: &str, text: &str) -> Vec<String> {
    let problems = page(name, text, Mode::Update).unwrap_err();
    let told = |it: &Problem| format!("{} {}:{}", it.id, it.line, it.column);
    problems.iter().map(told).collect()
}

#[track_caller]
fn said(text: &str) -> String {
    let problems = page("a.md", text, Mode::Update).unwrap_err();
    let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn names_that_are_nearly_right_are_told_where_they_stand() {
    let page = fence("http snippetgen lang=curl flavour=plain exact=yes");
    assert_eq!(
        problems("a.md", &page),
        [
            "unknown-attribute 1:20",
            "unknown-attribute 1:30",
            "boolean 1:50"
        ]
    );
    assert!(said(&page).contains("did you mean `langs`?"));
    assert!(said(&page).contains("did you mean `flavor`?"));
    let page = fence("http snippetgen langs=\"curl,pyhton\" flavor=plian");
    assert_eq!(
        problems("a.md", &page),
        ["unknown-language 1:32", "unknown-flavor 1:47"]
    );
    assert!(said(&page).contains("did you mean `python`?"));
    assert!(said(&page).contains("did you mean `plain`?"));
    let page = format!(
        "> <!-- snippetgen base=a langs -->\n> {}",
        fence("http").replace('\n', "\n> ")
    );
    assert_eq!(
        problems("a.md", &page),
        ["base 1:24", "attribute-value 1:26"]
    );
    let page = fence("http snippetgen langs=curl langs=python");
    assert_eq!(problems("a.md", &page), ["attribute-twice 1:31"]);
    let page = fence("http,snippetgen,langs=curl,python");
    assert_eq!(problems("a.md", &page), ["unknown-attribute 1:31"]);
    assert!(said(&page).contains("`langs=curl+python`"));
    let page = fence("http snippetgen exact =true");
    assert!(said(&page).contains("without blanks around `=`"));
}

#[test]
fn a_fence_whose_word_is_misspelt_is_told() {
    for (info, place) in [
        ("http snippetgn langs=curl", "misspelt-word 1:9"),
        ("http Snippetgen", "misspelt-word 1:9"),
        ("http,snippet-gen", "misspelt-word 1:9"),
        ("{.http .snipetgen}", "misspelt-word 1:11"),
    ] {
        assert_eq!(problems("a.md", &fence(info)), [place], "{info}");
        assert!(said(&fence(info)).contains("did you mean `snippetgen`?"));
    }
    for info in ["snippetgen langs=curl", "{.snippetgen .http}"] {
        assert!(said(&fence(info)).contains("write `http snippetgen`"));
    }
    for info in ["http snippet", "http title=snippetgn", "sh snippetgn"] {
        assert_eq!(update(&fence(info)), fence(info));
    }
}

#[test]
fn a_request_that_is_not_there_is_told_at_its_fence() {
    let page = "# A\n\n```http snippetgen\n\n```\n";
    assert_eq!(problems("a.md", page), ["empty 3:1"]);
    let problem = &self::page("a.md", page, Mode::Update).unwrap_err()[0];
    assert_eq!(problem.excerpt.as_ref().unwrap().line, "```http snippetgen");
    assert!(said(page).contains("`src`"));
}

#[test]
fn a_byte_order_mark_hides_no_fence() {
    let page = format!("\u{feff}{}", fence("http snippetgen langs=curl"));
    let once = update(&page);
    assert!(
        once.starts_with(&page) && once.contains("```bash"),
        "{once}"
    );
    assert_eq!(update(&once), once);
    let directive = format!("\u{feff}<!-- snippetgen langs=curl -->\n{}", fence("http"));
    assert!(update(&directive).contains("```bash"));
}

#[test]
fn every_broken_request_is_told_at_its_place_in_the_page() {
    let page = "# A\r\n\r\n- ```http snippetgen\r\n  GET / HTTP/1.1\r\n  Host : a.example\r\n  ```\r\n\r\n\
                > > ```http snippetgen\r\n> > GET /\u{e9} HTTP/1.1\r\n> > ```\r\n";
    let found = problems("a.md", page);
    assert!(
        found.contains(&"space-before-colon 5:7".to_owned()),
        "{found:?}"
    );
    assert!(
        found.iter().any(|it| it.starts_with("no-host 9:")),
        "{found:?}"
    );
    let problems = self::page("a.md", page, Mode::Update).unwrap_err();
    let excerpt = problems[0].excerpt.as_ref().unwrap();
    assert_eq!((&*excerpt.line, excerpt.start), ("  Host : a.example", 6));
}

#[test]
fn what_only_looks_like_a_request_is_left_alone() {
    for text in [
        "```md\n```http snippetgen\nGET /\n```\n",
        "````md\n```http snippetgen\nbroken\n```\n````\n",
        "<!--\n```http snippetgen\nbroken\n```\n-->\n",
        "    ```http snippetgen\n    broken\n    ```\n",
        "---\nx: |\n  ```http snippetgen\n  broken\n  ```\n---\n",
        "```http\nbroken\n```\n",
        "```sh snippetgen\nbroken\n```\n",
        "The word snippetgen, and `snippetgen docs update`.\n",
        "`<!-- snippetgen:begin -->`\n",
        "<!--\n<!-- snippetgen:end -->\n",
        "<!-- snippetgenerator -->\n",
        "<!-- snippet-end -->\n",
        "```\n<!-- snippetgen:begin v1 sum=0 -->\n<!-- snippetgen:end -->\n```\n",
        "",
        "\n",
    ] {
        assert_eq!(update(text), text);
        assert_eq!(render(text), text);
    }
}

#[test]
fn code_with_fences_of_its_own_is_fenced_by_longer_ones() {
    let body = "```\n<!-- snippetgen:end -->\n````";
    let page = format!(
        "`````http snippetgen langs=curl,python\nPOST / HTTP/1.1\nHost: a.example\nContent-Type: text/plain\n\n{body}\n`````\n\nend\n"
    );
    let once = update(&page);
    assert_eq!(update(&once), once);
    assert!(once.contains("\n`````bash\n"), "{once}");
    assert!(once.ends_with("\n\nend\n"));
    assert!(!render(&once).contains("snippetgen:begin"));
}

#[test]
fn a_sample_response_is_the_last_tab_and_no_part_of_the_request() {
    let page = "```http snippetgen langs=curl\nPOST /a HTTP/1.1\nHost: a.example\n\nx=1\n\n\nHTTP/1.1 201 Created\nLocation: /a/1\n\n{}\n```\n";
    let rendered = render(page);
    let response = "```http\nHTTP/1.1 201 Created\nLocation: /a/1\n\n{}\n```\n";
    assert!(rendered.ends_with(response), "{rendered}");
    assert!(
        rendered.starts_with("HTTP\n\n```http\nPOST /a HTTP/1.1\nHost: a.example\n\nx=1\n```\n"),
        "{rendered}"
    );
    assert!(rendered.contains("'x=1'"), "{rendered}");
    let none = render(&page.replace("snippetgen", "snippetgen show=none"));
    assert!(
        !none.contains("201 Created") && !none.contains("POST /a"),
        "{none}"
    );
}

#[test]
fn a_sample_response_after_one_blank_line_is_told() {
    let text =
        "```http snippetgen langs=curl\nGET / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\n```\n";
    let warnings = page("a.md", text, Mode::Update).unwrap().warnings;
    assert_eq!((warnings[0].id, warnings[0].line), ("response-in-body", 5));
    let apart = text.replace("HTTP/1.1 200", "\nHTTP/1.1 200");
    assert_eq!(page("a.md", &apart, Mode::Update).unwrap().warnings, []);
}

#[test]
fn a_base_completes_requests_that_name_no_host() {
    let page = "```http snippetgen langs=python base=https://api.example.com/v1\nGET /users?x=1 HTTP/1.1\n```\n";
    assert!(update(page).contains(r#""https://api.example.com/v1/users?x=1""#));
    let with_host = page.replace("1.1\n", "1.1\nHost: b.example\n");
    assert!(update(&with_host).contains(r#""https://b.example/users?x=1""#));
    let broken = page.replace("GET /users?x=1 HTTP/1.1", "GET /users?x=1 HTTP/1.1\nX : y");
    assert_eq!(problems("a.md", &broken), ["space-before-colon 3:2"]);
    let broken = page.replace("HTTP/1.1", "http/1.1");
    assert_eq!(problems("a.md", &broken)[0], "version 2:16");
    let none = fence("http snippetgen").replace("Host: api.example.com\n", "");
    assert!(said(&none).contains("`Host: ") && said(&none).contains("`base`"));
    // A password is no part of it, not even of one that is not sent.
    let user = page.replace("https://", "https://ada:engine@");
    assert_eq!(problems("a.md", &user)[0], "base 1:38");
    assert!(!said(&user).contains("engine"));
}

#[test]
fn attributes_decide_how_code_is_written() {
    let page = |attributes: &str| {
        format!(
            "```http snippetgen langs=python {attributes}\nPOST /a HTTP/1.1\nHost: a.example\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{{\"a\": 1}}\n```\n"
        )
    };
    assert!(update(&page("")).contains("\"Bearer {token}\""));
    assert!(update(&page("auth=env:MY_TOKEN")).contains("os.environ[\"MY_TOKEN\"]"));
    assert!(update(&page("auth=placeholder")).contains("Bearer <token>"));
    assert!(update(&page("scheme=http")).contains("\"http://a.example/a\""));
    assert!(update(&page("")).contains("json={"));
    assert!(!update(&page("exact")).contains("json={"));
}

#[test]
fn a_multipart_body_of_a_fence_has_its_line_ends() {
    let page = "```http snippetgen langs=python\nPOST /a HTTP/1.1\nHost: a.example\nContent-Type: multipart/form-data; boundary=x\n\n--x\nContent-Disposition: form-data; name=\"a\"\n\n1\n--x--\n```\n";
    assert!(update(page).contains("files={"), "{}", update(page));
}

#[test]
fn what_a_client_cannot_send_is_an_error_that_names_others() {
    let page = "```http snippetgen langs=python\nOPTIONS * HTTP/1.1\nHost: a.example\n```\n";
    assert_eq!(problems("a.md", page), ["target-asterisk 2:9"]);
    assert!(
        said(page).contains("name python/httpx, python/http.client"),
        "{}",
        said(page)
    );
    let noted = "```http snippetgen langs=python\nGET /a{b} HTTP/1.1\nHost: a.example\n```\n";
    let expanded = self::page("a.md", noted, Mode::Update).unwrap();
    assert_eq!(expanded.warnings.len(), 1);
    assert_eq!(
        (expanded.warnings[0].line, expanded.warnings[0].column),
        (2, 5)
    );
    let strict = noted.replace("snippetgen", "snippetgen strict");
    assert_eq!(problems("a.md", &strict).len(), 1);
}

#[test]
fn what_belongs_to_nothing_is_told() {
    let end = "<!-- snippetgen:end -->";
    let begin = "<!-- snippetgen:begin v1 sum=000000000000 -->";
    for (text, expected) in [
        (format!("{begin}\n\na\n\n{end}\n"), "orphan-region 1:1"),
        (format!("a\n\n{end}\n"), "orphan-end 3:1"),
        (
            "<!-- snippetgen\nlangs=curl -->\n".to_owned(),
            "unknown-comment 1:1",
        ),
        (
            "<!-- snippetgen:ende -->\n".to_owned(),
            "unknown-comment 1:1",
        ),
        (
            format!("<!-- snippetgn langs=curl -->\n{}", fence("http")),
            "unknown-comment 1:1",
        ),
        (
            format!("<!-- Snippetgen -->\n{}", fence("http")),
            "unknown-comment 1:1",
        ),
        (
            "<!-- snippetgen langs=curl -->\n\ntext\n".to_owned(),
            "orphan-directive 1:1",
        ),
        (
            "<!-- snippetgen -->\n```json\n{}\n```\n".to_owned(),
            "orphan-directive 1:1",
        ),
        (
            format!("<!-- snippetgen -->\n{}", fence("http snippetgen")),
            "directive-twice 1:1",
        ),
        (
            format!("{}\n{begin}\n", fence("http snippetgen")),
            "unclosed-region 6:1",
        ),
        (
            "```http snippetgen\nGET / HTTP/1.1\nHost: a.example\n".to_owned(),
            "unclosed-fence 1:1",
        ),
        (
            format!(
                "{}\n<!-- snippetgen:begin v9 sum=0 -->\n\n{end}\n",
                fence("http snippetgen")
            ),
            "region-version 6:1",
        ),
    ] {
        assert_eq!(problems("a.md", &text), [expected], "{text}");
    }
    let once = update(&fence("http snippetgen langs=curl"));
    let region = &once[once.find("<!--").unwrap()..];
    assert!(problems("a.md", &format!("{once}\n{region}"))[0].starts_with("orphan-region"));
}

#[test]
fn mdx_and_rst_have_their_own_comments() {
    let mdx = format!(
        "---\na: b\n---\n\n<Tabs>\n\n  - x\n\n    {}\n</Tabs>\n",
        fence("http snippetgen langs=python").replace('\n', "\n    ")
    );
    let expanded = page("a.mdx", &mdx, Mode::Update).unwrap().text;
    assert!(
        expanded.contains("\n    {/* snippetgen:begin v1 sum="),
        "{expanded}"
    );
    assert!(
        expanded.contains("\n    {/* snippetgen:end */}\n"),
        "{expanded}"
    );
    assert_eq!(
        page("a.mdx", &expanded, Mode::Update).unwrap().text,
        expanded
    );
    let directive = format!("{{/* snippetgen langs=python */}}\n{}", fence("http"));
    let expanded = page("a.mdx", &directive, Mode::Update).unwrap().text;
    assert!(expanded.contains("requests.get"));
    let comment = format!("{{/*\n{}*/}}\n", fence("http snippetgen"));
    assert_eq!(page("a.mdx", &comment, Mode::Update).unwrap().text, comment);
    // As Docusaurus reads it.
    let directive = format!("<!-- snippetgen langs=python -->\n{}", fence("http"));
    let once = page("a.mdx", &directive, Mode::Update).unwrap().text;
    assert!(once.contains("requests.get"), "{once}");
    let markdown = update(&fence("http snippetgen langs=python"));
    assert!(
        page("a.mdx", &markdown, Mode::Update)
            .unwrap()
            .changes
            .is_empty()
    );
    let comment = format!("<!--\n{}-->\n", fence("http snippetgen"));
    assert_eq!(page("a.mdx", &comment, Mode::Update).unwrap().text, comment);

    let rst = "Title\n=====\n\n.. snippetgen: langs=python\n\n.. code-block:: http\n   :name: x\n\n   GET /users HTTP/1.1\n   Host: api.example.com\n\nText.\n";
    let expanded = page("a.rst", rst, Mode::Update).unwrap().text;
    let region = "\n   Host: api.example.com\n\n.. snippetgen:begin v1 sum=";
    assert!(expanded.contains(region), "{expanded}");
    assert!(
        expanded.contains("\nPython\n\n.. code-block:: python\n\n   import requests\n\n"),
        "{expanded}"
    );
    assert!(
        expanded.ends_with("\n\n.. snippetgen:end\n\nText.\n"),
        "{expanded}"
    );
    assert_eq!(
        page("a.rst", &expanded, Mode::Update).unwrap().text,
        expanded
    );
    let rendered = page("a.rst", rst, Mode::Render).unwrap().text;
    assert!(
        rendered.starts_with("Title\n=====\n\nHTTP\n\n.. code-block:: http\n"),
        "{rendered}"
    );
    assert!(!rendered.contains("snippetgen"));
    let literal = ".. code-block:: rst\n\n   .. snippetgen: langs=a\n\nSo::\n\n  .. snippetgen: b\n\n.. a comment\n   .. snippetgen: c\n";
    assert_eq!(page("a.rst", literal, Mode::Update).unwrap().text, literal);
    let broken = rst.replace("Host:", "Host :");
    assert_eq!(problems("a.rst", &broken), ["space-before-colon 10:8"]);
}

#[test]
fn a_page_that_is_updated_has_to_import_its_tabs() {
    let page = fence("http snippetgen langs=python flavor=docusaurus");
    assert_eq!(problems("a.mdx", &page), ["missing-import 1:1"]);
    let imports = "import Tabs from '@theme/Tabs';\nimport TabItem from '@theme/TabItem';\n\n";
    let once = self::page("a.mdx", &format!("{imports}{page}"), Mode::Update)
        .unwrap()
        .text;
    assert!(once.contains("<TabItem"), "{once}");
    let rendered = self::page("a.mdx", &page, Mode::Render).unwrap().text;
    assert!(rendered.starts_with("<Tabs"), "{rendered}");
    let starlight = fence("http snippetgen langs=python flavor=starlight");
    assert!(said(&starlight).contains("need an `.mdx` page"));
}

#[test]
fn the_page_decides_how_code_is_written_where_nobody_else_does() {
    let text = fence("http snippetgen langs=curl,python");
    let readme = page("docs/README.md", &text, Mode::Update).unwrap().text;
    assert!(readme.contains("<details"), "{readme}");
    assert!(!update(&text).contains("<details"));
    let plain = fence("http snippetgen langs=curl,python flavor=plain");
    let readme = page("README.md", &plain, Mode::Update).unwrap().text;
    assert!(!readme.contains("<details"), "{readme}");
}

#[test]
fn tabs_stand_apart_from_text() {
    for page in [
        "text\n```http snippetgen langs=python show=none\nGET / HTTP/1.1\nHost: a.example\n```\nmore\n",
        "text\n\n```http snippetgen langs=python show=none\nGET / HTTP/1.1\nHost: a.example\n```\n\nmore\n",
    ] {
        for page in [page.to_owned(), page.replace('\n', "\r\n")] {
            let text = render(&page).replace("\r\n", "\n");
            assert!(text.starts_with("text\n\n```python\n"), "{text}");
            assert!(text.ends_with("\n```\n\nmore\n"), "{text}");
            let text = update(&page).replace("\r\n", "\n");
            assert!(
                text.ends_with("\n```\n\n<!-- snippetgen:end -->\n\nmore\n"),
                "{text}"
            );
        }
    }
    let item =
        "- ```http snippetgen langs=python show=none\n  GET / HTTP/1.1\n  Host: a.example\n  ```\n";
    assert!(
        render(item).starts_with("- ```python\n  import requests\n\n"),
        "{}",
        render(item)
    );
}

#[test]
fn mkdocs_nests_fences_by_indentation() {
    let mut config = Config::default();
    config.flavor.value = snippetgen::docs::Flavor::find("mkdocs");
    let page = format!(
        "!!! note\n\n    {}",
        fence("http snippetgen langs=python")
            .trim_end()
            .replace('\n', "\n    ")
    );
    let once = expand(&page, Path::new("a.md"), &config, Mode::Update)
        .unwrap()
        .text;
    assert!(once.contains("\n    <!-- snippetgen:begin"), "{once}");
    let twice = expand(&once, Path::new("a.md"), &config, Mode::Update)
        .unwrap()
        .text;
    assert_eq!(twice, once);
}

#[test]
fn a_credential_is_an_error_that_does_not_show_it() {
    let secret = ["ghp_", "a8Kd93mZpQ27xLvR5tYw1NcB6hJf4SgE0uiO"].concat();
    let page = format!(
        "```http snippetgen langs=curl\nGET /a HTTP/1.1\nHost: a.example\nX-Data: {secret}\n\n\nHTTP/1.1 200 OK\nX-Data: {secret}\n```\n"
    );
    assert_eq!(
        problems("a.md", &page),
        ["credential 4:9", "credential 8:9"]
    );
    let shown = format!("{:?}", self::page("a.md", &page, Mode::Update).unwrap_err());
    assert!(!shown.contains(&secret[4..20]), "{shown}");
    let mut config = Config::default();
    config.allow.value = vec![secret];
    expand(&page, Path::new("a.md"), &config, Mode::Update).unwrap();
}

/// What is left of a page without regions and without lines that hold nothing.
fn kept(text: &str) -> Vec<String> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        // A page may show one that nobody has generated.
        let begins = line.contains("<!-- snippetgen:begin") && !line.contains("123456789abc");
        inside |= begins;
        if !inside && !line.trim_matches([' ', '\t', '>', '\r']).is_empty() {
            lines.push(line.to_owned());
        }
        inside &= !line.contains("<!-- snippetgen:end");
    }
    lines
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    const PIECES: [&str; 30] = [
        "```http snippetgen langs=curl\nGET / HTTP/1.1\nHost: a.example\n```\n",
        "> ```http snippetgen langs=curl\n> GET / HTTP/1.1\n> Host: a.example\n> ```\n",
        "- ```http snippetgen langs=curl\n  GET / HTTP/1.1\n  Host: a.example\n  ```\n",
        "1. a\n\n   ~~~http snippetgen langs=curl\n   GET / HTTP/1.1\n   Host: a.example\n   ~~~\n",
        "  ```http snippetgen langs=curl\n  GET / HTTP/1.1\n  Host: a.example\n  ```\n",
        "-\t```http snippetgen langs=curl\n\tGET / HTTP/1.1\n\tHost: a.example\n\t```\n",
        "<!-- snippetgen langs=curl -->\n",
        "```http\nGET / HTTP/1.1\nHost: a.example\n```\n",
        "<!-- snippetgen:end -->\n",
        "<!-- snippetgen:begin v1 sum=123456789abc -->\n",
        "```\n",
        "````\n",
        "~~~\n",
        "> ",
        "- ",
        "1. ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\r\n",
        "text\n",
        "<details>\n",
        "</details>\n",
        "<!--\n",
        "-->\n",
        "<pre>\n",
        "---\n",
        "\u{feff}",
        "é\u{2028}|`",
    ];

    proptest! {
        #[test]
        fn no_text_is_too_strange(info in "[^\r\n`]{0,40}", text in "(?s).{0,60}") {
            let attributes = format!("```http snippetgen {info}\nGET / HTTP/1.1\nHost: a.example\n```\n");
            let directive = format!("<!-- snippetgen {info} -->\n```http\n{text}\n```\n{{/* snippetgen {info} */}}\n");
            let rst = format!(".. snippetgen: {info}\n\n.. code-block:: http\n{text}\n\n   {text}\n");
            for page in [attributes, directive, rst] {
                for name in ["a.md", "a.mdx", "a.rst"] {
                    for mode in [Mode::Update, Mode::Render] {
                        for problem in self::page(name, &page, mode).err().into_iter().flatten() {
                            let lines = page.split('\n').count();
                            prop_assert!((1..=lines).contains(&problem.line));
                        }
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn an_update_changes_nothing_but_regions_and_nothing_twice(
            pieces in proptest::collection::vec(0..PIECES.len(), 0..12),
            crlf in any::<bool>(),
            end in any::<bool>(),
        ) {
            let mut text: String = pieces.iter().map(|it| PIECES[*it]).collect();
            if crlf {
                text = text.replace("\r\n", "\n").replace('\n', "\r\n");
            }
            if !end {
                text.truncate(text.trim_end_matches(['\n', '\r']).len());
            }
            if let Ok(once) = page("a.md", &text, Mode::Update) {
                // What somebody wrote into a region goes with it, and may have hidden what follows.
                prop_assume!(once.changes.iter().all(|it| it.kind == ChangeKind::Missing));
                prop_assert_eq!(kept(&text), kept(&once.text));
                match page("a.md", &once.text, Mode::Update) {
                    Ok(twice) => {
                        prop_assert_eq!(&twice.text, &once.text);
                        prop_assert!(twice.changes.is_empty());
                    }
                    Err(problems) => prop_assert!(false, "{:?}\n{}", problems, once.text),
                }
                if let Ok(rendered) = page("a.md", &once.text, Mode::Render) {
                    let mut lines = rendered.text.lines();
                    prop_assert!(lines.all(|it| !it.contains("n:begin") || it.contains("123456789abc")));
                }
            }
            for name in ["a.mdx", "a.rst"] {
                if let Ok(once) = page(name, &text, Mode::Update)
                    && once.changes.iter().all(|it| it.kind == ChangeKind::Missing)
                {
                    let twice = page(name, &once.text, Mode::Update);
                    prop_assert_eq!(twice.map(|it| it.text), Ok(once.text));
                }
            }
        }
    }
}
