//! No message panics, and one that is read, written and read again says the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use snippetgen::Request;

fuzz_target!(|message: &[u8]| {
    let Ok(request) = snippetgen::parse(message) else {
        return;
    };
    let written = request.write_message();
    let again = snippetgen::parse(&written).unwrap_or_else(|errors| {
        panic!(
            "{}\nis no message: {errors}",
            String::from_utf8_lossy(&written)
        )
    });
    same(&request, &again);
    assert_eq!(written, again.write_message(), "written otherwise");
    if let Some(body) = request.body() {
        let _ = body.content();
    }
    let _ = request.bearer();
});

fn same(a: &Request<'_>, b: &Request<'_>) {
    assert_eq!(a.method(), b.method());
    assert_eq!(
        a.target().as_text().as_bytes(),
        b.target().as_text().as_bytes()
    );
    assert_eq!(a.version(), b.version());
    assert_eq!(a.scheme(), b.scheme());
    assert_eq!(a.authority().as_bytes(), b.authority().as_bytes());
    assert_eq!(a.url().as_bytes(), b.url().as_bytes());
    let fields = |request: &Request<'_>| -> Vec<_> {
        let fields = request.fields().iter();
        fields
            .map(|field| (field.name().to_owned(), field.value().as_bytes().to_vec()))
            .collect()
    };
    assert_eq!(fields(a), fields(b));
    for exact in [false, true] {
        let body = |request: &Request<'_>| request.body().map(|it| it.bytes(exact).to_vec());
        assert_eq!(body(a), body(b), "exact: {exact}");
    }
}
