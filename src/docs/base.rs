//! The base address of requests that name no host.

/// Where the request target starts, of a message whose target is a path and which has no Host.
pub(super) fn target_without_host(message: &[u8]) -> Option<usize> {
    let mut at = 0;
    let mut target = None;
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        match (line.trim_ascii().is_empty(), target) {
            (true, None) => {}
            (true, Some(_)) => break,
            (false, None) => target = Some(at + path(line)?),
            (false, Some(_)) => {
                let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
                if name.trim_ascii().eq_ignore_ascii_case(b"host") {
                    return None;
                }
            }
        }
        at += line.len();
    }
    target
}

/// Where the second word of a line starts, if it is a path.
fn path(line: &[u8]) -> Option<usize> {
    let end = line.iter().position(u8::is_ascii_whitespace)?;
    let blanks = line[end..]
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace());
    let start = end + blanks.count();
    line[start..].starts_with(b"/").then_some(start)
}

#[cfg(test)]
mod tests {
    use super::target_without_host;

    #[test]
    fn only_a_path_without_a_host_takes_a_base() {
        assert_eq!(target_without_host(b"GET /a HTTP/1.1\n"), Some(4));
        assert_eq!(target_without_host(b"\nGET  /a\nX: y\n\nHost: a"), Some(6));
        assert_eq!(target_without_host(b"GET /a HTTP/1.1\nhost: a\n"), None);
        assert_eq!(target_without_host(b"GET https://a/ HTTP/1.1\n"), None);
        assert_eq!(target_without_host(b""), None);
    }
}
