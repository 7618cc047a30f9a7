//! What was sent, compared with what the request message says.

use std::fmt;
use std::path::Path;

use super::structure::{same_json, same_multipart, without_boundary};
use super::{Message, Outcome, Recorded};
use crate::Place;

/// The file a snippet must never write: test requests try to make it do so.
pub const CANARY: &str = "canary";

/// A note of a snippet, reduced to what the comparison needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The note's id.
    pub id: String,
    /// What it speaks of.
    pub place: Place,
}

/// What to compare with, and how strictly.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The request message, pointed at the recorder.
    pub message: &'a [u8],
    /// Whether the body bytes must be those of the message to the last.
    pub exact: bool,
    /// Whether a browser sends, which adds fields of its own.
    pub browser: bool,
    /// The notes of the snippet.
    pub notes: &'a [Noted],
}

/// How a run is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The request was sent to the byte.
    Exact,
    /// The body means the same: the licence of the default mode.
    Equivalent,
    /// Every difference is covered by a note that names its place.
    Noted,
    /// Something differs and nobody said so.
    SilentlyDifferent,
    /// The compiler refused the snippet.
    DidNotCompile,
    /// The snippet failed, or sent nothing.
    DidNotRun,
    /// The snippet did not end in time.
    TimedOut,
    /// Text of the request ran as code: a canary file, or a second request.
    Injected,
}

impl Verdict {
    /// Whether the snippet keeps the contract.
    pub fn is_proof(self) -> bool {
        self <= Self::Noted
    }

    /// The verdict in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Equivalent => "equivalent",
            Self::Noted => "noted",
            Self::SilentlyDifferent => "silently different",
            Self::DidNotCompile => "did not compile",
            Self::DidNotRun => "did not run",
            Self::TimedOut => "timed out",
            Self::Injected => "injected",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// One way in which what was sent is not what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where it is, in words: `method`, `target`, `body`, or the name of a field.
    pub subject: String,
    /// What the message says; `None` where it says nothing of it.
    pub expected: Option<Vec<u8>>,
    /// What was sent; `None` where nothing was.
    pub sent: Option<Vec<u8>>,
    part: Part,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Method,
    Target,
    /// A field of the message, by its lower-case name.
    Field(Vec<u8>),
    /// A field only the client knows of; a body brings its Content-Type.
    Added,
    Body,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = match (&self.expected, &self.sent) {
            (Some(expected), Some(sent)) => {
                let pairs = expected.iter().zip(sent);
                let same = pairs
                    .take_while(|(expected, sent)| expected == sent)
                    .count();
                write!(f, "{} (from byte {same}): ", self.subject)?;
                same.saturating_sub(20)
            }
            _ => {
                write!(f, "{}: ", self.subject)?;
                0
            }
        };
        write!(
            f,
            "expected {}, sent {}",
            Excerpt(&self.expected, from),
            Excerpt(&self.sent, from)
        )
    }
}

/// Up to eighty bytes, as ASCII.
struct Excerpt<'a>(&'a Option<Vec<u8>>, usize);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(Some(bytes), from) = self else {
            return f.write_str("nothing");
        };
        let end = bytes.len().min(from + 80);
        let before = if *from > 0 { "…" } else { "" };
        let after = if end < bytes.len() { "…" } else { "" };
        write!(
            f,
            "{before}\"{}\"{after}",
            bytes[(*from).min(end)..end].escape_ascii()
        )
    }
}

/// The verdict on one run, and why.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// How the run is judged.
    pub verdict: Verdict,
    /// Everything that differs, noted or not.
    pub differences: Vec<Difference>,
    /// Ids of notes that speak of a place where nothing differs.
    pub unneeded: Vec<String>,
    /// What the compiler or the snippet said, where it failed.
    pub detail: String,
}

impl Judgement {
    /// Whether the snippet keeps the contract and no note is one too many.
    pub fn is_proof(&self) -> bool {
        self.verdict.is_proof() && self.unneeded.is_empty()
    }

    fn failed(verdict: Verdict, detail: impl Into<String>) -> Self {
        let (differences, unneeded) = (Vec::new(), Vec::new());
        Self {
            verdict,
            differences,
            unneeded,
            detail: detail.into(),
        }
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.verdict)?;
        for difference in &self.differences {
            write!(f, "\n  {difference}")?;
        }
        for note in &self.unneeded {
            write!(f, "\n  unneeded note {note}")?;
        }
        for line in self.detail.lines() {
            write!(f, "\n  {line}")?;
        }
        Ok(())
    }
}

