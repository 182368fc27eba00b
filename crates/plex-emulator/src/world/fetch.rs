//! Pictures and themes that the server was asked to fetch.

use std::net::{IpAddr, SocketAddr};

use super::artwork::ArtKind;
use super::ids::ItemId;

/// Something to be fetched for an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fetch {
    pub(crate) item: ItemId,
    pub(crate) kind: ArtKind,
    pub(crate) address: SocketAddr,
    /// With its query.
    pub(crate) path: String,
    /// Tells it apart from others; 0 before it is asked for.
    pub(crate) number: u64,
    /// Whether it is being fetched.
    pub(crate) is_begun: bool,
}

impl Fetch {
    /// Reads where something is, which is nowhere but on this machine: the emulator asks nobody else.
    pub(crate) fn of(item: ItemId, kind: ArtKind, url: &str) -> Option<Self> {
        let rest = url.strip_prefix("http://")?;
        let (authority, path) = match rest.split_once('/') {
            Some((authority, path)) => (authority, format!("/{path}")),
            None => (rest, "/".to_owned()),
        };
        let authority = match authority.strip_prefix("localhost") {
            Some(port) => format!("127.0.0.1{port}"),
            None => authority.to_owned(),
        };
        let with_port = authority.parse::<SocketAddr>().ok();
        let address = with_port.or_else(|| {
            let alone = authority.parse::<IpAddr>().ok()?;
            Some(SocketAddr::new(alone, 80))
        })?;
        let is_plain = !path.contains(|letter: char| letter.is_control() || letter == ' ');
        (address.ip().is_loopback() && is_plain).then_some(Self {
            item,
            kind,
            address,
            path,
            number: 0,
            is_begun: false,
        })
    }

    /// Returns where it is.
    pub(crate) fn url(&self) -> String {
        format!("http://{}{}", self.address, self.path)
    }
}
