//! Names that were meant.

/// The candidate nearest to a name, where one is near at all: a third of its characters may differ.
///
/// ```
/// use snippetgen::nearest::nearest;
/// assert_eq!(nearest("pyhton", ["python", "shell"]), Some("python"));
/// assert_eq!(nearest("fortran", ["python", "shell"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Longer names are not scored: the time grows with the square of their length.
    let name: String = name.to_lowercase().chars().take(64).collect();
    let allowed = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&name, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typing_error_is_near_and_another_word_is_not() {
        let names = ["python", "shell", "node"];
        assert_eq!(nearest("pyhton", names), Some("python"));
        assert_eq!(nearest("Nod", names), Some("node"));
        assert_eq!(nearest("fortran", names), None);
        assert_eq!(nearest("", names), None);
    }
}
