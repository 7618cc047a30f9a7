//! One line of a message, fit for a terminal and free of secrets.

use std::ops::Range;

/// How many characters of a line are shown before it is cut around the span.
const WIDTH: usize = 100;

/// A line of the message, for display.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Excerpt {
    /// The line, or the part of it around the span. Secrets are `*`, one for a character; control
    /// characters and those that reorder text are replaced by visible ones.
    pub line: String,
    /// Where the span starts in `line`, in characters.
    pub start: usize,
    /// Where it ends. The span of something missing is empty.
    pub end: usize,
}

impl Excerpt {
    /// The line of the message that a span starts on.
    pub fn new(message: &[u8], span: &Range<usize>) -> Self {
        Excerpts::new(message).of(span)
    }
}

/// Excerpts of one message, of which there may be many from one line of megabytes: what is known
/// of a line is kept for the next one.
#[derive(Debug)]
pub struct Excerpts<'m> {
    message: &'m [u8],
    line: Option<Line>,
}

/// A line of a message, without its end.
#[derive(Debug)]
struct Line {
    start: usize,
    end: usize,
    /// What of it may not be shown, in bytes of the line, in order.
    secrets: Vec<Range<usize>>,
}

impl Line {
    /// The line that `at` is in.
    fn find(message: &[u8], at: usize) -> Self {
        let (part, start) = locate(message, at);
        let rest = &message[start..];
        let end = start + rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        let secrets = secrets(text(message, start, end), part);
        Self {
            start,
            end,
            secrets,
        }
    }
}

/// A line that ends in LF or in CRLF.
fn text(message: &[u8], start: usize, end: usize) -> &[u8] {
    let line = &message[start..end];
    line.strip_suffix(b"\r").unwrap_or(line)
}

impl<'m> Excerpts<'m> {
    /// Those of this message.
    pub fn new(message: &'m [u8]) -> Self {
        Self {
            message,
            line: None,
        }
    }

    /// The line that a span starts on.
    pub fn of(&mut self, span: &Range<usize>) -> Excerpt {
        let at = span.start.min(self.message.len());
        let known = self.line.take();
        let known = known.filter(|line| (line.start..=line.end).contains(&at));
        let line = known.unwrap_or_else(|| Line::find(self.message, at));
        let line = self.line.insert(line);
        let text = text(self.message, line.start, line.end);
        let at = at.saturating_sub(line.start);
        let span = at..span.end.saturating_sub(line.start);
        let apart = match is_placeholder(text.get(span.clone()).unwrap_or_default()) {
            true => span.clone(),
            false => 0..0,
        };

        // A window in bytes first, so that a line of megabytes is not laid out whole.
        let window = at.saturating_sub(4 * WIDTH)..at.saturating_add(4 * WIDTH);
        let mut offset = match window.start {
            0 => 0,
            start => start + continuation(&text[start..]),
        };
        let next = line.secrets.partition_point(|mask| mask.end <= offset);
        let masks = line.secrets[next..].iter();
        let mut masks = masks.flat_map(|mask| without(mask, &apart)).peekable();
        let mut shown: Vec<char> = Vec::new();
        let (mut first, mut last) = (None, None);
        // The last character may begin in the window and end behind it.
        let part = &text[offset..text.len().min(window.end + 3)];
        for chunk in part.utf8_chunks() {
            let valid = chunk.valid().chars().map(|c| (c, c.len_utf8()));
            let invalid = (!chunk.invalid().is_empty())
                .then_some((char::REPLACEMENT_CHARACTER, chunk.invalid().len()));
            for (c, len) in valid.chain(invalid) {
                while masks.next_if(|mask| mask.end <= offset).is_some() {}
                let masked = masks.peek().is_some_and(|mask| mask.start <= offset);
                if offset < window.end {
                    if offset >= span.start {
                        first.get_or_insert(shown.len());
                    }
                    if offset >= span.end {
                        last.get_or_insert(shown.len());
                    }
                    shown.push(if masked { '*' } else { visible(c) });
                }
                offset += len;
            }
        }
        let first = first.unwrap_or(shown.len());
        let last = last.unwrap_or(shown.len()).max(first);
        cut(
            &shown,
            first,
            last,
            window.start > 0,
            text.len() > window.end,
        )
    }
}

