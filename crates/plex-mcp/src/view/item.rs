//! An item of a library, in brief.

use plex_client::{ItemType, MediaItem};
use schemars::JsonSchema;
use serde::Serialize;

use super::format;
use crate::{
    clean,
    time::{self, Calendar},
};

/// What an item without a usable title is called.
const UNTITLED: &str = "(no title)";

/// An item in brief: what it is, where it belongs, how long it is, how far it was watched.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct ItemView {
    /// The item's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rating_key: Option<String>,
    /// movie, show, season, episode, artist, album, track, photo, clip, collection, …
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Its title.
    pub(crate) title: String,
    /// The year it came out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) year: Option<i32>,
    /// Which edition of the film it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) edition: Option<String>,
    /// The show it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) show: Option<String>,
    /// The number of the season.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) season: Option<i32>,
    /// Season and episode, as S02E05.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) episode: Option<String>,
    /// Who made the music.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) artist: Option<String>,
    /// The album of the track or photo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) album: Option<String>,
    /// The number of the track on its album.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) track: Option<i32>,
    /// The day the episode was first shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) aired: Option<String>,
    /// The day the photo was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) taken: Option<String>,
    /// How many seasons the show has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) seasons: Option<u32>,
    /// How many episodes the show or season has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) episodes: Option<u32>,
    /// How many of them were watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) episodes_watched: Option<u32>,
    /// How many episodes were added together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) episodes_added: Option<u32>,
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
    /// When it was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) added_at: Option<String>,
}

impl ItemView {
    /// Returns an item as a list of one library shows it.
    pub(crate) fn brief(item: &MediaItem) -> Self {
        let mut view = Self::named(item);
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

    /// Returns what an item is and where it belongs, without how long it is or how far it was watched.
    pub(crate) fn named(item: &MediaItem) -> Self {
        let title_of = |text: &Option<String>| text.as_deref().and_then(clean::title);
        let mut view = Self {
            rating_key: item.rating_key.as_ref().map(ToString::to_string),
            kind: kind(&item.item_type),
            title: clean::title(&item.title).unwrap_or_else(|| UNTITLED.to_owned()),
            edition: title_of(&item.edition_title),
            ..Self::default()
        };
        match item.item_type {
            ItemType::Episode => {
                view.show = title_of(&item.grandparent_title);
                view.episode = format::episode_code(item.parent_index, item.index);
                view.aired = format::day(item.originally_available_at.as_deref());
                // With a show and a number, or a day, the year says nothing new.
                if view.aired.is_none() && view.episode.is_none() {
                    view.year = year(item);
                }
            }
            ItemType::Season => {
                view.show = title_of(&item.parent_title);
                view.season = item.index.filter(|number| *number >= 0);
            }
            ItemType::Album => {
                view.artist = title_of(&item.parent_title);
                view.year = year(item);
            }
            ItemType::Track => {
                view.artist =
                    title_of(&item.original_title).or_else(|| title_of(&item.grandparent_title));
                view.album = title_of(&item.parent_title);
                view.track = item.index.filter(|number| *number > 0);
            }
            ItemType::Photo => {
                view.album = title_of(&item.parent_title);
                view.taken = format::day(item.originally_available_at.as_deref());
            }
            _ => view.year = year(item),
        }
        view
    }

    /// Returns the season an episode belongs to, from what the episode says of it.
    pub(crate) fn season_of(episode: &MediaItem) -> Self {
        let mut season = MediaItem::default();
        season.rating_key = episode.parent_rating_key.clone();
        season.item_type = ItemType::Season;
        season.title = episode.parent_title.clone().unwrap_or_default();
        season.index = episode.parent_index;
        season.parent_title = episode.grandparent_title.clone();
        Self::named(&season)
    }

    /// Returns the same row with the library it is in, for lists over several.
    #[must_use]
    pub(crate) fn in_library(self, item: &MediaItem) -> Self {
        let library = item.library_section_title.as_deref().and_then(clean::title);
        Self { library, ..self }
    }

    /// Returns the same row with the time it was added.
    #[must_use]
    pub(crate) fn added(self, item: &MediaItem, calendar: &Calendar) -> Self {
        Self {
            added_at: calendar.rfc3339(item.added_at),
            ..self
        }
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

/// Returns the kind of an item in one word.
pub(crate) fn kind(item_type: &ItemType) -> String {
    clean::title(item_type.as_str()).unwrap_or_else(|| "item".to_owned())
}

/// Returns the year it came out, when that can be one.
fn year(item: &MediaItem) -> Option<i32> {
    item.year.filter(|year| (1..=9999).contains(year))
}
