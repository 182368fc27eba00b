//! The items that a request's query finds in a section.

use std::sync::Arc;

use crate::behaviour::GuestFilters;
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
    let is_passed_over =
        !call.viewer.is_owner && world.behaviour.guest_filters == GuestFilters::Ignored;
    let query = is_passed_over.then(|| call.query.without(is_bound));
    let selection = Selection {
        section,
        kind,
        spoken_of: kind,
        query: query.as_ref().unwrap_or(&call.query),
        order,
        asker: call.asker(),
    };
    selection.items(world)
}

/// Tells whether a parameter bounds the year, or when something was played last.
fn is_bound(name: &str) -> bool {
    let field = name.trim_end_matches(['>', '<']);
    let field = field.rsplit('.').next().unwrap_or(field);
    name.ends_with(['>', '<']) && matches!(field, "year" | "lastViewedAt")
}
