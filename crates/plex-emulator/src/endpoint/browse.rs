//! What is in a section: its listings, and the values to browse by.

use super::selection::select;
use crate::answer::Refusal;
use crate::endpoint::listing::{SectionSaid, list};
use crate::face::section_container;
use crate::query::{Selection, usual_order};
use crate::server::{Call, Reply};
use crate::world::{ItemId, Kind, SectionId, SectionKind, World};

/// Answers `GET /library/sections/{id}/all`
pub(crate) fn all<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    // PMS stumbles over a file that is asked for without a type.
    if call.query.get("file").is_some() && call.query.get("type").is_none() {
        return Err(Refusal::Internal);
    }
    let kind = Selection::kind_of(world, id, &call.query)?;
    let items = select(call, world, id, kind, usual_order(kind));
    let with_collections = call.query.flag("includeCollections")
        && !Selection::is_narrow(section.kind, kind, &call.query);
    let items = match with_collections {
        true => super::collected::among(call, world, (id, section), kind, &items),
        false => items.to_vec(),
    };
    let mut root = section_container(section, section.kind.all_title());
    if call.query.flag("includeMeta") {
        root.push(super::discovery::meta(call, section, kind));
    }
    Ok(list(call, world, root, &items, SectionSaid::Above).into())
}

/// Returns the kind that "recently" is said of in a section: seasons stand for the episodes in them.
fn recent_kind(section: SectionKind) -> Kind {
    match section {
        SectionKind::Movie => Kind::Movie,
        SectionKind::Show => Kind::Season,
        SectionKind::Artist => Kind::Album,
        SectionKind::Photo => Kind::Photo,
    }
}

/// Answers `GET /library/sections/{id}/recentlyAdded`
pub(crate) fn recently_added<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let kind = match call.query.get("type") {
        Some(_) => Selection::kind_of(world, id, &call.query)?,
        None => recent_kind(section.kind),
    };
    let items = select(call, world, id, kind, "addedAt:desc");
    let root = section_container(section, "Recently Added").with("mixedParents", true);
    Ok(list(call, world, root, &items, SectionSaid::Above).into())
}

/// Returns the newest of all sections together, newest first.
pub(in crate::endpoint) fn newest_everywhere(
    call: &Call<'_>,
    world: &World,
    choose: impl Fn(SectionId, SectionKind) -> Option<Kind>,
) -> Vec<ItemId> {
    let mut items: Vec<ItemId> = Vec::new();
    for (id, section) in world.numbered_sections() {
        // What is left out of home is not new there.
        if call.viewer.sees_section(id)
            && section.hidden == 0
            && let Some(kind) = choose(id, section.kind)
        {
            items.extend_from_slice(&select(call, world, id, kind, "addedAt:desc"));
        }
    }
    let added_at = |id: &ItemId| world.items.get(*id).map_or(0, |item| item.added_at());
    items.sort_by_key(|id| std::cmp::Reverse(added_at(id)));
    items
}

/// Answers `GET /library/recentlyAdded`
pub(crate) fn recently_added_everywhere<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let items = newest_everywhere(call, world, |_, section| Some(recent_kind(section)));
    let root = crate::face::container().with("mixedParents", true);
    Ok(list(call, world, root, &items, SectionSaid::OnItems).into())
}

/// Answers `GET /library/sections/{id}/collections`
pub(crate) fn collections<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let items = select(
        call,
        world,
        id,
        Kind::Collection,
        usual_order(Kind::Collection),
    );
    let mut root = section_container(section, "Collections");
    if call.query.flag("includeMeta") {
        root.push(super::discovery::meta(call, section, Kind::Collection));
    }
    Ok(list(call, world, root, &items, SectionSaid::Above).into())
}

/// Answers `GET /library/sections/{id}/{unwatched|newest|recentlyViewed|allLeaves|albums}`; by any other
/// name, a list of values.
pub(crate) fn by_name<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let top = section.kind.top();
    let (kind, order, title) = match call.capture(1) {
        "unwatched" => (top, "titleSort", "Unwatched"),
        "newest" => (top, "originallyAvailableAt:desc", "Recently Released"),
        "recentlyViewed" => (top, "lastViewedAt:desc", "Recently Viewed"),
        "albums" if section.kind == SectionKind::Artist => (Kind::Album, "titleSort", "By Album"),
        "allLeaves" => {
            let leaf = match section.kind {
                SectionKind::Movie => Kind::Movie,
                SectionKind::Show => Kind::Episode,
                SectionKind::Artist => Kind::Track,
                SectionKind::Photo => Kind::Photo,
            };
            (leaf, usual_order(leaf), "All")
        }
        _ => return super::values::values(call, world),
    };
    let items = select(call, world, id, kind, order);
    let watched = |item: &ItemId| world.watched(&call.viewer, *item);
    let items: Vec<ItemId> = match call.capture(1) {
        "unwatched" => items
            .iter()
            .filter(|id| watched(id).viewed == 0)
            .copied()
            .collect(),
        "recentlyViewed" => items
            .iter()
            .filter(|id| watched(id).plays > 0)
            .copied()
            .collect(),
        _ => items.to_vec(),
    };
    let root = section_container(section, title);
    Ok(list(call, world, root, &items, SectionSaid::Above).into())
}
