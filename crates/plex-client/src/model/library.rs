//! Libraries, which PMS also calls sections.

use serde::{Deserialize, Serialize};

use super::kind::{ItemType, LibraryType};
use crate::container::listed;
use crate::id::LibraryKey;
use crate::time::Timestamp;
use crate::wire::object::model;

model! {
    /// A library.
    pub struct Library {
        /// Its id.
        key: LibraryKey = "key",
        /// Its title.
        title: String = "title",
        /// What it holds.
        library_type: LibraryType = "type",
        /// Who finds its metadata, such as `tv.plex.agents.movie`.
        agent: Option<String> = "agent",
        /// Who finds its files, such as `Plex Movie`.
        scanner: Option<String> = "scanner",
        /// Language of its metadata, such as `en-US`.
        language: Option<String> = "language",
        /// What stays the same when ids change.
        uuid: Option<String> = "uuid",
        /// When its settings changed.
        updated_at: Option<Timestamp> = "updatedAt",
        /// When it was made.
        created_at: Option<Timestamp> = "createdAt",
        /// When the last scan ended.
        scanned_at: Option<Timestamp> = "scannedAt",
        /// Whether it has content.
        content: Option<bool> = "content",
        /// Whether it can be browsed.
        directory: Option<bool> = "directory",
        /// A counter that goes up when the content changes; not a time.
        content_changed_at: Option<i64> = "contentChangedAt",
        /// 0 shown, 1 left out of home, 2 left out of home and search.
        hidden: Option<u8> = "hidden",
        /// Whether a scan is under way.
        refreshing: bool = "refreshing",
        /// Whether it can be filtered.
        filters: Option<bool> = "filters",
        /// Whether its items may be downloaded.
        allow_sync: Option<bool> = "allowSync",
        /// Background: a path on the server.
        art: Option<String> = "art",
        /// Picture: a path on the server.
        thumb: Option<String> = "thumb",
        /// Picture made of its items: a path on the server.
        composite: Option<String> = "composite",
        /// Folders it is made of; owners only.
        locations: Vec<Location> = "Location",
    }
    requires key
}

model! {
    /// A folder of a library.
    pub struct Location {
        /// Its id.
        id: Option<String> = "id",
        /// Path in the server's file system.
        path: String = "path",
    }
    requires path
}

/// The numbers of what is in a library. What a library of its type does not have is absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LibraryCounts {
    /// Top-level items: films, shows, artists, photo albums and loose photos.
    pub items: Option<u64>,
    /// Seasons, in a show library.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seasons: Option<u64>,
    /// Episodes, in a show library.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub episodes: Option<u64>,
    /// Albums, in a music or photo library.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub albums: Option<u64>,
    /// Tracks, in a music library.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracks: Option<u64>,
    /// Photos, in a photo library.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photos: Option<u64>,
    /// Videos among the photos, in a photo library.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub videos: Option<u64>,
}

impl LibraryCounts {
    /// Returns where the number of items of a type stands; `None` is the library's own type.
    pub(crate) fn of(&mut self, item_type: Option<&ItemType>) -> &mut Option<u64> {
        match item_type {
            Some(ItemType::Season) => &mut self.seasons,
            Some(ItemType::Episode) => &mut self.episodes,
            Some(ItemType::Album | ItemType::PhotoAlbum) => &mut self.albums,
            Some(ItemType::Track) => &mut self.tracks,
            Some(ItemType::Photo) => &mut self.photos,
            Some(ItemType::Clip) => &mut self.videos,
            _ => &mut self.items,
        }
    }

    /// Tells whether items of a type are counted apart from the library's top-level items.
    pub(crate) fn are_apart(item_type: &ItemType) -> bool {
        !matches!(
            item_type,
            ItemType::Movie | ItemType::Show | ItemType::Artist
        )
    }
}

listed! {
    Library = "Directory", "Metadata";
}
