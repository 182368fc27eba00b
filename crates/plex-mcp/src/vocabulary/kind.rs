//! What libraries of a type hold, and what people call them.

use plex_client::{ItemType, Library, LibraryType};

use super::squeezed;

/// Returns the type of item that a library of a type is there for, and that it is asked for where no other is
/// named: Plex calls the library by it.
pub(crate) fn own_type(library: &LibraryType) -> ItemType {
    match library.as_str().parse() {
        Ok(own) => own,
        Err(never) => match never {},
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

/// Returns Plex's word for a kind that people call otherwise: "films", "TV shows", "actors".
pub(crate) fn called(name: &str) -> Option<&'static str> {
    let name = squeezed(&name.trim().to_lowercase());
    Some(match name.as_str() {
        "movies" | "film" | "films" | "video" => "movie",
        "shows" | "tv" | "tvshow" | "tvshows" | "series" | "tvseries" => "show",
        "seasons" => "season",
        "episodes" => "episode",
        "artists" | "band" | "bands" => "artist",
        "albums" => "album",
        "tracks" | "song" | "songs" => "track",
        "photos" | "picture" | "pictures" => "photo",
        "clips" => "clip",
        "collections" => "collection",
        "playlists" => "playlist",
        "people" | "persons" | "actor" | "actors" | "director" | "directors" => "person",
        _ => return None,
    })
}

/// Returns the library that is meant by "the movies", where there is one of films and one only.
pub(crate) fn only_of_type<'l>(libraries: &'l [Library], wanted: &str) -> Option<&'l Library> {
    let library_type = library_type(wanted)?;
    let mut of_type = libraries
        .iter()
        .filter(|library| library.library_type == library_type);
    let first = of_type.next()?;
    of_type.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_there_for_the_type_that_it_is_called_by() {
        assert_eq!(own_type(&LibraryType::Artist), ItemType::Artist);
        assert_eq!(own_type(&LibraryType::Photo), ItemType::Photo);
        let unknown = LibraryType::Other("hologram".to_owned());
        assert_eq!(own_type(&unknown), ItemType::Other("hologram".to_owned()));
    }

    #[test]
    fn people_call_libraries_by_what_they_hold() {
        assert_eq!(library_type("TV Shows"), Some(LibraryType::Show));
        assert_eq!(library_type("film library"), Some(LibraryType::Movie));
        assert_eq!(library_type("my movies"), Some(LibraryType::Movie));
        assert_eq!(library_type("Anime"), None);
        assert_eq!(called("Movies"), Some("movie"));
        assert_eq!(called("TV Shows"), Some("show"));
        assert_eq!(called("movie"), None, "that is Plex's own");
    }
}
