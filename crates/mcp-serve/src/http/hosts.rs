//! Checks the names by which a client addresses this server.
//!
//! A web page that a person visits can make the browser send requests to the person's own machine,
//! and by pointing its own name at 127.0.0.1 it can even read the answers. Such a request names the
//! page's host in `Host` or `Origin`, so both must name a host that this server is known by.

use std::{net::IpAddr, str::FromStr};

use http::{
    HeaderMap, HeaderValue, Uri,
    header::{HOST, ORIGIN},
    uri::Authority,
};
use thiserror::Error;

use super::refusal::Refusal;

/// A name, and perhaps a port, by which clients may address the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedHost {
    name: Name,
    /// Any port when there is none: a container or a tunnel may show another one than ours.
    port: Option<u16>,
}

/// A text that is no host name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{0:?} is not a host name; give a name like plex.example.org, with a port if only that one is meant"
)]
pub struct AllowedHostError(String);

/// The two ways to name a host; addresses compare by value, since they have many spellings.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Name {
    Address(IpAddr),
    Domain(String),
}

impl From<IpAddr> for AllowedHost {
    fn from(address: IpAddr) -> Self {
        Self {
            name: Name::Address(address.to_canonical()),
            port: None,
        }
    }
}

impl FromStr for AllowedHost {
    type Err = AllowedHostError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // An IPv6 address may come bare here, though not in a header.
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self::from(address));
        }
        text.parse::<Authority>()
            .ok()
            .and_then(|authority| Self::of(&authority))
            .ok_or_else(|| AllowedHostError(text.chars().take(100).collect()))
    }
}

impl AllowedHost {
    /// Reads what an authority names; `None` if it carries credentials or names nothing.
    fn of(authority: &Authority) -> Option<Self> {
        let text = authority.as_str();
        let host = authority.host();
        // Whatever is left of the text must be the port: "host:" and "host:99999" are neither.
        let port = match text.strip_prefix(host)? {
            "" => None,
            rest => Some(rest.strip_prefix(':')?.parse().ok()?),
        };
        Some(Self {
            name: Name::of(host)?,
            port,
        })
    }

    /// Returns whether this is a name by which only the machine itself can be meant.
    pub fn is_loopback(&self) -> bool {
        match &self.name {
            Name::Address(address) => address.is_loopback(),
            Name::Domain(name) => name == "localhost",
        }
    }
}

impl Name {
    fn of(host: &str) -> Option<Self> {
        let bare = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .unwrap_or(host);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Some(Self::Address(address.to_canonical()));
        }
        let is_name = !host.is_empty()
            && host
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
        is_name.then(|| Self::Domain(host.to_ascii_lowercase()))
    }
}

/// Every name the server is known by.
#[derive(Debug)]
pub(super) struct Hosts(Vec<AllowedHost>);

impl Hosts {
    /// Returns the machine's own names for itself, the address listened on, and those that were
    /// configured.
    pub(super) fn new(listening: IpAddr, configured: &[AllowedHost]) -> Self {
        let localhost = AllowedHost {
            name: Name::Domain("localhost".to_owned()),
            port: None,
        };
        let own = [
            IpAddr::from([127, 0, 0, 1]),
            IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1u16]),
            listening,
        ];
        let own = own
            .into_iter()
            .filter(|address| !address.is_unspecified())
            .map(AllowedHost::from);
        Self(
            own.chain([localhost])
                .chain(configured.iter().cloned())
                .collect(),
        )
    }

    /// Checks both headers of a request.
    pub(super) fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err(Refusal::BadHost);
        };
        let host: Authority = text(host)
            .and_then(|host| host.parse().ok())
            .ok_or(Refusal::BadHost)?;
        // A request in absolute form names the host once more, and that one wins.
        for authority in [Some(&host), uri.authority()].into_iter().flatten() {
            let named = AllowedHost::of(authority).ok_or(Refusal::BadHost)?;
            if !self.know(&named.name, named.port) {
                return Err(Refusal::ForeignHost);
            }
        }
        // No browser sends two; only one that is known lets a request pass.
        match headers
            .get_all(ORIGIN)
            .iter()
            .all(|origin| self.know_origin(origin))
        {
            true => Ok(()),
            false => Err(Refusal::ForeignOrigin),
        }
    }

    fn know(&self, name: &Name, port: Option<u16>) -> bool {
        self.0.iter().any(|allowed| {
            &allowed.name == name && (allowed.port.is_none() || allowed.port == port)
        })
    }

    /// Tells whether an origin, `scheme://host` or `scheme://host:port`, is a known one; the origin `null` is nobody's.
    fn know_origin(&self, origin: &HeaderValue) -> bool {
        let Some((scheme, rest)) = text(origin).and_then(|origin| origin.split_once("://")) else {
            return false;
        };
        let default_port = match scheme {
            "http" => 80,
            "https" => 443,
            _ => return false,
        };
        let named = rest
            .parse::<Authority>()
            .ok()
            .and_then(|authority| AllowedHost::of(&authority));
        named.is_some_and(|named| self.know(&named.name, named.port.or(Some(default_port))))
    }
}

