//! What is new in a library.

use super::listing::listing;
use crate::face::Row;
use crate::server::Call;
use crate::world::{Kind, Section, SectionId, SectionKind, World};

/// Holds what is new in a kind of section: what it is told by, and what its hubs are called.
pub(super) struct New {
    pub(super) kind: Kind,
    pub(super) at_home: &'static str,
    in_section: &'static str,
    things: &'static str,
}

impl New {
    pub(super) fn of(section: SectionKind) -> Self {
        let (kind, at_home, in_section, things) = match section {
            SectionKind::Movie => (
                Kind::Movie,
                "home.movies.recent",
                "movie.recentlyadded",
                "Movies",
            ),
            // Seasons stand for the episodes in them.
            SectionKind::Show => (
                Kind::Season,
                "home.television.recent",
                "tv.recentlyadded",
                "TV",
            ),
            SectionKind::Artist => (
                Kind::Album,
                "home.music.recent",
                "music.recent.added",
                "Music",
            ),
            SectionKind::Photo => (Kind::Photo, "home.photos.recent", "photo.recent", "Photos"),
        };
        Self {
            kind,
            at_home,
            in_section,
            things,
        }
    }
}

/// Returns what is new in a section, as its own hub.
pub(super) fn recent_row(call: &Call<'_>, world: &World, id: SectionId, section: &Section) -> Row {
    let new = New::of(section.kind);
    let named = (
        format!("{}.{}", new.in_section, section.key),
        format!("Recently Added {}", new.things),
    );
    let newest = (new.kind, "sort=addedAt:desc");
    listing(call, world, (id, section), named, newest)
}
