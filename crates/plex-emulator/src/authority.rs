//! Certificates made on the spot, under a root that nobody trusts until told to.

use std::fmt;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, Error, IsCa, Issuer, KeyPair, date_time_ymd,
};

use crate::server::{Tls, TlsError};

/// A root that signs certificates for emulated servers.
pub struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    /// Returns a new root.
    ///
    /// # Errors
    ///
    /// When there is no randomness to make a key of.
    pub fn new() -> Result<Self, TlsError> {
        let key = KeyPair::generate().map_err(refused)?;
        let mut root = CertificateParams::new(Vec::new()).map_err(refused)?;
        root.distinguished_name
            .push(DnType::CommonName, "Plex emulator");
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = root.self_signed(&key).map_err(refused)?.pem();
        Ok(Self {
            pem,
            issuer: Issuer::new(root, key),
        })
    }

    /// Returns the root itself, for whoever is to trust it.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Returns a certificate for these names and addresses.
    ///
    /// # Errors
    ///
    /// When one of them is neither.
    pub fn tls_for(&self, names: &[&str]) -> Result<Tls, TlsError> {
        self.sign(params(names)?)
    }

    /// Returns a certificate for the `plex.direct` names of a server, as Plex gives each of its servers
    /// one: `*.HASH.plex.direct`.
    ///
    /// # Errors
    ///
    /// When the hash cannot stand in a name.
    pub fn tls_for_plex_direct(&self, hash: &str) -> Result<Tls, TlsError> {
        self.tls_for(&[&format!("*.{hash}.plex.direct")])
    }

    /// Returns a certificate that was good until the year 2001.
    ///
    /// # Errors
    ///
    /// When one of the names is no name.
    pub fn expired_tls_for(&self, names: &[&str]) -> Result<Tls, TlsError> {
        let mut params = params(names)?;
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(2001, 1, 1);
        self.sign(params)
    }

    /// Returns a certificate that has signed itself and is marked as an authority, as many programs make
    /// theirs, and its PEM, for whoever is to trust it.
    ///
    /// # Errors
    ///
    /// When one of the names is no name.
    pub fn self_signed_tls_for(names: &[&str]) -> Result<(Tls, String), TlsError> {
        let key = KeyPair::generate().map_err(refused)?;
        let mut params = params(names)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).map_err(refused)?.pem();
        Ok((Tls::from_pem(&pem, &key.serialize_pem())?, pem))
    }

    fn sign(&self, params: CertificateParams) -> Result<Tls, TlsError> {
        let key = KeyPair::generate().map_err(refused)?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(refused)?;
        Tls::from_pem(&certificate.pem(), &key.serialize_pem())
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authority")
    }
}

fn params(names: &[&str]) -> Result<CertificateParams, TlsError> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    CertificateParams::new(names).map_err(refused)
}

fn refused(error: Error) -> TlsError {
    TlsError::because(error)
}