/// How many bytes belong to a character that begins before this text.
fn continuation(text: &[u8]) -> usize {
    let belongs = |byte: &&u8| **byte & 0b1100_0000 == 0b1000_0000;
    text.iter().take(3).take_while(belongs).count()
}

/// The part of the line around the span, an ellipsis where something was left out.
fn cut(shown: &[char], start: usize, end: usize, before: bool, after: bool) -> Excerpt {
    let from = if shown.len() <= WIDTH {
        0
    } else {
        start.saturating_sub(WIDTH / 2)
    };
    let to = shown.len().min(from + WIDTH);
    let opens = before || from > 0;
    let mut line = String::new();
    line.extend(opens.then_some('…'));
    line.extend(&shown[from..to]);
    line.extend((after || to < shown.len()).then_some('…'));
    let shift = |at: usize| at.min(to) - from + usize::from(opens);
    Excerpt {
        line,
        start: shift(start),
        end: shift(end),
    }
}

/// Whether this is `{name}` or `{{name}}`, which tells no secret.
fn is_placeholder(text: &[u8]) -> bool {
    /// Of a longer one it is the token that somebody put between braces.
    const LONG: usize = 32;
    let inner = |text: &[u8]| Some(text.strip_prefix(b"{")?.strip_suffix(b"}")?.to_vec());
    let name = inner(text).map(|once| inner(&once).unwrap_or(once));
    name.is_some_and(|name| {
        let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte);
        (1..LONG).contains(&name.len()) && name.iter().all(allowed)
    })
}

/// What is left of a range on both sides of another.
fn without(range: &Range<usize>, other: &Range<usize>) -> [Range<usize>; 2] {
    let before = range.start..range.end.min(other.start);
    let after = range.start.max(other.end)..range.end;
    [before, after]
}

fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => {
            char::REPLACEMENT_CHARACTER
        }
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => {
            char::REPLACEMENT_CHARACTER
        }
        _ => c,
    }
}

/// A request line or a field line with `***` in the place of every secret.
#[cfg(feature = "send")]
pub(crate) fn masked(line: &[u8], first: bool) -> Vec<u8> {
    let part = match first {
        true => PartOfMessage::FirstLine,
        false => PartOfMessage::Head,
    };
    let mut masked = Vec::with_capacity(line.len());
    let mut done = 0;
    for secret in secrets(line, part) {
        masked.extend_from_slice(&line[done..secret.start]);
        masked.extend_from_slice(b"***");
        done = secret.end;
    }
    masked.extend_from_slice(&line[done..]);
    masked
}

#[derive(Clone, Copy, PartialEq)]
enum PartOfMessage {
    FirstLine,
    Head,
    Body,
}

/// The part of the message which `at` is in, and where its line starts.
fn locate(message: &[u8], at: usize) -> (PartOfMessage, usize) {
    let mut part = PartOfMessage::FirstLine;
    let mut seen_text = false;
    let mut start = if message.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    while let Some(len) = message[start.min(at)..at].iter().position(|b| *b == b'\n') {
        let blank = message[start..start + len].trim_ascii().is_empty();
        part = match part {
            PartOfMessage::FirstLine if blank && !seen_text => PartOfMessage::FirstLine,
            PartOfMessage::Body => PartOfMessage::Body,
            _ if blank => PartOfMessage::Body,
            _ => PartOfMessage::Head,
        };
        seen_text |= !blank;
        start += len + 1;
    }
    (part, start.min(message.len()))
}

