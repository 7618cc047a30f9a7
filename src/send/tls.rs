//! TLS: whom to trust, and why it failed.

use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustls::client::WebPkiServerVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{AlertDescription, CertificateError, ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::connect::plain;
use super::error::{Error, ErrorKind};
use super::options::Roots;
use super::origin::Origin;
use super::own_certificate::{Verifier, is_refused_as_authority};

pub(super) fn connector(roots: &Roots) -> Result<TlsConnector, Error> {
    let config = match roots {
        Roots::Platform => platform()?,
        Roots::File(path) => {
            let (roots, named) = file(path)?;
            config(roots, named)?
        }
    };
    Ok(TlsConnector::from(config))
}

/// The configuration with the roots of the operating system, which are read once.
fn platform() -> Result<Arc<ClientConfig>, Error> {
    static PLATFORM: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(known) = PLATFORM.get() {
        return Ok(known.clone());
    }
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        let detail = found.errors.first().map(|error| format!(": {error}"));
        return Err(Error::new(
            ErrorKind::Roots,
            format!(
                "this system has no certificate authorities to trust{}",
                detail.unwrap_or_default()
            ),
            "install its `ca-certificates`, or name a file of them with `--cacert FILE`",
        ));
    }
    let config = config(roots, Vec::new())?;
    Ok(PLATFORM.get_or_init(|| config).clone())
}

/// The certificates of a file, as authorities and as they are.
fn file(path: &Path) -> Result<(RootCertStore, Vec<CertificateDer<'static>>), Error> {
    let bad = |what: String| {
        let name = path.display().to_string();
        Error::new(
            ErrorKind::Roots,
            format!("cannot trust `{}`: {what}", name.escape_debug()),
            "name a file of PEM certificates, each between `-----BEGIN CERTIFICATE-----` and \
             `-----END CERTIFICATE-----`",
        )
    };
    let bytes = std::fs::read(path).map_err(|error| bad(plain(&error)))?;
    let certificates = CertificateDer::pem_slice_iter(&bytes).collect::<Result<Vec<_>, _>>();
    let certificates = certificates.map_err(|error| bad(error.to_string()))?;
    let mut roots = RootCertStore::empty();
    for certificate in &certificates {
        let added = roots.add(certificate.clone());
        added.map_err(|error| bad(error.to_string()))?;
    }
    match certificates.is_empty() {
        true => Err(bad("there is no certificate in it".to_owned())),
        false => Ok((roots, certificates)),
    }
}

/// A configuration that trusts these authorities, and a server that shows one of them.
fn config(
    roots: RootCertStore,
    named: Vec<CertificateDer<'static>>,
) -> Result<Arc<ClientConfig>, Error> {
    let unusable = |error: &dyn std::fmt::Display| {
        Error::new(
            ErrorKind::Tls,
            format!("TLS cannot be used: {error}"),
            "this build has no cryptography for it; plain http works",
        )
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(&error))?;
    let mut config = match named.is_empty() {
        true => builder.with_root_certificates(roots).with_no_client_auth(),
        false => {
            let usual = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider);
            let usual = usual.build().map_err(|error| unusable(&error))?;
            builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(Verifier { usual, named }))
                .with_no_client_auth()
        }
    };
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// The handshake.
pub(super) async fn agree(
    connector: &TlsConnector,
    origin: &Origin,
    stream: TcpStream,
) -> Result<TlsStream<TcpStream>, Error> {
    let host = origin.host.strip_suffix('.').unwrap_or(&origin.host);
    let name = ServerName::try_from(host.to_owned()).map_err(|_| {
        Error::new(
            ErrorKind::Tls,
            format!("`{host}` is no name that a certificate can be for"),
            "write the name or the address of the server after `Host:`",
        )
    })?;
    let agreed = connector.connect(name, stream).await;
    agreed.map_err(|error| {
        failed(origin, &error).unwrap_or_else(|| {
            Error::new(
                ErrorKind::Tls,
                format!("{origin} ended the TLS handshake: {}", plain(&error)),
                "check that the port is one for https; for plain http, use `--scheme http`",
            )
        })
    })
}

