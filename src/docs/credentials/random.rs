//! Whether a text looks random, as no word, name or date does.

use std::ops::Range;

/// Fewer characters are no key that anyone would trust.
const LENGTH: usize = 20;

/// The parts of a value that look random, where it may have several: `id=1; session=…`. Names in
/// placeholders (`${…}`, `<…>`) are no such parts.
pub(super) fn parts(value: &str) -> impl Iterator<Item = Range<usize>> {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/%=".contains(&byte);
    let mut start = 0;
    let runs = value.as_bytes().split(move |byte| !belongs(*byte));
    let runs = runs.filter_map(move |run| {
        let from = start;
        start += run.len() + 1;
        let before = from.checked_sub(1).map(|before| value.as_bytes()[before]);
        let is_name = before.is_some_and(|before| b"{<[$".contains(&before));
        (!is_name && run.len() >= LENGTH).then_some(from..from + run.len())
    });
    runs.map(|run| without_name(value, run))
        .filter(|part| looks_random(&value[part.clone()]))
}

/// Without the `name=` of a parameter or a cookie. `=` also ends Base64.
fn without_name(value: &str, run: Range<usize>) -> Range<usize> {
    let text = value[run.clone()].trim_end_matches('=');
    let name = text.rfind('=').map_or(0, |equals| equals + 1);
    run.start + name..run.end
}

/// A random text of 20 characters has about 4 bits a character, one of hexadecimal digits 3; words
/// have less, or no digits.
fn looks_random(text: &str) -> bool {
    if text.len() < LENGTH {
        return false;
    }
    let is_hexadecimal = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
    let least = match (is_hexadecimal, has_digits) {
        (true, _) => 3.0,
        (false, true) => 3.5,
        (false, false) => 4.2,
    };
    entropy(text) >= least
}

/// Shannon's entropy, in bits a character.
fn entropy(text: &str) -> f64 {
    let mut counts = [0u32; 256];
    for byte in text.bytes() {
        counts[usize::from(byte)] += 1;
    }
    let length = text.len() as f64;
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / length)
        .map(|share| -share * share.log2())
        .sum()
}
