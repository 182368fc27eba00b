//! What films can be filtered and sorted by.

use super::super::field::Field;
use super::order::{OrderRow, falling, rising, usual};
use super::row::FieldType::{
    AudioLanguage, Boolean, Date, Integer, Resolution, SubtitleLanguage, Tag, Text,
};
use super::row::{FieldRow, row};
use crate::world::{TagKind, name};

pub(super) const FIELDS: &[FieldRow] = &[
    row("title", Field::Text(name::TITLE), Text, "Title"),
    row("studio", Field::Text(name::STUDIO), Text, "Studio").listed("Studio"),
    row("userRating", Field::UserRating, Integer, "Rating").meaning("rating"),
    row(
        "contentRating",
        Field::Word(name::CONTENT_RATING),
        Tag,
        "Content Rating",
    )
    .listed("Content Rating"),
    row("year", Field::Number(name::YEAR), Integer, "Year")
        .meaning("year")
        .listed("Year"),
    row("decade", Field::Decade, Integer, "Decade")
        .meaning("decade")
        .listed("Decade"),
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
    row("genre", Field::Tag(TagKind::Genre), Tag, "Genre").listed("Genre"),
    row(
        "collection",
        Field::Tag(TagKind::Collection),
        Tag,
        "Collection",
    )
    .listed("Collection"),
    row("director", Field::Tag(TagKind::Director), Tag, "Director").listed("Director"),
    row("writer", Field::Tag(TagKind::Writer), Tag, "Writer").listed("Writer"),
    row("producer", Field::Tag(TagKind::Producer), Tag, "Producer").listed("Producer"),
    row("actor", Field::Tag(TagKind::Role), Tag, "Actor").listed("Actor"),
    row("country", Field::Tag(TagKind::Country), Tag, "Country").listed("Country"),
    row("addedAt", Field::Moment(name::ADDED_AT), Date, "Date Added"),
    row("viewCount", Field::ViewCount, Integer, "Plays"),
    row("lastViewedAt", Field::LastViewedAt, Date, "Last Watched"),
    row("unwatched", Field::Unwatched, Boolean, "Unwatched").listed("Unwatched"),
    row(
        "resolution",
        Field::MediaWord(name::VIDEO_RESOLUTION),
        Resolution,
        "Resolution",
    )
    .listed("Resolution"),
    row("hdr", Field::Hdr, Boolean, "HDR")
        .meaning("hdr")
        .listed("HDR"),
    row("dovi", Field::Dovi, Boolean, "DOVI")
        .meaning("dovi")
        .listed("DOVI"),
    row(
        "mediaSize",
        Field::MediaNumber(name::SIZE),
        Integer,
        "File Size",
    )
    .meaning("fileSize"),
    row(
        "mediaBitrate",
        Field::MediaNumber(name::BITRATE),
        Integer,
        "Bitrate",
    )
    .meaning("bitrate"),
    row(
        "subtitleLanguage",
        Field::StreamLanguage { stream_type: 3 },
        SubtitleLanguage,
        "Subtitle Language",
    )
    .listed("Subtitle Language"),
    row(
        "audioLanguage",
        Field::StreamLanguage { stream_type: 2 },
        AudioLanguage,
        "Audio Language",
    )
    .listed("Audio Language"),
    row("inProgress", Field::InProgress, Boolean, "In Progress").listed("In Progress"),
    row("trash", Field::Trash, Boolean, "Trash"),
    row("location", Field::Location, Tag, "Folder Location").listed("Folder Location"),
    row(
        "editionTitle",
        Field::Text(name::EDITION_TITLE),
        Text,
        "Edition",
    )
    .listed("Edition"),
    row("label", Field::Tag(TagKind::Label), Tag, "Label").listed("Labels"),
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
