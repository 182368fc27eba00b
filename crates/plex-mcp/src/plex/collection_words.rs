//! What is said of collections, in our words and in Plex's.

use plex_client::{CollectionMode, CollectionOrder, MediaItem, PlexError, Result};

/// The words of a collection that are to change, and which of them agents may change afterwards.
pub(crate) struct CollectionWords<'a> {
    /// Its title.
    pub(crate) title: Option<&'a str>,
    /// Its summary; empty for none.
    pub(crate) summary: Option<&'a str>,
    /// The names of those that are unlocked.
    pub(crate) unlock: &'a [String],
    /// The names of those that are locked.
    pub(crate) lock: &'a [String],
}

/// How a collection is shown, by our names and Plex's; what is so by itself has no name.
const MODES: [(&str, CollectionMode); 3] = [
    ("hide", CollectionMode::Hidden),
    ("hide_items", CollectionMode::HideItems),
    ("show_items", CollectionMode::ShowItems),
];

/// The orders of a collection, by our names and Plex's; that by release is what it has by itself.
const ORDERS: [(&str, CollectionOrder); 2] = [
    ("alphabetical", CollectionOrder::Alphabetical),
    ("custom", CollectionOrder::Custom),
];

impl CollectionWords<'_> {
    /// Returns Plex's word for a mode; that of the library for none.
    pub(crate) fn mode(name: Option<&str>) -> Result<CollectionMode> {
        named(&MODES, name, CollectionMode::LibraryDefault)
    }

    /// Returns the name of the mode of a collection; none for that of its library.
    pub(crate) fn mode_of(collection: &MediaItem) -> Option<&'static str> {
        let mode = CollectionMode::from_number(collection.collection_mode?)?;
        name_of(&MODES, mode)
    }

    /// Returns Plex's word for an order; by release for none.
    pub(crate) fn order(name: Option<&str>) -> Result<CollectionOrder> {
        named(&ORDERS, name, CollectionOrder::Release)
    }

    /// Returns the name of the order of a collection; none for that by release.
    pub(crate) fn order_of(collection: &MediaItem) -> Option<&'static str> {
        let order = CollectionOrder::from_number(collection.collection_sort?)?;
        name_of(&ORDERS, order)
    }
}

fn named<T: Copy>(known: &[(&str, T)], name: Option<&str>, unnamed: T) -> Result<T> {
    let Some(name) = name else { return Ok(unnamed) };
    let found = known.iter().find(|(known, _)| *known == name);
    found
        .map(|(_, value)| *value)
        .ok_or_else(|| PlexError::InvalidArgument {
            argument: "collection",
            reason: "cannot be shown or sorted so".to_owned(),
        })
}

fn name_of<T: PartialEq>(known: &[(&'static str, T)], value: T) -> Option<&'static str> {
    let found = known.iter().find(|(_, known)| *known == value);
    found.map(|(name, _)| *name)
}
