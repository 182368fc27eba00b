//! Playlists: whose they are, and how they come to be.

use std::collections::BTreeMap;

use super::account::AccountId;
use super::ids::ItemId;
use super::kind::Kind;

/// The playlists of a server, each with the account that it belongs to, in the order made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Playlists(BTreeMap<ItemId, AccountId>);

impl Playlists {
    pub(crate) fn add(&mut self, playlist: ItemId, owner: AccountId) {
        self.0.insert(playlist, owner);
    }

    pub(crate) fn owner(&self, playlist: ItemId) -> Option<AccountId> {
        self.0.get(&playlist).copied()
    }

    /// Returns the playlists of an account. Nobody sees another's, the server's owner neither.
    pub(crate) fn of(&self, account: AccountId) -> impl Iterator<Item = ItemId> {
        let own = self.0.iter().filter(move |(_, owner)| **owner == account);
        own.map(|(playlist, _)| *playlist)
    }

    /// Returns all of them, in the order made.
    pub(crate) fn all(&self) -> impl Iterator<Item = ItemId> {
        self.0.keys().copied()
    }

    pub(super) fn forget(&mut self, gone: &[ItemId]) {
        for playlist in gone {
            self.0.remove(playlist);
        }
    }
}

/// Says what a new playlist or collection holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Contents {
    Items(Vec<ItemId>),
    /// What a query finds, whenever it is looked at: the whole address, as it was given.
    Found(String),
}

/// Says what playlists of a type hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlaylistType {
    Audio,
    Video,
    Photo,
}

impl PlaylistType {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "audio" => Some(Self::Audio),
            "video" => Some(Self::Video),
            "photo" => Some(Self::Photo),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Photo => "photo",
        }
    }

    /// Tells whether something of the kind can stand in such a list.
    pub(crate) fn takes(self, kind: Kind) -> bool {
        match self {
            Self::Audio => kind == Kind::Track,
            Self::Video => matches!(kind, Kind::Movie | Kind::Episode | Kind::Clip),
            Self::Photo => kind == Kind::Photo,
        }
    }
}
