//! What every kind can be filtered by, and collections.

use super::super::field::Field;
use super::order::{OrderRow, falling, usual};
use super::row::FieldType::{Date, Integer, Tag, Text};
use super::row::{FieldRow, row};
use super::stock::{
    ADDED_AT, CONTENT_RATING, LABEL, MEDIA_BITRATE, MEDIA_SIZE, TITLE, USER_RATING,
};
use crate::world::name;

/// Fields of all kinds. PMS tells of none of them here; clients know them anyway.
pub(super) const FIELDS: &[FieldRow] = &[
    row("guid", Field::Guid, Tag, "Guid").untold(),
    row("id", Field::Key, Tag, "Rating Key").untold(),
    row("ratingKey", Field::Key, Tag, "Rating Key").untold(),
    row("index", Field::Number(name::INDEX), Integer, "Number").untold(),
    TITLE.untold(),
    row("titleSort", Field::SortTitle, Text, "Sort Title").untold(),
    row("summary", Field::Text(name::SUMMARY), Text, "Summary").untold(),
    row("tagline", Field::Text(name::TAGLINE), Text, "Tagline").untold(),
    row("year", Field::Number(name::YEAR), Integer, "Year")
        .meaning("year")
        .untold(),
    row(
        "rating",
        Field::Number(name::RATING),
        Integer,
        "Critic Rating",
    )
    .meaning("rating")
    .untold(),
    row(
        "audienceRating",
        Field::Number(name::AUDIENCE_RATING),
        Integer,
        "Audience Rating",
    )
    .meaning("rating")
    .untold(),
    USER_RATING.untold(),
    row(
        "ratingCount",
        Field::Number(name::RATING_COUNT),
        Integer,
        "Rating Count",
    )
    .untold(),
    row(
        "duration",
        Field::Number(name::DURATION),
        Integer,
        "Duration",
    )
    .meaning("duration")
    .untold(),
    ADDED_AT.untold(),
    row(
        "updatedAt",
        Field::Moment(name::UPDATED_AT),
        Date,
        "Date Updated",
    )
    .untold(),
    row(
        "originallyAvailableAt",
        Field::Moment(name::ORIGINALLY_AVAILABLE_AT),
        Date,
        "Release Date",
    )
    .untold(),
    row("viewCount", Field::ViewCount, Integer, "Plays").untold(),
    row("viewOffset", Field::ViewOffset, Integer, "Progress")
        .meaning("duration")
        .untold(),
    row("skipCount", Field::SkipCount, Integer, "Skips").untold(),
    row("lastViewedAt", Field::LastViewedAt, Date, "Last Played").untold(),
    row("viewUpdatedAt", Field::LastViewedAt, Date, "Last Played").untold(),
    row("lastRatedAt", Field::LastRatedAt, Date, "Last Rated").untold(),
    row(
        "unviewedLeafCount",
        Field::UnviewedLeafCount,
        Integer,
        "Unplayed",
    )
    .untold(),
    LABEL.untold(),
    row("file", Field::File, Tag, "File").untold(),
    row(
        "container",
        Field::MediaWord(name::CONTAINER),
        Tag,
        "Container",
    )
    .listed("Container")
    .untold(),
    row(
        "videoCodec",
        Field::MediaWord(name::VIDEO_CODEC),
        Tag,
        "Video Codec",
    )
    .listed("Video Codec")
    .untold(),
    row(
        "audioCodec",
        Field::MediaWord(name::AUDIO_CODEC),
        Tag,
        "Audio Codec",
    )
    .listed("Audio Codec")
    .untold(),
    row(
        "audioChannels",
        Field::MediaNumber(name::AUDIO_CHANNELS),
        Integer,
        "Audio Channels",
    )
    .untold(),
    row(
        "mediaHeight",
        Field::MediaNumber(name::HEIGHT),
        Integer,
        "Height",
    )
    .untold(),
    row(
        "mediaWidth",
        Field::MediaNumber(name::WIDTH),
        Integer,
        "Width",
    )
    .untold(),
    MEDIA_SIZE.untold(),
    MEDIA_BITRATE.untold(),
];

pub(super) const COLLECTION_FIELDS: &[FieldRow] = &[
    row("title", Field::Text(name::TITLE), Text, "Collection Title"),
    CONTENT_RATING,
    ADDED_AT.untold(),
    LABEL.untold(),
];

pub(super) const COLLECTION_ORDERS: &[OrderRow] = &[
    usual("titleSort", "Title"),
    falling("userRating", "Rating"),
    falling("random", "Randomly"),
];