fn text(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(configured: &[&str]) -> Hosts {
        let configured: Vec<AllowedHost> = configured
            .iter()
            .map(|host| host.parse().unwrap())
            .collect();
        Hosts::new(IpAddr::from([127, 0, 0, 1]), &configured)
    }

    fn check(hosts: &Hosts, host: &str, origin: Option<&str>) -> Result<(), Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_str(host).unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        hosts.check(&Uri::from_static("/mcp"), &headers)
    }

    #[test]
    fn the_machines_own_names_are_known_at_any_port() {
        for host in [
            "localhost",
            "LOCALHOST:1",
            "127.0.0.1:8787",
            "[::1]:8787",
            "[0:0:0:0:0:0:0:1]",
        ] {
            assert!(check(&hosts(&[]), host, None).is_ok(), "{host} was refused");
        }
    }

    #[test]
    fn any_other_name_is_foreign_however_alike() {
        for host in [
            "evil.example.com",
            "localhost.example.com",
            "127.0.0.1.nip.io",
            "notlocalhost",
            "127.0.0.2",
        ] {
            assert!(
                matches!(check(&hosts(&[]), host, None), Err(Refusal::ForeignHost)),
                "{host} passed"
            );
        }
    }

    #[test]
    fn what_is_no_host_is_refused_as_such() {
        for host in [
            "",
            "a b",
            "user@localhost",
            "localhost:port",
            "localhost:99999",
            "localhost:",
            "*",
        ] {
            assert!(
                matches!(check(&hosts(&[]), host, None), Err(Refusal::BadHost)),
                "{host} passed"
            );
        }
        let none = hosts(&[]).check(&Uri::from_static("/mcp"), &HeaderMap::new());
        assert!(matches!(none, Err(Refusal::BadHost)));
        let mut twice = HeaderMap::new();
        twice.append(HOST, HeaderValue::from_static("localhost"));
        twice.append(HOST, HeaderValue::from_static("localhost"));
        assert!(matches!(
            hosts(&[]).check(&Uri::from_static("/mcp"), &twice),
            Err(Refusal::BadHost)
        ));
    }

    #[test]
    fn an_absolute_request_line_cannot_name_another_host() {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("localhost"));
        let uri = Uri::from_static("http://evil.example.com/mcp");
        assert!(matches!(
            hosts(&[]).check(&uri, &headers),
            Err(Refusal::ForeignHost)
        ));
    }

    #[test]
    fn an_origin_must_be_known_too() {
        for origin in [
            "http://localhost:3000",
            "https://127.0.0.1",
            "http://[::1]:8787",
        ] {
            assert!(
                check(&hosts(&[]), "localhost", Some(origin)).is_ok(),
                "{origin} was refused"
            );
        }
        for origin in [
            "null",
            "",
            "http://evil.example.com",
            "https://localhost.evil.example.com",
            "file://localhost",
            "localhost",
            "http://localhost/path",
            "http://user@localhost",
        ] {
            let outcome = check(&hosts(&[]), "localhost", Some(origin));
            assert!(
                matches!(outcome, Err(Refusal::ForeignOrigin)),
                "{origin} passed"
            );
        }
    }

    #[test]
    fn a_configured_port_binds_host_and_origin() {
        let hosts = hosts(&["plex.example.org", "media.example.org:443"]);
        assert!(check(&hosts, "plex.example.org:9", None).is_ok());
        assert!(
            check(
                &hosts,
                "media.example.org:443",
                Some("https://media.example.org")
            )
            .is_ok()
        );
        assert!(matches!(
            check(&hosts, "media.example.org:80", None),
            Err(Refusal::ForeignHost)
        ));
        let plain = check(
            &hosts,
            "media.example.org:443",
            Some("http://media.example.org"),
        );
        assert!(matches!(plain, Err(Refusal::ForeignOrigin)));
    }

    #[test]
    fn only_host_names_can_be_configured() {
        for wrong in [
            "",
            "http://plex.example.org",
            "a/b",
            "*",
            "me@host",
            "host:0x1",
        ] {
            assert!(wrong.parse::<AllowedHost>().is_err(), "{wrong} was taken");
        }
        assert!("::1".parse::<AllowedHost>().unwrap().is_loopback());
        assert!("localhost:80".parse::<AllowedHost>().unwrap().is_loopback());
        assert!(
            !"plex.example.org"
                .parse::<AllowedHost>()
                .unwrap()
                .is_loopback()
        );
    }
}
