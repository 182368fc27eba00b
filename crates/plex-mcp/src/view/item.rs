//! An item of a library, in brief.

use plex_client::{ItemType, MediaItem};
use schemars::JsonSchema;
use serde::Serialize;

use super::{format, named::NamedView};
use crate::{clean, time};

/// An item in brief: what it is, where it belongs, how long it is, how far it was watched.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct ItemView {
    #[serde(flatten)]
    pub(crate) name: NamedView,
    /// How many seasons the show has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) seasons: Option<u32>,
    /// How many episodes the show or season has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) episodes: Option<u32>,
    /// How many of them were watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) episodes_watched: Option<u32>,
    /// How many tracks the album has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tracks: Option<u32>,
    /// How many items the collection or album has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) items: Option<u32>,
    /// How long it runs, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) duration_s: Option<u64>,
    /// Where playback was left, in seconds from the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) position_s: Option<u64>,
    /// Rating from 0 to 10.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rating: Option<f64>,
    /// True when the token's owner has watched it to the end; absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) watched: Option<bool>,
    /// The library it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) library: Option<String>,
}

impl ItemView {
    /// Returns an item as a list of one library shows it.
    pub(crate) fn brief(item: &MediaItem) -> Self {
        let mut view = Self {
            name: NamedView::of(item),
            ..Self::default()
        };
        view.duration_s = item.duration.and_then(time::seconds);
        view.position_s = item.view_offset.and_then(time::seconds);
        view.rating = format::rating(item.rating.or(item.audience_rating));
        match item.item_type {
            ItemType::Movie | ItemType::Episode | ItemType::Clip | ItemType::Trailer => {
                view.watched = item.view_count.filter(|count| *count > 0).map(|_| true);
            }
            ItemType::Show => {
                view.seasons = item.child_count.filter(|count| *count > 0);
                view.count_episodes(item);
            }
            ItemType::Season => view.count_episodes(item),
            ItemType::Album => view.tracks = item.leaf_count.filter(|count| *count > 0),
            ItemType::Collection | ItemType::Playlist | ItemType::PhotoAlbum => {
                view.items = item
                    .child_count
                    .or(item.leaf_count)
                    .filter(|count| *count > 0);
            }
            _ => {}
        }
        view
    }

    /// Returns the same row with the library it is in, for lists over several.
    #[must_use]
    pub(crate) fn in_library(self, item: &MediaItem) -> Self {
        let library = item.library_section_title.as_deref().and_then(clean::title);
        Self { library, ..self }
    }

    /// Counts how many episodes there are, and how many of them were watched.
    fn count_episodes(&mut self, item: &MediaItem) {
        let Some(all) = item.leaf_count.filter(|count| *count > 0) else {
            return;
        };
        let watched = item.viewed_leaf_count.unwrap_or(0).min(all);
        self.episodes = Some(all);
        if watched == all {
            self.watched = Some(true);
        } else if watched > 0 {
            self.episodes_watched = Some(watched);
        }
    }
}
