//! What shows, seasons and episodes can be filtered and sorted by.

use super::super::field::Field;
use super::order::{OrderRow, falling, rising, usual};
use super::row::FieldType::{Boolean, Date, Integer, Tag, Text};
use super::row::{FieldRow, row};
use super::stock::{
    ACTOR, AUDIO_LANGUAGE, CONTENT_RATING, DECADE, DIRECTOR, DOVI, GENRE, HDR, LABEL, LOCATION,
    PRODUCER, RESOLUTION, STUDIO, SUBTITLE_LANGUAGE, TRASH, WRITER,
};
use crate::world::{TagKind, name};

pub(super) const SHOW_FIELDS: &[FieldRow] = &[
    row("title", Field::Text(name::TITLE), Text, "Show Title"),
    STUDIO,
    row("network", Field::Network, Tag, "Network").listed("Network"),
    row("country", Field::Tag(TagKind::Country), Tag, "Show Country").listed("Country"),
    row("userRating", Field::UserRating, Integer, "Show Rating").meaning("rating"),
    CONTENT_RATING,
    row("year", Field::Number(name::YEAR), Integer, "Show Year")
        .meaning("year")
        .listed("Year"),
    DECADE.untold(),
    row("viewCount", Field::ViewCount, Integer, "Show Plays"),
    row(
        "lastViewedAt",
        Field::LastViewedAt,
        Date,
        "Show Last Watched",
    ),
    GENRE,
    row(
        "collection",
        Field::Tag(TagKind::Collection),
        Tag,
        "Show Collection",
    )
    .listed("Collection"),
    DIRECTOR,
    WRITER,
    PRODUCER,
    ACTOR,
    row(
        "addedAt",
        Field::Moment(name::ADDED_AT),
        Date,
        "Date Show Added",
    ),
    row("unmatched", Field::Unmatched, Boolean, "Show Unmatched").listed("Unmatched"),
    row(
        "unwatchedLeaves",
        Field::UnwatchedLeaves,
        Boolean,
        "Unplayed Episodes",
    )
    .listed("Unplayed Episodes"),
    LOCATION,
    LABEL,
    row("inProgress", Field::InProgress, Boolean, "In Progress").untold(),
];

pub(super) const SEASON_FIELDS: &[FieldRow] = &[
    row("title", Field::Text(name::TITLE), Text, "Season Title"),
    row("userRating", Field::UserRating, Integer, "Season Rating").meaning("rating"),
    row("viewCount", Field::ViewCount, Integer, "Season Plays"),
    row(
        "lastViewedAt",
        Field::LastViewedAt,
        Date,
        "Season Last Watched",
    ),
    row(
        "collection",
        Field::Tag(TagKind::Collection),
        Tag,
        "Season Collection",
    )
    .listed("Collection"),
    LABEL.untold(),
];

pub(super) const EPISODE_FIELDS: &[FieldRow] = &[
    row("title", Field::Text(name::TITLE), Text, "Episode Title"),
    row(
        "addedAt",
        Field::Moment(name::ADDED_AT),
        Date,
        "Date Episode Added",
    ),
    row(
        "originallyAvailableAt",
        Field::Moment(name::ORIGINALLY_AVAILABLE_AT),
        Date,
        "Episode Air Date",
    ),
    row("year", Field::Number(name::YEAR), Integer, "Episode Year")
        .meaning("year")
        .listed("Year"),
    row("userRating", Field::UserRating, Integer, "Episode Rating").meaning("rating"),
    row("viewCount", Field::ViewCount, Integer, "Episode Plays"),
    row(
        "lastViewedAt",
        Field::LastViewedAt,
        Date,
        "Episode Last Watched",
    ),
    row("unwatched", Field::Unwatched, Boolean, "Unplayed Episodes").listed("Unplayed"),
    row(
        "inProgress",
        Field::InProgress,
        Boolean,
        "Episode In Progress",
    )
    .listed("In Progress"),
    row("duplicate", Field::Duplicate, Boolean, "Duplicate Episodes").listed("Duplicates"),
    row(
        "director",
        Field::Tag(TagKind::Director),
        Tag,
        "Episode Director",
    )
    .listed("Director"),
    row("writer", Field::Tag(TagKind::Writer), Tag, "Episode Writer").listed("Writer"),
    row(
        "producer",
        Field::Tag(TagKind::Producer),
        Tag,
        "Episode Producer",
    )
    .listed("Producer"),
    row("actor", Field::Tag(TagKind::Role), Tag, "Episode Actor").listed("Actor"),
    row(
        "collection",
        Field::Tag(TagKind::Collection),
        Tag,
        "Episode Collection",
    )
    .listed("Collection"),
    HDR,
    DOVI,
    RESOLUTION,
    row(
        "mediaSize",
        Field::MediaNumber(name::SIZE),
        Integer,
        "Episode File Size",
    )
    .meaning("fileSize"),
    row(
        "mediaBitrate",
        Field::MediaNumber(name::BITRATE),
        Integer,
        "Episode Bitrate",
    )
    .meaning("bitrate"),
    SUBTITLE_LANGUAGE,
    AUDIO_LANGUAGE,
    TRASH,
    row("unmatched", Field::Unmatched, Boolean, "Episode Unmatched").listed("Unmatched"),
    LOCATION.untold(),
    LABEL.untold(),
];

pub(super) const SHOW_ORDERS: &[OrderRow] = &[
    usual("titleSort", "Title"),
    falling("year", "Year"),
    falling("originallyAvailableAt", "Release Date"),
    falling("rating", "Critic Rating"),
    falling("audienceRating", "Audience Rating"),
    falling("userRating", "Rating"),
    falling("contentRating", "Content Rating"),
    falling("unviewedLeafCount", "Unplayed"),
    falling("episode.addedAt", "Last Episode Date Added"),
    falling("addedAt", "Date Added"),
    falling("lastViewedAt", "Date Viewed"),
    falling("random", "Randomly"),
];

pub(super) const SEASON_ORDERS: &[OrderRow] = &[
    usual("show.titleSort,season.index", "Show"),
    falling("year", "Year"),
    falling("userRating", "Rating"),
    falling("addedAt", "Date Added"),
    falling("lastViewedAt", "Date Viewed"),
    falling("random", "Randomly"),
];

pub(super) const EPISODE_ORDERS: &[OrderRow] = &[
    rising("titleSort", "Title"),
    usual("show.titleSort,season.index,episode.index", "Show"),
    falling("year", "Year"),
    falling("originallyAvailableAt", "Release Date"),
    falling("rating", "Critic Rating"),
    falling("audienceRating", "Audience Rating"),
    falling("userRating", "Rating"),
    falling("duration", "Duration"),
    falling("viewOffset", "Progress"),
    falling("viewCount", "Plays"),
    falling("addedAt", "Date Added"),
    falling("lastViewedAt", "Date Viewed"),
    falling("mediaHeight", "Resolution"),
    falling("mediaBitrate", "Bitrate"),
    falling("random", "Randomly"),
];
