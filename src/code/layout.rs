//! The pretty-printer of every language: brackets and chains, on one line where they fit, else
//! an item a line. It knows widths and nothing of any language.

use std::borrow::Cow;
use std::fmt::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::page::Place;
use super::quoting::{ByteQuoting, Quoting, write_bytes, write_text};
use super::{EnvName, Syntax};
use crate::request::Number;

/// What follows a piece of code on its line: a comma, a semicolon or a bracket. Templates keep to
/// it (`tests/templates.rs`).
const TAIL: usize = 1;

/// A tree of code. Only the functions of [`super`] make one.
pub(crate) enum Node<'a> {
    Word(&'static str),
    Text(Cow<'a, str>, &'static Quoting),
    Bytes(Cow<'a, [u8]>, &'static ByteQuoting),
    Number(Number<'a>),
    Integer(usize),
    Name(EnvName),
    Row(Vec<Node<'a>>),
    Group(&'static Brackets, Vec<Node<'a>>),
    Chain(Box<Node<'a>>, Vec<Node<'a>>),
    Fold(Box<Node<'a>>, usize, Box<Node<'a>>),
    /// A text that is broken into literals, before blanks and after line ends.
    Wrapped(Cow<'a, str>, &'static Quoting),
    /// Operands with a `+` between them.
    Sum(Vec<Node<'a>>),
    /// Operands with an operator behind each but the last.
    Operands(&'static str, Vec<Node<'a>>),
}

/// Brackets around items and how their formatter breaks them.
pub struct Brackets {
    /// The opening bracket, with what stands before it (`dict(`).
    pub open: &'static str,
    /// The closing bracket.
    pub close: &'static str,
    /// What stands between items: `,`, which a blank or a line end follows.
    pub separator: &'static str,
    /// Blanks inside the brackets on one line: `{ a: 1 }`.
    pub padded: bool,
    /// A comma after the last item, where there is one a line.
    pub trailing_comma: bool,
    /// One item a line, even where they fit on one.
    pub broken: bool,
    /// As many items a line as fit, as prettier lays out numbers.
    pub filled: bool,
    /// Where only the last item breaks, the others stay on the first line, as in
    /// `fetch(url, {` of prettier.
    pub hugs_last: bool,
    /// Items are indented by two steps, together on the next line where they fit there, and the
    /// closing bracket stays with the last, as google-java-format has it.
    pub hanging: bool,
}

impl Brackets {
    /// `open a, b close`, with nothing particular about it.
    pub const fn new(open: &'static str, close: &'static str) -> Self {
        Self {
            open,
            close,
            separator: ",",
            padded: false,
            trailing_comma: false,
            broken: false,
            filled: false,
            hugs_last: false,
            hanging: false,
        }
    }
}

/// Prints code at its place.
pub(super) fn print<L: Syntax>(node: &Node<'_>, out: &mut dyn Write, at: &Place) -> fmt::Result {
    let mut printer = Printer {
        out,
        line: at.line.take(),
        column: at.column.get(),
        width: L::WIDTH,
        step: L::INDENT,
    };
    let printed = printer.node(node, at.indent.get(), TAIL);
    at.column.set(printer.column);
    at.line.set(printer.line);
    printed
}

struct Printer<'w> {
    out: &'w mut dyn Write,
    /// What is tried on one line, kept for its capacity.
    line: String,
    column: usize,
    width: usize,
    step: usize,
}

impl Write for Printer<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // Layout looks at columns up to the width only: no need to count through a long body.
        if self.column <= self.width {
            self.column += columns(text);
        }
        self.out.write_str(text)
    }
}

