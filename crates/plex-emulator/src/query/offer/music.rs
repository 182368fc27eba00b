//! What artists, albums and tracks can be filtered and sorted by.

use super::super::field::Field;
use super::order::{OrderRow, falling, rising, usual};
use super::row::FieldType::{Boolean, Date, Integer, Tag, Text};
use super::row::{FieldRow, row};
use super::stock::{LABEL, MEDIA_BITRATE, MEDIA_SIZE, TRASH, YEAR};
use crate::world::{TagKind, name};

pub(super) const ARTIST_FIELDS: &[FieldRow] = &[
    row("title", Field::Text(name::TITLE), Text, "Artist Title"),
    row("userRating", Field::UserRating, Integer, "Artist Rating").meaning("rating"),
    row("genre", Field::Tag(TagKind::Genre), Tag, "Artist Genre").listed("Genre"),
    row(
        "collection",
        Field::Tag(TagKind::Collection),
        Tag,
        "Artist Collection",
    )
    .listed("Collection"),
    row(
        "country",
        Field::Tag(TagKind::Country),
        Tag,
        "Artist Country",
    )
    .listed("Country"),
    row("mood", Field::Tag(TagKind::Mood), Tag, "Artist Mood").listed("Mood"),
    row("style", Field::Tag(TagKind::Style), Tag, "Artist Style").listed("Style"),
    row(
        "addedAt",
        Field::Moment(name::ADDED_AT),
        Date,
        "Date Artist Added",
    ),
    row(
        "lastViewedAt",
        Field::LastViewedAt,
        Date,
        "Artist Last Played",
    ),
    row("unmatched", Field::Unmatched, Boolean, "Artist Unmatched").listed("Unmatched"),
    row(
        "similar",
        Field::Tag(TagKind::Similar),
        Tag,
        "Similar Artist",
    )
    .untold(),
];

pub(super) const ALBUM_FIELDS: &[FieldRow] = &[
    row("title", Field::Text(name::TITLE), Text, "Album Title"),
    YEAR,
    row("genre", Field::Tag(TagKind::Genre), Tag, "Album Genre").listed("Genre"),
    row("viewCount", Field::ViewCount, Integer, "Album Plays"),
    row(
        "lastViewedAt",
        Field::LastViewedAt,
        Date,
        "Album Last Played",
    ),
    row("userRating", Field::UserRating, Integer, "Album Rating").meaning("rating"),
    row(
        "rating",
        Field::Number(name::RATING),
        Integer,
        "Album Critic Rating",
    )
    .meaning("rating"),
    row("decade", Field::Decade, Integer, "Album Decade")
        .meaning("decade")
        .listed("Decade"),
    row("studio", Field::Text(name::STUDIO), Text, "Record Label").listed("Record Label"),
    row("mood", Field::Tag(TagKind::Mood), Tag, "Album Mood").listed("Mood"),
    row("style", Field::Tag(TagKind::Style), Tag, "Album Style").listed("Style"),
    row("format", Field::Tag(TagKind::Format), Tag, "Album Type").listed("Album Type"),
    row(
        "subformat",
        Field::Tag(TagKind::Subformat),
        Tag,
        "Album Format",
    )
    .listed("Album Format"),
    row(
        "collection",
        Field::Tag(TagKind::Collection),
        Tag,
        "Album Collection",
    )
    .listed("Collection"),
    row(
        "addedAt",
        Field::Moment(name::ADDED_AT),
        Date,
        "Date Album Added",
    ),
    row(
        "originallyAvailableAt",
        Field::Moment(name::ORIGINALLY_AVAILABLE_AT),
        Date,
        "Date Album Released",
    ),
    row("source", Field::Word(name::SOURCE), Tag, "Album Source").listed("Source"),
    LABEL,
    row("unmatched", Field::Unmatched, Boolean, "Album Unmatched").listed("Unmatched"),
];

pub(super) const TRACK_FIELDS: &[FieldRow] = &[
    row("mood", Field::Tag(TagKind::Mood), Tag, "Track Mood").listed("Mood"),
    row("title", Field::Text(name::TITLE), Text, "Track Title"),
    row("viewCount", Field::ViewCount, Integer, "Track Plays"),
    row(
        "lastViewedAt",
        Field::LastViewedAt,
        Date,
        "Track Last Played",
    ),
    row("skipCount", Field::SkipCount, Integer, "Track Skips"),
    row(
        "lastSkippedAt",
        Field::LastSkippedAt,
        Date,
        "Track Last Skipped",
    ),
    row("userRating", Field::UserRating, Integer, "Track Rating")
        .meaning("rating")
        .listed("Rating"),
    row("lastRatedAt", Field::LastRatedAt, Date, "Track Last Rated"),
    MEDIA_SIZE,
    MEDIA_BITRATE,
    row("source", Field::Word(name::SOURCE), Tag, "Track Source").listed("Source"),
    TRASH,
    row(
        "originalTitle",
        Field::Text(name::ORIGINAL_TITLE),
        Text,
        "Track Artist",
    )
    .untold(),
    row("unwatched", Field::Unwatched, Boolean, "Unplayed").untold(),
];

pub(super) const ARTIST_ORDERS: &[OrderRow] = &[
    usual("titleSort", "Title"),
    falling("userRating", "Rating"),
    falling("addedAt", "Date Added"),
    falling("lastViewedAt", "Date Played"),
    falling("viewCount", "Plays"),
    falling("random", "Randomly"),
];

pub(super) const ALBUM_ORDERS: &[OrderRow] = &[
    rising("titleSort", "Title"),
    usual(
        "artist.titleSort,album.titleSort,album.index,album.id,album.originallyAvailableAt",
        "Album Artist",
    ),
    falling("year", "Year"),
    falling("originallyAvailableAt", "Release Date"),
    falling("rating", "Critic Rating"),
    falling("userRating", "Rating"),
    falling("addedAt", "Date Added"),
    falling("lastViewedAt", "Date Played"),
    falling("viewCount", "Plays"),
    falling("random", "Randomly"),
];

pub(super) const TRACK_ORDERS: &[OrderRow] = &[
    rising("titleSort", "Title"),
    usual(
        "artist.titleSort,album.titleSort,album.year,track.absoluteIndex,track.index,track.titleSort,track.id",
        "Album Artist",
    ),
    falling("originalTitle", "Artist"),
    falling("album.titleSort", "Album"),
    falling("year", "Year"),
    falling("userRating", "Rating"),
    falling("duration", "Duration"),
    falling("viewCount", "Plays"),
    falling("ratingCount", "Popularity"),
    falling("addedAt", "Date Added"),
    falling("lastViewedAt", "Date Played"),
    falling("lastRatedAt", "Date Rated"),
    falling("mediaBitrate", "Bitrate"),
    falling("random", "Randomly"),
];