/// Judges a run by what arrived and by what it left in its directory.
pub fn judge(
    expected: Expected<'_>,
    outcome: &Outcome,
    recorded: &[Recorded],
    directory: &Path,
) -> Judgement {
    if directory.join(CANARY).exists() {
        return Judgement::failed(Verdict::Injected, "the canary file was written");
    }
    if let [_, second, ..] = recorded {
        let line = second.line.escape_ascii();
        return Judgement::failed(Verdict::Injected, format!("a second request came: {line}"));
    }
    match (outcome, recorded) {
        (Outcome::NotCompiled(detail), _) => Judgement::failed(Verdict::DidNotCompile, detail),
        (Outcome::Failed(detail), _) => Judgement::failed(Verdict::DidNotRun, detail),
        (Outcome::TimedOut, _) => Judgement::failed(Verdict::TimedOut, ""),
        (Outcome::Ended, [request]) => compare(expected, request),
        (Outcome::Ended, _) => Judgement::failed(Verdict::DidNotRun, "no request was sent"),
    }
}

/// Compares one recorded request with the message.
pub fn compare(expected: Expected<'_>, sent: &Recorded) -> Judgement {
    let Some(message) = Message::read(expected.message) else {
        return Judgement::failed(Verdict::DidNotRun, "the request message is unreadable");
    };
    let mut comparison = Comparison {
        message: &message,
        sent,
        differences: Vec::new(),
    };
    if let Some(fault) = sent.fault {
        comparison.differ("message", Part::Body, None, Some(fault.as_bytes()));
    }
    comparison.line();
    let body = comparison.body(expected.exact);
    comparison.fields(body == Body::Reframed);
    comparison.additions(expected.browser);
    let differences = comparison.differences;

    let covers = |note: &Noted, difference: &Difference| match (&note.place, &difference.part) {
        (Place::Method, Part::Method) | (Place::Target, Part::Target) => true,
        (Place::Body, Part::Body | Part::Added) => true,
        (Place::Field(index), Part::Field(name)) => message
            .fields
            .get(*index)
            .is_some_and(|field| field.0.eq_ignore_ascii_case(name)),
        _ => false,
    };
    let notes = expected.notes;
    let silent = differences
        .iter()
        .any(|it| !notes.iter().any(|note| covers(note, it)));
    let unneeded = notes
        .iter()
        .filter(|note| !differences.iter().any(|it| covers(note, it)));
    Judgement {
        verdict: match (silent, differences.is_empty(), body) {
            (true, ..) => Verdict::SilentlyDifferent,
            (_, false, _) => Verdict::Noted,
            (_, _, Body::Same) => Verdict::Exact,
            _ => Verdict::Equivalent,
        },
        unneeded: unneeded.map(|note| note.id.clone()).collect(),
        differences,
        detail: String::new(),
    }
}

/// How the body sent relates to the one asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    Same,
    /// Other bytes that mean the same.
    Equivalent,
    /// The same parts under another boundary.
    Reframed,
    Different,
}

struct Comparison<'a> {
    message: &'a Message,
    sent: &'a Recorded,
    differences: Vec<Difference>,
}