/// What of a line may not be shown, in bytes, in order.
fn secrets(line: &[u8], part: PartOfMessage) -> Vec<Range<usize>> {
    let end = line.iter().position(|b| b": \t".contains(b));
    let name_len = end.unwrap_or(line.len());
    let (name, rest) = line.split_at(name_len);
    let colon = rest.trim_ascii_start().first() == Some(&b':');
    let pseudo = line.starts_with(b":");
    match part {
        // What follows the blank line is shown only as far as it is the size of a chunk.
        PartOfMessage::Body if line.len() <= 8 && line.iter().all(u8::is_ascii_hexdigit) => vec![],
        PartOfMessage::Body => pairs(line, |_| true),
        _ if end.is_some() && is_secret(name) => vec![credentials(line, name_len)],
        PartOfMessage::FirstLine => after_secret_word(line),
        PartOfMessage::Head if pseudo || (colon && !name.is_empty()) => pairs(line, is_secret),
        // Neither a name nor a value can be told from the other.
        PartOfMessage::Head => {
            let word = name.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-');
            let shown = if word && name_len < 24 && end.is_some() {
                name_len
            } else {
                0
            };
            std::iter::once(shown..line.len()).collect()
        }
    }
}

/// A first line may be anything, a command line as well: nothing is shown after a word such as
/// `'Authorization:`.
fn after_secret_word(line: &[u8]) -> Vec<Range<usize>> {
    let mut ranges = pairs(line, is_secret);
    let mut at = 0;
    for word in line.split_inclusive(|b| b" \t".contains(b)) {
        at += word.len();
        let path = word.starts_with(b"/") || word.windows(3).any(|window| window == b"://");
        if !path && (is_secret(word.trim_ascii()) || word.trim_ascii() == b"-u") {
            ranges.retain(|range| range.end <= at);
            ranges.push(at..line.len());
            break;
        }
    }
    ranges
}

/// Everything after the name and, where more follows it, after the scheme.
fn credentials(line: &[u8], name_len: usize) -> Range<usize> {
    let blanks = |from: usize| {
        from + line[from..]
            .iter()
            .take_while(|b| b": \t".contains(b))
            .count()
    };
    let value = blanks(name_len);
    let authorization = line[..name_len]
        .to_ascii_lowercase()
        .ends_with(b"authorization");
    let word = line[value..]
        .iter()
        .position(|b| *b == b' ')
        .filter(|_| authorization);
    word.map_or(value, |len| blanks(value + len))..line.len()
}

/// The values of `name=value` pairs whose name is `secret`, and user and password of an address.
fn pairs(line: &[u8], secret: impl Fn(&[u8]) -> bool) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for piece in line.split_inclusive(|b| b"?&; \t".contains(b)) {
        let end = start + piece.len();
        match piece.iter().position(|b| *b == b'=') {
            Some(equals) if secret(&piece[..equals]) => {
                let closing = usize::from(piece.ends_with(b"&") || piece.ends_with(b" "));
                ranges.push(start + equals + 1..end - closing);
            }
            None if secret(b"") => ranges.push(start..end),
            _ => ranges.extend(user(piece).map(|user| start + user.start..start + user.end)),
        }
        start = end;
    }
    ranges
}

/// User and password before the `@` of an address.
fn user(piece: &[u8]) -> Option<Range<usize>> {
    let at = piece.iter().rposition(|b| *b == b'@')?;
    let start = piece[..at]
        .windows(3)
        .position(|window| window == b"://")
        .map(|mark| mark + 3);
    let password = start.is_some() || piece[..at].contains(&b':');
    password.then(|| start.unwrap_or(0)..at)
}

fn is_secret(name: &[u8]) -> bool {
    const PARTS: [&[u8]; 12] = [
        b"authorization",
        b"cookie",
        b"token",
        b"secret",
        b"passw",
        b"pwd",
        b"apikey",
        b"api-key",
        b"api_key",
        b"x-auth",
        b"signature",
        b"credential",
    ];
    let name = name.to_ascii_lowercase();
    let whole: [&[u8]; 7] = [
        b"bearer",
        b"basic",
        b"digest",
        b"key",
        b"sig",
        b"code",
        b"assertion",
    ];
    whole.contains(&name.as_slice())
        || PARTS
            .iter()
            .any(|part| name.windows(part.len()).any(|window| window == *part))
}
