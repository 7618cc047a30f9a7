//! What credentials look like, and where those without a look of their own are carried.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

/// A pattern; what it captures, or all it matches, is judged.
pub(super) struct Rule {
    /// `a GitHub token`.
    pub(super) kind: &'static str,
    pub(super) judge: Judge,
    pattern: &'static str,
}

/// How a text is judged that is no placeholder and no example.
pub(super) enum Judge {
    /// It is a credential.
    Shape,
    /// It is one where it is a user's name and password in Base64.
    Basic,
    /// It is a password.
    Password,
    /// Its parts are credentials where they look random.
    Random,
}

const fn shape(kind: &'static str, pattern: &'static str) -> Rule {
    Rule {
        kind,
        judge: Judge::Shape,
        pattern,
    }
}

const fn place(kind: &'static str, pattern: &'static str) -> Rule {
    Rule {
        kind,
        judge: Judge::Random,
        pattern,
    }
}

/// All of it is ASCII, `(?-u:\b)` too: Unicode's classes are searched for far more slowly, and their
/// tables would make every call of the command start later.
pub(super) const RULES: [Rule; 24] = [
    shape(
        "a JSON Web Token",
        r"(?-u:\b)ey[0-9A-Za-z_-]{15,}\.ey[0-9A-Za-z_-]{15,}\.[0-9A-Za-z_-]{20,}",
    ),
    shape(
        "a GitHub token",
        r"(?-u:\b)(?:gh[oprsu]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{50})[0-9A-Za-z_]*",
    ),
    shape(
        "a GitLab token",
        r"(?-u:\b)gl(?:pat|ptt|dt|rt|cbt|soat|ft|oas)-[0-9A-Za-z_.-]{20,}",
    ),
    shape(
        "a Stripe key",
        r"(?-u:\b)[rs]k_(?:live|prod|test)_[0-9A-Za-z]{10,}",
    ),
    shape(
        "a Slack token",
        r"(?-u:\b)(?:xox[abeoprs]|xapp|xwfp)-[0-9A-Za-z-]{10,}",
    ),
    shape(
        "an AWS access key",
        r"(?-u:\b)(?:A3T[0-9A-Z]|AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}(?-u:\b)",
    ),
    shape(
        "a Google credential",
        r"(?-u:\b)(?:AIza[0-9A-Za-z_-]{35}|GOCSPX-[0-9A-Za-z_-]{28}|ya29\.[0-9A-Za-z_-]{20,})",
    ),
    shape("an npm token", r"(?-u:\b)npm_[0-9A-Za-z]{36,}"),
    shape("a PyPI token", r"(?-u:\b)pypi-[0-9A-Za-z_-]{50,}"),
    shape("an Anthropic key", r"(?-u:\b)sk-ant-[0-9A-Za-z_-]{20,}"),
    shape(
        "an OpenAI key",
        r"(?-u:\b)sk-(?:(?:proj|svcacct|admin)-[0-9A-Za-z_-]{20,}|[0-9A-Za-z]{32,})",
    ),
    shape("a Hugging Face token", r"(?-u:\b)hf_[0-9A-Za-z]{34,}"),
    shape(
        "a SendGrid key",
        r"(?-u:\b)SG\.[0-9A-Za-z_-]{16,}\.[0-9A-Za-z_-]{32,}",
    ),
    shape(
        "a Shopify token",
        r"(?-u:\b)shp(?:at|ca|pa|ss)_[0-9A-Fa-f]{32,}",
    ),
    shape("a DigitalOcean token", r"(?-u:\b)do[opr]_v1_[0-9a-f]{64}"),
    shape("a webhook's secret", r"(?-u:\b)whsec_[0-9A-Za-z+/]{24,}"),
    // Of a placeholder's `...` no line is long enough.
    shape(
        "a private key",
        r"-----BEGIN [0-9A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?s:.){0,200}?[0-9A-Za-z+/]{12}",
    ),
    Rule {
        kind: "a user's name and password",
        judge: Judge::Basic,
        pattern: r"(?-u:\b)(?i-u:basic)[ \t]+([0-9A-Za-z+/]{4,}={0,2})",
    },
    Rule {
        kind: "a password in a URL",
        judge: Judge::Password,
        pattern: r#"[0-9A-Za-z]://[^[:space:]/?\#@:'"<>]*:([^[:space:]/?\#@'"<>]+)@"#,
    },
    place(
        "a secret in a URL",
        r#"[0-9A-Za-z]://([^[:space:]/?\#@:'"<>]+):?@"#,
    ),
    place(
        "a secret in a field",
        r"(?x) (?m:^) [\ \t>]*
        (?i-u: (?:proxy-)?authorization | (?:set-)?cookie
            | [0-9a-z_-]* (?:api[_-]?key | token | secret | x-auth | password) [0-9a-z_-]*)
        [\ \t]*:[\ \t]* ([^\r\n]+)",
    ),
    place(
        "a secret in a parameter",
        r#"(?x) (?: (?m:^) | [?&;[:space:]] )
        (?i-u: [0-9a-z_.-]* (?:key | token | secret | password | passwd | assertion)
            | sig | signature | auth | code)
        =([^&;\#[:space:]'"<>]+)"#,
    ),
    place(
        "a secret in a part of a form",
        r#"(?x) (?-u:\b)name="? (?i-u: [0-9a-z_.-]* (?:key | token | secret | password | passwd | assertion)
            | sig | signature | auth | code) " [^\n]*\n (?: [^\r\n]+\r?\n )* \r?\n ([^\r\n]+)"#,
    ),
    place(
        "a secret in JSON",
        r#"(?x) "(?i-u: [0-9a-z_.-]* (?:key | token | secret | password | passwd | assertion)
            | sig | signature | authorization)"
        [[:space:]]*:[[:space:]]* "([^"\r\n]+)""#,
    ),
];

static SET: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new(RULES.iter().map(|rule| rule.pattern)).expect("the tests compile the patterns")
});

static REGEXES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let compile = |rule: &Rule| Regex::new(rule.pattern).expect("the tests compile the patterns");
    RULES.iter().map(compile).collect()
});

/// The rules that match somewhere, by their index: one walk through the text, whatever their number.
pub(super) fn matching(text: &str) -> Vec<usize> {
    SET.matches(text).into_iter().collect()
}

/// What this rule captures, or all it matches.
pub(super) fn captured(index: usize, text: &str) -> impl Iterator<Item = Range<usize>> {
    REGEXES[index]
        .captures_iter(text)
        .filter_map(|captures| captures.get(1).or_else(|| captures.get(0)))
        .map(|literal| literal.range())
}

#[cfg(test)]
mod tests {
    use super::RULES;

    /// A pattern that needs Unicode's tables compiles here, where another crate of the tests has
    /// them, and not in the command.
    #[test]
    fn patterns_are_ascii() {
        for rule in &RULES {
            let pattern = rule.pattern.replace(r"(?-u:\b)", "");
            let unicode = [
                r"\s", r"\S", r"\w", r"\W", r"\d", r"\D", r"\b", r"\B", r"\p", r"\P", "(?i:",
                "(?i)",
            ];
            let found = unicode.iter().find(|class| pattern.contains(**class));
            assert_eq!(found, None, "{}", rule.kind);
        }
    }
}
