//! JavaScript in a browser, as prettier lays it out. Node.js shares its syntax.

mod fetch;
mod jquery;
mod xhr;

use std::borrow::Cow;
use std::fmt::{self, Write};

use super::{Failure, Language};
use crate::code::{self, Brackets, Code, EnvName, JsonSyntax, Plain, Quoting, Syntax, utf16};
use crate::draft::{self, Draft, Value};
use crate::fidelity;
use crate::note::{Notes, Place, Refusal};
use crate::oddities::Oddities;
use crate::request::{Content, FieldLine, Form, Json, Multipart, Number, Part};

pub(super) use fetch::render as render_fetch;

/// JavaScript of browsers.
pub const JAVASCRIPT: Language = Language {
    id: "javascript",
    label: "JavaScript",
    aliases: &["js", "browser"],
    extension: "js",
    fence: "javascript",
    clients: &[fetch::FETCH, xhr::XHR, jquery::JQUERY],
};

/// The syntax of JavaScript.
pub enum JavaScript {}

/// Escapes: ECMA-262 §12.9.4.
impl Syntax for JavaScript {
    const INDENT: usize = 2;
    const WIDTH: usize = 80;

    // prettier takes the quotes that need fewer escapes, `"` where it makes no difference.
    fn quoting(text: &str) -> &'static Quoting {
        let count = |quote| text.bytes().filter(|byte| *byte == quote).count();
        match (count(b'"') > count(b'\''), may_end_script(text)) {
            (false, false) => &DOUBLE,
            (true, false) => &SINGLE,
            (false, true) => &DOUBLE_IN_SCRIPT,
            (true, true) => &SINGLE_IN_SCRIPT,
        }
    }
}

/// Whether a page that has this text in a script element reads it as markup (HTML Standard
/// §4.12.1.3, which also gives the escape).
fn may_end_script(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[at + 1..];
        let starts = |tag: &[u8]| {
            rest.get(..tag.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(tag))
        };
        if starts(b"!--") || starts(b"script") || starts(b"/script") {
            return true;
        }
    }
    false
}

static DOUBLE: Quoting = quotes("\"", b"\"\\");
static SINGLE: Quoting = quotes("'", b"'\\");
static DOUBLE_IN_SCRIPT: Quoting = quotes("\"", b"\"\\<");
static SINGLE_IN_SCRIPT: Quoting = quotes("'", b"'\\<");

const fn quotes(quote: &'static str, special: &[u8]) -> Quoting {
    Quoting {
        open: quote,
        close: quote,
        plain: Plain::except(special),
        escape,
    }
}

/// A template literal up to its one substitution.
const fn template(close: &'static str) -> Quoting {
    Quoting {
        open: "`",
        close,
        plain: Plain::except(b"`\\$<"),
        escape,
    }
}

/// A template literal that holds lines.
const fn lines(special: &[u8]) -> Quoting {
    Quoting {
        open: "`",
        close: "`",
        plain: Plain::except(special).and(b"\n"),
        escape,
    }
}

fn escape(c: char, out: &mut dyn Write) -> fmt::Result {
    match c {
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        '"' | '\'' | '`' | '\\' | '$' => write!(out, "\\{c}"),
        '<' => out.write_str("\\x3C"),
        _ => utf16(c, out),
    }
}

const fn brackets(open: &'static str, close: &'static str) -> Brackets {
    Brackets {
        trailing_comma: true,
        ..Brackets::new(open, close)
    }
}

/// Arguments. An object or array that comes last keeps to the line of the call.
pub(super) static CALL: Brackets = Brackets {
    hugs_last: true,
    ..brackets("(", ")")
};
pub(super) static OBJECT: Brackets = Brackets {
    padded: true,
    ..brackets("{", "}")
};
/// Arguments of which the last, an object, does not keep to the line of the call: prettier does not
/// let it behind another object or a template literal.
pub(super) static CALL_LINES: Brackets = brackets("(", ")");
/// An object with a line for each member, which prettier keeps so.
pub(super) static LINES: Brackets = Brackets {
    broken: true,
    ..OBJECT
};
pub(super) static ARRAY: Brackets = brackets("[", "]");
/// More than one array or object of more than one entry each.
pub(super) static ROWS: Brackets = Brackets {
    broken: true,
    ..ARRAY
};
static NUMBERS: Brackets = Brackets {
    filled: true,
    ..ARRAY
};

