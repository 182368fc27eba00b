//! Tags: genres, people, countries and the like, each once for the whole server.

use std::collections::HashMap;
use std::sync::Arc;

use super::attribute::Text;

/// A tag's place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TagId(pub(crate) u32);

/// The kinds of tags. `element` is what an item's tag is called in an answer, `field` what a
/// filter calls it, `number` PMS's own tag type, `shown_in_listings` how many of them a listing
/// shows of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum TagKind {
    Genre,
    Country,
    Director,
    Writer,
    Role,
    Producer,
    Collection,
    Label,
    Mood,
    Style,
    Format,
    Subformat,
    Similar,
    /// What photos are tagged with.
    Tag,
}

struct Facts {
    element: &'static str,
    field: &'static str,
    number: u32,
    shown_in_listings: usize,
}

impl TagKind {
    pub(crate) const ALL: [Self; 14] = [
        Self::Genre,
        Self::Country,
        Self::Director,
        Self::Writer,
        Self::Role,
        Self::Producer,
        Self::Collection,
        Self::Label,
        Self::Mood,
        Self::Style,
        Self::Format,
        Self::Subformat,
        Self::Similar,
        Self::Tag,
    ];

    fn facts(self) -> Facts {
        let (element, field, number, shown_in_listings) = match self {
            Self::Genre => ("Genre", "genre", 1, 2),
            Self::Country => ("Country", "country", 8, 2),
            Self::Director => ("Director", "director", 4, 2),
            Self::Writer => ("Writer", "writer", 5, 2),
            Self::Role => ("Role", "actor", 6, 3),
            Self::Producer => ("Producer", "producer", 7, 0),
            Self::Collection => ("Collection", "collection", 2, usize::MAX),
            Self::Label => ("Label", "label", 11, 0),
            Self::Mood => ("Mood", "mood", 300, 0),
            Self::Style => ("Style", "style", 301, 0),
            Self::Format => ("Format", "format", 302, 0),
            Self::Subformat => ("Subformat", "subformat", 303, 0),
            Self::Similar => ("Similar", "similar", 305, 0),
            Self::Tag => ("Tag", "tag", 0, 0),
        };
        Facts {
            element,
            field,
            number,
            shown_in_listings,
        }
    }

    pub(crate) fn element(self) -> &'static str {
        self.facts().element
    }

    pub(crate) fn field(self) -> &'static str {
        self.facts().field
    }

    pub(crate) fn number(self) -> u32 {
        self.facts().number
    }

    pub(crate) fn shown_in_listings(self) -> usize {
        self.facts().shown_in_listings
    }

    /// Says whether it is of people, who have a picture and a place in Plex's own catalogue.
    pub(crate) fn is_person(self) -> bool {
        matches!(
            self,
            Self::Director | Self::Writer | Self::Role | Self::Producer
        )
    }
}

/// A tag.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) kind: TagKind,
    pub(crate) text: Text,
    pub(crate) thumb: Option<Text>,
}

/// A tag on an item; `role` is the part that an actor plays.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tagging {
    pub(crate) tag: TagId,
    pub(crate) role: Option<Text>,
}

/// Every tag of a server. An id is a place in the table, counted from 1.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tags {
    tags: Vec<Tag>,
    ids: HashMap<(TagKind, Text), TagId>,
}

impl Tags {
    pub(crate) fn intern(&mut self, kind: TagKind, text: &str) -> TagId {
        let text: Text = text.into();
        if let Some(id) = self.ids.get(&(kind, Arc::clone(&text))) {
            return *id;
        }
        let id = TagId(u32::try_from(self.tags.len() + 1).unwrap_or(u32::MAX));
        self.ids.insert((kind, Arc::clone(&text)), id);
        self.tags.push(Tag {
            kind,
            text,
            thumb: None,
        });
        id
    }

    pub(crate) fn set_thumb(&mut self, id: TagId, thumb: &str) {
        if let Some(tag) = self.tags.get_mut(place(id)) {
            tag.thumb = Some(thumb.into());
        }
    }

    pub(crate) fn get(&self, id: TagId) -> Option<&Tag> {
        self.tags.get(place(id))
    }

    pub(crate) fn find(&self, kind: TagKind, text: &str) -> Option<TagId> {
        self.ids.get(&(kind, text.into())).copied()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (TagId, &Tag)> {
        (1..).map(TagId).zip(&self.tags)
    }
}

fn place(id: TagId) -> usize {
    // An id of 0 is nobody's: wrapping sends it out of range.
    usize::try_from(id.0).unwrap_or(usize::MAX).wrapping_sub(1)
}
