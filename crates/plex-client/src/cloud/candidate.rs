//! In which order the ways to a server are worth trying.

use std::net::IpAddr;

use url::{Host, Url};

use super::{Connection, Resource};
use crate::plex_direct;

/// A URL at which a server may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Candidate {
    /// The URL.
    pub url: Url,
    /// Where it leads.
    pub reach: Reach,
}

/// Says how a connection reaches its server; earlier is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reach {
    /// Within the network.
    Local,
    /// Over the internet, directly.
    Remote,
    /// Over the internet through plex.tv, which limits the bandwidth.
    Relay,
}

impl Reach {
    /// Returns the reach as one word.
    ///
    /// ```
    /// assert_eq!(plex_client::cloud::Reach::Relay.as_str(), "relay");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Remote => "remote",
            Self::Relay => "relay",
        }
    }
}

/// Says how well a connection is protected; earlier is better.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Protection {
    /// TLS, under a name that the server has a certificate for.
    PlexDirect,
    /// TLS, under some other name, which its owner must have a certificate for.
    Tls,
    /// None.
    Plain,
}

impl Resource {
    /// Says whether it is a Plex Media Server.
    ///
    /// ```
    /// let mut server = plex_client::cloud::Resource::default();
    /// server.provides = Some("client,server".to_owned());
    /// assert!(server.is_server());
    /// ```
    #[must_use]
    pub fn is_server(&self) -> bool {
        let provides = self.provides.as_deref().unwrap_or_default();
        provides.split(',').any(|what| what.trim() == "server")
    }

    /// Says whether it is a player that takes commands.
    ///
    /// ```
    /// use plex_client::cloud::Resource;
    ///
    /// let mut player = Resource::default();
    /// player.provides = Some("client,pubsub-player".to_owned());
    /// assert!(player.is_player());
    /// ```
    #[must_use]
    pub fn is_player(&self) -> bool {
        let provides = self.provides.as_deref().unwrap_or_default();
        let mut provides = provides.split(',').map(str::trim);
        provides.any(|what| matches!(what, "player" | "pubsub-player"))
    }

    /// Returns the URLs worth trying, best first: local before remote before relay, `plex.direct`
    /// names before other ones, TLS before none, IPv4 before IPv6.
    ///
    /// Without TLS only the local network is tried: on the internet the token would be readable by
    /// whoever is in between. A server that has only a TLS connection in the local network and does
    /// not insist on TLS is tried without as well, because some routers and certificates stand in
    /// the way of `plex.direct`.
    ///
    /// ```
    /// use plex_client::cloud::{Connection, Resource};
    ///
    /// let mut connection = Connection::default();
    /// connection.uri = Some("https://plex.example".to_owned());
    /// let mut server = Resource::default();
    /// server.connections.push(connection);
    /// assert_eq!(server.candidates()[0].url.as_str(), "https://plex.example/");
    /// ```
    #[must_use]
    pub fn candidates(&self) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        let mut add = |url: Url, reach: Reach| {
            if (url.scheme() == "https" || is_near(&url, reach))
                && !found.iter().any(|other| other.url == url)
            {
                found.push(Candidate { url, reach });
            }
        };
        for connection in &self.connections {
            let reach = match (connection.relay, connection.local) {
                (Some(true), _) => Reach::Relay,
                (_, Some(true)) => Reach::Local,
                _ => Reach::Remote,
            };
            if let Some(url) = connection.uri.as_deref().and_then(web) {
                add(url, reach);
            }
            if self.https_required != Some(true)
                && let Some(url) = plain(connection)
            {
                add(url, reach);
            }
        }
        // The sort keeps plex.tv's order among equals.
        found.sort_by_key(|candidate| {
            (
                candidate.reach,
                protection(&candidate.url),
                is_ipv6(&candidate.url),
            )
        });
        found
    }
}

/// Returns a URL that leads somewhere, without credentials.
fn web(uri: &str) -> Option<Url> {
    let url = Url::parse(uri).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    let is_bare = url.username().is_empty() && url.password().is_none();
    (is_web && is_bare && url.query().is_none()).then_some(url)
}

/// Returns the URL of a connection without TLS, by its address.
fn plain(connection: &Connection) -> Option<Url> {
    let address: IpAddr = connection.address.as_deref()?.parse().ok()?;
    let port = u16::try_from(connection.port?).ok()?;
    let mut url = Url::parse("http://host/").ok()?;
    url.set_ip_host(address).ok()?;
    url.set_port(Some(port)).ok()?;
    Some(url)
}

fn protection(url: &Url) -> Protection {
    match (url.scheme(), url.host_str()) {
        ("https", Some(host)) if plex_direct::is_name(host) => Protection::PlexDirect,
        ("https", _) => Protection::Tls,
        _ => Protection::Plain,
    }
}

fn address(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(name) => plex_direct::address(name),
    }
}

fn is_ipv6(url: &Url) -> bool {
    address(url).is_some_and(|address| address.is_ipv6())
}

/// Says whether the way there stays within the network: plex.tv says so, and the address does as
/// well.
fn is_near(url: &Url, reach: Reach) -> bool {
    reach == Reach::Local
        && match address(url) {
            Some(IpAddr::V4(address)) => {
                address.is_private() || address.is_loopback() || address.is_link_local()
            }
            Some(IpAddr::V6(address)) => {
                address.is_loopback()
                    || address.is_unique_local()
                    || address.is_unicast_link_local()
            }
            None => false,
        }
}
