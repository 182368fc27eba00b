//! The HTTP client: what it trusts, what it says of itself, what it does not follow.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use url::Url;

use super::failure::DnsFailure;
use super::own_certificates::OwnCertificates;
use super::settings::{Settings, Wire};
use crate::error::{PlexError, Result};
use crate::plex_direct;

/// PMS closes a connection after 20 s without a request; ours goes first, so that no request meets a
/// connection that is being closed.
const IDLE: Duration = Duration::from_secs(15);
/// The time that connecting may take, within that of the operation.
const CONNECT: Duration = Duration::from_secs(10);

/// Makes the HTTP client for a server.
pub(crate) fn client(
    base: &Url,
    mut headers: HeaderMap,
    settings: &Settings,
) -> Result<reqwest::Client> {
    let plain = base.scheme() == "http";
    let mut builder = reqwest::Client::builder()
        .tcp_nodelay(true)
        .connect_timeout(CONNECT.min(settings.timeout))
        .pool_idle_timeout(IDLE)
        .dns_resolver(SystemDns)
        .tls_backend_preconfigured(tls(plain, settings.ca_certificate_pem.as_deref())?);
    if plain {
        // A proxy would see the token.
        builder = builder.no_proxy();
    }
    if !settings.compression.is_wanted(base) {
        // What comes compressed all the same is still inflated.
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    }
    // What keeps the token at this server comes last, whatever a program changes.
    settings
        .http
        .apply(builder)
        .default_headers(headers)
        // Which are followed depends on the request.
        .redirect(Policy::none())
        .build()
        .map_err(|error| PlexError::Internal {
            message: format!("the HTTP client could not be made: {error}"),
        })
}

/// Returns what the server is told about this client. The token is marked, so that it is not printed.
pub(crate) fn headers(settings: &Settings, identifier: &str) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    let accept = match settings.wire {
        Wire::Json => "application/json",
        Wire::Xml => "application/xml",
    };
    headers.insert(ACCEPT, HeaderValue::from_static(accept));
    let platform = platform();
    for (name, argument, value) in [
        ("x-plex-client-identifier", "client_identifier", identifier),
        ("x-plex-product", "product", &settings.product),
        ("x-plex-version", "version", &settings.version),
        ("x-plex-platform", "platform", platform),
        ("x-plex-device", "device", platform),
        (
            "x-plex-device-name",
            "device_name",
            settings.device_name.as_deref().unwrap_or(&settings.product),
        ),
        ("x-plex-provides", "provides", "controller"),
    ] {
        headers.insert(HeaderName::from_static(name), header(argument, value)?);
    }
    if let Some(token) = &settings.token {
        let mut value = header("token", token.expose())?;
        value.set_sensitive(true);
        headers.insert(HeaderName::from_static("x-plex-token"), value);
    }
    Ok(headers)
}

/// Returns a header's value; Plex takes UTF-8.
fn header(argument: &'static str, value: &str) -> Result<HeaderValue> {
    HeaderValue::from_bytes(value.as_bytes())
        .map_err(|_| PlexError::invalid_argument(argument, "must not hold control characters"))
}

/// Returns the system, as Plex names it.
fn platform() -> &'static str {
    match std::env::consts::OS {
        "linux" => "Linux",
        "macos" => "macOS",
        "windows" => "Windows",
        "freebsd" => "FreeBSD",
        other => other,
    }
}

/// Sets up encrypted connections. Loading the system's certificates takes milliseconds, which
/// a server without encryption does not need: its redirects to https are not followed.
pub(super) fn tls(plain: bool, extra_pem: Option<&[u8]>) -> Result<rustls::ClientConfig> {
    let failed = |error: &dyn std::fmt::Display| PlexError::Internal {
        message: format!("encryption could not be set up: {error}"),
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(&error))?;
    if plain {
        return Ok(builder
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth());
    }
    let extra = extra_pem.map(certificates).transpose()?.unwrap_or_default();
    let system = rustls_platform_verifier::Verifier::new_with_extra_roots(extra.clone(), provider)
        .map_err(|error| failed(&error))?;
    let verifier = OwnCertificates {
        system: Arc::new(system),
        given: extra,
    };
    Ok(builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth())
}

/// Returns the certificates in a PEM text.
pub(crate) fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>> {
    let refuse =
        || PlexError::invalid_argument("ca_certificate_pem", "holds no certificate in PEM");
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem)
        .collect::<std::result::Result<_, _>>()
        .map_err(|_| refuse())?;
    if certificates.is_empty() {
        return Err(refuse());
    }
    Ok(certificates)
}

/// The system's own way to look names up, save for names that say their address; a failure says that
/// it is one.
struct SystemDns;

impl Resolve for SystemDns {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            if let Some(address) = plex_direct::address(name.as_str()) {
                let address = SocketAddr::new(address, 0);
                return Ok(Box::new(std::iter::once(address)) as Addrs);
            }
            let found = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(DnsFailure)?;
            let addresses: Vec<SocketAddr> = found.collect();
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
