//! Code of a language: the only place where request text becomes code.
//!
//! Text of a request has no `Display`. It enters a snippet through [`text`], [`bytes`] and their
//! like, which quote it by the rules of one language, or not at all. What they return is
//! [`Code`], the one type a template can print: the escaper of every template is [`Source`], which
//! deliberately is no askama `Escaper`.

mod layout;
mod page;
mod quoting;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use askama::filters::Safe;
use askama::{FastWritable, Values};
use base64::prelude::{BASE64_STANDARD, Engine};

pub use layout::Brackets;
pub(crate) use layout::Node;
pub(crate) use page::Page;
pub use quoting::{ByteQuoting, Plain, Quoting};
pub(crate) use quoting::{hex, is_visible, utf16};

use crate::request::{Json, Number};

/// What is particular to the code of one language: its literals and its formatter's layout.
pub trait Syntax: 'static {
    /// Blanks a nested line is indented by.
    const INDENT: usize;
    /// Columns of a line, as the language's standard formatter counts them.
    const WIDTH: usize;

    /// How this text is quoted: most languages choose between `'` and `"`.
    fn quoting(text: &str) -> &'static Quoting;
}

/// A language that has literals of bytes.
pub trait ByteSyntax: Syntax {
    /// How these bytes are quoted.
    fn byte_quoting(bytes: &[u8]) -> &'static ByteQuoting;
}

/// Code of language `L`: all that a view holds and a template can print.
///
/// ```
/// use snippetgen::code::{Code, text};
/// use snippetgen::language::python::Python;
/// let literal: Code<'_, Python> = text("it's");
/// assert_eq!(literal.to_string(), r#""it's""#);
/// ```
///
/// What one language quoted is no code of another:
///
/// ```compile_fail
/// use snippetgen::code::{Code, text};
/// use snippetgen::language::{python::Python, shell::Shell};
/// let literal: Code<'_, Shell> = text::<Python>("it's");
/// ```
pub type Code<'a, L> = Safe<Piece<'a, L>>;

/// What [`Code`] wraps.
pub struct Piece<'a, L>(Node<'a>, PhantomData<L>);

/// The escaper of every template, which is none: `{{ … }}` compiles for [`Code`] alone.
///
/// ```
/// mod code { pub use snippetgen::code::*; }
/// #[derive(askama::Template)]
/// #[template(source = "{{ code }}", ext = "py")]
/// struct View<'a> { code: code::Code<'a, snippetgen::language::python::Python> }
/// # fn main() {}
/// ```
///
/// A string does not compile, nor does text of a request:
///
/// ```compile_fail
/// mod code { pub use snippetgen::code::*; }
/// #[derive(askama::Template)]
/// #[template(source = "{{ code }}", ext = "py")]
/// struct View<'a> { code: &'a str }
/// # fn main() {}
/// ```
///
/// ```compile_fail
/// mod code { pub use snippetgen::code::*; }
/// #[derive(askama::Template)]
/// #[template(source = "{{ code }}", ext = "py")]
/// struct View<'a> { code: snippetgen::request::Text<'a> }
/// # fn main() {}
/// ```
pub struct Source;

/// The name of an environment variable: the only name in a snippet that is chosen at run time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvName(Cow<'static, str>);

impl EnvName {
    /// A name of letters, digits and `_` that does not start with a digit (POSIX.1-2017 §8.1).
    ///
    /// ```
    /// use snippetgen::EnvName;
    /// assert!(EnvName::new("API_TOKEN").is_some());
    /// assert!(EnvName::new("API-TOKEN").is_none());
    /// ```
    pub fn new(name: impl Into<Cow<'static, str>>) -> Option<Self> {
        let name = name.into();
        let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let continues = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        (starts && continues).then_some(Self(name))
    }

    pub(crate) const fn fixed(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn code<L>(node: Node<'_>) -> Code<'_, L> {
    Safe(Piece(node, PhantomData))
}

/// Keywords, identifiers and punctuation: `'static`, so never from a request.
pub fn word<'a, L>(word: &'static str) -> Code<'a, L> {
    code(Node::Word(word))
}

/// A literal of text.
pub fn text<'a, L: Syntax>(text: impl Into<Cow<'a, str>>) -> Code<'a, L> {
    let text = text.into();
    let quoting = L::quoting(&text);
    code(Node::Text(text, quoting))
}

