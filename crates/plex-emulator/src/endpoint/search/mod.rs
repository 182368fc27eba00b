//! Search, in its three generations, each with its own reach.

mod hubs;
mod ranked;
mod tags;
mod titles;

pub(crate) use hubs::hubs;
pub(crate) use ranked::ranked;

use crate::answer::{Element, Refusal};
use crate::endpoint::listing::{SectionSaid, list};
use crate::face::section_container;
use crate::query::Selection;
use crate::server::{Call, Reply};
use crate::world::{ItemId, Kind, World};
use titles::{by_title, in_section, sort_best_first};

/// Every kind that search looks through, in the order of its hubs, with their titles.
const KINDS: &[(Kind, &str)] = &[
    (Kind::Movie, "Movies"),
    (Kind::Show, "Shows"),
    (Kind::Episode, "Episodes"),
    (Kind::Artist, "Artists"),
    (Kind::Album, "Albums"),
    (Kind::Track, "Tracks"),
    (Kind::PhotoAlbum, "Photo Albums"),
    (Kind::Photo, "Photos"),
    (Kind::Collection, "Collections"),
];

/// Returns a score as hubs write it: as text, on both wires.
fn score_text(score: f64) -> String {
    format!("{score:?}")
}

/// Answers `GET /search?query=&type=`: the oldest; a flat list by title.
pub(crate) fn legacy<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let query = call.required("query")?;
    let kinds: Vec<Kind> = match call.number("type") {
        Some(number) => Kind::from_number(number).into_iter().collect(),
        None => KINDS.iter().map(|(kind, _)| *kind).collect(),
    };
    let items: Vec<ItemId> = by_title(call, world, &kinds, query)
        .into_iter()
        .map(|title| title.item)
        .take(call.number("limit").unwrap_or(usize::MAX))
        .collect();
    let root = Element::container()
        .with("identifier", "com.plexapp.plugins.library")
        .with("mediaTagPrefix", "/system/bundle/media/flags/");
    let root = list(call, world, root, &items, SectionSaid::OnItems);
    let provider = Element::new("Provider")
        .with("key", "/system/search")
        .with("m_title", "Local Network")
        .with("m_type", "mixed");
    Ok(root.child(provider).into())
}

/// Answers `GET /library/sections/{id}/search?type=&query=`
pub(crate) fn in_one_section<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let query = call.required("query")?;
    let kind = Selection::kind_of(world, id, &call.query)?;
    let mut found = in_section(call, world, id, kind, query);
    sort_best_first(world, &mut found);
    let items: Vec<ItemId> = found.into_iter().map(|title| title.item).collect();
    let root = section_container(section, "Search");
    Ok(list(call, world, root, &items, SectionSaid::Above).into())
}