impl JsonSyntax for JavaScript {
    const NULL: &'static str = "null";

    fn object(_: &[(Cow<'_, str>, Json<'_>)]) -> &'static Brackets {
        &OBJECT
    }

    fn array(items: &[Json<'_>]) -> &'static Brackets {
        let all = |kind: fn(&Json<'_>) -> bool| items.len() > 1 && items.iter().all(kind);
        if all(|item| matches!(item, Json::Number(_))) {
            &NUMBERS
        } else if all(|item| matches!(item, Json::Object(members) if members.len() > 1))
            || all(|item| matches!(item, Json::Array(items) if items.len() > 1))
        {
            &ROWS
        } else {
            &ARRAY
        }
    }

    fn member<'a>(key: &'a str, value: &'a Json<'_>) -> Code<'a, Self> {
        match value {
            Json::String(text) => string_member(key, code::text(&**text)),
            _ => member(key, code::json(value)),
        }
    }
}

/// Whether `JSON.stringify` writes this value back as it is. A key that is a number would change
/// its place among the others or lose its quotes, `__proto__` is no key of a literal, and of two
/// equal keys the last would count.
pub(super) fn is_native(value: &Json<'_>) -> bool {
    let number = |number: Number<'_>| {
        let text = number.as_str();
        fidelity::is_integer(number, 15)
            || (fidelity::is_short_decimal(number) && !text.ends_with(".0"))
    };
    let members = |members: &[(Cow<'_, str>, Json<'_>)]| {
        members
            .iter()
            .all(|(key, _)| *key != "__proto__" && !is_number(key))
    };
    fidelity::all_numbers(value, number)
        && fidelity::all_objects(value, members)
        && !value.has_duplicate_keys()
}

pub(super) fn is_number(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_digit())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// A key, in quotes only where it needs them.
fn key<'a>(key: &'a str) -> Code<'a, JavaScript> {
    code::identifier(key).unwrap_or_else(|| code::text(key))
}

/// `key: value`
pub(super) fn member<'a>(name: &'a str, value: Code<'a, JavaScript>) -> Code<'a, JavaScript> {
    code::row([key(name), code::word(": "), value])
}

/// `key: "text"`. prettier gives a long string a line of its own, unless the key is too short for
/// that to help.
pub(super) fn string_member<'a>(
    name: &'a str,
    value: Code<'a, JavaScript>,
) -> Code<'a, JavaScript> {
    let bare = code::identifier::<JavaScript>(name).is_some();
    let columns = name.chars().count() + if bare { 0 } else { 2 };
    if columns < JavaScript::INDENT + 3 {
        return member(name, value);
    }
    code::fold(code::row([key(name), code::word(":")]), 1, value)
}

/// `function(arguments)`
pub(super) fn call<'a>(
    function: &'static str,
    arguments: impl IntoIterator<Item = Code<'a, JavaScript>>,
) -> Code<'a, JavaScript> {
    code::row([code::word(function), code::group(&CALL, arguments)])
}

/// Names and values as an object, or as an array of pairs where an object would lose one of them
/// or change their order.
fn pairs<'a>(
    pairs: Vec<(&'a str, Literal<'a>)>,
    as_object: bool,
    object: &'static Brackets,
) -> Code<'a, JavaScript> {
    if as_object {
        let members = pairs.into_iter().map(|(name, value)| value.member_of(name));
        return code::group(object, members);
    }
    let brackets = if pairs.len() > 1 { &ROWS } else { &ARRAY };
    let pairs = pairs
        .into_iter()
        .map(|(name, value)| code::group(&ARRAY, [code::text(name), value.code]));
    code::group(brackets, pairs)
}

/// A value, and what kind of literal it is.
pub(super) struct Literal<'a> {
    pub(super) code: Code<'a, JavaScript>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    String,
    /// A template literal over several lines.
    Lines,
    /// A call with such a literal.
    CallOfLines,
    Other,
}

