//! <https://developer.mozilla.org/docs/Web/API/XMLHttpRequest>

use askama::Template;

use super::limits::{check, is_forbidden, note_fields, note_host, note_target};
use super::payload::{Payload, Platform, constants, keeps_type};
use super::{CALL, JavaScript};
use crate::code::{self, Code, Page};
use crate::draft::Draft;
use crate::language::Client;
use crate::note::{Notes, Refusal};

pub(super) const XHR: Client = Client {
    id: "javascript/xhr",
    name: "xhr",
    label: "JavaScript (XMLHttpRequest)",
    render: |draft, notes, out| Ok(Page::print(&View::new(draft, notes)?, out)?),
};

#[derive(Template)]
#[template(path = "javascript/xhr.js")]
struct View<'a> {
    constants: Vec<Code<'a, JavaScript>>,
    parts: Vec<Code<'a, JavaScript>>,
    open: Code<'a, JavaScript>,
    headers: Vec<Code<'a, JavaScript>>,
    body: Code<'a, JavaScript>,
}

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, notes: &mut Notes) -> Result<Self, Refusal> {
        check(draft, "XMLHttpRequest")?;
        note_host(draft, notes, "XMLHttpRequest");
        note_target(draft, notes, "XMLHttpRequest", Platform::Browser);
        note_fields(draft, notes, "XMLHttpRequest");
        let payload = Payload::new(draft, Platform::Browser, keeps_type(draft));
        let implies_type = payload.as_ref().is_some_and(|payload| payload.implies_type);
        let headers = draft
            .fields()
            .map(|(_, field)| field)
            .filter(|field| !(is_forbidden(field) || implies_type && field.is("content-type")))
            .map(|field| {
                let value = Platform::Browser.value(draft, field).code;
                code::group(&CALL, [code::text(field.name()), value])
            });
        let (parts, body) = match payload {
            Some(payload) => (payload.parts, payload.value.into_argument()),
            None => (Vec::new(), code::word("()")),
        };
        Ok(Self {
            constants: constants(draft, |field| !is_forbidden(field)),
            parts,
            open: code::group(
                &CALL,
                [code::text(draft.method()), code::text(draft.url_text())],
            ),
            headers: headers.collect(),
            body,
        })
    }
}
