//! The items that a field of another kind is looked for in.

use crate::world::{ItemId, Kind, Viewer, World};

/// Returns the item itself when it is of the kind, what it is in, or all that is in it: a show's title is
/// one of an episode's, and its episodes' dates are the show's.
pub(super) fn of(world: &World, viewer: &Viewer, id: ItemId, kind: Kind) -> Vec<ItemId> {
    let Some(item) = world.items.get(id) else {
        return Vec::new();
    };
    if item.kind == kind {
        return vec![id];
    }
    let mut above = item.parent;
    while let Some(one) = above {
        let Some(held) = world.items.get(one) else {
            break;
        };
        if held.kind == kind {
            return vec![one];
        }
        above = held.parent;
    }
    within(world, viewer, id, kind)
}

fn within(world: &World, viewer: &Viewer, id: ItemId, kind: Kind) -> Vec<ItemId> {
    let mut found = Vec::new();
    for child in world.children(viewer, id) {
        match world.items.get(child) {
            Some(held) if held.kind == kind => found.push(child),
            _ => found.extend(within(world, viewer, child, kind)),
        }
    }
    found
}
