//! What an item is called and where it belongs.

use plex_client::{ItemType, MediaItem};
use schemars::JsonSchema;
use serde::Serialize;

use super::format;
use crate::clean;

/// What an item without a usable title is called.
const UNTITLED: &str = "(no title)";

/// What an item is and where it belongs, without how long it is or how far it was watched.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct NamedView {
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
}

impl NamedView {
    /// Returns what an item says of itself.
    pub(crate) fn of(item: &MediaItem) -> Self {
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
        Self::of(&season)
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
