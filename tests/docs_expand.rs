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
        rendered.starts_with("# A\n\n```http\nGET /users"),
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