/// What an error of TLS means; `None` where it is another one.
pub(super) fn failed(origin: &Origin, error: &io::Error) -> Option<Error> {
    let error = error.get_ref()?.downcast_ref::<rustls::Error>()?;
    let (reason, help) = reason(error);
    let message = format!("no secure connection to {origin}: {reason}");
    Some(Error::new(ErrorKind::Tls, message, help))
}

fn reason(error: &rustls::Error) -> (String, &'static str) {
    match error {
        rustls::Error::InvalidCertificate(error) => certificate(error),
        rustls::Error::InvalidMessage(_) => (
            "the server does not speak TLS".to_owned(),
            "check the port; for plain http, use `--scheme http`",
        ),
        rustls::Error::AlertReceived(
            AlertDescription::CertificateRequired | AlertDescription::BadCertificate,
        ) => (
            "the server asks for a certificate of the client".to_owned(),
            "use a client that can send one, such as `curl --cert`",
        ),
        rustls::Error::AlertReceived(AlertDescription::UnrecognisedName) => (
            "the server does not know this name".to_owned(),
            "check the host",
        ),
        rustls::Error::AlertReceived(
            AlertDescription::ProtocolVersion
            | AlertDescription::HandshakeFailure
            | AlertDescription::InsufficientSecurity,
        )
        | rustls::Error::PeerIncompatible(_) => (
            "the server has no version or cipher of TLS in common with this client".to_owned(),
            "it needs TLS 1.2 or 1.3: it may have to be updated",
        ),
        rustls::Error::NoApplicationProtocol
        | rustls::Error::AlertReceived(AlertDescription::NoApplicationProtocol) => (
            "the server does not offer HTTP/1.1".to_owned(),
            "use a client of HTTP/2, such as `curl --http2`",
        ),
        other => (other.to_string(), "check host and port"),
    }
}

fn certificate(error: &CertificateError) -> (String, &'static str) {
    use CertificateError as Kind;
    match error {
        Kind::Expired | Kind::ExpiredContext { .. } => (
            "its certificate has expired".to_owned(),
            "the server needs a new one; check the clock of this machine, too",
        ),
        Kind::NotValidYet | Kind::NotValidYetContext { .. } => (
            "its certificate is not valid yet".to_owned(),
            "check the clock of this machine",
        ),
        // An authority may have the name of one that is trusted.
        Kind::UnknownIssuer | Kind::BadSignature => (
            "its certificate is of an authority that is not trusted here".to_owned(),
            "where you trust it, name its certificate with `--cacert FILE`",
        ),
        Kind::NotValidForName | Kind::NotValidForNameContext { .. } => (
            match error {
                Kind::NotValidForNameContext { presented, .. } if !presented.is_empty() => {
                    let names: Vec<_> = presented
                        .iter()
                        .take(5)
                        .map(|name| plain_name(name))
                        .collect();
                    format!("its certificate is for another name ({})", names.join(", "))
                }
                _ => "its certificate is for another name".to_owned(),
            },
            "check the host; the request goes to the one that the certificate names",
        ),
        Kind::Revoked => (
            "its certificate was revoked".to_owned(),
            "do not trust it; the server needs a new one",
        ),
        other if is_refused_as_authority(other) => (
            "its certificate is its own, of no authority that is trusted here".to_owned(),
            "where you trust it, name it with `--cacert FILE`",
        ),
        other => (
            format!("its certificate is not valid: {other}"),
            "the server needs another one",
        ),
    }
}

/// `DnsName("a.example")` is `a.example`.
fn plain_name(name: &str) -> String {
    let inner = name.split('"').nth(1).unwrap_or(name);
    inner.escape_debug().to_string()
}
