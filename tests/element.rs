//! The custom element in headless Chromium: keys, memory, copying, accessibility, colours.
#![cfg(all(feature = "docs", feature = "verify"))]

use std::env;
use std::fs;
use std::path::Path;

use snippetgen::docs::{Flavor, Panel, Tabs};
use snippetgen::verify::Tools;
use snippetgen::{Client, LANGUAGES, Options};

#[test]
fn it_is_small() {
    let script = include_str!("../src/docs/element/snippet-tabs.js");
    assert!(script.len() < 5_000, "{} bytes", script.len());
}

#[test]
fn it_serves_readers_in_a_browser() {
    let tools = Tools::find();
    let modules = tools.path("node_modules");
    let browser = tools.locate("chromium");
    let needed = [
        modules.join("playwright-core"),
        modules.join("axe-core"),
        browser.clone(),
    ];
    if let Some(missing) = needed.iter().find(|it| !it.exists()) {
        let missing = missing.display();
        assert!(env::var_os("CI").is_none(), "{missing} is not there");
        println!("skipped: {missing} is not there (run scripts/toolchains)");
        return;
    }

    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("target/element");
    fs::create_dir_all(&folder).unwrap();
    let page = folder.join("page.html");
    fs::write(&page, written(root)).unwrap();

    let output = tools
        .command("node")
        .arg(root.join("tests/browser/element.mjs"))
        .args([&modules, &browser, &root.join("src/docs/element")])
        .args([&page, &folder])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A request in a client of each language, and one in every client there is, as the HTML flavour
/// writes them.
fn written(root: &Path) -> String {
    let mut page = String::new();
    let one_each: Vec<_> = LANGUAGES.iter().map(|it| &it.clients[0]).collect();
    let requests = [
        ("bearer-get", one_each),
        ("bearer-post-json", Client::all().collect()),
    ];
    for (index, (name, clients)) in requests.into_iter().enumerate() {
        let message = fs::read(root.join(format!("tests/requests/{name}.http"))).unwrap();
        let request = snippetgen::parse(&message).unwrap();
        let panel = |client: &Client| Panel {
            id: client.id.to_owned(),
            label: match index {
                0 => client.language().label.to_owned(),
                _ => client.label.to_owned(),
            },
            fence: client.language().fence,
            code: snippetgen::render(&request, client, &Options::default())
                .unwrap()
                .code,
        };
        let mut panels: Vec<_> = clients.into_iter().map(panel).collect();
        panels.push(Panel {
            id: "response".to_owned(),
            label: "Response".to_owned(),
            fence: "http",
            code: "HTTP/1.1 200 OK\n\n{\"a\": \"<b> & c\"}\n".to_owned(),
        });
        let tabs = Tabs {
            group: "snippetgen-lang".to_owned(),
            number: index + 1,
            panels,
        };
        Flavor::Html.write(&tabs, &mut page).unwrap();
        page.push_str("<p>After a request stands a paragraph of text.</p>\n");
    }
    page
}
