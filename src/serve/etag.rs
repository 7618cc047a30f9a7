//! Answers that name their content, so that it need not be sent twice (RFC 9110 §8.8.3).

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::digest;

/// Asked for anew each time, and sent only where it has changed.
const REVALIDATED: HeaderValue = HeaderValue::from_static("no-cache");
/// It holds what its asker alone may know.
pub(super) const KEPT_NOWHERE: HeaderValue = HeaderValue::from_static("no-store");

/// Content and what goes with it.
pub(super) struct Content {
    media_type: &'static str,
    pub(super) cache_control: HeaderValue,
    pub(super) bytes: Bytes,
}

impl Content {
    pub(super) fn json(bytes: impl Into<Bytes>) -> Self {
        Self::new("application/json", bytes)
    }

    pub(super) fn new(media_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        Self {
            media_type,
            cache_control: REVALIDATED,
            bytes: bytes.into(),
        }
    }

    /// 304 to who has it already.
    pub(super) fn unless_known(self, asked: &HeaderMap) -> Response {
        let tag = tag(&self.bytes);
        let known = asked.get_all(IF_NONE_MATCH).iter().any(|field| {
            let tags = field.as_bytes().split(|byte| *byte == b',');
            let mut tags = tags.map(<[u8]>::trim_ascii);
            tags.any(|one| one == b"*" || one.strip_prefix(b"W/").unwrap_or(one) == tag.as_bytes())
        });
        let mut response = self.tagged(tag);
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.body_mut() = Body::empty();
            response.headers_mut().remove(CONTENT_TYPE);
            response.headers_mut().remove(CONTENT_LENGTH);
        }
        response
    }

    fn tagged(self, tag: HeaderValue) -> Response {
        let mut response = self.bytes.into_response();
        let fields = response.headers_mut();
        fields.insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        fields.insert(CACHE_CONTROL, self.cache_control);
        fields.insert(ETAG, tag);
        response
    }
}

impl IntoResponse for Content {
    fn into_response(self) -> Response {
        let tag = tag(&self.bytes);
        self.tagged(tag)
    }
}

/// 128 bits of SHA-256.
fn tag(bytes: &[u8]) -> HeaderValue {
    let digest = digest::digest(&digest::SHA256, bytes);
    let text = BASE64_URL_SAFE_NO_PAD.encode(&digest.as_ref()[..16]);
    HeaderValue::from_str(&format!("\"{text}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}
