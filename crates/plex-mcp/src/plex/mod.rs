//! The Plex server as tools see it: what barely changes is remembered, and only what may be shown
//! is there.
//!
//! Tools have no other way to the server, so that what is kept from one of them is kept from all.

mod arrange;
mod artwork;
mod collection_words;
mod collections;
pub(crate) mod concurrent;
mod editing;
mod filters;
pub(crate) mod find;
mod items;
mod libraries;
mod lists;
pub(crate) mod maintenance;
mod marks;
mod matches;
mod memory;
pub(crate) mod players;
mod playlists;
mod scope;
mod server;
pub(crate) mod settings;
mod versions;
mod visible;

use std::sync::Arc;

use plex_client::{
    Account, Device, ExternalIds, FilterChoice, Library, LibraryCounts, LibraryKey, LibraryMeta,
    MediaItem, PlexClient, RatingKey, ServerIdentity, Titles,
};

pub(crate) use self::{
    collection_words::CollectionWords,
    scope::{shown as shown_libraries, unknown as unknown_libraries},
};
use self::{memory::Remembered, scope::Scope};
use crate::time::Calendar;

/// How long libraries are remembered: their stamps tell what else is old.
const LIBRARIES_S: i64 = 60;

/// How long what has a stamp, or hardly ever changes, is remembered.
const FACTS_S: i64 = 5 * 60;

/// A Plex server with a memory. Clones share it.
#[derive(Clone)]
pub(crate) struct Plex {
    client: PlexClient,
    calendar: Calendar,
    memory: Arc<Memory>,
    /// What may be shown; everything if there is none.
    scope: Arc<Option<Scope>>,
}

/// Holds what is known of a server from before.
struct Memory {
    libraries: Remembered<(), Vec<Library>>,
    counts: Remembered<LibraryKey, LibraryCounts>,
    /// What libraries can be filtered and sorted by.
    metas: Remembered<LibraryKey, Arc<LibraryMeta>>,
    /// The values of a field of a type, by library, type and field.
    choices: Remembered<(LibraryKey, String, String), Arc<Vec<FilterChoice>>>,
    /// The external ids of a type, by library and type.
    external_ids: Remembered<(LibraryKey, String), Arc<ExternalIds>>,
    /// The titles of a type, by library and type, where there are not more than so many.
    titles: Remembered<(LibraryKey, String, u64), Arc<Titles>>,
    identity: Remembered<(), ServerIdentity>,
    accounts: Remembered<(), Vec<Account>>,
    devices: Remembered<(), Vec<Device>>,
    /// Items with their versions alone, of those that are played.
    versions: Remembered<RatingKey, Arc<MediaItem>>,
}

impl Plex {
    /// Returns the server that `client` asks, remembered by the clock of `calendar`.
    /// Only what is in `libraries`, named by id or title, is shown; everything if none is named.
    pub(crate) fn new(client: PlexClient, calendar: Calendar, libraries: &[String]) -> Self {
        Self {
            client,
            calendar,
            memory: Arc::new(Memory {
                libraries: Remembered::for_seconds(LIBRARIES_S),
                counts: Remembered::for_seconds(FACTS_S),
                metas: Remembered::for_seconds(FACTS_S),
                choices: Remembered::for_seconds(FACTS_S),
                external_ids: Remembered::for_seconds(FACTS_S),
                titles: Remembered::for_seconds(FACTS_S),
                identity: Remembered::for_seconds(FACTS_S),
                accounts: Remembered::for_seconds(FACTS_S),
                devices: Remembered::for_seconds(FACTS_S),
                versions: Remembered::for_seconds(FACTS_S),
            }),
            scope: Arc::new(Scope::of(libraries)),
        }
    }

    /// Tells whether a token is in a text.
    pub(crate) fn holds_token(&self, text: &str) -> bool {
        self.client.without_token(text).is_some()
    }

    /// Returns the present moment in epoch seconds.
    fn now(&self) -> i64 {
        self.calendar.now()
    }
}
