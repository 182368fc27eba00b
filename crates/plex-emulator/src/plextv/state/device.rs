//! An application that signed in.

use super::person::PersonId;

/// An application on a device, as its own headers describe it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Device {
    pub(crate) id: u64,
    pub(crate) person: PersonId,
    pub(crate) client_identifier: String,
    pub(crate) name: String,
    pub(crate) product: String,
    pub(crate) version: String,
    pub(crate) platform: String,
    pub(crate) platform_version: String,
    pub(crate) device: String,
    pub(crate) model: String,
    pub(crate) vendor: String,
    /// `client,player,controller` and the like.
    pub(crate) provides: String,
    /// Its own address, for one that can be controlled.
    pub(crate) connections: Vec<String>,
    /// It is running.
    pub(crate) is_present: bool,
    /// Seconds since the epoch, as is `last_seen_at`.
    pub(crate) created_at: i64,
    pub(crate) last_seen_at: i64,
}
