//! `--format table`

use std::fmt::Write;

use clap::builder::styling::{AnsiColor, Style};
use snippetgen::verify::{Case, Difference, Finding, toolchain};

use super::{Results, is_kept};

/// How many bytes of a difference are shown, and how many of what is equal before it.
const SHOWN: usize = 60;
const BEFORE: usize = 20;

/// How many lines of an error message are shown, the last ones.
const LINES: usize = 12;

pub(super) fn write(results: &Results) -> String {
    let mut text = String::new();
    let clients = results.cases().map(|case| case.client.len());
    let width = clients.max().unwrap_or_default();
    for (name, cases) in &results.requests {
        line(&mut text, format_args!("{}", printable(name)));
        for case in cases {
            row(&mut text, case, width);
        }
        text.push('\n');
    }
    for problem in &results.problems {
        let name = printable(&problem.request);
        match problem.position {
            Some((row, column)) => line(
                &mut text,
                format_args!("{name}:{row}:{column}: {}", printable(&problem.message)),
            ),
            None => line(&mut text, format_args!("{}", printable(&problem.message))),
        }
    }
    if !results.problems.is_empty() {
        text.push('\n');
    }
    let missing = results.missing();
    if !missing.is_empty() {
        text.push_str("Skipped, as their toolchains are not there:\n");
        for (reason, install, clients) in missing {
            line(
                &mut text,
                format_args!("  {}: {}", clients.join(", "), printable(reason)),
            );
            if !install.is_empty() {
                line(&mut text, format_args!("    to install it: {install}"));
            }
        }
        text.push('\n');
    }
    line(&mut text, format_args!("{}", sum(results)));
    text
}

/// Writing to a String cannot fail.
fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = writeln!(text, "{words}");
}

fn row(text: &mut String, case: &Case, width: usize) {
    let style = style(case);
    let (client, word) = (case.client, case.word());
    let aside = match &case.finding {
        Finding::Refused(why) => format!("  {}", printable(why)),
        Finding::Judged(judgement) if is_kept(case) && !judgement.differences.is_empty() => {
            let subjects = judgement.differences.iter();
            let subjects: Vec<_> = subjects.map(|one| &*one.subject).collect();
            format!("  {}", subjects.join(", "))
        }
        _ => String::new(),
    };
    line(
        text,
        format_args!("  {client:width$}  {style}{word}{style:#}{aside}"),
    );
    let has_detail = match &case.finding {
        Finding::Judged(judgement) => !is_kept(case) || !judgement.unneeded.is_empty(),
        Finding::Unreadable(_) => true,
        Finding::Refused(_) | Finding::Skipped(_) => false,
    };
    if has_detail {
        for words in detail(case).lines() {
            line(text, format_args!("      {words}"));
        }
    }
}

fn style(case: &Case) -> Style {
    let colour = match &case.finding {
        _ if !is_kept(case) => AnsiColor::Red,
        Finding::Judged(judgement) if judgement.differences.is_empty() => AnsiColor::Green,
        _ => AnsiColor::Yellow,
    };
    colour.on_default()
}

/// What differed, and what was said.
pub(super) fn detail(case: &Case) -> String {
    let mut text = String::new();
    match &case.finding {
        Finding::Judged(judgement) => {
            for difference in &judgement.differences {
                text.push_str(&bytes(difference));
            }
            for note in &judgement.unneeded {
                line(
                    &mut text,
                    format_args!("nothing differed for the note {note}"),
                );
            }
            let lines: Vec<_> = judgement.detail.lines().collect();
            for said in &lines[lines.len().saturating_sub(LINES)..] {
                line(&mut text, format_args!("{}", printable(said)));
            }
        }
        Finding::Refused(why) | Finding::Unreadable(why) => text.push_str(why),
        Finding::Skipped(why) => text.push_str(&why.reason),
    }
    if !is_kept(case)
        && let Some(caveat) = toolchain(case.client).and_then(|it| it.caveat())
    {
        line(&mut text, format_args!("{caveat}"));
    }
    text
}

/// What was asked for above what was sent, with a mark under the first byte that differs.
fn bytes(difference: &Difference) -> String {
    let subject = &difference.subject;
    let (Some(expected), Some(sent)) = (&difference.expected, &difference.sent) else {
        let excerpt = |bytes: &Option<Vec<u8>>| match bytes {
            Some(bytes) => excerpt(bytes, 0),
            None => "(nothing)".to_owned(),
        };
        let (expected, sent) = (excerpt(&difference.expected), excerpt(&difference.sent));
        return format!("{subject}\n  asked for  {expected}\n  sent       {sent}\n");
    };
    let same = expected.iter().zip(sent).take_while(|(a, b)| a == b);
    let at = same.count();
    let from = at.saturating_sub(BEFORE);
    let indent = expected[from..at].escape_ascii().to_string().len() + usize::from(from > 0);
    format!(
        "{subject}, from byte {at}\n  asked for  {}\n  sent       {}\n             {:indent$}^\n",
        excerpt(expected, from),
        excerpt(sent, from),
        ""
    )
}

