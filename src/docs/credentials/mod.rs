//! Literals that look like real credentials.
//!
//! What has a known shape (`ghp_…`) is one wherever it stands. What has none is one where secrets
//! are carried, in the value of a field, a parameter or a member of JSON, and looks random.

mod harmless;
mod random;
mod rules;

use std::ops::Range;

use harmless::is_harmless;
use rules::{Judge, RULES, Rule};

/// A part of a text that looks like a credential. What it is stays in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credential {
    /// What it looks like: `a GitHub token`.
    pub kind: &'static str,
    /// Where it is, in bytes.
    pub span: Range<usize>,
}

/// The credentials in a request or a response, in its order. Placeholders are none, nor are the
/// examples of well-known documentation, nor what is part of an `allowed` text.
pub(crate) fn find(text: &str, allowed: &[String]) -> Vec<Credential> {
    let matching = rules::matching(text);
    if matching.is_empty() {
        return Vec::new();
    }
    let (places, shapes): (Vec<_>, Vec<_>) = matching
        .into_iter()
        .partition(|index| matches!(RULES[*index].judge, Judge::Random));
    let shapes = candidates(&shapes, text);
    let mut places = candidates(&places, text);
    places.retain(|place| {
        let next = shapes.partition_point(|shape| shape.span.end <= place.span.start);
        shapes
            .get(next)
            .is_none_or(|shape| place.span.end <= shape.span.start)
    });

    let mut found = shapes;
    found.extend(places);
    found.sort_by_key(|it| it.span.start);
    let is_allowed = |span: &Range<usize>| {
        let text = &text[span.clone()];
        allowed.iter().any(|it| it.contains(text))
    };
    let real = found.into_iter().filter(|it| !it.is_harmless);
    real.filter(|it| !is_allowed(&it.span))
        .map(|it| Credential {
            kind: it.kind,
            span: it.span,
        })
        .collect()
}

/// What a rule found. A harmless one still keeps other rules from its text.
struct Candidate {
    kind: &'static str,
    span: Range<usize>,
    is_harmless: bool,
}

/// What these rules find, in the order of the text. Of two that overlap, the first one counts.
fn candidates(rules: &[usize], text: &str) -> Vec<Candidate> {
    let mut all: Vec<_> = rules
        .iter()
        .flat_map(|index| {
            let rule = &RULES[*index];
            rules::captured(*index, text).flat_map(|span| judge(rule, text, span))
        })
        .collect();
    all.sort_by_key(|it| it.span.start);
    let mut end = 0;
    all.retain(|it| {
        let is_free = it.span.start >= end;
        if is_free {
            end = it.span.end;
        }
        is_free
    });
    all
}

fn judge(rule: &Rule, text: &str, span: Range<usize>) -> Vec<Candidate> {
    let found = |span: Range<usize>, is_harmless| Candidate {
        kind: rule.kind,
        span,
        is_harmless,
    };
    let literal = &text[span.clone()];
    match rule.judge {
        Judge::Shape => vec![found(span, is_harmless(literal))],
        Judge::Basic => match harmless::user_and_password(literal) {
            Some((user, password)) => {
                let is_key =
                    !rules::matching(&user).is_empty() || random::parts(&user).next().is_some();
                let is_name = is_harmless(&user) || !is_key;
                let is_harmless = is_harmless(literal) || (is_harmless(&password) && is_name);
                vec![found(span, is_harmless)]
            }
            None => Vec::new(),
        },
        Judge::Password => vec![found(span, is_harmless(literal))],
        Judge::Random => random::parts(literal)
            .map(|part| {
                let is_harmless = is_harmless(&literal[part.clone()]);
                found(span.start + part.start..span.start + part.end, is_harmless)
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests;
