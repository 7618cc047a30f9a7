//! The fields that decide how the rest of a message is read.

use super::bytes;
use super::problems::Problems;
use crate::request::FieldLine;

/// Places of known fields in the list of field lines.
#[derive(Default)]
pub(super) struct Known {
    pub host: Option<usize>,
    /// The only Content-Type; two say nothing certain.
    pub content_type: Option<usize>,
    pub content_length: Option<(u64, usize)>,
    pub transfer_encoding: Option<usize>,
    pub authorization: Option<usize>,
    /// Whether a content coding makes the body bytes, whatever its type.
    pub encoded: bool,
    types: usize,
    encodings: usize,
}

impl Known {
    pub(super) fn read(fields: &[FieldLine<'_>], problems: &mut Problems) -> Self {
        let mut known = Self::default();
        for (index, field) in fields.iter().enumerate() {
            known.note(index, field, problems);
        }
        if known.types > 1 {
            known.content_type = None;
        }
        known
    }

    fn note(&mut self, index: usize, field: &FieldLine<'_>, problems: &mut Problems) {
        match field.name.len() {
            4 if field.is("host") => self.host(index, field, problems),
            12 if field.is("content-type") => {
                self.types += 1;
                self.content_type = Some(index);
            }
            13 if field.is("authorization") => {
                self.authorization.get_or_insert(index);
            }
            14 if field.is("content-length") => self.content_length(index, field, problems),
            16 if field.is("content-encoding") => {
                let coding = field.value().as_bytes();
                self.encoded |= !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity");
            }
            17 if field.is("transfer-encoding") => self.transfer_encoding(index, field, problems),
            _ => {}
        }
    }

    fn host(&mut self, index: usize, field: &FieldLine<'_>, problems: &mut Problems) {
        if self.host.is_some() {
            problems.error(
                "two-hosts",
                field.span(),
                "a second Host field: only one may say where the request goes",
                "remove one of them (RFC 9112 §3.2)",
            );
        } else {
            self.host = Some(index);
        }
    }

    /// A list of equal numbers is one number (RFC 9110 §8.6).
    fn content_length(&mut self, index: usize, field: &FieldLine<'_>, problems: &mut Problems) {
        for item in field.value().as_bytes().split(|byte| *byte == b',') {
            let item = bytes::trim(item);
            let digits = item.iter().all(u8::is_ascii_digit);
            let number = std::str::from_utf8(item)
                .ok()
                .and_then(|item| item.parse().ok());
            let Some(number) = number.filter(|_| digits) else {
                problems.error(
                    "content-length",
                    field.span(),
                    "Content-Length is not a number of bytes",
                    "write the length of the body in digits, or remove the field (RFC 9110 §8.6)",
                );
                return;
            };
            if self
                .content_length
                .is_some_and(|(earlier, _)| earlier != number)
            {
                problems.error(
                    "conflicting-content-length",
                    field.span(),
                    "Content-Length is given twice, with different values",
                    "keep the one that is right (RFC 9112 §6.3)",
                );
                return;
            }
            self.content_length = Some((number, index));
        }
    }

    fn transfer_encoding(&mut self, index: usize, field: &FieldLine<'_>, problems: &mut Problems) {
        let value = field.value().as_bytes();
        self.encodings += 1;
        let last = value
            .rsplit(|byte| *byte == b',')
            .next()
            .map_or(value, bytes::trim);
        if self.encodings > 1 || !last.eq_ignore_ascii_case(b"chunked") {
            problems.error(
                "transfer-encoding",
                field.span(),
                "the body of a request can have no transfer coding that does not end in `chunked`",
                "remove the field: the body is read as it stands (RFC 9112 §6.3)",
            );
            return;
        }
        self.encoded |= last.len() < value.len();
        self.transfer_encoding = Some(index);
    }
}