impl Printer<'_> {
    fn node(&mut self, node: &Node<'_>, indent: usize, tail: usize) -> fmt::Result {
        match node {
            Node::Row(nodes) => self.row(nodes, indent, tail),
            Node::Word(word) => self.write_str(word),
            _ => match self.on_one_line(node, tail)? {
                true => Ok(()),
                false => self.over_lines(node, indent, tail),
            },
        }
    }

    /// Writes a node on this line, where it fits.
    fn on_one_line(&mut self, node: &Node<'_>, tail: usize) -> Result<bool, fmt::Error> {
        let Some(columns) = self.width.checked_sub(self.column + tail) else {
            return Ok(false);
        };
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        line.reserve(self.width);
        let mut attempt = Attempt {
            line: &mut line,
            left: columns,
        };
        let fits = flat(node, &mut attempt).is_ok();
        let left = attempt.left;
        if fits {
            self.column += columns - left;
            self.out.write_str(&line)?;
        }
        self.line = line;
        Ok(fits)
    }

    fn over_lines(&mut self, node: &Node<'_>, indent: usize, tail: usize) -> fmt::Result {
        let inner = indent + 2 * self.step;
        match node {
            Node::Group(brackets, items) => self.broken(brackets, items, indent, tail),
            Node::Chain(head, links) => {
                // What breaks in the head stands further in than the links.
                self.node(head, inner, 0)?;
                links.iter().enumerate().try_for_each(|(index, link)| {
                    self.line(inner)?;
                    self.node(link, inner, if index + 1 < links.len() { 0 } else { tail })
                })
            }
            Node::Fold(head, steps, rest) => {
                let indent = indent + steps * self.step;
                flat(head, self)?;
                self.line(indent)?;
                self.node(rest, indent, tail)
            }
            Node::Wrapped(text, quoting) => self.wrapped(text, quoting, indent, tail),
            Node::Sum(operands) => operands
                .iter()
                .enumerate()
                .try_for_each(|(index, operand)| {
                    if index > 0 {
                        self.line(inner)?;
                        self.write_str("+ ")?;
                    }
                    let tail = if index + 1 < operands.len() { 0 } else { tail };
                    self.node(operand, inner, tail)
                }),
            Node::Operands(operator, operands) => {
                operands
                    .iter()
                    .enumerate()
                    .try_for_each(|(index, operand)| {
                        if index > 0 {
                            self.write_str(operator)?;
                            self.line(indent)?;
                        }
                        self.node(operand, indent, tail.max(operator.len()))
                    })
            }
            _ => flat(node, self),
        }
    }

    fn row(&mut self, nodes: &[Node<'_>], indent: usize, tail: usize) -> fmt::Result {
        let width = self.width;
        let opening = |node| opening(node, width);
        let mut rest: usize = nodes.iter().map(opening).sum();
        nodes.iter().try_for_each(|node| {
            rest -= opening(node);
            self.node(node, indent, tail + rest)
        })
    }

    fn broken(
        &mut self,
        brackets: &Brackets,
        items: &[Node<'_>],
        indent: usize,
        tail: usize,
    ) -> fmt::Result {
        if brackets.hugs_last && self.hugs(brackets, items) {
            self.write_str(brackets.open)?;
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    self.write_str(brackets.separator)?;
                    self.write_char(' ')?;
                }
                if index + 1 < items.len() {
                    flat(item, self)?;
                } else {
                    self.node(item, indent, tail + brackets.close.len())?;
                }
            }
            return self.write_str(brackets.close);
        }
        if brackets.hanging {
            return self.hanging(brackets, items, indent, tail);
        }
        let inner = indent + self.step;
        self.write_str(brackets.open)?;
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.write_str(brackets.separator)?;
            }
            if brackets.filled
                && index > 0
                && self.column + 1 + columns_of(item, self.width) < self.width
            {
                self.write_char(' ')?;
            } else {
                self.line(inner)?;
            }
            self.node(item, inner, TAIL)?;
        }
        if brackets.trailing_comma {
            self.write_str(brackets.separator)?;
        }
        self.line(indent)?;
        self.write_str(brackets.close)
    }

    fn hanging(
        &mut self,
        brackets: &Brackets,
        items: &[Node<'_>],
        indent: usize,
        tail: usize,
    ) -> fmt::Result {
        let inner = indent + 2 * self.step;
        let tail = tail + brackets.close.len();
        self.write_str(brackets.open)?;
        self.line(inner)?;
        let mut budget = Budget::new(self.width.saturating_sub(self.column + tail));
        let together = !brackets.broken && flat_items(brackets, items, &mut budget).is_ok();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.write_str(brackets.separator)?;
                if together {
                    self.write_char(' ')?;
                } else {
                    self.line(inner)?;
                }
            }
            let last = index + 1 == items.len();
            self.node(item, inner, if last { tail } else { TAIL })?;
        }
        self.write_str(brackets.close)
    }

    /// Fills lines with the words of a text, by the rules of google-java-format's StringWrapper.
    fn wrapped(
        &mut self,
        text: &str,
        quoting: &Quoting,
        indent: usize,
        tail: usize,
    ) -> fmt::Result {
        let mut width = self.width.saturating_sub(self.column + 2);
        let mut rest = text;
        while !rest.is_empty() {
            let first = rest.len() == text.len();
            // No character is longer than four bytes or shorter than one column.
            if rest.len() <= 4 * width && literal_columns(rest, quoting, width) <= width {
                width = width.saturating_sub(tail);
            }
            if !first {
                self.line(indent + 2 * self.step)?;
                self.write_str("+ ")?;
            }
            let (line, others) = rest.split_at(filled(rest, quoting, width));
            write_text(line, quoting, self)?;
            rest = others;
            if first {
                width = width.saturating_sub(2 * self.step + 2);
            }
        }
        Ok(())
    }

    /// Whether all but the last item, and the opening of the last, fit on this line.
    fn hugs(&self, brackets: &Brackets, items: &[Node<'_>]) -> bool {
        let Some((last, others)) = items.split_last() else {
            return false;
        };
        let Node::Group(inner, _) = last else {
            return false;
        };
        let mut budget = Budget::new(self.width.saturating_sub(self.column));
        let written = budget.write_str(brackets.open).is_ok()
            && others
                .iter()
                .all(|item| flat(item, &mut budget).is_ok() && budget.write_str(", ").is_ok());
        written && budget.write_str(inner.open).is_ok()
    }

    fn line(&mut self, indent: usize) -> fmt::Result {
        const BLANKS: &str = "\n                                                                ";
        self.column = indent;
        match BLANKS.get(..=indent) {
            Some(line) => self.out.write_str(line),
            None => write!(self.out, "\n{:indent$}", ""),
        }
    }
}

