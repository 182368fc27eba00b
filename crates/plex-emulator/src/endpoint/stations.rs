//! Radio: playlists that list nothing, and whose queues are mixed from a library or an artist.

use crate::answer::{Element, Refusal};
use crate::face::{section_container, station};
use crate::server::{Call, Reply};
use crate::world::{Section, SectionKind, World};

/// The stations of a library of music: their numbers and titles.
const STATIONS: &[(u32, &str)] = &[
    (1, "Library Radio"),
    (2, "Deep Cuts Radio"),
    (3, "Time Travel Radio"),
    (4, "Random Album Radio"),
];

/// Answers `GET /hubs/sections/{id}/stations`: all stations of a library of music; no other has any.
pub(crate) fn stations<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    if section.kind != SectionKind::Artist {
        return Err(Refusal::NotFound);
    }
    let mut root = section_container(section, "Stations").with("size", STATIONS.len());
    root.extend(all(section));
    Ok(root.into())
}

fn all<'w>(section: &Section) -> impl Iterator<Item = Element<'w>> + use<'w> {
    let key = section.key.clone();
    STATIONS.iter().map(move |(number, title)| {
        let path = format!("/library/sections/{key}/stations/{number}?type=10");
        station(path, (*title).to_owned())
    })
}

/// Returns the hub of a library's stations, if it can have any.
pub(super) fn hub<'w>(section: &'w Section) -> Option<Element<'w>> {
    if section.kind != SectionKind::Artist {
        return None;
    }
    let key = &section.key;
    let mut hub = Element::new("Hub")
        .with("hubKey", format!("/hubs/sections/{key}/stations"))
        .with("key", format!("/hubs/sections/{key}/stations"))
        .with("title", "Stations")
        .with("type", "station")
        .with("hubIdentifier", format!("music.stations.{key}"))
        .with("context", "hub.music.stations")
        .with("size", STATIONS.len())
        .with("more", false)
        .with("style", "shelf");
    hub.extend(all(section));
    Some(hub)
}
