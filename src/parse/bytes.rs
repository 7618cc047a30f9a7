//! Classes of bytes, and searches by them.

/// `tchar` of RFC 9110 §5.6.2.
const TOKEN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let marks = b"!#$%&'*+-.^_`|~";
    let mut mark = 0;
    while mark < marks.len() {
        table[marks[mark] as usize] = true;
        mark += 1;
    }
    table
};

/// Whether `bytes` is a token: a method, a field name.
pub(crate) fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && token_len(bytes) == bytes.len()
}

/// How many bytes at the start belong to a token.
pub(crate) fn token_len(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|byte| !TOKEN[usize::from(*byte)])
        .unwrap_or(bytes.len())
}

pub(crate) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// `bytes` without the blanks (OWS, RFC 9110 §5.6.3) around them.
pub(crate) fn trim(bytes: &[u8]) -> &[u8] {
    let start = bytes
        .iter()
        .position(|byte| !is_blank(*byte))
        .unwrap_or(bytes.len());
    trim_end(&bytes[start..])
}

pub(crate) fn trim_end(mut bytes: &[u8]) -> &[u8] {
    while let [rest @ .., b' ' | b'\t'] = bytes {
        bytes = rest;
    }
    bytes
}

/// The first control character other than a tab.
pub(crate) fn control(bytes: &[u8]) -> Option<usize> {
    position(bytes, |byte| {
        (byte < b' ' && byte != b'\t') | (byte == 0x7f)
    })
}

/// The first of `byte`.
pub(crate) fn find(bytes: &[u8], byte: u8) -> Option<usize> {
    position(bytes, |other| other == byte)
}

/// Like `Iterator::position`, in steps the compiler turns into vector instructions.
fn position(bytes: &[u8], found: impl Fn(u8) -> bool) -> Option<usize> {
    let (steps, rest) = bytes.as_chunks::<16>();
    let hit = steps
        .iter()
        .position(|step| step.iter().fold(false, |any, b| any | found(*b)));
    let start = hit.unwrap_or(steps.len()) * 16;
    let tail = if hit.is_some() { &bytes[start..] } else { rest };
    tail.iter()
        .position(|byte| found(*byte))
        .map(|at| start + at)
}
