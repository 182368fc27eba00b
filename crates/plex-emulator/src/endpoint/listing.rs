//! Lists of items, whole or the part that was asked for.

use crate::answer::Element;
use crate::face::{Face, Trim};
use crate::server::Call;
use crate::world::{ItemId, World};

/// Returns the part of a list that was asked for. Says in the container how much that is and, if a part
/// was asked for, of how much.
pub(crate) fn page_of<'l, T>(call: &Call<'_>, root: &mut Element<'_>, list: &'l [T]) -> &'l [T] {
    let Some(page) = call.page() else {
        root.set("size", list.len());
        return list;
    };
    let start = page.start.min(list.len());
    let end = start.saturating_add(page.size).min(list.len());
    let part = list.get(start..end).unwrap_or(&[]);
    root.set("size", part.len());
    root.set("totalSize", list.len());
    root.set("offset", page.start);
    part
}

/// Says where an answer says which section an item is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SectionSaid {
    /// Once, in the container.
    Above,
    /// On each item.
    OnItems,
}

/// Fills a container with the asked part of a list of items.
pub(crate) fn list<'w>(
    call: &Call<'_>,
    world: &'w World,
    mut root: Element<'w>,
    items: &[ItemId],
    said: SectionSaid,
) -> Element<'w> {
    let part = page_of(call, &mut root, items);
    let trim = Trim::of(&call.query);
    let mut face = Face::listed(world, call.asker())
        .with_guids(call.query.flag("includeGuids"))
        .trimmed(&trim);
    if said == SectionSaid::OnItems {
        face = face.with_section();
    }
    root.extend(part.iter().filter_map(|id| face.item(*id)));
    root
}
