//! The fields that servers usually have, for one that does not tell its own.

use plex_client::{FieldKind, FieldMeta, ItemType, Library, LibraryMeta, TypeMeta};

use crate::vocabulary::kind;

/// Fields of items of every kind, by Plex's name.
const OF_ALL: [(&str, FieldKind); 8] = [
    ("title", FieldKind::String),
    ("addedAt", FieldKind::Date),
    ("lastViewedAt", FieldKind::Date),
    ("viewCount", FieldKind::Integer),
    ("userRating", FieldKind::Integer),
    ("genre", FieldKind::Tag),
    ("collection", FieldKind::Tag),
    ("label", FieldKind::Tag),
];

/// Fields of films and shows.
const OF_FILMS_AND_SHOWS: [(&str, FieldKind); 10] = [
    ("year", FieldKind::Integer),
    ("decade", FieldKind::Integer),
    ("contentRating", FieldKind::Tag),
    ("studio", FieldKind::Tag),
    ("country", FieldKind::Tag),
    ("actor", FieldKind::Tag),
    ("director", FieldKind::Tag),
    ("writer", FieldKind::Tag),
    ("producer", FieldKind::Tag),
    ("originallyAvailableAt", FieldKind::Date),
];

/// Fields of what has a file with a picture.
const OF_FILES: [(&str, FieldKind); 5] = [
    ("duration", FieldKind::Integer),
    ("resolution", FieldKind::Resolution),
    ("audioLanguage", FieldKind::AudioLanguage),
    ("subtitleLanguage", FieldKind::SubtitleLanguage),
    ("inProgress", FieldKind::Boolean),
];

/// Returns the fields of a library's own kind of item. Its orders are not known: all are let through.
pub(super) fn meta(library: &Library) -> LibraryMeta {
    let mut own = TypeMeta::default();
    let item_type = kind::own_type(&library.library_type);
    let mut fields: Vec<(&str, FieldKind)> = OF_ALL.to_vec();
    match item_type {
        ItemType::Movie => {
            fields.extend(OF_FILMS_AND_SHOWS);
            fields.extend(OF_FILES);
            fields.push(("unwatched", FieldKind::Boolean));
        }
        ItemType::Show => {
            fields.extend(OF_FILMS_AND_SHOWS);
            fields.push(("unwatchedLeaves", FieldKind::Boolean));
        }
        _ => fields.push(("year", FieldKind::Integer)),
    }
    let fields = fields.into_iter();
    own.fields = fields
        .map(|(name, kind)| FieldMeta::named(name.to_owned(), kind))
        .collect();
    let mut meta = LibraryMeta::default();
    meta.types = vec![own];
    meta
}
