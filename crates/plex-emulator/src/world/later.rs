//! A change that was asked for and is not seen yet.

use bytes::Bytes;

use super::account::AccountId;
use super::artwork::ArtKind;
use super::edits::Edit;
use super::ids::ItemId;

/// A change that comes later.
#[derive(Clone, Debug)]
pub(crate) enum Postponed {
    /// Preferences by their ids, with values that they can have.
    Preferences(Vec<(String, String)>),
    Artwork {
        item: ItemId,
        kind: ArtKind,
        bytes: Bytes,
    },
    Edits {
        account: AccountId,
        item: ItemId,
        edits: Vec<Edit>,
    },
}

/// A change and when it comes, in milliseconds since the epoch.
#[derive(Clone, Debug)]
pub(crate) struct Later {
    pub(crate) due: i64,
    pub(crate) what: Postponed,
}
