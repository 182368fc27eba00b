//! Players among what plex.tv lists.

use super::cloud::{Cloud, OWNER};
use super::state::Device;

/// A player as plex.tv lists it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Listing<'a> {
    /// The name of the account that is signed in; the owner's when it is empty.
    pub(crate) account: &'a str,
    pub(crate) client_identifier: &'a str,
    pub(crate) name: &'a str,
    pub(crate) product: &'a str,
    pub(crate) version: &'a str,
    pub(crate) platform: &'a str,
    pub(crate) platform_version: &'a str,
    pub(crate) device: &'a str,
    pub(crate) provides: &'a str,
    pub(crate) url: Option<&'a str>,
}

impl Cloud {
    /// Lists a player among the resources of whoever is signed in on it.
    pub(super) fn list_player(&self, listing: &Listing<'_>) {
        let now = self.now();
        let mut state = self.write();
        let person = state
            .people
            .iter()
            .find(|person| person.title == listing.account)
            .map_or(OWNER, |person| person.id);
        let id = state.next_id();
        state.devices.push(Device {
            id,
            person,
            client_identifier: listing.client_identifier.to_owned(),
            name: listing.name.to_owned(),
            product: listing.product.to_owned(),
            version: listing.version.to_owned(),
            platform: listing.platform.to_owned(),
            platform_version: listing.platform_version.to_owned(),
            device: listing.device.to_owned(),
            model: listing.device.to_owned(),
            vendor: String::new(),
            provides: listing.provides.to_owned(),
            connections: listing.url.into_iter().map(str::to_owned).collect(),
            is_present: true,
            created_at: now,
            last_seen_at: now,
        });
    }
}
