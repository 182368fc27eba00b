//! What films can be filtered and sorted by.

use super::super::field::Field;
use super::order::{OrderRow, falling, rising, usual};
use super::row::FieldType::{Boolean, Date, Integer, Tag, Text};
use super::row::{FieldRow, row};
use super::stock::{
    ACTOR, ADDED_AT, AUDIO_LANGUAGE, CONTENT_RATING, DECADE, DIRECTOR, DOVI, GENRE, HDR, LABEL,
    LOCATION, MEDIA_BITRATE, MEDIA_SIZE, PRODUCER, RESOLUTION, STUDIO, SUBTITLE_LANGUAGE, TITLE,
    TRASH, USER_RATING, WRITER, YEAR,
};
use crate::world::{TagKind, name};

pub(super) const FIELDS: &[FieldRow] = &[
    TITLE,
    STUDIO,
    USER_RATING,
    CONTENT_RATING,
    YEAR,
    DECADE,
    row(
        "originallyAvailableAt",
        Field::Moment(name::ORIGINALLY_AVAILABLE_AT),
        Date,
        "Release Date",
    ),
    row(
        "duration",
        Field::Number(name::DURATION),
        Integer,
        "Duration",
    )
    .meaning("duration"),
    row("unmatched", Field::Unmatched, Boolean, "Unmatched").listed("Unmatched"),
    row("duplicate", Field::Duplicate, Boolean, "Duplicate").listed("Duplicates"),
    GENRE,
    row(
        "collection",
        Field::Tag(TagKind::Collection),
        Tag,
        "Collection",
    )
    .listed("Collection"),
    DIRECTOR,
    WRITER,
    PRODUCER,
    ACTOR,
    row("country", Field::Tag(TagKind::Country), Tag, "Country").listed("Country"),
    ADDED_AT,
    row("viewCount", Field::ViewCount, Integer, "Plays"),
    row("lastViewedAt", Field::LastViewedAt, Date, "Last Watched"),
    row("unwatched", Field::Unwatched, Boolean, "Unwatched").listed("Unwatched"),
    RESOLUTION,
    HDR,
    DOVI,
    MEDIA_SIZE,
    MEDIA_BITRATE,
    SUBTITLE_LANGUAGE,
    AUDIO_LANGUAGE,
    row("inProgress", Field::InProgress, Boolean, "In Progress").listed("In Progress"),
    TRASH,
    LOCATION,
    row(
        "editionTitle",
        Field::Text(name::EDITION_TITLE),
        Text,
        "Edition",
    )
    .listed("Edition"),
    LABEL,
];

pub(super) const ORDERS: &[OrderRow] = &[
    usual("titleSort", "Title"),
    falling("year", "Year"),
    falling("originallyAvailableAt", "Release Date"),
    falling("rating", "Critic Rating"),
    falling("audienceRating", "Audience Rating"),
    falling("userRating", "Rating"),
    falling("contentRating", "Content Rating"),
    falling("duration", "Duration"),
    falling("viewOffset", "Progress"),
    falling("viewCount", "Plays"),
    falling("addedAt", "Date Added"),
    falling("lastViewedAt", "Date Viewed"),
    rising("mediaHeight", "Resolution"),
    falling("mediaBitrate", "Bitrate"),
    falling("random", "Randomly"),
];
