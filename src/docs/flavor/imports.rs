//! The imports of an MDX page.

/// What a page has to import.
pub(super) struct Import {
    pub(super) name: &'static str,
    /// The statement.
    pub(super) line: &'static str,
}

/// The page with the imports it lacks, after its front matter.
pub(super) fn insert(page: &str, imports: &[Import]) -> String {
    let missing: Vec<_> = imports
        .iter()
        .filter(|import| !is_imported(page, import.name))
        .collect();
    if missing.is_empty() {
        return page.to_owned();
    }
    let line_end = match page.split_once('\n') {
        Some((line, _)) if line.ends_with('\r') => "\r\n",
        _ => "\n",
    };
    let (head, rest) = page.split_at(front_matter(page));
    let mut text = String::from(head);
    if head.contains(|c| c != '\u{feff}') {
        if !head.ends_with('\n') {
            text += line_end;
        }
        text += line_end;
    }
    for import in missing {
        text += import.line;
        text += line_end;
    }
    // A statement goes on until a blank line.
    if !rest.starts_with(['\n', '\r']) {
        text += line_end;
    }
    text + rest
}

/// Whether a line outside of fences imports the name.
fn is_imported(page: &str, name: &str) -> bool {
    let mut fence: Option<&str> = None;
    for line in page.lines() {
        let line = line.trim_start();
        let marks = line.len() - line.trim_start_matches(['`', '~']).len();
        let mark = &line[..marks];
        match fence {
            Some(open) if mark.starts_with(open) && line[marks..].trim().is_empty() => fence = None,
            Some(_) => {}
            None if marks >= 3 => fence = Some(mark),
            None => {
                let names = line
                    .strip_prefix("import")
                    .filter(|rest| rest.starts_with(|c: char| c.is_whitespace() || c == '{'));
                let mut words = names
                    .and_then(|rest| rest.split(" from ").next())
                    .into_iter()
                    .flat_map(|names| names.split(|c: char| !c.is_alphanumeric() && c != '_'));
                if words.any(|word| word == name) {
                    return true;
                }
            }
        }
    }
    false
}

/// Where the page goes on after its front matter.
fn front_matter(page: &str) -> usize {
    let start = if page.starts_with('\u{feff}') { 3 } else { 0 };
    let mut at = start;
    for (index, line) in page[start..].split_inclusive('\n').enumerate() {
        at += line.len();
        match (index, line.trim_end()) {
            (0, "---") => {}
            (0, _) => return start,
            (_, "---") => return at,
            _ => {}
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::insert;
    use crate::docs::flavor::docusaurus::IMPORTS;

    const BOTH: &str = "import Tabs from '@theme/Tabs';\nimport TabItem from '@theme/TabItem';\n";

    #[test]
    fn imports_stand_after_the_front_matter() {
        assert_eq!(insert("Text\n", IMPORTS), format!("{BOTH}\nText\n"));
        assert_eq!(
            insert("---\ntitle: a\n---\nText\n", IMPORTS),
            format!("---\ntitle: a\n---\n\n{BOTH}\nText\n")
        );
        assert_eq!(
            insert("\u{feff}---\r\na: b\r\n---\r\n\r\nText\r\n", IMPORTS),
            format!(
                "\u{feff}---\r\na: b\r\n---\r\n\r\n{}\r\nText\r\n",
                BOTH.replace('\n', "\r\n")
            )
        );
        // A rule is no front matter.
        assert_eq!(
            insert("---\nText\n", IMPORTS),
            format!("{BOTH}\n---\nText\n")
        );
    }

    #[test]
    fn what_is_imported_is_not_imported_again() {
        let page = format!("{BOTH}\nText\n");
        assert_eq!(insert(&page, IMPORTS), page);
        let other = "import {Tabs, TabItem as Item} from './mine';\n\nText\n";
        assert_eq!(insert(other, IMPORTS), other);
        let one = "import Tabs from '@theme/Tabs';\n\nText\n";
        assert_eq!(
            insert(one, IMPORTS),
            format!("import TabItem from '@theme/TabItem';\n\n{one}")
        );
    }

    #[test]
    fn code_of_a_page_imports_nothing() {
        let page = format!("````mdx\n```\n{BOTH}```\n````\n\nText\n");
        assert_eq!(insert(&page, IMPORTS), format!("{BOTH}\n{page}"));
    }
}