impl<'a> Literal<'a> {
    pub(super) fn string(code: Code<'a, JavaScript>) -> Self {
        Self {
            code,
            kind: Kind::String,
        }
    }

    /// A template literal where that shows the lines of the text as they are, else a string.
    pub(super) fn text(text: &'a str) -> Self {
        static LINES: Quoting = lines(b"`\\$");
        static LINES_IN_SCRIPT: Quoting = lines(b"`\\$<");
        let is_line = |byte: &u8| *byte >= b' ' || matches!(byte, b'\n' | b'\t');
        let has_lines =
            text.trim_end_matches('\n').contains('\n') && text.bytes().all(|byte| is_line(&byte));
        match (has_lines, may_end_script(text)) {
            (false, _) => Self::string(code::text(text)),
            (true, false) => Self::lines(code::quoted(text, &LINES)),
            (true, true) => Self::lines(code::quoted(text, &LINES_IN_SCRIPT)),
        }
    }

    fn lines(code: Code<'a, JavaScript>) -> Self {
        Self {
            code,
            kind: Kind::Lines,
        }
    }

    pub(super) fn other(code: Code<'a, JavaScript>) -> Self {
        Self {
            code,
            kind: Kind::Other,
        }
    }

    /// Arguments that end with this value and an object.
    pub(super) fn brackets_before_object(&self, is_object: bool) -> &'static Brackets {
        match self.kind {
            Kind::Lines | Kind::CallOfLines => &CALL_LINES,
            _ if is_object => &CALL_LINES,
            _ => &CALL,
        }
    }

    /// `(value)`, for a call with this argument alone.
    pub(super) fn into_argument(self) -> Code<'a, JavaScript> {
        match self.kind {
            Kind::Lines => code::row([code::word("("), self.code, code::word(")")]),
            _ => code::group(&CALL, [self.code]),
        }
    }

    /// `left value`
    pub(super) fn assigned_to(self, left: &'static str) -> Code<'a, JavaScript> {
        match self.kind {
            Kind::String => code::fold(code::word(left), 1, self.code),
            _ => code::row([code::word(left), code::word(" "), self.code]),
        }
    }

    pub(super) fn member_of(self, name: &'a str) -> Code<'a, JavaScript> {
        match self.kind {
            Kind::String => string_member(name, self.code),
            _ => member(name, self.code),
        }
    }
}

/// Where a snippet runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Platform {
    Browser,
    Node,
}

impl Platform {
    /// The value of a field: a string whose characters are its bytes, which is how fetch,
    /// XMLHttpRequest and Node.js take field values.
    pub(super) fn value<'a>(self, draft: &Draft<'a>, field: &'a FieldLine<'a>) -> Literal<'a> {
        match draft.value(field) {
            Value::Bytes(bytes) => Literal::string(code::latin1(bytes)),
            Value::Lookup(prefix, name) => Literal::other(self.lookup(prefix, name)),
        }
    }

    fn lookup<'a>(self, prefix: &'a str, name: EnvName) -> Code<'a, JavaScript> {
        static VARIABLE: Quoting = template("${process.env.");
        static CONSTANT: Quoting = template("${");
        let name = code::name(name);
        match (prefix, self) {
            ("", Self::Browser) => name,
            ("", Self::Node) => code::row([code::word("process.env."), name]),
            (_, Self::Browser) => {
                code::row([code::quoted(prefix, &CONSTANT), name, code::word("}`")])
            }
            (_, Self::Node) => code::row([code::quoted(prefix, &VARIABLE), name, code::word("}`")]),
        }
    }

    /// Bytes: a `Uint8Array`, which a `Buffer` is too.
    pub(super) fn bytes<'a>(self, bytes: &'a [u8]) -> Literal<'a> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            let base64 = code::base64(bytes);
            return Literal::other(match self {
                Self::Browser => call("Uint8Array.fromBase64", [base64]),
                Self::Node => call("Buffer.from", [base64, code::text("base64")]),
            });
        };
        let function = match self {
            Self::Browser => "new TextEncoder().encode",
            Self::Node => "Buffer.from",
        };
        let text = Literal::text(text);
        Literal {
            kind: match text.kind {
                Kind::Lines => Kind::CallOfLines,
                _ => Kind::Other,
            },
            code: code::row([code::word(function), text.into_argument()]),
        }
    }
}

