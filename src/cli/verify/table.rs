//! `--format table`

use std::fmt::Write;

use clap::builder::styling::{AnsiColor, Style};
use snippetgen::verify::{Case, Difference, Finding};

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
