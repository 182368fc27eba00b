//! What has changed.

use std::collections::{BTreeMap, BTreeSet};

use plex_client::{LibraryKey, RatingKey};

/// What has changed since the changes before: reading it again gives something else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Something was missed: all of it may be different.
    pub(crate) missed: bool,
    /// Who plays what, or how far.
    pub(crate) sessions: bool,
    /// What the server is busy with, or how far.
    pub(crate) activities: bool,
    /// The playlists, or what is in them.
    pub(crate) playlists: bool,
    /// Libraries: what is in them, or whether they are scanned.
    pub(crate) libraries: BTreeSet<LibraryKey>,
    /// Items, and those that they are in.
    pub(crate) items: BTreeMap<RatingKey, ItemChange>,
}

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ItemChange {
    /// It is otherwise than it was.
    Changed,
    /// It was played, or is played no more: how far, and how often, may be different.
    Played,
    /// It is new.
    Added,
    /// It is gone.
    Deleted,
}

impl Changes {
    /// Returns those of somebody who has missed some.
    pub(crate) fn missed() -> Self {
        Self {
            missed: true,
            ..Self::default()
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Says whether what is remembered of libraries and items may be wrong now.
    pub(super) fn concerns_libraries(&self) -> bool {
        self.missed || !self.libraries.is_empty() || !self.items.is_empty()
    }
}