/// Constants for the secrets of a page, which has no environment to look them up in.
fn constants<'a>(
    draft: &Draft<'a>,
    is_told: impl Fn(&FieldLine<'_>) -> bool,
) -> Vec<Code<'a, JavaScript>> {
    let mut names = Vec::new();
    let mut constants = Vec::new();
    for (_, field) in draft.fields().filter(|(_, field)| is_told(field)) {
        if let Value::Lookup(_, name) = draft.value(field)
            && !names.contains(&name)
        {
            names.push(name.clone());
            let value = code::text(draft::placeholder_of(field));
            constants.push(code::row([code::name(name), code::word(" = "), value]));
        }
    }
    constants
}

/// The body, as fetch and XMLHttpRequest take it.
pub(super) struct Payload<'a> {
    pub(super) value: Literal<'a>,
    /// Arguments of `form.append`, for a `FormData`.
    pub(super) parts: Vec<Code<'a, JavaScript>>,
    /// Whether the client writes the Content-Type itself.
    pub(super) implies_type: bool,
}

impl<'a> Payload<'a> {
    pub(super) fn of(value: Literal<'a>) -> Self {
        Self {
            value,
            parts: Vec::new(),
            implies_type: false,
        }
    }

    /// `keeps_type`: whether the client leaves the Content-Type alone for a string.
    pub(super) fn new(draft: &'a Draft<'a>, platform: Platform, keeps_type: bool) -> Option<Self> {
        let bytes = draft.body()?;
        let of = Self::of;
        Some(match (draft.content(), std::str::from_utf8(bytes)) {
            (Some(Content::Json(json)), _) if is_native(json) => {
                let text = call("JSON.stringify", [code::json(json)]);
                of(Literal::other(match keeps_type {
                    true => text,
                    false => call("new TextEncoder().encode", [text]),
                }))
            }
            (Some(Content::Form(form)), _) if keeps_type && is_search_params(form, bytes) => {
                of(Literal::other(search_params(form)))
            }
            (Some(Content::Multipart(multipart)), _)
                if draft.content_type_is_multipart() && is_form_data(multipart) =>
            {
                Self {
                    value: Literal::other(code::word("form")),
                    parts: form_data(multipart, platform),
                    implies_type: true,
                }
            }
            // A string without a Content-Type would get one (Fetch Standard §5.2).
            (_, Ok(text)) if keeps_type && draft.has("content-type") => of(Literal::text(text)),
            _ => of(platform.bytes(bytes)),
        })
    }
}

/// Whether a `URLSearchParams` gives these bytes (URL Standard §5.2).
pub(super) fn is_search_params(form: &Form<'_>, bytes: &[u8]) -> bool {
    form.encodes_back(bytes, b"*-._", "+")
}

/// `new URLSearchParams({ … })`
pub(super) fn search_params<'a>(form: &'a Form<'a>) -> Code<'a, JavaScript> {
    let names = || form.fields.iter().map(|field| &*field.name);
    let as_object = fidelity::are_unique(names())
        && names().all(|name| name != "__proto__" && !is_number(name));
    let fields = form.fields.iter();
    let fields = fields.map(|field| (&*field.name, Literal::string(code::text(&*field.value))));
    call(
        "new URLSearchParams",
        [pairs(fields.collect(), as_object, &OBJECT)],
    )
}

/// Whether a `FormData` is sent as these parts (HTML Standard §4.10.21.8; File API §3.1, which
/// puts a type in lower case).
fn is_form_data(multipart: &Multipart<'_>) -> bool {
    let has_line_end = |bytes: &[u8]| bytes.iter().any(|byte| matches!(byte, b'\r' | b'\n'));
    !multipart.line_ends_lf
        && fidelity::all_parts_plain(multipart, fidelity::html_escape, |part| {
            let written = match part.filename {
                Some(_) => part.content_type.is_some_and(|value| {
                    !value.is_empty() && !value.iter().any(u8::is_ascii_uppercase)
                }),
                None => {
                    part.content_type.is_none()
                        && std::str::from_utf8(part.content).is_ok()
                        && !has_lone_line_end(part.content)
                }
            };
            // Node.js leaves out a file name that is empty.
            written && !has_line_end(part.name.as_bytes()) && part.filename.as_deref() != Some("")
        })
}

