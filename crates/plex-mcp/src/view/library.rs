//! A library and how much is in it.

use plex_client::{Library, LibraryCounts};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{clean, time::Calendar};

/// A library, with counts.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LibraryView {
    /// The library's id.
    library_id: String,
    /// Its title.
    title: String,
    /// What it holds: movie, show, artist (music) or photo.
    #[serde(rename = "type")]
    kind: String,
    /// How much is in it.
    #[serde(flatten)]
    counts: CountsView,
    /// Who finds its metadata.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<String>,
    /// Who finds its files.
    #[serde(skip_serializing_if = "Option::is_none")]
    scanner: Option<String>,
    /// The language of its metadata.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// What stays the same when ids change.
    #[serde(skip_serializing_if = "Option::is_none")]
    uuid: Option<String>,
    /// When its settings changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<String>,
    /// When the last scan ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    scanned_at: Option<String>,
    /// True while it is being scanned.
    #[serde(skip_serializing_if = "Option::is_none")]
    scanning: Option<bool>,
}

/// How much is in a library, by what libraries of its type hold.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct CountsView {
    /// Films.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) items: Option<u64>,
    /// Shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) shows: Option<u64>,
    /// Seasons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) seasons: Option<u64>,
    /// Episodes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) episodes: Option<u64>,
    /// Artists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) artists: Option<u64>,
    /// Albums.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) albums: Option<u64>,
    /// Tracks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tracks: Option<u64>,
    /// Photos.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) photos: Option<u64>,
    /// Videos among the photos.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) videos: Option<u64>,
}

impl LibraryView {
    /// Returns a library and its counts.
    pub(crate) fn of(library: &Library, counts: &LibraryCounts, calendar: &Calendar) -> Self {
        let text = |text: &Option<String>| text.as_deref().and_then(clean::title);
        Self {
            library_id: library.key.to_string(),
            title: title(library),
            kind: clean::title(library.library_type.as_str()).unwrap_or_else(|| "other".to_owned()),
            counts: CountsView::of(library, counts),
            agent: text(&library.agent),
            scanner: text(&library.scanner),
            language: text(&library.language),
            uuid: text(&library.uuid),
            updated_at: calendar.rfc3339(library.updated_at),
            scanned_at: calendar.rfc3339(library.scanned_at),
            scanning: library.refreshing.then_some(true),
        }
    }
}

impl CountsView {
    /// Counts under the names of what a library of this type holds.
    pub(crate) fn of(library: &Library, counts: &LibraryCounts) -> Self {
        let below = Self {
            seasons: counts.seasons,
            episodes: counts.episodes,
            albums: counts.albums,
            tracks: counts.tracks,
            photos: counts.photos,
            // Few photo libraries have any.
            videos: counts.videos.filter(|count| *count > 0),
            ..Self::default()
        };
        match library.library_type {
            plex_client::LibraryType::Show => Self {
                shows: counts.items,
                ..below
            },
            plex_client::LibraryType::Artist => Self {
                artists: counts.items,
                ..below
            },
            // Its top-level items are of several kinds, which are told apart.
            plex_client::LibraryType::Photo => below,
            _ => Self {
                items: counts.items,
                ..below
            },
        }
    }
}

/// Returns a library's title, or its id where it has none.
pub(crate) fn title(library: &Library) -> String {
    clean::title(&library.title).unwrap_or_else(|| library.key.to_string())
}
