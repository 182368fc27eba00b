//! What an item is called in Plex's catalogue: GUIDs and slugs.

use super::attribute::name;
use super::item::Item;
use super::kind::Kind;
use crate::seed::Seed;

/// Returns an item's GUID. Where no description gave it one, it is made from its title, as an agent would
/// have found it; things that no agent looks for have local ones.
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

/// Returns what an item's page in Plex's catalogue is called; only films and shows that an agent knows
/// have one.
pub(crate) fn slug(item: &Item) -> Option<String> {
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