impl Comparison<'_> {
    fn differ(
        &mut self,
        subject: impl Into<String>,
        part: Part,
        expected: Option<&[u8]>,
        sent: Option<&[u8]>,
    ) {
        self.differences.push(Difference {
            subject: subject.into(),
            expected: expected.map(<[u8]>::to_vec),
            sent: sent.map(<[u8]>::to_vec),
            part,
        });
    }

    fn line(&mut self) {
        let (message, sent) = (self.message, self.sent);
        if message.method != sent.method {
            self.differ(
                "method",
                Part::Method,
                Some(&message.method),
                Some(&sent.method),
            );
        }
        if message.target != sent.target {
            self.differ(
                "target",
                Part::Target,
                Some(&message.target),
                Some(&sent.target),
            );
        }
    }

    fn body(&mut self, exact: bool) -> Body {
        let (message, sent) = (self.message, self.sent);
        let wanted = message.body.as_slice();
        if wanted == sent.body {
            return Body::Same;
        }
        let trimmed = &wanted[..wanted.len() - message.line_end];
        if !exact {
            if trimmed == sent.body {
                return Body::Equivalent;
            }
            let kind = message.field("content-type").unwrap_or_default();
            if same_json(kind, trimmed, &sent.body) {
                return Body::Equivalent;
            }
            let sent_kind = sent.values("content-type").next().unwrap_or_default();
            if same_multipart((kind, wanted), (sent_kind, &sent.body)) {
                return Body::Reframed;
            }
        }
        let wanted = if exact { wanted } else { trimmed };
        self.differ("body", Part::Body, Some(wanted), Some(&sent.body));
        Body::Different
    }

    /// Every field of the message, name by name: values, count and order of equal names.
    fn fields(&mut self, reframed: bool) {
        let (message, sent) = (self.message, self.sent);
        let mut names: Vec<Vec<u8>> = Vec::new();
        for (name, _) in &message.fields {
            let name = name.to_ascii_lowercase();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for name in names {
            let of = |fields: &'_ [(Vec<u8>, Vec<u8>)]| -> Vec<Vec<u8>> {
                let fields = fields
                    .iter()
                    .filter(|field| field.0.eq_ignore_ascii_case(&name));
                fields.map(|field| field.1.clone()).collect()
            };
            let (wanted, values) = (of(&message.fields), of(&sent.fields));
            let same = match name.as_slice() {
                name if is_managed(name) => continue,
                b"content-type" if reframed => {
                    let plain = |values: &[Vec<u8>]| -> Vec<_> {
                        values.iter().map(|value| without_boundary(value)).collect()
                    };
                    plain(&wanted) == plain(&values)
                }
                _ => wanted == values,
            };
            if !same {
                let joined =
                    |values: &[Vec<u8>]| (!values.is_empty()).then(|| values.join(&b"\n"[..]));
                let subject = format!("field {}", name.escape_ascii());
                let (wanted, values) = (joined(&wanted), joined(&values));
                self.differ(
                    subject,
                    Part::Field(name),
                    wanted.as_deref(),
                    values.as_deref(),
                );
            }
        }
    }

    /// Fields the message does not give, and the Host that it may leave to the authority.
    fn additions(&mut self, browser: bool) {
        let (message, sent) = (self.message, self.sent);
        let given = |name: &[u8]| {
            message
                .fields
                .iter()
                .any(|field| field.0.eq_ignore_ascii_case(name))
        };
        for (name, value) in &sent.fields {
            let lower = name.to_ascii_lowercase();
            let allowed = given(&lower) || is_default(&lower) || is_managed(&lower);
            if !(allowed || browser && is_browser_default(&lower)) {
                let subject = format!("field {}", name.escape_ascii());
                self.differ(subject, Part::Added, None, Some(value));
            }
        }
        let hosts: Vec<_> = sent.values("host").collect();
        if !given(b"host") && hosts != [message.authority.as_slice()] {
            let hosts = hosts.join(&b"\n"[..]);
            self.differ(
                "field host",
                Part::Added,
                Some(&message.authority),
                Some(&hosts),
            );
        }
    }
}

/// Fields that belong to the connection and the framing, which every client manages itself. What
/// they say is proven otherwise: the body arrived whole, so its framing was right.
fn is_managed(lower: &[u8]) -> bool {
    [
        &b"connection"[..],
        b"content-length",
        b"keep-alive",
        b"transfer-encoding",
    ]
    .contains(&lower)
}

/// What any client may add. `Sec-Fetch-Mode` comes with fetch, in Node.js too.
fn is_default(lower: &[u8]) -> bool {
    [
        &b"user-agent"[..],
        b"accept",
        b"accept-encoding",
        b"accept-language",
        b"host",
        b"sec-fetch-mode",
    ]
    .contains(&lower)
}

/// What browsers add of their own.
fn is_browser_default(lower: &[u8]) -> bool {
    [
        &b"origin"[..],
        b"referer",
        b"cache-control",
        b"pragma",
        b"upgrade-insecure-requests",
        b"priority",
        b"dnt",
    ]
    .contains(&lower)
        || lower.starts_with(b"sec-")
}
