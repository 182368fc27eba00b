//! What photos and their albums can be filtered and sorted by.

use super::super::field::Field;
use super::order::{OrderRow, falling, rising, usual};
use super::row::FieldType::{Date, Integer, Tag, Text};
use super::row::{FieldRow, row};
use super::stock::{ADDED_AT, DECADE, TITLE, USER_RATING, YEAR};
use crate::world::name;

pub(super) const ALBUM_FIELDS: &[FieldRow] = &[
    row("title", Field::Text(name::TITLE), Text, "Album Title"),
    row("userRating", Field::UserRating, Integer, "Album Rating").meaning("rating"),
    row(
        "addedAt",
        Field::Moment(name::ADDED_AT),
        Date,
        "Date Album Added",
    ),
];

pub(super) const PHOTO_FIELDS: &[FieldRow] = &[
    TITLE,
    USER_RATING,
    YEAR,
    DECADE,
    row(
        "originallyAvailableAt",
        Field::Moment(name::ORIGINALLY_AVAILABLE_AT),
        Date,
        "Date Taken",
    ),
    ADDED_AT,
    row("make", Field::MediaWord(name::MAKE), Tag, "Camera Make").listed("Camera Make"),
    row("model", Field::MediaWord(name::MODEL), Tag, "Camera Model").listed("Camera Model"),
    row(
        "aperture",
        Field::MediaWord(name::APERTURE),
        Tag,
        "Aperture",
    )
    .listed("Aperture"),
    row(
        "exposure",
        Field::MediaWord(name::EXPOSURE),
        Tag,
        "Shutter Speed",
    )
    .listed("Shutter Speed"),
    row("iso", Field::MediaNumber(name::ISO), Integer, "ISO").listed("ISO"),
    row("lens", Field::MediaWord(name::LENS), Tag, "Lens").listed("Lens"),
];

pub(super) const ALBUM_ORDERS: &[OrderRow] = &[
    usual("titleSort", "Title"),
    falling("userRating", "Rating"),
    falling("addedAt", "Date Added"),
];

pub(super) const PHOTO_ORDERS: &[OrderRow] = &[
    usual("originallyAvailableAt", "Date Taken"),
    rising("titleSort", "Title"),
    falling("userRating", "Rating"),
    falling("addedAt", "Date Added"),
    falling("random", "Randomly"),
];
