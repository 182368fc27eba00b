//! What goes with an item: extras, what is alike, what is next.

use super::item::{say_section, wanted};
use crate::answer::Element;
use crate::endpoint::listing::{SectionSaid, list, page_of};
use crate::face::{Face, Includes, container};
use crate::server::{Call, Reply};
use crate::world::{Item, ItemId, World};

fn of<'w>(world: &'w World, item: &Item) -> Element<'w> {
    let mut root = container();
    say_section(world, item, &mut root);
    root
}

/// Answers `GET /library/metadata/{id}/extras`: trailers, scenes and the like, with their streams.
pub(crate) fn extras<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (id, item) = wanted(call, world)?;
    let mut root = of(world, item);
    let includes = Includes::default();
    let face = Face::detailed(world, call.asker(), &includes).without_section();
    let extras = world.extras(&call.viewer, id);
    let part = page_of(call, &mut root, &extras);
    root.extend(part.iter().filter_map(|id| face.item(*id)));
    Ok(root.into())
}

/// Answers `GET /library/metadata/{id}/related`, `/hubs/metadata/{id}/related` and `/hubs/metadata/{id}`: rows of what goes with
/// it.
pub(crate) fn related<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (id, item) = wanted(call, world)?;
    let rows = crate::face::related(world, call.asker(), id);
    let mut root = of(world, item).with("size", rows.len());
    root.extend(rows);
    Ok(root.into())
}

/// Answers `GET /library/metadata/{id}/similar?count=`
pub(crate) fn similar<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (id, item) = wanted(call, world)?;
    let mut items = world.similar(&call.viewer, id);
    items.truncate(call.number("count").unwrap_or(usize::MAX));
    Ok(list(call, world, of(world, item), &items, SectionSaid::Above).into())
}

/// Answers `GET /library/metadata/{id}/onDeck`: what to go on with in a show or a season.
pub(crate) fn on_deck<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (id, item) = wanted(call, world)?;
    let has_inside = item.kind.child().is_some();
    let next = world.up_next(&call.viewer, id).filter(|_| has_inside);
    let items: Vec<ItemId> = next.into_iter().collect();
    Ok(list(call, world, of(world, item), &items, SectionSaid::Above).into())
}
