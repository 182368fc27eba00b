//! Addresses that pictures may be fetched from: public ones. This program stands inside somebody's network, and
//! what it fetches it fetches from there.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use serde_json::Value;
use tokio::{net::lookup_host, time::timeout};
use url::{Host, Url};

use crate::error::ToolError;

/// How long a name is looked up.
const LOOKUP: Duration = Duration::from_secs(5);

/// Returns the address if it is https and of a public host, and what its name leads to, which alone may be asked.
///
/// # Errors
///
/// `invalid_argument` for any other, and for one whose name cannot be looked up.
pub(super) async fn public(
    argument: &str,
    text: &str,
) -> Result<(Url, Vec<SocketAddr>), ToolError> {
    let refused = |allowed: &str| Err(ToolError::refused(argument, &Value::from(text), allowed));
    let Ok(url) = Url::parse(text.trim()) else {
        return refused("an https address");
    };
    if !url.username().is_empty() || url.password().is_some() {
        // It is not repeated: there is a secret in it.
        return Err(ToolError::invalid(format!(
            "{argument}: give an https address without user name and password"
        )));
    }
    if url.scheme() != "https" {
        return refused("an https address");
    }
    let inside = "an address on the public internet: it would be fetched from inside a network";
    let (is_public, is_name) = match url.host() {
        Some(Host::Ipv4(ip)) => (is_public(IpAddr::V4(ip)), false),
        Some(Host::Ipv6(ip)) => (is_public(IpAddr::V6(ip)), false),
        Some(Host::Domain(name)) => (is_public_name(name), true),
        None => (false, false),
    };
    if !is_public {
        return refused(inside);
    }
    let mut found_addresses = Vec::new();
    if is_name {
        let port = url.port_or_known_default().unwrap_or(443);
        let host = url.host_str().unwrap_or_default();
        let found = timeout(LOOKUP, lookup_host((host, port))).await;
        let Ok(Ok(addresses)) = found else {
            return refused("an address whose host can be looked up from here");
        };
        found_addresses.extend(addresses);
        let mut ips = found_addresses.iter().map(SocketAddr::ip);
        if found_addresses.is_empty() || !ips.all(self::is_public) {
            return refused(inside);
        }
    }
    Ok((url, found_addresses))
}

/// Tells whether a name can be one of the internet: not a single word, and of no zone that is local.
fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let local = [
        "localhost",
        "local",
        "internal",
        "lan",
        "home",
        "arpa",
        "onion",
    ];
    match name.rsplit_once('.') {
        Some((_, zone)) => !local.contains(&zone),
        None => false,
    }
}

/// Tells whether an address is one of the public internet.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let reserved = match ip.octets() {
        [0, ..] | [192, 0, 0, _] | [198, 18..=19, ..] | [240..=255, ..] => true,
        // Shared by the customers of a provider.
        [100, 64..=127, ..] => true,
        // What was once the way from one kind of address to the other.
        [192, 88, 99, _] => true,
        _ => false,
    };
    !(reserved
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation())
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    match ip.segments() {
        // One of the other kind within.
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => {
            let [.., a, b, c, d] = ip.octets();
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        [0x2001, 0x0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x2002, ..] | [0x3fff, ..] => false,
        // All that is given out.
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_everybody_can_reach_is_public() {
        for ip in [
            "93.184.215.14",
            "1.1.1.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
        ] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.1",
            "198.18.0.1",
            "203.0.113.7",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:192.168.1.1",
            "64:ff9b::a00:1",
            "fe80::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "::127.0.0.1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[tokio::test]
    async fn addresses_that_only_look_public_are_refused() {
        for text in [
            "",
            "poster.jpg",
            "http://1.1.1.1/x.png",
            "file:///etc/passwd",
            "ftp://1.1.1.1/x.png",
            "https://user:secret@1.1.1.1/x.png",
            "https://localhost/x.png",
            "https://plex/x.png",
            "https://printer.local/x.png",
            "https://router.lan./x.png",
            "https://127.0.0.1/x.png",
            "https://2130706433/x.png",
            "https://0x7f.1/x.png",
            "https://0177.0.0.1/x.png",
            "https://[::1]/x.png",
            "https://[::ffff:10.0.0.1]/x.png",
            "https://169.254.169.254/latest/meta-data",
            "https://192.168.1.1:32400/x.png",
        ] {
            assert!(public("url", text).await.is_err(), "{text}");
        }
        let url = public("url", " https://1.1.1.1/a%20b.png?x=1 ").await;
        assert_eq!(url.unwrap().0.as_str(), "https://1.1.1.1/a%20b.png?x=1");
    }
}
