//! TLS, for what a client makes of a certificate.

use std::fmt;
use std::io;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A certificate with its key, behind which a server listens.
#[derive(Clone)]
pub struct Tls(Arc<ServerConfig>);

/// Says why a certificate could not be used.
#[derive(Debug, thiserror::Error)]
#[error("this certificate and key cannot be used: {0}")]
pub struct TlsError(String);

impl Tls {
    /// Reads a certificate (with the ones between it and its root, if any) and its key.
    ///
    /// # Errors
    ///
    /// When either is not PEM, or they do not belong together.
    pub fn from_pem(chain: &str, key: &str) -> Result<Self, TlsError> {
        let chain = CertificateDer::pem_slice_iter(chain.as_bytes())
            .collect::<Result<Vec<_>, _>>()
            .map_err(TlsError::because)?;
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(TlsError::because)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(TlsError::because)?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(TlsError::because)?;
        Ok(Self(Arc::new(config)))
    }

    pub(super) async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        TlsAcceptor::from(Arc::clone(&self.0)).accept(stream).await
    }
}

impl TlsError {
    pub(crate) fn because(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}
