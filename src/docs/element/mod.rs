//! The custom element `<snippet-tabs>`: the files a page loads.

/// The name a host's pages load the script by.
pub const SCRIPT_FILE: &str = "snippet-tabs.js";

/// The name a host's pages load the style by.
pub const STYLE_FILE: &str = "snippet-tabs.css";

/// Makes tabs of the element; without it every snippet is shown under its heading.
///
/// ```
/// assert!(snippetgen::docs::element::SCRIPT.contains(r#"customElements.define("snippet-tabs""#));
/// ```
pub const SCRIPT: &str = include_str!("snippet-tabs.js");

/// How the element looks. Its colours are those of the text around it.
pub const STYLE: &str = include_str!("snippet-tabs.css");
