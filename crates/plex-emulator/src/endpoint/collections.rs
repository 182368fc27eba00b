//! Making and changing collections.

use super::groups::alone;
use super::item::wanted;
use super::playlists::{rule, set_rule, takes_edits};
use crate::answer::{Element, Refusal};
use crate::behaviour::CollectionMoves;
use crate::face::Face;
use crate::query::{has_own_order, items_at, members};
use crate::server::{Call, Reply};
use crate::world::{Contents, ItemId, Kind, SectionId, World, name};

/// Answers `POST /library/collections?type=&title=&smart=&sectionId=&uri=`: with what `uri` stands for,
/// which may be nothing. What it holds is of one kind for ever: that of its first items or, without any,
/// of `type`.
pub(crate) fn create<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    let section = world.section_by_key(call.required("sectionId")?);
    let section = section.filter(|section| call.viewer.sees_section(*section));
    let section = section.ok_or(Refusal::BadRequest)?;
    let kind = call
        .required("type")?
        .parse()
        .ok()
        .and_then(Kind::from_number);
    let kind = kind.ok_or(Refusal::BadRequest)?;
    if matches!(kind, Kind::Collection | Kind::Playlist | Kind::Clip) {
        return Err(Refusal::BadRequest);
    }
    let (kind, contents) = if call.query.flag("smart") {
        (kind, Contents::Found(rule(call, world)?.to_owned()))
    } else {
        let address = call.query.get("uri").unwrap_or("");
        let items = items_at(world, call.asker(), address);
        let leader = items.first().and_then(|id| world.items.get(*id));
        let kind = leader.map_or(kind, |item| item.kind);
        // Here, and nowhere else, shows come into a collection of films.
        (kind, Contents::Items(first(world, section, kind, items)?))
    };
    let title = call.query.get("title").unwrap_or("").to_owned();
    let id = world.create_collection(section, kind, &title, contents, call.now_millis);
    alone(call, world, id)
}

/// Returns the items, when all of them are of the kind, and of the section or films and shows of any; the whole
/// is refused otherwise.
fn first(
    world: &World,
    section: SectionId,
    kind: Kind,
    items: Vec<ItemId>,
) -> Result<Vec<ItemId>, Refusal> {
    let is_whole = matches!(kind, Kind::Movie | Kind::Show);
    let fits = |id: &ItemId| {
        let item = world.items.get(*id);
        item.is_some_and(|item| item.kind == kind && (is_whole || item.section == Some(section)))
    };
    let are_fit = items.iter().all(fits);
    are_fit.then_some(items).ok_or(Refusal::BadRequest)
}

/// Returns the items, when all of them are of the section and the kind; the whole is refused otherwise.
fn fitting(
    world: &World,
    section: SectionId,
    kind: Kind,
    items: Vec<ItemId>,
) -> Result<Vec<ItemId>, Refusal> {
    let fits = |id: &ItemId| {
        let item = world.items.get(*id);
        item.is_some_and(|item| item.section == Some(section) && item.kind == kind)
    };
    if items.iter().all(fits) {
        Ok(items)
    } else {
        Err(Refusal::BadRequest)
    }
}

/// Returns the collection that the first capture names.
fn collection(call: &Call<'_>, world: &World) -> Result<ItemId, Refusal> {
    let (id, item) = wanted(call, world)?;
    match item.kind {
        Kind::Collection => Ok(id),
        _ => Err(Refusal::NotFound),
    }
}

fn answer<'w>(call: &Call<'_>, world: &'w World, id: ItemId) -> Reply<'w> {
    let face = Face::listed(world, call.asker()).with_section();
    let mut root = Element::container().with("size", 1_i64);
    root.extend(face.item(id));
    Ok(root.into())
}

/// Answers `PUT /library/collections/{id}/items?uri=`: adds items of its own kind and library; what is in
/// it already stays there once. The query of a smart one is replaced.
pub(crate) fn add<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    let id = collection(call, world)?;
    let address = call.required("uri")?;
    let item = world.items.get(id).ok_or(Refusal::NotFound)?;
    let is_smart = item.is_smart();
    if is_smart {
        keep_former(call, world, id);
        set_rule(call, world, id)?;
        return answer(call, world, id);
    }
    let section = item.section.ok_or(Refusal::NotFound)?;
    let subtype = item.attributes.text(name::SUBTYPE);
    let items = items_at(world, call.asker(), address);
    let first = items.first().and_then(|id| world.items.get(*id));
    let kind = first.map(|item| item.kind);
    if let Some(kind) = kind {
        let is_own = subtype.is_none_or(|subtype| subtype == kind.type_name());
        if !is_own {
            return Err(Refusal::BadRequest);
        }
        let items = fitting(world, section, kind, items)?;
        keep_former(call, world, id);
        world.collect(id, &items, call.now_millis);
    }
    answer(call, world, id)
}

/// Keeps what a collection holds, for servers that list it for a while yet.
fn keep_former(call: &Call<'_>, world: &mut World, id: ItemId) {
    if world.behaviour.children_lag.is_zero() {
        return;
    }
    let Some(held) = world.items.get(id) else {
        return;
    };
    let key = held.rating_key.clone();
    let members = members(world, call.asker(), held);
    world.keep_former(&key, members, call.now_millis);
}

/// Returns the item that the second capture names, as a member.
fn member(call: &Call<'_>, world: &World) -> Result<ItemId, Refusal> {
    world
        .visible(call.capture(1), &call.viewer)
        .ok_or(Refusal::NotFound)
}

/// Answers `DELETE /library/collections/{id}/items/{item}`: by its rating key.
pub(crate) fn remove<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    let id = collection(call, world)?;
    if !takes_edits(world, id)? {
        return answer(call, world, id);
    }
    let item = member(call, world)?;
    keep_former(call, world, id);
    if world.uncollect(id, &[item], call.now_millis) == 0 {
        return Err(Refusal::NotFound);
    }
    answer(call, world, id)
}

/// Answers `PUT /library/collections/{id}/items/{item}/move?after=`: behind another, or to the beginning.
/// The order that it had becomes its own first, on servers that go by that; on others a move shows only
/// where it is.
pub(crate) fn move_item<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    let id = collection(call, world)?;
    if !takes_edits(world, id)? {
        return answer(call, world, id);
    }
    let item = member(call, world)?;
    let after = call.query.get("after").filter(|after| *after != "0");
    let place = after.map(|key| {
        let place = world.visible(key, &call.viewer);
        place.ok_or(Refusal::BadRequest)
    });
    let place = place.transpose()?;
    keep_former(call, world, id);
    let shows = world.behaviour.collection_moves == CollectionMoves::Showing;
    let held = world.items.get(id).ok_or(Refusal::NotFound)?;
    let is_place = |place: &ItemId| held.members.holds(*place);
    if shows
        && !has_own_order(world, held)
        && is_place(&item)
        && place.as_ref().is_none_or(is_place)
    {
        let shown = members(world, call.asker(), held).into_iter();
        let order: Vec<ItemId> = shown.map(|member| member.item).collect();
        world.order_members(id, &order);
        let sort = world.names.intern("collectionSort");
        if let Some(held) = world.items.get_mut(id) {
            held.attributes.set(sort, 2_i64);
        }
    }
    super::editing::moved(world.move_member_item(id, item, place))?;
    world.touch_group(id, call.now());
    answer(call, world, id)
}
