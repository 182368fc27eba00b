//! A playlist or a collection, in brief.

use plex_client::{ItemType, MediaItem};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{clean, time};

/// The longest summary, in characters.
const SUMMARY_CHARS: usize = 300;

/// A playlist or a collection in brief.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub(crate) struct ListView {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rating_key: Option<String>,
    /// Its title.
    pub(crate) title: String,
    /// What it holds: audio, video or photo; of a collection movie, show, album, …
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
    /// How many items it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) items: Option<u32>,
    /// How long all of it runs, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) duration_s: Option<u64>,
    /// True where a rule decides what it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) smart: Option<bool>,
    /// That rule in words, where it can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rule: Option<String>,
    /// What its maker says of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) summary: Option<String>,
    /// The library of a collection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) library: Option<String>,
}

impl ListView {
    /// Returns what is shown of a list, with its rule in words.
    pub(crate) fn of(list: &MediaItem, rule: Option<String>) -> Self {
        let count = match list.item_type {
            ItemType::Playlist => list.leaf_count,
            _ => list.child_count.or(list.leaf_count),
        };
        let kind = list.playlist_type.as_deref().or(list.subtype.as_deref());
        let summary = list.summary.as_deref();
        Self {
            rating_key: list.rating_key.as_ref().map(ToString::to_string),
            title: clean::title(&list.title).unwrap_or_else(|| "(no title)".to_owned()),
            kind: kind.and_then(clean::title),
            items: count,
            duration_s: list.duration.and_then(time::seconds),
            smart: list.smart.filter(|smart| *smart),
            rule,
            summary: summary
                .map(|text| clean::line(text, SUMMARY_CHARS))
                .filter(|text| !text.is_empty()),
            library: None,
        }
    }
}
