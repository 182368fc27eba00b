//! Rows of what listings hold.

use crate::face::Row;
use crate::parameters::Query;
use crate::query::{Selection, usual_order};
use crate::server::Call;
use crate::world::{Kind, Section, SectionId, World};

/// Returns the hub of what a listing of a section holds. It has the listing's own path for its key, so
/// that both always hold the same.
pub(super) fn listing(
    call: &Call<'_>,
    world: &World,
    (id, section): (SectionId, &Section),
    (identifier, title): (String, String),
    (kind, query): (Kind, &str),
) -> Row {
    let number = kind.number();
    let key = format!(
        "/library/sections/{}/all?type={number}&{query}",
        section.key
    );
    let selection = Selection {
        section: id,
        kind,
        spoken_of: kind,
        query: &Query::parse(query),
        order: usual_order(kind),
        asker: call.asker(),
    };
    Row {
        title,
        key,
        identifier,
        kind: kind.type_name(),
        items: selection.items(world).to_vec(),
        is_promoted: false,
    }
}
