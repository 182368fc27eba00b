//! Finds what stands in the way of an encrypted connection, and which name would work.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use rustls::CertificateError;
use url::{Host, Url};

use crate::plex_direct;

/// Says why an encrypted connection could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsProblem {
    /// The certificate is good, but for other names than the one in the URL.
    WrongName {
        /// The names it is for; empty where the system does not tell.
        names: Vec<String>,
        /// The URL that fits, when it can be worked out: the server has a `plex.direct` certificate
        /// and was asked for by its address.
        fitting_url: Option<String>,
    },
    /// Nobody who is trusted has signed the certificate.
    UnknownIssuer,
    /// The certificate was good until some time ago, or this machine's clock is fast.
    Expired,
    /// The certificate will be good some day, or this machine's clock is slow.
    NotYetValid,
    /// What listens there does not speak TLS.
    NotTls,
    /// Something else.
    Other,
}

impl TlsProblem {
    /// Says what an error means for a connection to `base`.
    pub(crate) fn of(error: &rustls::Error, base: &Url) -> Self {
        use rustls::Error;

        match error {
            Error::InvalidCertificate(error) => Self::of_certificate(error, base),
            Error::InvalidMessage(_) => Self::NotTls,
            _ => Self::Other,
        }
    }

    fn of_certificate(error: &CertificateError, base: &Url) -> Self {
        match error {
            CertificateError::NotValidForName => Self::WrongName {
                names: Vec::new(),
                fitting_url: None,
            },
            CertificateError::NotValidForNameContext { presented, .. } => {
                let names: Vec<String> = presented.iter().map(|name| plain(name)).collect();
                Self::WrongName {
                    fitting_url: names.iter().find_map(|name| fitting(name, base)),
                    names,
                }
            }
            CertificateError::UnknownIssuer => Self::UnknownIssuer,
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Self::NotYetValid
            }
            _ => Self::Other,
        }
    }

    /// Says in one sentence what to do about it.
    ///
    /// ```
    /// assert!(plex_client::TlsProblem::NotTls.hint().contains("http://"));
    /// ```
    #[must_use]
    pub fn hint(&self) -> Cow<'static, str> {
        match self {
            Self::WrongName {
                fitting_url: Some(url),
                ..
            } => Cow::Owned(format!(
                "Use {url} as the URL: that is the name the server has a certificate for."
            )),
            Self::WrongName { names, .. }
                if names.iter().any(|name| plex_direct::is_name(name)) =>
            {
                Cow::Borrowed(
                    "Use the server's plex.direct name: its address with dashes for dots in place \
                     of the '*' of its certificate.",
                )
            }
            Self::WrongName { .. } => Cow::Borrowed(
                "Use the name the certificate is for; for Plex's own certificates that is a \
                 plex.direct name, which signing in finds.",
            ),
            Self::UnknownIssuer => Cow::Borrowed(
                "If the certificate is your own, give its root (PLEX_CA_FILE); otherwise something \
                 stands between this machine and the server.",
            ),
            Self::Expired => Cow::Borrowed(
                "Renew the certificate (Plex renews its own when the server restarts), and check \
                 this machine's clock.",
            ),
            Self::NotYetValid => Cow::Borrowed("Check this machine's clock."),
            Self::NotTls => Cow::Borrowed(
                "Use http:// in place of https://: what listens there does not encrypt.",
            ),
            Self::Other => Cow::Borrowed(
                "Use the server's plex.direct name, or http:// within your own network.",
            ),
        }
    }
}

impl fmt::Display for TlsProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongName { names, .. } if names.is_empty() => {
                f.write_str("the certificate is for another name")
            }
            Self::WrongName { names, .. } => {
                write!(f, "the certificate is for {}", names.join(", "))
            }
            Self::UnknownIssuer => f.write_str("nobody who is trusted has signed the certificate"),
            Self::Expired => f.write_str("the certificate has expired"),
            Self::NotYetValid => f.write_str("the certificate is not valid yet"),
            Self::NotTls => f.write_str("what listens there does not speak TLS"),
            Self::Other => f.write_str("the connection could not be secured"),
        }
    }
}

/// The most of a certificate's name that is repeated: it comes from whoever answered.
const LONGEST_NAME: usize = 120;

/// Returns a name out of a certificate: without the kind that stands around it (`DnsName("…")`),
/// and with nothing in it that is not in names.
fn plain(name: &str) -> String {
    let name = name
        .split_once('"')
        .and_then(|(_, rest)| rest.rsplit_once('"'))
        .map_or(name, |(name, _)| name);
    name.chars()
        .filter(|c| c.is_ascii_alphanumeric() || ".-*:".contains(*c))
        .take(LONGEST_NAME)
        .collect()
}

/// Returns the URL at which the server answers under a name that fits its certificate.
fn fitting(certificate_name: &str, base: &Url) -> Option<String> {
    let address: IpAddr = match base.host()? {
        Host::Ipv4(address) => address.into(),
        Host::Ipv6(address) => address.into(),
        // A name of the wrong server may still say the address.
        Host::Domain("localhost") => std::net::Ipv4Addr::LOCALHOST.into(),
        Host::Domain(name) => plex_direct::address(name)?,
    };
    let mut url = base.clone();
    url.set_host(Some(&plex_direct::name(certificate_name, address)?))
        .ok()?;
    Some(url.as_str().trim_end_matches('/').to_owned())
}
