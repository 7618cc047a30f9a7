//! <https://requests.readthedocs.io/>

use askama::Template;

use super::{Bodies, CALL, DICT, Python, argument, entry, value};
use crate::code::{self, Code, Page};
use crate::draft::Draft;
use crate::fidelity;
use crate::language::Client;
use crate::note::{Notes, Place, Refusal};

pub(super) const REQUESTS: Client = Client {
    id: "python/requests",
    name: "requests",
    label: "Python (requests)",
    render: |draft, notes, out| Ok(Page::print(&View::new(draft, notes)?, out)?),
};

#[derive(Template)]
#[template(path = "python/requests.py")]
struct View<'a> {
    needs_os: bool,
    call: Code<'a, Python>,
    /// For what only a prepared request sends as it is.
    prepared: Option<Prepared<'a>>,
}

struct Prepared<'a> {
    method: Option<Code<'a, Python>>,
    url: Option<Code<'a, Python>>,
    repeated: Vec<Code<'a, Python>>,
}

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes) -> Result<Self, Refusal> {
        let odd = draft.target();
        if odd.asterisk {
            return Err(draft.refuse_asterisk("requests"));
        }
        let folded = odd.dot_segment || odd.encoded_dot_segment || odd.encoded_unreserved;
        if odd.rewritten_by_urllib3() {
            notes.add("target-rewritten", Place::Target, "requests rewrites the request target: it percent-encodes characters, upper-cases the hexadecimal digits of `%` escapes and drops an empty query");
        }
        let method = draft.method();
        let verb = verb(method);
        let prepared =
            (folded || draft.repeats() || method != method.to_ascii_uppercase()).then(|| {
                Prepared {
                    method: (method != method.to_ascii_uppercase()).then(|| code::text(method)),
                    url: folded.then(|| code::text(draft.url_text())),
                    repeated: repeated(draft),
                }
            });
        let function = match (&prepared, verb) {
            (Some(_), _) => "Request",
            (None, Some(verb)) => verb,
            (None, None) => "request",
        };
        let mut arguments = Vec::with_capacity(4);
        if prepared.is_some() || verb.is_none() {
            arguments.push(code::text(method));
        }
        arguments.push(code::text(draft.url_text()));
        let body = BODIES.body(draft);
        let implied = body.as_ref().is_some_and(|body| body.implies_type);
        let headers: Vec<_> = draft
            .fields()
            .filter(|(index, field)| {
                !(draft.repeated(*index) || implied && field.is("content-type"))
            })
            .map(|(_, field)| entry(draft, field))
            .collect();
        if !headers.is_empty() {
            arguments.push(argument("headers=", code::group(&DICT, headers)));
        }
        arguments.extend(body.into_iter().flat_map(|body| body.arguments));
        Ok(Self {
            needs_os: super::needs_os(draft),
            call: code::row([
                code::word(function),
                code::group(&CALL, arguments),
                code::word(if prepared.is_some() { ".prepare()" } else { "" }),
            ]),
            prepared,
        })
    }
}

/// The function of requests for a method; it sends every other through `requests.request`.
fn verb(method: &str) -> Option<&'static str> {
    Some(match method {
        "GET" => "get",
        "POST" => "post",
        "PUT" => "put",
        "PATCH" => "patch",
        "DELETE" => "delete",
        "HEAD" => "head",
        "OPTIONS" => "options",
        _ => return None,
    })
}

const BODIES: Bodies = Bodies {
    raw: "data=",
    form_of_pairs: true,
    escape_name: fidelity::html_escape,
    takes_part: |_| true,
};

/// Fields whose name came before: a dict has no place for them.
fn repeated<'a>(draft: &'a Draft<'a>) -> Vec<Code<'a, Python>> {
    draft
        .fields()
        .filter(|(index, _)| draft.repeated(*index))
        .map(|(_, field)| code::group(&CALL, [code::text(field.name()), value(draft, field)]))
        .collect()
}
