//! Collections among the items of a library, as its owner wants them to show there.

use crate::server::Call;
use crate::world::{Item, ItemId, Kind, Section, SectionId, World, name};

/// Says how a collection shows in a listing of its library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Hidden,
    /// In the place of its items.
    Instead,
    /// Beside them.
    Beside,
}

/// Returns the mode of a collection: its own or, where it has none, that of its library.
fn mode(world: &World, section: &Section, collection: &Item) -> Mode {
    let mut attributes = collection.attributes.iter();
    let own = attributes.find(|(name, _)| world.names.text(*name) == "collectionMode");
    let own = own.and_then(|(_, value)| value.as_int());
    let number = own.filter(|own| *own >= 0).unwrap_or_else(|| {
        let of_library = section.preferences.get("collectionMode");
        of_library.and_then(|text| text.parse().ok()).unwrap_or(2)
    });
    match number {
        0 => Mode::Hidden,
        1 => Mode::Instead,
        _ => Mode::Beside,
    }
}

/// Returns a listing of items of a kind with the collections of that kind among them: by title where the
/// listing goes by title, behind everything otherwise.
pub(super) fn among(
    call: &Call<'_>,
    world: &World,
    (id, section): (SectionId, &Section),
    kind: Kind,
    items: &[ItemId],
) -> Vec<ItemId> {
    let all = world.seen_of(&call.viewer, id, Kind::Collection);
    let of_kind = all.filter_map(|id| Some((id, world.items.get(id)?)));
    let of_kind =
        of_kind.filter(|(_, item)| item.attributes.text(name::SUBTYPE) == Some(kind.type_name()));
    let mut shown = Vec::new();
    let mut covered = std::collections::HashSet::new();
    for (id, item) in of_kind {
        match mode(world, section, item) {
            Mode::Hidden => continue,
            Mode::Beside => {}
            Mode::Instead => {
                let members = crate::query::members(world, call.asker(), item).into_iter();
                covered.extend(members.map(|member| member.item));
            }
        }
        shown.push(id);
    }
    let kept = items.iter().copied().filter(|id| !covered.contains(id));
    let mut listed: Vec<ItemId> = kept.chain(shown).collect();
    let title = |id: &ItemId| {
        let item = world.items.get(*id);
        item.map_or_else(String::new, |item| item.sort_title().to_lowercase())
    };
    match call.query.get("sort").unwrap_or("titleSort") {
        "titleSort" | "titleSort:asc" => listed.sort_by_cached_key(title),
        "titleSort:desc" => listed.sort_by_cached_key(|id| std::cmp::Reverse(title(id))),
        _ => {}
    }
    listed
}
