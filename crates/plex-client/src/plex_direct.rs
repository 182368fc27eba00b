//! Names under `plex.direct`, for which Plex servers have certificates.
//!
//! Plex gives each server a certificate for `*.<hash>.plex.direct`, and answers for every name
//! `<address with dashes>.<hash>.plex.direct` with that address. The name says the address, so it
//! can be read off: no question leaves the machine, and routers that suppress answers with private
//! addresses ("DNS rebinding protection") do not stand in the way. The certificate is checked all
//! the same.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The end of all those names.
const SUFFIX: &str = ".plex.direct";

/// Says whether `host` is a name for which a Plex server can have a certificate.
///
/// ```
/// assert!(plex_client::plex_direct::is_name("192-168-1-20.0123abcd.plex.direct"));
/// assert!(!plex_client::plex_direct::is_name("plex.direct.example.org"));
/// ```
#[must_use]
pub fn is_name(host: &str) -> bool {
    parts(host).is_some()
}

/// Returns the address that a name says, if it says one.
///
/// ```
/// let address = plex_client::plex_direct::address("192-168-1-20.0123abcd.plex.direct");
/// assert_eq!(address, "192.168.1.20".parse().ok());
/// ```
#[must_use]
pub fn address(host: &str) -> Option<IpAddr> {
    let (label, _) = parts(host)?;
    let v4 = || {
        label
            .replace('-', ".")
            .parse::<Ipv4Addr>()
            .ok()
            .map(IpAddr::V4)
    };
    let v6 = || {
        label
            .replace('-', ":")
            .parse::<Ipv6Addr>()
            .ok()
            .map(IpAddr::V6)
    };
    v4().or_else(v6)
}

/// Returns the name at which the server with the certificate for `certificate_name`
/// (`*.<hash>.plex.direct`) is found at `address`.
///
/// ```
/// let address = "192.168.1.20".parse().unwrap();
/// let name = plex_client::plex_direct::name("*.0123abcd.plex.direct", address);
/// assert_eq!(name.as_deref(), Some("192-168-1-20.0123abcd.plex.direct"));
/// ```
#[must_use]
pub fn name(certificate_name: &str, address: IpAddr) -> Option<String> {
    let (label, hash) = parts(certificate_name)?;
    let dashed = match address {
        IpAddr::V4(address) => address.to_string().replace('.', "-"),
        IpAddr::V6(address) => address.to_string().replace(':', "-"),
    };
    (label == "*").then(|| format!("{dashed}.{hash}{SUFFIX}"))
}

/// Returns the first label and the hash.
fn parts(host: &str) -> Option<(&str, &str)> {
    let (label, hash) = host.strip_suffix(SUFFIX)?.split_once('.')?;
    let is_hash = !hash.is_empty() && hash.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (is_hash && !label.is_empty()).then_some((label, hash))
}
