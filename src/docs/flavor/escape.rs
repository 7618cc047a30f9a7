//! Text inside the syntax of a host.

/// A label for Markdown, HTML, attributes of both and of JSX: what could be syntax in any of them
/// is a character reference, which all of them read back.
pub(super) fn label(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !escaped.is_empty() {
            escaped.push(' ');
        }
        for character in word.chars() {
            let number = !escaped.is_empty() && escaped.bytes().all(|byte| byte.is_ascii_digit());
            match character {
                '&' => escaped += "&amp;",
                '<' => escaped += "&lt;",
                '>' => escaped += "&gt;",
                '"' => escaped += "&quot;",
                '`' | '*' | '_' | '{' | '}' | '[' | ']' | '\\' | '~' | '$' | '|' | '^' => {
                    reference(character, &mut escaped)
                }
                // `# a`, `- a`, `1. a` at the beginning of a line are no text.
                '#' | '+' | '-' | '=' | ':' | '%' | '!' if escaped.is_empty() => {
                    reference(character, &mut escaped)
                }
                '.' | ')' if number => reference(character, &mut escaped),
                _ => escaped.push(character),
            }
        }
    }
    escaped
}

/// Code for an element of HTML: as text, without what templates of a host would fill in, and
/// without an empty line, at which HTML in Markdown ends (CommonMark §4.6).
pub(super) fn code(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for (index, line) in text.lines().enumerate() {
        match line.trim().is_empty() {
            _ if index == 0 => {}
            true => reference('\n', &mut escaped),
            false => escaped.push('\n'),
        }
        for character in line.chars() {
            match character {
                '&' => escaped += "&amp;",
                '<' => escaped += "&lt;",
                '>' => escaped += "&gt;",
                '{' | '}' => reference(character, &mut escaped),
                _ => escaped.push(character),
            }
        }
    }
    escaped.push('\n');
    escaped
}

/// `&#42;`
fn reference(character: char, escaped: &mut String) {
    *escaped += &format!("&#{};", u32::from(character));
}

#[cfg(test)]
mod tests {
    use super::{code, label};

    #[test]
    fn the_labels_of_clients_stay_as_they_are() {
        for client in crate::Client::all() {
            assert_eq!(label(client.label), client.label);
            assert_eq!(label(client.language().label), client.language().label);
        }
    }

    #[test]
    fn a_label_is_one_line_without_syntax() {
        assert_eq!(label(" a\n\tb\u{7}c "), "a b c");
        assert_eq!(
            label(r#"<b>"[x]"</b>"#),
            "&lt;b&gt;&quot;&#91;x&#93;&quot;&lt;/b&gt;"
        );
        assert_eq!(
            label("{{ a }} & `b`"),
            "&#123;&#123; a &#125;&#125; &amp; &#96;b&#96;"
        );
        assert_eq!(label("# C#"), "&#35; C#");
        assert_eq!(label("1. 2."), "1&#46; 2.");
        assert_eq!(label("1) 2)"), "1&#41; 2)");
    }

    #[test]
    fn code_has_no_empty_line_and_no_mustache() {
        assert_eq!(code("a\n\n  \nb\n"), "a&#10;&#10;  \nb\n");
        assert_eq!(code("<&> {{\n"), "&lt;&amp;&gt; &#123;&#123;\n");
    }
}
