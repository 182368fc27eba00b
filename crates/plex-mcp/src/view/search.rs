//! What a search found.

use plex_client::{MediaItem, SearchHit, SearchSubject, TagHit};
use schemars::JsonSchema;
use serde::Serialize;

use super::named::NamedView;
use crate::clean;

/// Something a search found, and why.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct HitView {
    /// What was found. A person, a genre or another tag has no rating_key.
    #[serde(flatten)]
    item: NamedView,
    /// How many items have the tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<u32>,
    /// The library it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    library: Option<String>,
    /// What matched the query: title, person, …
    matched: String,
}

impl HitView {
    /// Returns a hit of the client's search; `None` for a hit there is no way to show.
    pub(crate) fn of(hit: &SearchHit) -> Option<Self> {
        let matched = hit.matched.as_str();
        match &hit.subject {
            SearchSubject::Item(item) => Some(Self::item(item, matched)),
            SearchSubject::Tag(tag) => Self::tag(tag, matched),
            _ => None,
        }
    }

    /// Returns a found item with the library it is in, also one that was found in another way than by
    /// searching.
    pub(crate) fn item(item: &MediaItem, matched: &str) -> Self {
        Self {
            item: NamedView::of(item),
            items: None,
            library: item.library_section_title.as_deref().and_then(clean::title),
            matched: matched.to_owned(),
        }
    }

    /// Returns a found person, genre or other tag with the number of items that have it.
    fn tag(tag: &TagHit, matched: &str) -> Option<Self> {
        Some(Self {
            item: NamedView {
                kind: tag_kind(tag).to_owned(),
                title: clean::title(&tag.tag)?,
                ..NamedView::default()
            },
            items: tag.count.filter(|count| *count > 0),
            library: tag.library_section_title.as_deref().and_then(clean::title),
            matched: matched.to_owned(),
        })
    }

    /// Returns the same hit with another reason.
    #[must_use]
    pub(crate) fn matched(self, matched: &str) -> Self {
        Self {
            matched: matched.to_owned(),
            ..self
        }
    }
}

/// Returns the kind of a tag in one word, from Plex's number for it.
fn tag_kind(tag: &TagHit) -> &'static str {
    match tag.tag_type {
        Some(1) => "genre",
        Some(2) => "collection",
        Some(4) => "director",
        Some(5) => "writer",
        Some(6) => "actor",
        Some(7) => "producer",
        Some(8) => "country",
        Some(11) => "label",
        Some(300) => "mood",
        Some(301) => "style",
        _ => "tag",
    }
}