/// Writes a node on one line. Fails in a [`Budget`] or [`Attempt`] that does not hold it.
fn flat<W: Write>(node: &Node<'_>, out: &mut W) -> fmt::Result {
    match node {
        Node::Word(word) => out.write_str(word),
        Node::Text(text, quoting) | Node::Wrapped(text, quoting) => write_text(text, quoting, out),
        Node::Bytes(bytes, quoting) => write_bytes(bytes, quoting, out),
        Node::Number(number) => out.write_str(number.as_str()),
        Node::Integer(integer) => write!(out, "{integer}"),
        Node::Name(name) => out.write_str(name.as_str()),
        Node::Row(nodes) => nodes.iter().try_for_each(|node| flat(node, out)),
        Node::Group(brackets, items) => {
            if brackets.broken {
                out.write_str(Budget::BREAK)?;
            }
            out.write_str(brackets.open)?;
            let padding = if brackets.padded && !items.is_empty() {
                " "
            } else {
                ""
            };
            out.write_str(padding)?;
            flat_items(brackets, items, out)?;
            out.write_str(padding)?;
            out.write_str(brackets.close)
        }
        Node::Chain(head, links) => {
            flat(head, out)?;
            links.iter().try_for_each(|link| flat(link, out))
        }
        Node::Fold(head, _, rest) => {
            flat(head, out)?;
            out.write_char(' ')?;
            flat(rest, out)
        }
        Node::Sum(operands) => operands
            .iter()
            .enumerate()
            .try_for_each(|(index, operand)| {
                if index > 0 {
                    out.write_str(" + ")?;
                }
                flat(operand, out)
            }),
        Node::Operands(operator, operands) => {
            operands
                .iter()
                .enumerate()
                .try_for_each(|(index, operand)| {
                    if index > 0 {
                        out.write_str(operator)?;
                        out.write_char(' ')?;
                    }
                    flat(operand, out)
                })
        }
    }
}

