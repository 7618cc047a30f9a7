//! A JSON value that keeps what other readers lose: order, duplicates and number text.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// How deep arrays and objects may nest; what is deeper is read as text.
const DEPTH: usize = 128;

/// The text of a JSON number (RFC 8259 §6), never converted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Number<'b>(&'b str);

impl<'b> Number<'b> {
    /// The number as it was written: `1.0`, `1e5`, twenty digits.
    pub fn as_str(self) -> &'b str {
        self.0
    }
}

impl fmt::Debug for Number<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Number(redacted)")
    }
}

/// A JSON value (RFC 8259). `Debug` shows its kind and size, not what it says.
///
/// ```
/// use snippetgen::request::Json;
///
/// let Some(Json::Array(items)) = Json::parse(b"[1.0, 1e5]") else { panic!() };
/// let Json::Number(first) = items[0] else { panic!() };
/// assert_eq!(first.as_str(), "1.0");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub enum Json<'b> {
    /// `null`
    Null,
    /// `true` and `false`
    Bool(bool),
    /// A number, as its text.
    Number(Number<'b>),
    /// A string, unescaped.
    String(Cow<'b, str>),
    /// An array.
    Array(Vec<Json<'b>>),
    /// Members in their order, duplicates included.
    Object(Vec<(Cow<'b, str>, Json<'b>)>),
}

impl<'b> Json<'b> {
    /// Reads a whole JSON text. `None` where it breaks the grammar of RFC 8259, is not UTF-8, has
    /// an escaped surrogate without its other half, or nests deeper than 128 levels.
    pub fn parse(bytes: &'b [u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(DEPTH)?;
        reader.skip_blanks();
        (reader.at == text.len()).then_some(value)
    }

    /// Whether an object here or further in has two members of one name. Most languages keep only
    /// one of them.
    ///
    /// ```
    /// use snippetgen::request::Json;
    ///
    /// let json = Json::parse(br#"[{"a": 1, "\u0061": 2}]"#);
    /// assert!(json.is_some_and(|json| json.has_duplicate_keys()));
    /// ```
    pub fn has_duplicate_keys(&self) -> bool {
        match self {
            Self::Array(items) => items.iter().any(Self::has_duplicate_keys),
            Self::Object(members) => {
                has_duplicates(members) || members.iter().any(|(_, json)| json.has_duplicate_keys())
            }
            _ => false,
        }
    }
}

fn has_duplicates(members: &[(Cow<'_, str>, Json<'_>)]) -> bool {
    if members.len() <= 8 {
        let earlier = |index: usize| members[..index].iter().map(|(key, _)| key);
        return members
            .iter()
            .enumerate()
            .any(|(index, (key, _))| earlier(index).any(|e| e == key));
    }
    let mut seen = HashSet::with_capacity(members.len());
    !members.iter().all(|(key, _)| seen.insert(key))
}

impl fmt::Debug for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => write!(f, "Json(null)"),
            Self::Bool(_) => write!(f, "Json(boolean)"),
            Self::Number(_) => write!(f, "Json(number)"),
            Self::String(text) => write!(f, "Json(string of {} bytes)", text.len()),
            Self::Array(items) => write!(f, "Json(array of {})", items.len()),
            Self::Object(members) => write!(f, "Json(object of {})", members.len()),
        }
    }
}

struct Reader<'b> {
    text: &'b str,
    at: usize,
}

impl<'b> Reader<'b> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Option<Json<'b>> {
        self.skip_blanks();
        match self.peek()? {
            b'n' => self.word("null", Json::Null),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'"' => self.string().map(Json::String),
            b'[' => self.array(depth.checked_sub(1)?),
            b'{' => self.object(depth.checked_sub(1)?),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, json: Json<'b>) -> Option<Json<'b>> {
        let found = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        found.then_some(json)
    }

    fn number(&mut self) -> Option<Json<'b>> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(Json::Number(Number(&self.text[start..self.at])))
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn array(&mut self, depth: usize) -> Option<Json<'b>> {
        self.at += 1;
        let mut items = Vec::new();
        self.skip_blanks();
        if self.peek()? == b']' {
            self.at += 1;
            return Some(Json::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.skip_blanks();
            match self.next()? {
                b',' => {}
                b']' => return Some(Json::Array(items)),
                _ => return None,
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json<'b>> {
        self.at += 1;
        let mut members = Vec::new();
        self.skip_blanks();
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(Json::Object(members));
        }
        loop {
            self.skip_blanks();
            if self.peek()? != b'"' {
                return None;
            }
            let key = self.string()?;
            self.skip_blanks();
            if self.next()? != b':' {
                return None;
            }
            members.push((key, self.value(depth)?));
            self.skip_blanks();
            match self.next()? {
                b',' => {}
                b'}' => return Some(Json::Object(members)),
                _ => return None,
            }
        }
    }

    fn string(&mut self) -> Option<Cow<'b, str>> {
        self.at += 1;
        let mut whole = Cow::Borrowed("");
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let len = rest
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
            let piece = &self.text[self.at..self.at + len];
            self.at += len;
            if whole.is_empty() {
                whole = Cow::Borrowed(piece);
            } else {
                whole.to_mut().push_str(piece);
            }
            match self.next()? {
                b'"' => return Some(whole),
                b'\\' => whole.to_mut().push(self.escape()?),
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                let second = match first {
                    0xd800..=0xdbff => {
                        self.text.as_bytes()[self.at..]
                            .starts_with(b"\\u")
                            .then_some(())?;
                        self.at += 2;
                        Some(self.hex()?)
                    }
                    _ => None,
                };
                char::decode_utf16([first].into_iter().chain(second))
                    .next()?
                    .ok()?
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u16> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |value, digit| {
            Some(value * 16 + u16::try_from(char::from(*digit).to_digit(16)?).ok()?)
        })
    }
}
