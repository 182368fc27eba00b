//! The items that a request's query finds in a section.

use std::sync::Arc;

use crate::query::Selection;
use crate::server::Call;
use crate::world::{ItemId, Kind, SectionId, World};

/// Returns the items of a kind, in their order.
pub(super) fn select(
    call: &Call<'_>,
    world: &World,
    section: SectionId,
    kind: Kind,
    order: &str,
) -> Arc<[ItemId]> {
    let selection = Selection {
        section,
        kind,
        spoken_of: kind,
        query: &call.query,
        order,
        asker: call.asker(),
    };
    selection.items(world)
}