fn flat_items<W: Write>(brackets: &Brackets, items: &[Node<'_>], out: &mut W) -> fmt::Result {
    items.iter().enumerate().try_for_each(|(index, item)| {
        if index > 0 {
            out.write_str(brackets.separator)?;
            out.write_char(' ')?;
        }
        flat(item, out)
    })
}

/// Columns of a text in a literal, without its quotes; more than `limit` where it is longer.
fn literal_columns(text: &str, quoting: &Quoting, limit: usize) -> usize {
    if text
        .bytes()
        .all(|byte| byte.is_ascii() && quoting.plain.has(byte))
    {
        return text.len();
    }
    let quotes = quoting.open.len() + quoting.close.len();
    let mut budget = Budget::new(limit + quotes);
    match write_text(text, quoting, &mut budget) {
        Ok(()) => limit - budget.left,
        Err(_) => limit + 1,
    }
}

/// How much of a text goes on a line of this width: as many words as fit, one at least, and
/// nothing after a line end.
fn filled(text: &str, quoting: &Quoting, width: usize) -> usize {
    let line = whole_line(text, 4 * width);
    if let Some(line) = line.filter(|line| literal_columns(line, quoting, width) <= width) {
        return line.len();
    }
    let (mut columns, mut len) = (0, 0);
    for word in Words(text) {
        let more = literal_columns(word, quoting, width);
        if columns > 4 && columns + more > width {
            break;
        }
        columns += more;
        len += word.len();
        if word.ends_with(is_line_break) || word.ends_with("\\n") || word.ends_with("\\r") {
            break;
        }
    }
    len
}

/// The first line of a text with its line ends, where nothing in it could be taken for one.
fn whole_line(text: &str, limit: usize) -> Option<&str> {
    let bytes = text.as_bytes();
    let found = bytes
        .iter()
        .take(limit)
        .position(|byte| matches!(byte, b'\n' | b'\r' | b'\\'));
    match found {
        None => (bytes.len() <= limit).then_some(text),
        Some(at) if bytes[at] == b'\\' => None,
        Some(at) => {
            let rest = text[at..].trim_start_matches(is_line_break);
            Some(&text[..text.len() - rest.len()])
        }
    }
}

/// The words of a text: blanks start one, line ends end one, and so does a `\n` that is spelled
/// out, as google-java-format reads the code of a literal and not its value.
struct Words<'t>(&'t str);

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let mut characters = self.0.char_indices();
        let (_, mut last) = characters.next()?;
        let mut is_line_end = is_line_break(last);
        let end = characters.find(|(_, c)| {
            let ends_line = is_line_end && !is_line_break(*c);
            let blank = c.is_whitespace() && !is_line_break(*c);
            is_line_end = is_line_break(*c) || (last == '\\' && matches!(c, 'n' | 'r'));
            last = *c;
            ends_line || blank
        });
        let (word, rest) = self.0.split_at(end.map_or(self.0.len(), |(at, _)| at));
        self.0 = rest;
        Some(word)
    }
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

/// Columns of a node up to where it may break, at most `limit`.
fn opening(node: &Node<'_>, limit: usize) -> usize {
    match node {
        Node::Group(brackets, _) => brackets.open.len(),
        Node::Chain(head, _) | Node::Fold(head, _, _) => opening(head, limit),
        _ => columns_of(node, limit),
    }
}

/// Columns of a node on one line, at most `limit`.
fn columns_of(node: &Node<'_>, limit: usize) -> usize {
    let mut budget = Budget::new(limit);
    match flat(node, &mut budget) {
        Ok(()) => limit - budget.left,
        Err(_) => limit,
    }
}

#[inline]
fn columns(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => text.width(),
    }
}

/// A writer that keeps nothing and fails when its columns are used up.
struct Budget {
    left: usize,
}

impl Budget {
    /// Stands for a line end that has to be: no budget holds it.
    const BREAK: &'static str = "\n";

    fn new(columns: usize) -> Self {
        Self { left: columns }
    }

    /// The columns that are left after a text.
    fn after(&self, text: &str) -> Result<usize, fmt::Error> {
        if text == Self::BREAK || text.len() > 4 * self.left {
            return Err(fmt::Error);
        }
        self.left.checked_sub(columns(text)).ok_or(fmt::Error)
    }
}

impl Write for Budget {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.left = self.after(text)?;
        Ok(())
    }
}

/// A writer of one line that fails when its columns are used up.
struct Attempt<'l> {
    line: &'l mut String,
    left: usize,
}

impl Write for Attempt<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.left = Budget::new(self.left).after(text)?;
        self.line.push_str(text);
        Ok(())
    }
}
