//! Rows of things PMS puts together: the hubs of a search, of home, of an item.

use serde::Serialize;
use serde::de::MapAccess;

use super::item::MediaItem;
use super::kind::LibraryType;
use crate::container::{Header, Listed, container_of_body, listed};
use crate::id::{LibraryKey, TagId};
use crate::wire::element::Element;
use crate::wire::object::{model, read_map};

model! {
    /// A row of things of one kind.
    pub struct Hub {
        /// Its title.
        title: Option<String> = "title",
        /// What it holds: a type of item, `actor`, `director`, `genre`, `autotag`, …
        hub_type: String = "type",
        /// Which row it is, such as `movie` or `home.continue`.
        hub_identifier: Option<String> = "hubIdentifier",
        /// Where it was made for.
        context: Option<String> = "context",
        /// Path of all it holds.
        key: Option<String> = "key",
        /// Path of what it shows.
        hub_key: Option<String> = "hubKey",
        /// How many it shows.
        size: Option<u64> = "size",
        /// Whether there are more.
        more: bool = "more",
        /// What it shows, in order.
        entries: Vec<HubEntry> = "Metadata" | "Directory" | "Video" | "Track" | "Photo" | "Playlist",
    }
}

/// Something in a hub: an item, or a tag such as a person or a genre.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum HubEntry {
    /// An item.
    Item(Box<MediaItem>),
    /// A tag.
    Tag(Box<TagHit>),
}

/// A person, a genre or another tag a search has found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TagHit {
    /// Its id, by which items can be filtered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<TagId>,
    /// Its name.
    pub tag: String,
    /// The kind of tag by number, such as 1 for a genre, 4 for a director, 6 for an actor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_type: Option<u32>,
    /// The filter that finds the items with it, such as `actor=12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Path of the items with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The id Plex has for it everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_key: Option<String>,
    /// Picture: a path on the server, or an absolute URL of any host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumb: Option<String>,
    /// How many items have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// The library it was found in.
    #[serde(rename = "librarySectionID", skip_serializing_if = "Option::is_none")]
    pub library_section_id: Option<LibraryKey>,
    /// Title of that library.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub library_section_title: Option<String>,
    /// What that library holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub library_section_type: Option<LibraryType>,
}

model! {
    /// An entry as it stands on the wire, before it is known to be an item or a tag.
    pub(crate) struct RawEntry {
        /// Of a tag.
        id: Option<TagId> = "id",
        /// Of a tag.
        tag: Option<String> = "tag",
        /// Of a tag.
        tag_type: Option<u32> = "tagType",
        /// Of a tag.
        filter: Option<String> = "filter",
        /// Of a tag.
        tag_key: Option<String> = "tagKey",
        /// Of a tag.
        count: Option<u32> = "count",
        /// Of both.
        library_section_type: Option<LibraryType> = "librarySectionType",
        ..
        /// Of an item; what they have in common is here too.
        item: MediaItem,
    }
}

impl From<RawEntry> for HubEntry {
    fn from(raw: RawEntry) -> Self {
        match raw.tag {
            Some(tag) if raw.item.rating_key.is_none() => Self::Tag(Box::new(TagHit {
                id: raw.id,
                tag,
                tag_type: raw.tag_type,
                filter: raw.filter,
                key: raw.item.key,
                tag_key: raw.tag_key,
                thumb: raw.item.thumb,
                count: raw.count,
                library_section_id: raw.item.library_section_id,
                library_section_title: raw.item.library_section_title,
                library_section_type: raw.library_section_type,
            })),
            _ => Self::Item(Box::new(raw.item)),
        }
    }
}

impl Element for HubEntry {
    fn from_map<'de, A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        Ok(Some(read_map::<RawEntry, A>(map)?.into()))
    }
}

model! {
    /// One result of `/library/search`.
    pub struct SearchResult {
        /// How well it fits, 0 to 1.
        score: Option<f64> = "score",
        /// The entry that was found.
        entry: Option<HubEntry> = "Metadata" | "Directory" | "Video" | "Track" | "Photo" | "Playlist",
    }
}

impl Listed for Hub {
    const NAMES: &'static [&'static str] = &["Hub"];

    container_of_body!();

    fn inherit(&mut self, from: &Header) {
        for entry in &mut self.entries {
            if let HubEntry::Item(item) = entry {
                item.inherit(from);
            }
        }
    }
}

listed! {
    SearchResult = "SearchResult";
}