fn excerpt(bytes: &[u8], from: usize) -> String {
    let end = bytes.len().min(from + SHOWN);
    let before = if from > 0 { "…" } else { "" };
    let after = if end < bytes.len() { "…" } else { "" };
    format!("{before}{}{after}", bytes[from..end].escape_ascii())
}

/// `12 snippets: 9 exact, 2 noted, 1 skipped`
fn sum(results: &Results) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for case in results.cases() {
        let word = case.word();
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    let counts: Vec<_> = counts
        .iter()
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    let plural = if all == 1 { "" } else { "s" };
    match all {
        0 => "nothing was run".to_owned(),
        _ => format!("{all} snippet{plural}: {}", counts.join(", ")),
    }
}

/// Nothing a terminal would act on.
fn printable(text: &str) -> String {
    let plain = |c: char| match c {
        '\t' => ' ',
        _ if c.is_control() => '\u{fffd}',
        _ => c,
    };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use snippetgen::verify::{Expected, Judgement, Recorded, Verdict, compare};

    use super::super::{is_kept, junit};
    use super::*;

    fn results(judgement: Judgement) -> Results {
        let case = Case {
            request: "01-r".to_owned(),
            client: "shell/curl",
            exact: true,
            directory: PathBuf::new(),
            finding: Finding::Judged(judgement),
        };
        Results {
            requests: vec![("r.http".to_owned(), vec![case])],
            problems: Vec::new(),
        }
    }

    fn doctored() -> Results {
        let sent = Recorded {
            method: b"GET".to_vec(),
            target: b"/a-path-of-more-than-twenty/%7B<".to_vec(),
            fields: vec![(b"Host".to_vec(), b"h".to_vec())],
            ..Recorded::default()
        };
        let expected = Expected {
            message: b"GET /a-path-of-more-than-twenty/{< HTTP/1.1\nHost: h\nA: \xff\n\n",
            exact: true,
            browser: false,
            notes: &[],
        };
        results(compare(expected, &sent))
    }

    #[test]
    fn a_difference_is_shown_to_the_byte() {
        let results = doctored();
        let text = anstream::adapter::strip_str(&write(&results)).to_string();
        assert_eq!(
            text,
            "\
r.http
  shell/curl  silently different
      target, from byte 28
        asked for  …of-more-than-twenty/{<
        sent       …of-more-than-twenty/%7B<
                                        ^
      field a
        asked for  \\xff
        sent       (nothing)

1 snippet: 1 silently different
"
        );
        assert!(matches!(
            results.outcome(),
            Err(super::super::Failure::Different)
        ));
    }

    #[test]
    fn a_difference_fails_its_case_in_junit() {
        let xml = String::from_utf8(junit::write(&doctored()).unwrap()).unwrap();
        assert!(xml.contains("failures=\"1\""), "{xml}");
        assert!(
            xml.contains("<failure message=\"silently different\">"),
            "{xml}"
        );
        assert!(xml.contains("…of-more-than-twenty/{&lt;\n"), "{xml}");
    }

    #[test]
    fn what_a_snippet_says_reaches_no_terminal_as_control() {
        let results = results(Judgement {
            verdict: Verdict::DidNotRun,
            differences: Vec::new(),
            unneeded: Vec::new(),
            detail: "exit status: 1\n\u{1b}[2Jfailed".to_owned(),
        });
        let text = write(&results);
        assert!(
            text.contains("      exit status: 1\n      \u{fffd}[2Jfailed\n"),
            "{text}"
        );
        let xml = String::from_utf8(junit::write(&results).unwrap()).unwrap();
        assert!(!xml.contains('\u{1b}'), "{xml}");
    }

    #[test]
    fn a_note_too_many_is_told_and_kept() {
        let results = results(Judgement {
            verdict: Verdict::Exact,
            differences: Vec::new(),
            unneeded: vec!["target-rewritten".to_owned()],
            detail: String::new(),
        });
        assert!(write(&results).contains("nothing differed for the note target-rewritten\n"));
        assert!(results.cases().all(is_kept));
    }
}
