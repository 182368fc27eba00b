//! What can be edited of each kind of item.

use crate::world::{Kind, Name, TagKind, name};

/// Says how a field's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Text,
    /// A day. A time behind it is read and forgotten.
    Date,
    Whole,
    /// Between 0 and 10.
    Rating,
    /// As [`Rating`](Self::Rating), and the viewer's own.
    OwnRating,
}

/// A field: what an edit calls it, where it is kept, and how it is written.
pub(super) type Field = (&'static str, Name, Written);

const TITLE: Field = ("title", name::TITLE, Written::Text);
const TITLE_SORT: Field = ("titleSort", name::TITLE_SORT, Written::Text);
const ORIGINAL_TITLE: Field = ("originalTitle", name::ORIGINAL_TITLE, Written::Text);
const SUMMARY: Field = ("summary", name::SUMMARY, Written::Text);
const TAGLINE: Field = ("tagline", name::TAGLINE, Written::Text);
const STUDIO: Field = ("studio", name::STUDIO, Written::Text);
const CONTENT_RATING: Field = ("contentRating", name::CONTENT_RATING, Written::Text);
const EDITION: Field = ("editionTitle", name::EDITION_TITLE, Written::Text);
const YEAR: Field = ("year", name::YEAR, Written::Whole);
const ADDED_AT: Field = ("addedAt", name::ADDED_AT, Written::Whole);
const INDEX: Field = ("index", name::INDEX, Written::Whole);
const PARENT_INDEX: Field = ("parentIndex", name::PARENT_INDEX, Written::Whole);
const RATING: Field = ("rating", name::RATING, Written::Rating);
const AUDIENCE_RATING: Field = ("audienceRating", name::AUDIENCE_RATING, Written::Rating);
const USER_RATING: Field = ("userRating", name::USER_RATING, Written::OwnRating);
const RELEASED: Field = (
    "originallyAvailableAt",
    name::ORIGINALLY_AVAILABLE_AT,
    Written::Date,
);

const OF_MOVIES: &[Field] = &[
    TITLE,
    TITLE_SORT,
    ORIGINAL_TITLE,
    SUMMARY,
    TAGLINE,
    STUDIO,
    CONTENT_RATING,
    RELEASED,
    YEAR,
    ADDED_AT,
    RATING,
    AUDIENCE_RATING,
    USER_RATING,
    EDITION,
];
const OF_SHOWS: &[Field] = &[
    TITLE,
    TITLE_SORT,
    ORIGINAL_TITLE,
    SUMMARY,
    TAGLINE,
    STUDIO,
    CONTENT_RATING,
    RELEASED,
    YEAR,
    ADDED_AT,
    RATING,
    AUDIENCE_RATING,
    USER_RATING,
];
const OF_SEASONS: &[Field] = &[
    TITLE,
    SUMMARY,
    ADDED_AT,
    RATING,
    AUDIENCE_RATING,
    USER_RATING,
];
const OF_EPISODES: &[Field] = &[
    TITLE,
    TITLE_SORT,
    SUMMARY,
    CONTENT_RATING,
    RELEASED,
    ADDED_AT,
    RATING,
    AUDIENCE_RATING,
    USER_RATING,
];
const OF_ARTISTS: &[Field] = &[
    TITLE,
    TITLE_SORT,
    SUMMARY,
    ADDED_AT,
    RATING,
    AUDIENCE_RATING,
    USER_RATING,
];
const OF_ALBUMS: &[Field] = &[
    TITLE,
    TITLE_SORT,
    SUMMARY,
    STUDIO,
    RELEASED,
    YEAR,
    ADDED_AT,
    RATING,
    AUDIENCE_RATING,
    USER_RATING,
];
const OF_TRACKS: &[Field] = &[
    TITLE,
    ORIGINAL_TITLE,
    INDEX,
    PARENT_INDEX,
    ADDED_AT,
    RATING,
    AUDIENCE_RATING,
    USER_RATING,
];
const OF_PHOTOS: &[Field] = &[TITLE, TITLE_SORT, SUMMARY, RELEASED, ADDED_AT, USER_RATING];
const OF_PHOTO_ALBUMS: &[Field] = &[TITLE, TITLE_SORT, SUMMARY, ADDED_AT, USER_RATING];
const OF_COLLECTIONS: &[Field] = &[
    TITLE,
    TITLE_SORT,
    SUMMARY,
    CONTENT_RATING,
    ADDED_AT,
    RATING,
    AUDIENCE_RATING,
    USER_RATING,
];
const OF_PLAYLISTS: &[Field] = &[TITLE, TITLE_SORT, SUMMARY];

/// Returns the fields of a kind that can be edited.
pub(super) fn fields(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Movie => OF_MOVIES,
        Kind::Show => OF_SHOWS,
        Kind::Season => OF_SEASONS,
        Kind::Episode => OF_EPISODES,
        Kind::Artist => OF_ARTISTS,
        Kind::Album => OF_ALBUMS,
        Kind::Track => OF_TRACKS,
        Kind::Photo => OF_PHOTOS,
        Kind::PhotoAlbum => OF_PHOTO_ALBUMS,
        Kind::Collection => OF_COLLECTIONS,
        Kind::Playlist => OF_PLAYLISTS,
        Kind::Clip => &[],
    }
}

/// Returns the kinds of tags of a kind of item that can be edited.
pub(super) fn tags(kind: Kind) -> &'static [TagKind] {
    use TagKind::{
        Collection, Country, Director, Genre, Label, Mood, Producer, Similar, Style, Tag, Writer,
    };
    match kind {
        Kind::Movie => &[
            Collection, Country, Director, Genre, Label, Producer, Writer,
        ],
        Kind::Show => &[Collection, Genre, Label],
        Kind::Season => &[Collection, Label],
        Kind::Episode => &[Collection, Director, Label, Writer],
        Kind::Artist => &[Collection, Country, Genre, Label, Mood, Similar, Style],
        Kind::Album => &[Collection, Genre, Label, Mood, Style],
        Kind::Track => &[Collection, Genre, Label, Mood],
        Kind::Collection => &[Label],
        Kind::Photo => &[Tag],
        Kind::PhotoAlbum | Kind::Playlist | Kind::Clip => &[],
    }
}

/// Pictures and themes, which cannot be written here, but locked.
pub(super) const ARTWORK: &[&str] = &["thumb", "art", "clearLogo", "squareArt", "theme"];
