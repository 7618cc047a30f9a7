//! <https://www.gnu.org/software/wget/manual/wget.html>

use askama::Template;

use super::{Shell, field, input, is_argument, is_canonical_host, json, method};
use crate::code::{self, Code, Page};
use crate::draft::Draft;
use crate::language::Client;
use crate::note::{Notes, Place, Refusal};
use crate::request::Content;

pub(super) const WGET: Client = Client {
    id: "shell/wget",
    name: "wget",
    label: "Shell (wget)",
    render: |draft, notes, out| Ok(Page::print(&View::new(draft, notes)?, out)?),
};

/// The type wget gives to a body.
const FORM: &str = "application/x-www-form-urlencoded";

#[derive(Template)]
#[template(path = "shell/wget.sh")]
struct View<'a> {
    /// The command that writes a body which is no argument.
    input: Option<Code<'a, Shell>>,
    options: Vec<Code<'a, Shell>>,
    url: Code<'a, Shell>,
}

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes) -> Result<Self, Refusal> {
        let odd = draft.target();
        if odd.asterisk {
            return Err(draft.refuse_asterisk("wget"));
        }
        if draft.method() != draft.method().to_ascii_uppercase() {
            let message = "wget writes every method in capitals, which is another method";
            return Err(Refusal::new("method-rewritten", Place::Method, message));
        }
        if odd.has(b"\"<>\\^`{|}")
            || odd.non_ascii
            || odd.stray_percent
            || odd.fragment
            || odd.dot_segment
        {
            let message = "wget percent-encodes what is not plain in a request target, dot segments of the path included";
            notes.add("target-rewritten", Place::Target, message);
        }
        let body = draft.body().filter(|bytes| !bytes.is_empty());
        let mut options = Vec::with_capacity(8);
        if draft.method() != "GET" || body.is_some() {
            options.push(code::row([code::word("--method="), method(draft)]));
        }
        let implies_type = body.is_some() && draft.content_type_is(FORM);
        options.extend(fields(draft, implies_type, notes));
        if body.is_some() && !draft.has("content-type") {
            // Without a value it says the least.
            options.push(code::row([
                code::word("--header="),
                code::text("Content-Type:"),
            ]));
            let message =
                "wget sends a Content-Type with every body: it is left without a value here";
            notes.add("content-type-added", Place::Body, message);
        }
        let mut file = None;
        if let Some(bytes) = body {
            options.push(match argument(draft, bytes) {
                Some(argument) => code::row([code::word("--body-data="), argument]),
                None => {
                    file = Some(input(bytes));
                    code::word("--body-file=\"$body\"")
                }
            });
        }
        Ok(Self {
            input: file,
            options,
            url: url(draft),
        })
    }
}

/// The options of the fields. wget keeps the last of those with one name, so that such become one
/// (RFC 9110 §5.3).
fn fields<'a>(draft: &'a Draft<'a>, implies_type: bool, notes: &mut Notes) -> Vec<Code<'a, Shell>> {
    let mut lines = super::fields(draft, !is_canonical_host(draft, true));
    lines.retain(|(_, line)| !(implies_type && line.is("content-type")));
    lines
        .into_iter()
        .filter(|(index, _)| !draft.repeated(*index))
        .map(|(index, line)| {
            let others = draft.same(index).skip(1).map(|(index, other)| {
                let message = "wget sends one field of a name: their values are joined";
                notes.add("fields-joined", Place::Field(index), message);
                other
            });
            code::row([code::word("--header="), field(draft, line, others)])
        })
        .collect()
}

fn argument<'a>(draft: &'a Draft<'a>, bytes: &'a [u8]) -> Option<Code<'a, Shell>> {
    if let Some(Content::Json(value)) = draft.content()
        && let Some(json) = json(value, bytes)
    {
        return Some(json);
    }
    is_argument(bytes).then(|| super::argument(bytes))
}

/// The address, in which wget would fold dot segments and drop a fragment.
fn url<'a>(draft: &Draft<'a>) -> Code<'a, Shell> {
    let odd = draft.target();
    let url = draft.url_text();
    if !odd.fragment && !odd.dot_segment {
        return code::text(url);
    }
    let (url, query) = match url.split_once('?') {
        Some((url, query)) => (url, Some(query)),
        None => (&*url, None),
    };
    let segments: Vec<_> = url
        .split('/')
        .map(|segment| match segment {
            "." => "%2e",
            ".." => "%2e%2e",
            segment => segment,
        })
        .collect();
    let mut address = segments.join("/");
    if let Some(query) = query {
        address.extend(["?", query]);
    }
    code::text(address.replace('#', "%23"))
}
