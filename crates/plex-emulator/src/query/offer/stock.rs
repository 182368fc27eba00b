//! Fields that several kinds have in the same way.

use super::super::field::Field;
use super::row::FieldType::{
    AudioLanguage, Boolean, Date, Integer, Resolution, SubtitleLanguage, Tag, Text,
};
use super::row::{FieldRow, row};
use crate::world::{TagKind, name};

pub(super) const TITLE: FieldRow = row("title", Field::Text(name::TITLE), Text, "Title");
pub(super) const USER_RATING: FieldRow =
    row("userRating", Field::UserRating, Integer, "Rating").meaning("rating");
pub(super) const ADDED_AT: FieldRow =
    row("addedAt", Field::Moment(name::ADDED_AT), Date, "Date Added");
pub(super) const STUDIO: FieldRow =
    row("studio", Field::Text(name::STUDIO), Text, "Studio").listed("Studio");
pub(super) const CONTENT_RATING: FieldRow = row(
    "contentRating",
    Field::Word(name::CONTENT_RATING),
    Tag,
    "Content Rating",
)
.listed("Content Rating");
pub(super) const YEAR: FieldRow = row("year", Field::Number(name::YEAR), Integer, "Year")
    .meaning("year")
    .listed("Year");
pub(super) const DECADE: FieldRow = row("decade", Field::Decade, Integer, "Decade")
    .meaning("decade")
    .listed("Decade");
pub(super) const GENRE: FieldRow =
    row("genre", Field::Tag(TagKind::Genre), Tag, "Genre").listed("Genre");
pub(super) const DIRECTOR: FieldRow =
    row("director", Field::Tag(TagKind::Director), Tag, "Director").listed("Director");
pub(super) const WRITER: FieldRow =
    row("writer", Field::Tag(TagKind::Writer), Tag, "Writer").listed("Writer");
pub(super) const PRODUCER: FieldRow =
    row("producer", Field::Tag(TagKind::Producer), Tag, "Producer").listed("Producer");
pub(super) const ACTOR: FieldRow =
    row("actor", Field::Tag(TagKind::Role), Tag, "Actor").listed("Actor");
pub(super) const LABEL: FieldRow =
    row("label", Field::Tag(TagKind::Label), Tag, "Label").listed("Labels");
pub(super) const LOCATION: FieldRow =
    row("location", Field::Location, Tag, "Folder Location").listed("Folder Location");
pub(super) const RESOLUTION: FieldRow = row(
    "resolution",
    Field::MediaWord(name::VIDEO_RESOLUTION),
    Resolution,
    "Resolution",
)
.listed("Resolution");
pub(super) const HDR: FieldRow = row("hdr", Field::Hdr, Boolean, "HDR")
    .meaning("hdr")
    .listed("HDR");
pub(super) const DOVI: FieldRow = row("dovi", Field::Dovi, Boolean, "DOVI")
    .meaning("dovi")
    .listed("DOVI");
pub(super) const MEDIA_SIZE: FieldRow = row(
    "mediaSize",
    Field::MediaNumber(name::SIZE),
    Integer,
    "File Size",
)
.meaning("fileSize");
pub(super) const MEDIA_BITRATE: FieldRow = row(
    "mediaBitrate",
    Field::MediaNumber(name::BITRATE),
    Integer,
    "Bitrate",
)
.meaning("bitrate");
pub(super) const SUBTITLE_LANGUAGE: FieldRow = row(
    "subtitleLanguage",
    Field::StreamLanguage { stream_type: 3 },
    SubtitleLanguage,
    "Subtitle Language",
)
.listed("Subtitle Language");
pub(super) const AUDIO_LANGUAGE: FieldRow = row(
    "audioLanguage",
    Field::StreamLanguage { stream_type: 2 },
    AudioLanguage,
    "Audio Language",
)
.listed("Audio Language");
pub(super) const TRASH: FieldRow = row("trash", Field::Trash, Boolean, "Trash");
