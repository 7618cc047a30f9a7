//! The model as data, for `snippetgen inspect` and for other tools: a stable form, to which names
//! may be added.
//!
//! Bytes that are UTF-8 are `text` (or `value`), others are `base64` (or `value_base64`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

use super::{
    Bearer, Body, Content, FieldLine, Form, FormField, Json, Multipart, Part, Request, Version,
};
use crate::diagnostic::{Diagnostic, Severity};

/// Adds bytes under the first name as text, or under the second in base64.
fn bytes<S: SerializeStruct>(
    map: &mut S,
    [text, base64]: [&'static str; 2],
    bytes: &[u8],
) -> Result<(), S::Error> {
    match std::str::from_utf8(bytes) {
        Ok(value) => map.serialize_field(text, value),
        Err(_) => map.serialize_field(base64, &STANDARD.encode(bytes)),
    }
}

const VALUE: [&str; 2] = ["value", "value_base64"];
const TEXT: [&str; 2] = ["text", "base64"];

/// `method`, `target`, `version` (`null` where the message has none), `scheme`, `authority`,
/// `url`, `fields`, `body` and `bearer` (`null` where there is none), `warnings`. A target that is
/// not UTF-8 makes `target_base64` and `url_base64`.
impl Serialize for Request<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Request", 10)?;
        map.serialize_field("method", self.method().as_str())?;
        let target = self.target().as_text().as_bytes();
        bytes(&mut map, ["target", "target_base64"], target)?;
        map.serialize_field("version", &self.version().map(version))?;
        map.serialize_field("scheme", self.scheme().as_str())?;
        let authority = self.authority().as_bytes();
        bytes(&mut map, ["authority", "authority_base64"], authority)?;
        bytes(&mut map, ["url", "url_base64"], self.url().as_bytes())?;
        map.serialize_field("fields", self.fields())?;
        map.serialize_field("body", &self.body())?;
        map.serialize_field("bearer", &self.bearer())?;
        map.serialize_field("warnings", self.warnings())?;
        map.end()
    }
}

fn version(version: Version) -> &'static str {
    match version {
        Version::HTTP_09 => "HTTP/0.9",
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_2 => "HTTP/2",
        Version::HTTP_3 => "HTTP/3",
        _ => "HTTP/1.1",
    }
}

/// `name` and `value` or `value_base64`.
impl Serialize for FieldLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("FieldLine", 2)?;
        map.serialize_field("name", self.name())?;
        bytes(&mut map, VALUE, self.value().as_bytes())?;
        map.end()
    }
}

/// `token` or `token_base64`, `placeholder`: whether it stands for a token to be filled in, and
/// `b64token`: whether it has the grammar of RFC 6750.
impl Serialize for Bearer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Bearer", 3)?;
        bytes(&mut map, ["token", "token_base64"], self.token())?;
        map.serialize_field("placeholder", &self.is_placeholder())?;
        map.serialize_field("b64token", &self.is_b64token())?;
        map.end()
    }
}

/// `kind`, which is `json`, `form`, `multipart`, `text` or `bytes`; `text` or `base64`, without
/// the final line end that is the editor's; that `line_end`, empty where there is none; and for
/// the first three kinds the structure, under the name of the kind.
impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let content = self.content();
        let mut map = serializer.serialize_struct("Body", 4)?;
        map.serialize_field(
            "kind",
            match &content {
                Content::Json(_) => "json",
                Content::Form(_) => "form",
                Content::Multipart(_) => "multipart",
                Content::Text(_) => "text",
                Content::Bytes(_) => "bytes",
            },
        )?;
        let (given, whole) = (self.bytes(false), self.bytes(true));
        bytes(&mut map, TEXT, given)?;
        let line_end = String::from_utf8_lossy(&whole[given.len()..]);
        map.serialize_field("line_end", &line_end)?;
        match &content {
            Content::Json(json) => map.serialize_field("json", json)?,
            Content::Form(form) => map.serialize_field("form", form)?,
            Content::Multipart(multipart) => map.serialize_field("multipart", multipart)?,
            Content::Text(_) | Content::Bytes(_) => {}
        }
        map.end()
    }
}

/// `null`, booleans, strings and arrays are themselves. What readers of JSON change has a form
/// they keep: a number is `{"number": "1.0"}`, an object
/// `{"members": [{"name": "a", "value": …}]}`.
impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(value) => serializer.serialize_bool(*value),
            Json::String(text) => serializer.serialize_str(text),
            Json::Array(items) => serializer.collect_seq(items),
            Json::Number(number) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("number", number.as_str())?;
                map.end()
            }
            Json::Object(members) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("members", &Members(members))?;
                map.end()
            }
        }
    }
}

struct Members<'m, 'b>(&'m [(std::borrow::Cow<'b, str>, Json<'b>)]);

impl Serialize for Members<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for (name, value) in self.0 {
            list.serialize_element(&Member { name, value })?;
        }
        list.end()
    }
}

#[derive(serde::Serialize)]
struct Member<'m, 'b> {
    name: &'m str,
    value: &'m Json<'b>,
}

/// An array of fields, each with `name` and `value`.
impl Serialize for Form<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.fields)
    }
}

impl Serialize for FormField<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("FormField", 2)?;
        map.serialize_field("name", &self.name)?;
        map.serialize_field("value", &self.value)?;
        map.end()
    }
}

/// An array of parts.
impl Serialize for Multipart<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.parts)
    }
}

/// `name`; `filename`, `null` where there is none; `headers`, as the fields of a request; `text`
/// or `base64`.
impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Part", 4)?;
        map.serialize_field("name", &self.name)?;
        map.serialize_field("filename", &self.filename)?;
        let headers = self.headers.iter();
        let headers: Vec<_> = headers
            .map(|(name, value)| Header { name, value })
            .collect();
        map.serialize_field("headers", &headers)?;
        bytes(&mut map, TEXT, self.content)?;
        map.end()
    }
}

struct Header<'b> {
    name: &'b str,
    value: &'b [u8],
}

impl Serialize for Header<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Header", 2)?;
        map.serialize_field("name", self.name)?;
        bytes(&mut map, VALUE, self.value)?;
        map.end()
    }
}

/// `severity`, `id`, `message`, `help` (`null` where there is none), `line` and `column`, which
/// count from 1, and `start` and `end` in bytes of the message.
impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Diagnostic", 8)?;
        map.serialize_field(
            "severity",
            match self.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
        )?;
        map.serialize_field("id", self.id)?;
        map.serialize_field("message", &self.message)?;
        map.serialize_field("help", &self.help)?;
        map.serialize_field("line", &self.line)?;
        map.serialize_field("column", &self.column)?;
        map.serialize_field("start", &self.span.start)?;
        map.serialize_field("end", &self.span.end)?;
        map.end()
    }
}
