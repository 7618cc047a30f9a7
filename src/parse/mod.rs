use crate::Errors;
use crate::request::*;
use std::borrow::Cow;
pub fn parse(message: &[u8]) -> Result<Request<'_>, Errors> {
    parse_as(message, None)
}
pub fn parse_as(message: &[u8], scheme: Option<Scheme>) -> Result<Request<'_>, Errors> {
    let text = String::from_utf8_lossy(message).replace("\r\n", "\n");
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or("").split(' ');
    let method = Method::from_bytes(first.next().unwrap_or("").as_bytes()).map_err(|_| Errors)?;
    let target = first.next().unwrap_or("/").as_bytes().to_vec();
    let mut fields = vec![];
    for l in lines {
        let Some((n, v)) = l.split_once(':') else {
            continue;
        };
        fields.push(FieldLine {
            name: Text::new(n.as_bytes().to_vec()),
            value: Text::new(v.trim().as_bytes().to_vec()),
            span: 0..1,
        });
    }
    let host = fields
        .iter()
        .find(|f| f.is("host"))
        .map(|f| f.value.as_bytes().to_vec())
        .unwrap_or_default();
    let ct = fields
        .iter()
        .find(|f| f.is("content-type"))
        .map(|f| String::from_utf8_lossy(f.value.as_bytes()).to_string())
        .unwrap_or_default();
    let local = host.starts_with(b"localhost") || host.starts_with(b"127.");
    let scheme = scheme.unwrap_or(if local { Scheme::Http } else { Scheme::Https });
    let url = [scheme.as_str().as_bytes(), b"://", &host, &target].concat();
    let b = message
        .windows(2)
        .position(|w| w == b"\n\n")
        .map(|p| &message[p + 2..])
        .unwrap_or(body.as_bytes())
        .to_vec();
    Ok(Request {
        method,
        target: RequestTarget {
            form: if target == b"*" {
                TargetForm::Asterisk
            } else {
                TargetForm::Origin
            },
            text: Text::new(target.clone()),
            origin: Text::new(target),
        },
        version: None,
        scheme,
        authority: Text::new(host),
        url: Text::new(url),
        fields,
        body: (!b.is_empty()).then(|| Body {
            kind: if ct.contains("json") {
                BodyKind::Json
            } else {
                BodyKind::Other
            },
            boundary: Cow::Borrowed(b""),
            line_end: b.ends_with(b"\n") as usize,
            bytes: Cow::Owned(b),
        }),
        warnings: vec![],
    })
}
