//! What libraries of a type hold, and what people call them.

use plex_client::{ItemType, LibraryType};

use super::squeezed;

/// Returns the types of items that libraries of a type hold, its own first; `None` for a type that is
/// not known, which may hold anything.
pub(crate) fn held(library: &LibraryType) -> Option<&'static [ItemType]> {
    Some(match library {
        LibraryType::Movie => &[ItemType::Movie, ItemType::Clip, ItemType::Collection],
        LibraryType::Show => &[
            ItemType::Show,
            ItemType::Season,
            ItemType::Episode,
            ItemType::Collection,
        ],
        LibraryType::Artist => &[
            ItemType::Artist,
            ItemType::Album,
            ItemType::Track,
            ItemType::Collection,
        ],
        LibraryType::Photo => &[ItemType::Photo, ItemType::Clip],
        _ => return None,
    })
}

/// Tells whether libraries of a type can hold items of a type.
pub(crate) fn can_hold(library: &LibraryType, item_type: &ItemType) -> bool {
    held(library).is_none_or(|held| held.contains(item_type))
}

/// Tells whether libraries of a type are there to hold items of a type: of what is in several kinds of
/// library, such as a collection or a clip, none is.
pub(crate) fn is_home_of(library: &LibraryType, item_type: &ItemType) -> bool {
    let shared = [ItemType::Clip, ItemType::Collection];
    held(library).is_some_and(|held| held.contains(item_type)) && !shared.contains(item_type)
}

/// Returns the type of item that a library of a type lists where no other is asked for.
pub(crate) fn own_type(library: &LibraryType) -> ItemType {
    match held(library) {
        Some([own, ..]) => own.clone(),
        _ => ItemType::Other(library.as_str().to_owned()),
    }
}

/// Returns the type of library that people call by a name which no library has: "the movies".
pub(crate) fn library_type(name: &str) -> Option<LibraryType> {
    let lower = name.trim().to_lowercase();
    let owners = ["the ", "my ", "our "];
    let bare = owners.iter().find_map(|word| lower.strip_prefix(word));
    let name = squeezed(bare.unwrap_or(&lower));
    let ends = ["library", "collection", "section"];
    let bare = ends.iter().find_map(|word| name.strip_suffix(word));
    let name = bare.unwrap_or(&name);
    Some(match name {
        "movie" | "movies" | "film" | "films" => LibraryType::Movie,
        "show" | "shows" | "tv" | "tvshow" | "tvshows" | "series" | "tvseries" | "television"
        | "tvprogrammes" | "tvprograms" => LibraryType::Show,
        "music" | "artist" | "artists" | "album" | "albums" | "song" | "songs" | "track"
        | "tracks" => LibraryType::Artist,
        "photo" | "photos" | "picture" | "pictures" | "image" | "images" => LibraryType::Photo,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_lists_its_own_type_and_holds_others() {
        assert_eq!(own_type(&LibraryType::Artist), ItemType::Artist);
        assert!(can_hold(&LibraryType::Show, &ItemType::Episode));
        assert!(!can_hold(&LibraryType::Movie, &ItemType::Episode));
        assert!(is_home_of(&LibraryType::Movie, &ItemType::Movie));
        assert!(!is_home_of(&LibraryType::Movie, &ItemType::Collection));
    }

    #[test]
    fn people_call_libraries_by_what_they_hold() {
        assert_eq!(library_type("TV Shows"), Some(LibraryType::Show));
        assert_eq!(library_type("film library"), Some(LibraryType::Movie));
        assert_eq!(library_type("my movies"), Some(LibraryType::Movie));
        assert_eq!(library_type("Anime"), None);
    }
}
