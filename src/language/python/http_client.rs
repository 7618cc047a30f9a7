//! <https://docs.python.org/3/library/http.client.html>

use askama::Template;

use super::{CALL, DICT, Python, argument, entry, is_native, tuple};
use crate::code::{self, Brackets, Code, Page};
use crate::draft::Draft;
use crate::language::Client;
use crate::note::{Notes, Place};
use crate::request::{Content, Scheme};

pub(super) const HTTP_CLIENT: Client = Client {
    id: "python/http.client",
    name: "http.client",
    label: "Python (http.client)",
    render: |draft, notes, out| Ok(Page::print(&View::new(draft, notes), out)?),
};

#[derive(Template)]
#[template(path = "python/http_client.py")]
struct View<'a> {
    needs_os: bool,
    needs_json: bool,
    needs_urlencode: bool,
    connection: Code<'a, Python>,
    request: Code<'a, Python>,
    /// For names that come twice: the fields one by one, and the body.
    headers: Vec<Code<'a, Python>>,
    body: Code<'a, Python>,
    one_by_one: bool,
}

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes) -> Self {
        if draft.target().non_ascii {
            notes.add(
                "target-encoded",
                Place::Target,
                draft.encoding_message("http.client"),
            );
        }
        let connection = match draft.request.scheme() {
            Scheme::Http => "http.client.HTTPConnection(",
            Scheme::Https => "http.client.HTTPSConnection(",
        };
        let one_by_one = draft.repeats();
        let mut body = if one_by_one {
            draft.body().map(|bytes| Body {
                code: Some(super::encoded(bytes)),
                module: None,
            })
        } else {
            body(draft)
        };
        let mut request = vec![code::text(draft.method()), code::text(draft.target_text())];
        let mut headers = Vec::new();
        if one_by_one {
            for (given, argument) in [
                ("host", "skip_host=True"),
                ("accept-encoding", "skip_accept_encoding=True"),
            ] {
                request.extend(draft.has(given).then(|| code::word(argument)));
            }
            headers.extend(draft.fields().map(|(_, field)| tuple(draft, field)));
            if let Some(bytes) = draft.body() {
                let length = code::integer(bytes.len());
                headers.push(code::group(&CALL, [code::text("Content-Length"), length]));
            }
        } else {
            request.extend(
                body.as_mut()
                    .and_then(|body| body.code.take())
                    .map(|body| argument("body=", body)),
            );
            if draft.fields().next().is_some() {
                let entries = draft.fields().map(|(_, field)| entry(draft, field));
                request.push(argument("headers=", code::group(&DICT, entries)));
            }
        }
        let module = body.as_ref().and_then(|body| body.module);
        Self {
            needs_os: super::needs_os(draft),
            needs_json: module == Some(Module::Json),
            needs_urlencode: module == Some(Module::Urlencode),
            connection: code::row([
                code::word(connection),
                code::text(draft.authority()),
                code::word(")"),
            ]),
            request: code::group(&CALL, request),
            headers,
            body: body.and_then(|body| body.code).unwrap_or(code::word("")),
            one_by_one,
        }
    }
}

static DUMPS: Brackets = Brackets::new("json.dumps(", ")");
static URLENCODE: Brackets = Brackets::new("urlencode(", ")");

#[derive(Clone, Copy, PartialEq)]
enum Module {
    Json,
    Urlencode,
}

struct Body<'a> {
    code: Option<Code<'a, Python>>,
    module: Option<Module>,
}

fn body<'a>(draft: &'a Draft<'a>) -> Option<Body<'a>> {
    let bytes = draft.body()?;
    let native = match draft.content() {
        Some(Content::Json(json)) if is_native(json) => {
            Some((code::group(&DUMPS, [code::json(json)]), Module::Json))
        }
        Some(Content::Form(form)) => super::form(form, bytes)
            .map(|fields| (code::group(&URLENCODE, [fields]), Module::Urlencode)),
        _ => None,
    };
    Some(match native {
        Some((code, module)) => Body {
            code: Some(code),
            module: Some(module),
        },
        None => Body {
            code: Some(super::body(bytes)),
            module: None,
        },
    })
}
