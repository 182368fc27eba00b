//! The names that an item goes by: keys and numbers.

use crate::answer::Value;
use crate::seed::Seed;
use crate::world::{Item, Kind, Section};

/// Returns the path that opens an item: its children for what has some, the item itself otherwise.
pub(crate) fn key(item: &Item) -> String {
    let rating_key = &item.rating_key;
    match item.kind {
        Kind::Playlist => format!("/playlists/{rating_key}/items"),
        Kind::Collection => format!("/library/collections/{rating_key}/children"),
        kind if kind.child().is_some() => format!("/library/metadata/{rating_key}/children"),
        _ => path(item),
    }
}

/// Returns the path of the item itself, which is what other items call it by.
pub(super) fn path(item: &Item) -> String {
    format!("/library/metadata/{}", item.rating_key)
}

/// Returns a number of the item's own: its rating key, if that is one.
pub(super) fn number(item: &Item) -> i64 {
    let hash = || Seed::of(&item.rating_key).between(1, i64::from(i32::MAX));
    item.rating_key.parse().unwrap_or_else(|_| hash())
}

/// Returns a person's id in Plex's catalogue.
pub(crate) fn tag_key(person: &str) -> String {
    Seed::of(person).hex(24)
}

/// Returns a section's key as the number that it is on a real server.
pub(crate) fn section_number(section: &Section) -> Value<'_> {
    match section.key.parse::<i64>() {
        Ok(number) => Value::Int(number),
        Err(_) => Value::from(section.key.as_str()),
    }
}
