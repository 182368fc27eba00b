//! Who uses the server, and on what.

use super::ids::SectionId;
use super::restriction::Restrictions;

/// An account's id on this server: a small number; the owner is 1, and 0 is nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct AccountId(pub(crate) i64);

/// A person that the server knows.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) name: String,
    pub(crate) token: Option<String>,
    pub(crate) thumb: String,
    /// The sections shared with the account; `None` is all of them.
    pub(crate) sections: Option<Vec<SectionId>>,
    /// What the account is shown of them.
    pub(crate) restrictions: Restrictions,
    pub(crate) cloud: Cloud,
}

impl Account {
    /// Returns what the person signs in with: the address, where it is known.
    pub(crate) fn sign_in_name(&self) -> &str {
        self.cloud.email.as_deref().unwrap_or(&self.name)
    }
}

/// Holds what plex.tv knows of an account and its server does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cloud {
    pub(crate) email: Option<String>,
    pub(crate) username: Option<String>,
    /// With which the person signs in.
    pub(crate) password: Option<String>,
    /// Lives in the owner's home.
    pub(crate) is_home: bool,
    /// Is managed by the owner.
    pub(crate) is_restricted: bool,
    /// What has to be given to become this person.
    pub(crate) pin: Option<String>,
}

/// A device that has connected at some time.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) platform: String,
    pub(crate) client_identifier: String,
    pub(crate) created_at: i64,
    /// It is in the server's own network.
    pub(crate) is_lan: bool,
}