/// A literal of text in a quoting other than the one the language would choose.
pub fn quoted<'a, L: Syntax>(text: impl Into<Cow<'a, str>>, by: &'static Quoting) -> Code<'a, L> {
    code(Node::Text(text.into(), by))
}

/// A literal of text whose characters are these bytes, as ISO 8859-1 reads them.
pub fn latin1<'a, L: Syntax>(bytes: impl Into<Cow<'a, [u8]>>) -> Code<'a, L> {
    let bytes = bytes.into();
    match bytes {
        Cow::Borrowed(bytes) if bytes.is_ascii() => text(String::from_utf8_lossy(bytes)),
        bytes => text(
            bytes
                .iter()
                .map(|byte| char::from(*byte))
                .collect::<String>(),
        ),
    }
}

/// A literal of text that is the base64 of these bytes (RFC 4648 §4).
pub fn base64<'a, L: Syntax>(bytes: &[u8]) -> Code<'a, L> {
    text(BASE64_STANDARD.encode(bytes))
}

/// A literal of bytes.
pub fn bytes<'a, L: ByteSyntax>(bytes: impl Into<Cow<'a, [u8]>>) -> Code<'a, L> {
    let bytes = bytes.into();
    let quoting = L::byte_quoting(&bytes);
    code(Node::Bytes(bytes, quoting))
}

/// A literal of bytes in a quoting other than the one the language would choose.
pub fn quoted_bytes<'a, L: ByteSyntax>(
    bytes: impl Into<Cow<'a, [u8]>>,
    by: &'static ByteQuoting,
) -> Code<'a, L> {
    code(Node::Bytes(bytes.into(), by))
}

/// A name that stands for itself: letters, digits, `_` and `$`, no digit first. The letters are
/// those of ASCII and of the scripts whose every letter identifiers may have (UAX #31).
pub fn identifier<'a, L>(text: &'a str) -> Option<Code<'a, L>> {
    const BARE: &Quoting = &Quoting {
        open: "",
        close: "",
        plain: Plain::except(b""),
        escape: |_, _| Err(fmt::Error),
    };
    let is_letter = |c: char| {
        matches!(c, 'a'..='z' | 'A'..='Z' | '_' | '$'
            | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'Ѐ'..='ҁ'
            | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='龥' | '가'..='힣')
    };
    let starts = text.starts_with(is_letter);
    let continues = text.chars().all(|c| is_letter(c) || c.is_ascii_digit());
    (starts && continues).then(|| code(Node::Text(Cow::Borrowed(text), BARE)))
}

/// The number of a JSON text, as it stands there.
pub fn number<'a, L>(number: Number<'a>) -> Code<'a, L> {
    code(Node::Number(number))
}

/// A number of our own.
pub fn integer<'a, L>(integer: usize) -> Code<'a, L> {
    code(Node::Integer(integer))
}

/// The name of an environment variable, bare.
pub fn name<'a, L>(name: EnvName) -> Code<'a, L> {
    code(Node::Name(name))
}

/// The name of an environment variable, as a literal.
pub fn quoted_name<'a, L: Syntax>(name: EnvName) -> Code<'a, L> {
    text(name.0)
}

/// Codes side by side.
pub fn row<'a, L>(codes: impl IntoIterator<Item = Code<'a, L>>) -> Code<'a, L> {
    code(Node::Row(codes.into_iter().map(|code| code.0.0).collect()))
}

/// Codes between brackets, separated by commas: on one line where they fit, else one a line.
pub fn group<'a, L>(
    brackets: &'static Brackets,
    items: impl IntoIterator<Item = Code<'a, L>>,
) -> Code<'a, L> {
    code(Node::Group(
        brackets,
        items.into_iter().map(|code| code.0.0).collect(),
    ))
}

/// A head and its links (`.header("a", "b")`), on one line where they fit, else a link a line.
pub fn chain<'a, L>(
    head: Code<'a, L>,
    links: impl IntoIterator<Item = Code<'a, L>>,
) -> Code<'a, L> {
    let links = links.into_iter().map(|code| code.0.0).collect();
    code(Node::Chain(Box::new(head.0.0), links))
}

