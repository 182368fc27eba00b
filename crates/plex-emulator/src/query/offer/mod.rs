//! What each kind of item can be filtered and sorted by: one table, from which clients are told of
//! a field and by which they filter, so that the two cannot differ.

mod common;
mod films;
mod music;
mod order;
mod photos;
mod row;
mod shows;
mod stock;

pub(crate) use order::OrderRow;
pub(crate) use row::{FieldRow, FieldType};

use crate::world::{Kind, SectionKind};

/// Returns the fields that are a kind's own: those that PMS tells of, and those that it only takes.
pub(crate) fn fields(kind: Kind) -> &'static [FieldRow] {
    match kind {
        Kind::Movie => films::FIELDS,
        Kind::Show => shows::SHOW_FIELDS,
        Kind::Season => shows::SEASON_FIELDS,
        Kind::Episode => shows::EPISODE_FIELDS,
        Kind::Artist => music::ARTIST_FIELDS,
        Kind::Album => music::ALBUM_FIELDS,
        Kind::Track => music::TRACK_FIELDS,
        Kind::PhotoAlbum => photos::ALBUM_FIELDS,
        Kind::Photo | Kind::Clip => photos::PHOTO_FIELDS,
        Kind::Collection => common::COLLECTION_FIELDS,
        Kind::Playlist => &[],
    }
}

/// Returns the orders that PMS tells of, the usual one first.
pub(crate) fn orders(kind: Kind) -> &'static [OrderRow] {
    match kind {
        Kind::Movie => films::ORDERS,
        Kind::Show => shows::SHOW_ORDERS,
        Kind::Season => shows::SEASON_ORDERS,
        Kind::Episode => shows::EPISODE_ORDERS,
        Kind::Artist => music::ARTIST_ORDERS,
        Kind::Album => music::ALBUM_ORDERS,
        Kind::Track => music::TRACK_ORDERS,
        Kind::PhotoAlbum => photos::ALBUM_ORDERS,
        Kind::Photo | Kind::Clip => photos::PHOTO_ORDERS,
        Kind::Collection => common::COLLECTION_ORDERS,
        Kind::Playlist => &[],
    }
}

/// Returns the kinds that a section tells of, its own first, as people call them. Collections are told of
/// where collections are listed.
pub(crate) fn told_kinds(section: SectionKind) -> &'static [(Kind, &'static str)] {
    match section {
        SectionKind::Movie => &[(Kind::Movie, "Movies")],
        SectionKind::Show => &[
            (Kind::Show, "TV Shows"),
            (Kind::Season, "Seasons"),
            (Kind::Episode, "Episodes"),
        ],
        SectionKind::Artist => &[
            (Kind::Artist, "Artists"),
            (Kind::Album, "Albums"),
            (Kind::Track, "Tracks"),
        ],
        SectionKind::Photo => &[(Kind::PhotoAlbum, "Albums"), (Kind::Photo, "Photos")],
    }
}

/// Returns the field that a query on a section's items of `kind` means by `name`, and the kind that it is
/// a field of. `show.title` says the kind; a bare name is the items' own field or, if they have none of
/// that name, that of the first other kind of the section that does.
pub(crate) fn find(
    section: SectionKind,
    kind: Kind,
    name: &str,
) -> Option<(Kind, &'static FieldRow)> {
    if let Some((scope, name)) = name.split_once('.') {
        let scope = Kind::from_name(scope).filter(|scope| section.kinds().contains(scope))?;
        return Some((scope, own(scope, name)?));
    }
    let others = section.kinds().iter().filter(|other| **other != kind);
    let mut kinds = std::iter::once(&kind).chain(others);
    kinds.find_map(|kind| Some((*kind, own(*kind, name)?)))
}

fn own(kind: Kind, name: &str) -> Option<&'static FieldRow> {
    let mut rows = fields(kind).iter().chain(common::FIELDS);
    rows.find(|row| row.name == name)
}
