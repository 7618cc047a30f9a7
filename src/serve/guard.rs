//! Who may ask: no page of another site, under whatever name it reaches this server.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::problem::Problem;
use super::site::{Site, Token};

/// Refuses requests for hosts that are not this server: a name of a foreign site that was made to
/// point here (DNS rebinding) would else be of the same origin as the page.
pub(super) async fn host(
    State(site): State<Arc<Site>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let fields = request.headers().get_all(HOST).iter();
    let hosts: Vec<_> = fields.map(|value| value.as_bytes()).collect();
    let named = request.uri().authority();
    let known = match (&*hosts, named) {
        ([], Some(authority)) => site.answers_to(authority),
        ([one], named) => {
            let authority = Authority::try_from(*one);
            authority.is_ok_and(|authority| site.answers_to(&authority))
                && named.is_none_or(|named| site.answers_to(named))
        }
        ([], None) | ([_, _, ..], _) => {
            return Err(Problem::bad("a request has one Host field (RFC 9112 §3.2)"));
        }
    };
    if !known {
        return Err(Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "this server does not answer to the name in the Host field",
        )
        .help("start it with `--host NAME` to let it answer to another name"));
    }
    Ok(next.run(request).await)
}

impl Site {
    /// Whether this is a name of the server. The port is not looked at: a proxy may have another.
    fn answers_to(&self, authority: &Authority) -> bool {
        let host = authority.host();
        let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
        match address {
            // No foreign site has an address for a name.
            Ok(_) if self.address.is_unspecified() => true,
            Ok(address) => address == self.address || is_loopback(address),
            Err(_) => {
                let host = host.strip_suffix('.').unwrap_or(host);
                host.eq_ignore_ascii_case("localhost")
                    || self.hosts.iter().any(|one| one.eq_ignore_ascii_case(host))
            }
        }
    }
}

fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Refuses what was not asked by the page of this very server.
pub(super) fn same_origin(fields: &HeaderMap) -> Result<(), Problem> {
    let site = fields.get(FETCH_SITE).map(|value| value.as_bytes());
    let origin = fields.get(ORIGIN).map(|value| value.as_bytes());
    let of_the_site = site.map(|site| site == b"same-origin");
    let of_the_origin = origin.map(|origin| {
        let authority = origin
            .strip_prefix(b"http://")
            .or_else(|| origin.strip_prefix(b"https://"));
        let host = fields.get(HOST).map(|value| value.as_bytes());
        authority.is_some() && authority == host
    });
    match (of_the_site, of_the_origin) {
        (Some(false), _) | (_, Some(false)) | (None, None) => Err(Problem::new(
            StatusCode::FORBIDDEN,
            "only the page of this server may send",
        )
        .help("open the page itself; at the command line there is `snippetgen send`")),
        _ => Ok(()),
    }
}

/// Refuses who has not read the page.
pub(super) fn token(fields: &HeaderMap, token: &Token) -> Result<(), Problem> {
    let given = fields.get(TOKEN).map(|value| value.as_bytes());
    match given.is_some_and(|given| token.is(given)) {
        true => Ok(()),
        false => Err(Problem::new(
            StatusCode::FORBIDDEN,
            "the field `X-Snippetgen-Token` is not that of this server's page",
        )
        .help("load the page again: the token changes whenever the server starts")),
    }
}

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const TOKEN: HeaderName = HeaderName::from_static("x-snippetgen-token");
