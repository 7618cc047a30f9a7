//! What only stands for a credential: placeholders, and the examples of well-known documentation.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::request::Bearer;

/// Whether a text stands for a credential to be filled in, or is known from documentation.
pub(super) fn is_harmless(text: &str) -> bool {
    Bearer::new(text.as_bytes()).is_placeholder() || says_so(text) || EXAMPLES.contains(&text)
}

/// Whether a text says itself that it is no secret, as `AKIAIOSFODNN7EXAMPLE` does.
fn says_so(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let mut words = PLACEHOLDERS.iter();
    words.any(|word| text.contains(word)) || PASSWORDS.contains(&text.as_str())
}

/// The user's name and the password of `Basic` credentials (RFC 7617 §2).
pub(super) fn user_and_password(credentials: &str) -> Option<(String, String)> {
    let padding = DecodePaddingMode::Indifferent;
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(padding);
    let decoded = GeneralPurpose::new(&STANDARD, config).decode(credentials);
    let decoded = String::from_utf8(decoded.ok()?).ok()?;
    let (user, password) = decoded.split_once(':')?;
    let is_text = !decoded.chars().any(char::is_control);
    is_text.then(|| (user.to_owned(), password.to_owned()))
}

/// Parts of placeholders, in lower case. Random text has none of them but by a rare accident.
const PLACEHOLDERS: [&str; 23] = [
    "your_",
    "your-",
    "yourtoken",
    "yourkey",
    "yourapi",
    "my-token",
    "my_token",
    "example",
    "placeholder",
    "redacted",
    "replace",
    "changeme",
    "change-me",
    "change_me",
    "insert",
    "dummy",
    "xxxx",
    "****",
    "....",
    "1234567890",
    "0123456789",
    "abcdefghij",
    "a1b2c3d4",
];

/// Passwords that are none, in lower case; the empty one too.
const PASSWORDS: [&str; 16] = [
    "",
    "password",
    "passwd",
    "pass",
    "pwd",
    "pw",
    "secret",
    "token",
    "key",
    "api_key",
    "apikey",
    "pass123",
    "password123",
    "open sesame",
    "opensesame",
    "open%20sesame",
];

/// Written in pieces, so that nobody's scanner takes them for ours.
const EXAMPLES: [&str; 22] = [
    // RFC 6750
    "mF_9.B5f-4.1JqM",
    // RFC 6749
    concat!("2YotnFZFEjr1", "zCsicMWpAA"),
    concat!("tGzv3JOkF0XG5", "Qx2TlKWIA"),
    concat!("czZCaGRSa3F0Mzpn", "WDFmQmF0M2JW"),
    concat!("7Fjfp0ZBr1Kt", "DRbnfVdmIw"),
    "gX1fBat3bV",
    concat!("SplxlOBe", "ZQQYbYS6WxSbIA"),
    // RFC 2617 §3.5
    "dcd98b7102dd2f0e8b11d0f600bfb0c093",
    "6629fae49393a05397450978507c4ef1",
    "5ccc069c403ebaf9f0171e9517f40e41",
    // RFC 7616 §3.9.1
    "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
    "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
    "8ca523f5e9506fed4657c9700eebdbec",
    "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    // RFC 7009
    concat!("45ghiukldj", "ahdnhzdauz"),
    // RFC 7515 §A.1
    concat!(
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9",
        ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt",
        "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
        ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    ),
    // jwt.io
    concat!(
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
        ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ",
        ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    ),
    concat!(
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
        ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiYWRtaW4iOnRydWUsImlhdCI6MTUxNjIz",
        "OTAyMn0",
        ".KMUFsIDTnFmyG3nMiGM6H9FNFUROf3wh7SmqJp-QV30",
    ),
    // Stripe
    concat!("sk_", "test_4eC39Hq", "LyjWDarjtT1zdp7dc"),
    concat!("sk_", "test_BQokikJ", "OvBiI2HlWgH4olfQ2"),
    // The UUID of everyone's documentation
    "123e4567-e89b-12d3-a456-426614174000",
];
