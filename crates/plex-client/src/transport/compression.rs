//! Whether answers come compressed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::plex_direct;

/// Says whether answers come compressed. It makes no difference to what they decode to.
///
/// Compressing and inflating take more time than the bytes take on the way within a machine or a house, and
/// far less than they take over the internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Compression {
    /// Where the server is far, the default: its address says so. Near are this machine, private and link-local
    /// addresses, those that names of `plex.direct` say, and names that only a network of one's own has, such as
    /// `localhost`, `nas` and `nas.local`. Any other name is taken for one of the internet. It is judged by the
    /// address and not measured, so that it is known before the first request and is the same for all of them; for
    /// a slow way to a private address, as through a tunnel, there is [`Always`](Self::Always).
    #[default]
    WhereFar,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Compression {
    /// Says whether the server at this address is asked for compressed answers.
    pub(crate) fn is_wanted(self, server: &Url) -> bool {
        match self {
            Self::WhereFar => !is_near(server),
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// The ends of names that are not of the internet.
const NEAR_NAMES: [&str; 5] = [".home.arpa", ".internal", ".lan", ".local", ".localhost"];

/// Says whether an address is one of this machine, or of the network that it is in.
fn is_near(server: &Url) -> bool {
    match server.host() {
        Some(Host::Ipv4(address)) => is_near_v4(address),
        Some(Host::Ipv6(address)) => is_near_v6(address),
        Some(Host::Domain(name)) => match plex_direct::address(name) {
            Some(IpAddr::V4(address)) => is_near_v4(address),
            Some(IpAddr::V6(address)) => is_near_v6(address),
            None => {
                let name = name.trim_end_matches('.');
                let is_of = |end: &&str| name.ends_with(end);
                !name.contains('.') || NEAR_NAMES.iter().any(is_of)
            }
        },
        None => false,
    }
}

fn is_near_v4(address: Ipv4Addr) -> bool {
    address.is_loopback() || address.is_private() || address.is_link_local()
}

fn is_near_v6(address: Ipv6Addr) -> bool {
    match address.to_ipv4_mapped() {
        Some(address) => is_near_v4(address),
        None => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_wanted(url: &str) -> bool {
        Compression::WhereFar.is_wanted(&url.parse().unwrap())
    }

    #[test]
    fn near_is_what_the_address_says() {
        for near in [
            "http://127.0.0.1:32400",
            "http://[::1]:32400",
            "http://localhost:32400",
            "http://nas:32400",
            "http://nas.local",
            "http://host.docker.internal:32400",
            "http://NAS.local.:32400",
            "http://192.168.1.20:32400",
            "http://10.0.0.2",
            "http://172.31.0.2",
            "http://169.254.3.4",
            "http://[fd00::1]",
            "http://[fe80::1]",
            "http://[::ffff:192.168.1.20]",
            "https://192-168-1-20.0123abcd.plex.direct:32400",
        ] {
            assert!(!is_wanted(near), "{near}");
        }
    }

    #[test]
    fn far_is_all_else() {
        for far in [
            "https://plex.example.org",
            "http://local.example",
            "http://notlocal.org",
            "http://203.0.113.7:32400",
            "http://172.32.0.2",
            "http://100.64.0.2",
            "http://[2001:db8::1]",
            "https://203-0-113-7.0123abcd.plex.direct:32400",
        ] {
            assert!(is_wanted(far), "{far}");
        }
    }
}
