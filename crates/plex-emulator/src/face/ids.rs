//! The names that an item goes by: keys, GUIDs, slugs.

use crate::seed::Seed;
use crate::world::{Item, Kind, name};

/// The path that opens an item: its children for what has some, the item itself otherwise.
pub(crate) fn key(item: &Item) -> String {
    let rating_key = &item.rating_key;
    match item.kind {
        Kind::Playlist => format!("/playlists/{rating_key}/items"),
        Kind::Collection => format!("/library/collections/{rating_key}/children"),
        kind if kind.child().is_some() => format!("/library/metadata/{rating_key}/children"),
        _ => path(item),
    }
}

/// The path of the item itself, which is what other items call it by.
pub(super) fn path(item: &Item) -> String {
    format!("/library/metadata/{}", item.rating_key)
}

/// A number of the item's own: its rating key, if that is one.
pub(super) fn number(item: &Item) -> i64 {
    let hash = || Seed::of(&item.rating_key).between(1, i64::from(i32::MAX));
    item.rating_key.parse().unwrap_or_else(|_| hash())
}

/// An item that no description gave a GUID has one made from its title, as an agent would have
/// found it; things that no agent looks for have local ones.
pub(crate) fn guid(item: &Item) -> String {
    if let Some(guid) = item.attributes.text(name::GUID) {
        return guid.to_owned();
    }
    let rating_key = &item.rating_key;
    match item.kind {
        Kind::Photo | Kind::PhotoAlbum | Kind::Clip => format!("local://{rating_key}"),
        Kind::Collection => format!("collection://{}", crate::seed::uuid(rating_key)),
        Kind::Playlist => format!(
            "com.plexapp.agents.none://{}",
            crate::seed::uuid(rating_key)
        ),
        kind => {
            // Editions and duplicates of a title share its GUID; the parts of different wholes
            // do not, though they may be called alike.
            let year = item.attributes.int(name::YEAR).unwrap_or(0);
            let parent = item.parent.map_or(0, |parent| parent.0);
            let identity = format!("{} {} {year} {parent}", kind.type_name(), item.title());
            format!(
                "plex://{}/{}",
                kind.type_name(),
                Seed::of(&identity).hex(24)
            )
        }
    }
}

/// What an item's page in Plex's catalogue is called; only films and shows that an agent knows
/// have one.
pub(super) fn slug(item: &Item) -> Option<String> {
    let is_matched = item
        .attributes
        .text(name::GUID)
        .is_none_or(|guid| guid.starts_with("plex://"));
    if !is_matched || !matches!(item.kind, Kind::Movie | Kind::Show) {
        return None;
    }
    let mut slug = String::with_capacity(item.title().len());
    for character in item.title().chars() {
        if character.is_alphanumeric() {
            slug.extend(character.to_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() && character != '\'' {
            slug.push('-');
        }
    }
    Some(slug.trim_end_matches('-').to_owned())
}

/// A person's id in Plex's catalogue.
pub(crate) fn tag_key(person: &str) -> String {
    Seed::of(person).hex(24)
}
