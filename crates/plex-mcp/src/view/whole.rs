//! An item with all that is known of it and belongs to it.

use plex_client::{Chapter, Marker, MediaItem, Review};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    detail::DetailView,
    item::ItemView,
    named::NamedView,
    version::{Shown, VersionView},
};
use crate::{
    clean,
    time::{self, Calendar},
};

/// How many chapters and reviews are shown.
const CHAPTERS: usize = 60;
const REVIEWS: usize = 10;

/// How much of a review is shown.
const REVIEW_CHARS: usize = 500;

/// Everything about one item.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct WholeView {
    #[serde(flatten)]
    item: DetailView,
    /// The id of the show, season, artist or album it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_rating_key: Option<String>,
    /// Its versions; usually one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    versions: Vec<VersionView>,
    /// Seasons, episodes, albums, tracks or members in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    children: Vec<ItemView>,
    /// Trailers, scenes and the like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extras: Vec<ItemView>,
    /// What goes with it, in groups.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<HubView>,
    /// What is like it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    similar: Vec<ItemView>,
    /// Its intro, credits and commercials.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    markers: Vec<StretchView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    chapters: Vec<StretchView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reviews: Vec<ReviewView>,
    /// One sentence worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// Items that have something in common.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct HubView {
    /// What they have in common.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    pub(crate) items: Vec<NamedView>,
}

/// A part of its time.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct StretchView {
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Seconds from the start.
    start_s: u64,
    /// Seconds from the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_s: Option<u64>,
}

/// What a critic says.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReviewView {
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    text: String,
}

/// Holds what belongs to an item and is not told with it.
#[derive(Default)]
pub(crate) struct WholeParts {
    pub(crate) children: Vec<ItemView>,
    pub(crate) extras: Vec<ItemView>,
    pub(crate) related: Vec<HubView>,
    pub(crate) similar: Vec<ItemView>,
    pub(crate) note: Option<String>,
}

impl WholeView {
    /// Returns an item with what belongs to it.
    pub(crate) fn of(
        item: &MediaItem,
        shown: Shown,
        parts: WholeParts,
        calendar: &Calendar,
    ) -> Self {
        let parent = item.parent_rating_key.as_ref();
        Self {
            item: DetailView::whole(item, calendar),
            parent_rating_key: parent.map(ToString::to_string),
            versions: VersionView::of(item, shown),
            children: parts.children,
            extras: parts.extras,
            related: parts.related,
            similar: parts.similar,
            markers: item.markers.iter().filter_map(marker).collect(),
            chapters: chapters(&item.chapters),
            reviews: item
                .reviews
                .iter()
                .filter_map(review)
                .take(REVIEWS)
                .collect(),
            note: parts.note,
        }
    }
}

fn marker(marker: &Marker) -> Option<StretchView> {
    Some(StretchView {
        title: Some(clean::title(&marker.marker_type)?),
        start_s: marker.start.unwrap_or_default().as_secs(),
        end_s: marker.end.and_then(time::seconds),
    })
}

fn chapters(chapters: &[Chapter]) -> Vec<StretchView> {
    let shown = chapters.iter().take(CHAPTERS).map(|chapter| StretchView {
        title: chapter.title.as_deref().and_then(clean::title),
        start_s: chapter.start.unwrap_or_default().as_secs(),
        end_s: chapter.end.and_then(time::seconds),
    });
    shown.collect()
}

fn review(review: &Review) -> Option<ReviewView> {
    let text = clean::line(review.text.as_deref()?, REVIEW_CHARS);
    (!text.is_empty()).then(|| ReviewView {
        author: review.author.as_deref().and_then(clean::title),
        source: review.source.as_deref().and_then(clean::title),
        text,
    })
}