/// A head and what follows it after a blank, or on the next line, indented by so many steps, where
/// one line does not hold both.
pub fn fold<'a, L>(head: Code<'a, L>, steps: usize, rest: Code<'a, L>) -> Code<'a, L> {
    code(Node::Fold(Box::new(head.0.0), steps, Box::new(rest.0.0)))
}

/// What stands behind the `=` of an assignment: after a blank where it fits, else on the next line.
pub fn assigned<'a, L>(value: Code<'a, L>) -> Code<'a, L> {
    fold(word(""), 2, value)
}

/// A literal of text that is broken, where it does not fit on a line, into literals with a `+`
/// between them: after line ends, and before blanks where a line gets too long.
pub fn wrapped<'a, L: Syntax>(text: impl Into<Cow<'a, str>>) -> Code<'a, L> {
    let text = text.into();
    let quoting = L::quoting(&text);
    code(Node::Wrapped(text, quoting))
}

/// Operands with a `+` between them: on one line where they fit, else one a line.
pub fn sum<'a, L>(operands: impl IntoIterator<Item = Code<'a, L>>) -> Code<'a, L> {
    code(Node::Sum(
        operands.into_iter().map(|code| code.0.0).collect(),
    ))
}

/// Operands with an operator behind each but the last: on one line where they fit, else one a line
/// without further indentation.
pub fn operands<'a, L>(
    operator: &'static str,
    operands: impl IntoIterator<Item = Code<'a, L>>,
) -> Code<'a, L> {
    let operands = operands.into_iter().map(|code| code.0.0).collect();
    code(Node::Operands(operator, operands))
}

/// How a language writes the values of JSON.
pub trait JsonSyntax: Syntax {
    /// `null`
    const NULL: &'static str;
    /// `true`
    const TRUE: &'static str = "true";
    /// `false`
    const FALSE: &'static str = "false";
    /// The object without members.
    const EMPTY_OBJECT: &'static str = "{}";
    /// What stands between a key and its value.
    const COLON: &'static str = ": ";
    /// The brackets of this object.
    fn object(members: &[(Cow<'_, str>, Json<'_>)]) -> &'static Brackets;
    /// The brackets of this array.
    fn array(items: &[Json<'_>]) -> &'static Brackets;
    /// A key of an object.
    fn key<'a>(key: &'a str) -> Code<'a, Self>
    where
        Self: Sized,
    {
        Self::string(key)
    }
    /// A string.
    fn string<'a>(string: &'a str) -> Code<'a, Self>
    where
        Self: Sized,
    {
        text(string)
    }
    /// A member of an object.
    fn member<'a>(key: &'a str, value: &'a Json<'_>) -> Code<'a, Self>
    where
        Self: Sized,
    {
        row([Self::key(key), word(Self::COLON), json(value)])
    }
}

/// A JSON value as a value of the language.
pub fn json<'a, L: JsonSyntax>(value: &'a Json<'_>) -> Code<'a, L> {
    match value {
        Json::Null => word(L::NULL),
        Json::Bool(true) => word(L::TRUE),
        Json::Bool(false) => word(L::FALSE),
        Json::Number(number) => self::number(*number),
        Json::String(string) => L::string(string),
        Json::Array(items) => group(L::array(items), items.iter().map(json)),
        Json::Object(members) if members.is_empty() => word(L::EMPTY_OBJECT),
        Json::Object(members) => group(
            L::object(members),
            members.iter().map(|(key, value)| L::member(key, value)),
        ),
    }
}

impl<L: Syntax> FastWritable for Piece<'_, L> {
    fn write_into(&self, dest: &mut dyn fmt::Write, values: &dyn Values) -> askama::Result<()> {
        let start = page::Place::default();
        let place = Page::place(values).unwrap_or(&start);
        Ok(place.code(|| layout::print::<L>(&self.0, dest, place))?)
    }
}

// askama asks for it, and uses `FastWritable` in its stead.
impl<L: Syntax> fmt::Display for Piece<'_, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        layout::print::<L>(&self.0, f, &page::Place::default())
    }
}
