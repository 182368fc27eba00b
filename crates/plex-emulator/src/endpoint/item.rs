//! The item that a request names, and what it wants to know of it.

use crate::answer::{Element, Refusal};
use crate::face::{Includes, OPTIONAL, section_number};
use crate::server::Call;
use crate::world::{Item, ItemId, World};

/// Returns what the request wants on top of the usual details.
pub(super) fn includes(call: &Call<'_>) -> Includes {
    let asked = OPTIONAL
        .iter()
        .filter(|(parameter, _)| call.query.flag(parameter));
    Includes {
        elements: asked.map(|(_, element)| *element).collect(),
        with_check: call.query.flag("checkFiles"),
    }
}

/// Says in a container which section an item is of.
pub(super) fn say_section<'w>(world: &'w World, item: &Item, root: &mut Element<'w>) {
    if let Some(section) = item.section.and_then(|id| world.section(id)) {
        root.set("librarySectionID", section_number(section));
        root.set("librarySectionTitle", section.title.as_str());
        root.set("librarySectionUUID", section.uuid.as_str());
    }
}

/// Returns the item that the first capture names, when the viewer may see it.
pub(super) fn wanted<'w>(call: &Call<'_>, world: &'w World) -> Result<(ItemId, &'w Item), Refusal> {
    let id = world
        .visible(call.capture(0), &call.viewer)
        .ok_or(Refusal::NotFound)?;
    Ok((id, world.items.get(id).ok_or(Refusal::NotFound)?))
}

/// Returns the items that the first capture names, one or several, as far as the viewer may see them.
pub(super) fn all_wanted(call: &Call<'_>, world: &World) -> Result<Vec<ItemId>, Refusal> {
    let keys = call.capture(0).split(',');
    let ids: Vec<ItemId> = keys
        .filter_map(|key| world.visible(key, &call.viewer))
        .collect();
    if ids.is_empty() {
        return Err(Refusal::NotFound);
    }
    Ok(ids)
}