/// Whether there is a CR or an LF that is no part of a CR LF.
fn has_lone_line_end(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        b'\n' => at == 0 || bytes[at - 1] != b'\r',
        _ => false,
    })
}

/// The arguments of `form.append`, part by part.
fn form_data<'a>(multipart: &'a Multipart<'a>, platform: Platform) -> Vec<Code<'a, JavaScript>> {
    let file = |part: &'a Part<'a>, filename: &'a str| {
        let content = match std::str::from_utf8(part.content) {
            Ok("") => None,
            Ok(text) => Some(code::text(text)),
            Err(_) => Some(platform.bytes(part.content).code),
        };
        let content_type = part.content_type.unwrap_or_default();
        let content_type = code::text(std::str::from_utf8(content_type).unwrap_or_default());
        let options = code::group(&OBJECT, [string_member("type", content_type)]);
        call(
            "new File",
            [code::group(&ARRAY, content), code::text(filename), options],
        )
    };
    let parts = multipart.parts.iter();
    parts
        .map(|part| {
            let value = match (&part.filename, std::str::from_utf8(part.content)) {
                (Some(filename), _) => file(part, filename),
                (None, text) => code::text(text.unwrap_or_default()),
            };
            code::group(&CALL, [code::text(&*part.name), value])
        })
        .collect()
}

