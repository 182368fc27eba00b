//! An item in more detail than a row of a list.

use plex_client::{ExternalId, MediaItem, Role, Tag};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{format, item::ItemView, version};
use crate::{clean, time::Calendar};

/// How much is said of each item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Detail {
    #[default]
    Brief,
    Standard,
    Full,
}

/// Says how much of long things is shown.
struct Measure {
    summary: usize,
    people: usize,
    tags: usize,
}

const STANDARD: Measure = Measure {
    summary: 240,
    people: 3,
    tags: 5,
};
const FULL: Measure = Measure {
    summary: 600,
    people: 8,
    tags: 12,
};
const WHOLE: Measure = Measure {
    summary: 2_000,
    people: 20,
    tags: 30,
};

/// An item: brief, or with what is known of it.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct DetailView {
    #[serde(flatten)]
    pub(crate) item: ItemView,
    /// When it was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    added_at: Option<String>,
    /// Its title in the original language.
    #[serde(skip_serializing_if = "Option::is_none")]
    original_title: Option<String>,
    /// The day it came out.
    #[serde(skip_serializing_if = "Option::is_none")]
    released: Option<String>,
    /// The age it is for, e.g. PG-13.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_rating: Option<String>,
    /// Studio, network or record label.
    #[serde(skip_serializing_if = "Option::is_none")]
    studio: Option<String>,
    /// The audience's rating from 0 to 10.
    #[serde(skip_serializing_if = "Option::is_none")]
    audience_rating: Option<f64>,
    /// The token owner's rating from 0 to 10.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_rating: Option<f64>,
    /// How often the token's owner has played it.
    #[serde(skip_serializing_if = "Option::is_none")]
    plays: Option<u32>,
    /// When the token's owner last played it.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_viewed_at: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    genres: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    directors: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    writers: Vec<String>,
    /// Actors, each with the part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cast: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    countries: Vec<String>,
    /// The collections it is in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    collections: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tagline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    /// Each version of it, e.g. 4K HDR10 HEVC, 7.1 TrueHD, 58 GB.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    versions: Vec<String>,
    /// Ids in other catalogues, e.g. imdb://tt0017136.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ids: Vec<String>,
    /// Plex's id for it everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    guid: Option<String>,
}

impl DetailView {
    /// Returns an item of a list.
    pub(crate) fn of(item: &MediaItem, detail: Detail, calendar: &Calendar) -> Self {
        match detail {
            Detail::Brief => Self {
                item: ItemView::brief(item),
                ..Self::default()
            },
            Detail::Standard => Self::standard(item, &STANDARD, calendar),
            Detail::Full => Self::full(item, &FULL, calendar),
        }
    }

    /// Returns an item that was asked for by itself.
    pub(crate) fn whole(item: &MediaItem, calendar: &Calendar) -> Self {
        let mut view = Self::full(item, &WHOLE, calendar);
        view.item = view.item.in_library(item);
        // Its versions are told by themselves.
        view.versions.clear();
        view
    }

    fn standard(item: &MediaItem, measure: &Measure, calendar: &Calendar) -> Self {
        let mut brief = ItemView::brief(item);
        if brief.rating.is_none() {
            brief.rating = format::rating(item.audience_rating);
        }
        Self {
            item: brief,
            added_at: calendar.rfc3339(item.added_at),
            content_rating: text(&item.content_rating),
            studio: text(&item.studio),
            user_rating: format::rating(item.user_rating),
            genres: tags(&item.genres, measure.tags),
            directors: tags(&item.directors, measure.people),
            cast: cast(&item.roles, measure.people),
            summary: prose(&item.summary, measure.summary),
            ..Self::default()
        }
    }

    fn full(item: &MediaItem, measure: &Measure, calendar: &Calendar) -> Self {
        Self {
            original_title: text(&item.original_title),
            released: format::day(item.originally_available_at.as_deref()),
            // Where there is no other, the brief row shows it already.
            audience_rating: item
                .rating
                .and_then(|_| format::rating(item.audience_rating)),
            plays: item.view_count.filter(|count| *count > 0),
            last_viewed_at: calendar.rfc3339(item.last_viewed_at),
            writers: tags(&item.writers, measure.people),
            countries: tags(&item.countries, measure.tags),
            collections: tags(&item.collections, measure.tags),
            labels: tags(&item.labels, measure.tags),
            tagline: prose(&item.tagline, 200),
            versions: item.media.iter().filter_map(version::quality).collect(),
            ids: ids(item),
            guid: text(&item.guid),
            ..Self::standard(item, measure, calendar)
        }
    }
}

/// Ids elsewhere, each once.
fn ids(item: &MediaItem) -> Vec<String> {
    let mut ids: Vec<String> = ExternalId::of(item).map(|id| id.to_string()).collect();
    ids.dedup();
    ids.truncate(8);
    ids
}

fn text(text: &Option<String>) -> Option<String> {
    text.as_deref().and_then(clean::title)
}

/// Returns a text of several lines, on one.
fn prose(text: &Option<String>, chars: usize) -> Option<String> {
    let line = clean::line(text.as_deref()?, chars);
    (!line.is_empty()).then_some(line)
}

fn tags(tags: &[Tag], most: usize) -> Vec<String> {
    let names = tags.iter().filter_map(|tag| clean::title(&tag.tag));
    names.take(most).collect()
}

fn cast(roles: &[Role], most: usize) -> Vec<String> {
    let named = roles.iter().filter_map(|role| {
        let name = clean::title(&role.tag)?;
        Some(match text(&role.role) {
            Some(part) => format!("{name} as {part}"),
            None => name,
        })
    });
    named.take(most).collect()
}