/// Whether a browser writes this field itself, whatever a page says (Fetch Standard §2.2.2,
/// "forbidden request-header").
fn is_forbidden(field: &FieldLine<'_>) -> bool {
    const NAMES: &[&str] = &[
        "accept-charset",
        "accept-encoding",
        "access-control-request-headers",
        "access-control-request-method",
        "connection",
        "content-length",
        "cookie",
        "cookie2",
        "date",
        "dnt",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "referer",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
    ];
    const OVERRIDES: &[&str] = &[
        "x-http-method",
        "x-http-method-override",
        "x-method-override",
    ];
    let starts = |prefix: &str| {
        field
            .name()
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let overrides = || {
        let mut methods = field.value().as_bytes().split(|byte| *byte == b',');
        methods.any(|method| is_forbidden_method(method.trim_ascii()))
    };
    NAMES.iter().any(|name| field.is(name))
        || starts("proxy-")
        || starts("sec-")
        || (OVERRIDES.iter().any(|name| field.is(name)) && overrides())
}

/// Fetch Standard §2.2.1, "forbidden method".
fn is_forbidden_method(method: &[u8]) -> bool {
    [&b"CONNECT"[..], b"TRACE", b"TRACK"]
        .iter()
        .any(|forbidden| method.eq_ignore_ascii_case(forbidden))
}

/// What a browser does to fields: notes for each, and whether a field is left out.
fn note_fields(draft: &Draft<'_>, notes: &mut Notes, client: &str) {
    for (index, field) in draft.fields() {
        if is_managed(field) || is_sent_anyway(field) {
            continue;
        }
        if is_forbidden(field) {
            if !draft.repeated(index) {
                let message = match field.is("cookie") {
                    true => "a browser sends its own cookies only: a page cannot set this field",
                    false => "a browser writes this field itself: a page cannot set it",
                };
                notes.add("field-not-settable", Place::Field(index), message);
            }
        } else if field.is("user-agent") {
            let message = "Chromium sends its own User-Agent, other browsers send this one";
            notes.add("user-agent-ignored", Place::Field(index), message);
        } else {
            note_repeated(draft, index, notes, client);
        }
    }
}

/// Whether a browser writes just this itself, from a page of the origin that is asked.
fn is_sent_anyway(field: &FieldLine<'_>) -> bool {
    const SENT: &[(&str, &[u8])] = &[
        ("accept-encoding", b"gzip, deflate, br, zstd"),
        ("sec-fetch-dest", b"empty"),
        ("sec-fetch-mode", b"cors"),
        ("sec-fetch-site", b"same-origin"),
    ];
    let sent = |(name, value): &(&str, &[u8])| field.is(name) && field.value().as_bytes() == *value;
    SENT.iter().any(sent)
}

/// A field that says how a message travels, which is left to the client.
fn is_managed(field: &FieldLine<'_>) -> bool {
    field.is("keep-alive")
}

/// Notes a field whose name came before, once a name.
pub(super) fn note_repeated(draft: &Draft<'_>, index: usize, notes: &mut Notes, client: &str) {
    if draft.earlier(index) == 1 {
        let message = format!("{client} sends fields of one name as one, with `, ` between values");
        notes.add("fields-joined", Place::Field(index), message);
    }
}

/// What browsers and fetch do to a target (URL Standard §4.4). Chromium percent-encodes `^` and
/// `|` in paths too; Node.js 20 does not, but drops an empty query.
pub(super) fn rewrites(odd: &Oddities, platform: Platform) -> bool {
    odd.dot_segment
        || odd.encoded_dot_segment
        || odd.fragment
        || odd.non_ascii
        || odd.path_has(b"\"<>\\`{}")
        || odd.query_has(b"\"'<>")
        || match platform {
            Platform::Browser => odd.path_has(b"^|"),
            Platform::Node => odd.empty_query,
        }
}

/// Notes a target that is rewritten.
pub(super) fn note_target(draft: &Draft<'_>, notes: &mut Notes, client: &str, platform: Platform) {
    if rewrites(&draft.target(), platform) {
        let message = format!(
            "{client} rewrites the request target by the URL Standard: it folds dot segments, percent-encodes characters and drops what is empty or a fragment"
        );
        notes.add("target-rewritten", Place::Target, message);
    }
}

/// Notes a Host that browsers and fetch make from the address, and write otherwise (URL Standard
/// §4.4): in lower case and without the default port.
fn note_host(draft: &Draft<'_>, notes: &mut Notes, client: &str) {
    let authority = draft.request.authority().as_bytes();
    let changed = authority.iter().any(u8::is_ascii_uppercase) || draft.names_default_port();
    let mut fields = draft.request.fields().iter();
    let host = fields.position(|field| field.is("host") && field.value().as_bytes() == authority);
    if let Some(index) = host.filter(|_| changed) {
        let message = format!(
            "{client} sends the host in lower case and without a port that goes without saying"
        );
        notes.add("host-normalized", Place::Field(index), message);
    }
}

/// Refuses what fetch and XMLHttpRequest would send as another request, or not at all.
fn check(draft: &Draft<'_>, client: &str) -> Result<(), Refusal> {
    let method = draft.method();
    let refuse = |id, place, message: String| Err(Refusal::new(id, place, message));
    if draft.is_asterisk() {
        return Err(draft.refuse_asterisk(client));
    }
    if is_forbidden_method(method.as_bytes()) {
        let message = format!("{client} forbids the methods CONNECT, TRACE and TRACK");
        return refuse("method-forbidden", Place::Method, message);
    }
    // Fetch Standard §2.2.1, "normalize".
    let normalized = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];
    let is_changed = |other: &&str| *other != method && method.eq_ignore_ascii_case(other);
    if normalized.iter().any(is_changed) {
        let message = format!("{client} would send this method in capitals, which is another one");
        return refuse("method-rewritten", Place::Method, message);
    }
    if draft.body().is_some() && (method == "GET" || method == "HEAD") {
        let message = format!("{client} sends no body with GET and HEAD");
        return refuse("body-forbidden", Place::Body, message);
    }
    Ok(())
}

/// Whether XMLHttpRequest leaves the Content-Type alone for a string: it puts `UTF-8` in place of
/// another `charset` (XMLHttpRequest Standard §3.6.6), Chromium for `utf-8` too.
fn keeps_type(draft: &Draft<'_>) -> bool {
    let types = draft.fields().filter(|(_, field)| field.is("content-type"));
    types.into_iter().all(|(_, field)| {
        let value = field.value().as_bytes().to_ascii_lowercase();
        let charset = value.windows(7).position(|part| part == b"charset");
        charset.is_none_or(|at| field.value().as_bytes()[at + 7..] == *b"=UTF-8")
    })
}
