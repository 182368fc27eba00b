//! Making and changing playlists.

use super::groups::alone;
use super::item::wanted;
use crate::answer::{Answer, Element, Refusal};
use crate::behaviour::{EmptyPlaylists, SmartEdits};
use crate::face::Face;
use crate::query::{local_path, playable_at};
use crate::server::{Call, Reply};
use crate::world::{Contents, ItemId, Kind, PlaylistType, World, name};

/// Answers `POST /playlists?type=&title=&smart=&uri=`: with what `uri` stands for, which may be nothing.
/// A smart one holds what the query in `uri` finds, whenever it is looked at.
pub(crate) fn create<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    let playlist_type = PlaylistType::from_name(call.required("type")?);
    let playlist_type = playlist_type.ok_or(Refusal::BadRequest)?;
    let contents = if call.query.flag("smart") {
        Contents::Found(rule(call, world)?.to_owned())
    } else {
        Contents::Items(fitting(world, playlist_type, asked_items(call, world)?))
    };
    let is_of_nothing = call.query.get("uri") == Some("");
    if is_of_nothing && world.behaviour.empty_playlists == EmptyPlaylists::Refused {
        return Err(Refusal::BadRequest);
    }
    let title = call.query.get("title").unwrap_or("").to_owned();
    let owner = call.viewer.account;
    let id = world.create_playlist(owner, &title, playlist_type, contents, call.now());
    alone(call, world, id)
}

/// Returns the query that a smart list goes by: an address of a section's listing.
pub(super) fn rule<'c>(call: &'c Call<'_>, world: &World) -> Result<&'c str, Refusal> {
    let address = call.required("uri")?;
    let path = local_path(world, address).ok_or(Refusal::BadRequest)?;
    let rest = path.strip_prefix("/library/sections/");
    let (section, rest) = rest
        .and_then(|rest| rest.split_once('/'))
        .ok_or(Refusal::BadRequest)?;
    let is_listing = rest.split('?').next() == Some("all");
    let is_known = world.section_by_key(section).is_some();
    (is_listing && is_known)
        .then_some(address)
        .ok_or(Refusal::BadRequest)
}

/// Lets a smart list go by the query in `uri`. What is no query would be items to add, which is answered
/// as any edit by hand is.
pub(super) fn set_rule(call: &Call<'_>, world: &mut World, id: ItemId) -> Result<(), Refusal> {
    let rule = match rule(call, world) {
        Ok(rule) => rule.to_owned(),
        Err(_) => return takes_edits(world, id).map(|_| ()),
    };
    if let Some(item) = world.items.get_mut(id) {
        item.attributes.set(name::CONTENT, rule.as_str());
    }
    world.touch_group(id, call.now());
    Ok(())
}

/// Returns what a request wants in a list: what `uri` or a play queue stands for. Neither is an error.
fn asked_items(call: &Call<'_>, world: &World) -> Result<Vec<ItemId>, Refusal> {
    if let Some(address) = call.query.get("uri") {
        return Ok(playable_at(world, call.asker(), address));
    }
    let queue = call.required("playQueueID")?;
    let queue = queue.parse().ok().and_then(|id| world.queues.get(id));
    let queue = queue.filter(|queue| queue.account == call.viewer.account);
    let queue = queue.ok_or(Refusal::BadRequest)?;
    Ok(queue.entries.iter().map(|entry| entry.item).collect())
}

/// Returns those of the items that a list of the type can hold.
fn fitting(world: &World, playlist_type: PlaylistType, items: Vec<ItemId>) -> Vec<ItemId> {
    let kind = |id: &ItemId| world.items.get(*id).map(|item| item.kind);
    let fits = |id: &ItemId| kind(id).is_some_and(|kind| playlist_type.takes(kind));
    items.into_iter().filter(fits).collect()
}

/// Returns the playlist that the first capture names.
fn playlist(call: &Call<'_>, world: &World) -> Result<ItemId, Refusal> {
    let (id, item) = wanted(call, world)?;
    match item.kind {
        Kind::Playlist => Ok(id),
        _ => Err(Refusal::NotFound),
    }
}

/// Tells whether what a list holds can be changed by hand. What a smart one holds cannot, which some
/// servers refuse and some pass over.
pub(super) fn takes_edits(world: &World, id: ItemId) -> Result<bool, Refusal> {
    let is_smart = world.items.get(id).is_some_and(|item| item.is_smart());
    match (is_smart, world.behaviour.smart_edits) {
        (false, _) => Ok(true),
        (true, SmartEdits::Ignored) => Ok(false),
        (true, SmartEdits::Refused) => Err(Refusal::BadRequest),
    }
}

fn type_of(world: &World, id: ItemId) -> PlaylistType {
    let item = world.items.get(id);
    let name = item.and_then(|item| item.attributes.text(name::PLAYLIST_TYPE));
    name.and_then(PlaylistType::from_name)
        .unwrap_or(PlaylistType::Video)
}

/// Returns the playlist by itself, as an answer to what was done to it.
fn answer<'w>(call: &Call<'_>, world: &'w World, id: ItemId, mut root: Element<'w>) -> Reply<'w> {
    let face = Face::listed(world, call.asker());
    root.set("size", 1_i64);
    root.extend(face.item(id));
    Ok(root.into())
}

/// Answers `PUT /playlists/{id}/items?uri=`: adds at the end, in the order given, what is not in it
/// already. What a smart list goes by is replaced instead.
pub(crate) fn add<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    let id = playlist(call, world)?;
    let is_smart = world.items.get(id).is_some_and(|item| item.is_smart());
    if is_smart {
        set_rule(call, world, id)?;
        return answer(call, world, id, Element::container());
    }
    let mut items = fitting(world, type_of(world, id), asked_items(call, world)?);
    let mut seen = std::collections::HashSet::new();
    items.retain(|item| seen.insert(*item));
    let added = world.add_members(id, &items);
    if added > 0 {
        world.touch_group(id, call.now());
    }
    let root = Element::container()
        .with("leafCountAdded", added)
        .with("leafCountRequested", items.len());
    answer(call, world, id, root)
}

/// Answers `DELETE /playlists/{id}/items`
pub(crate) fn clear<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    let id = playlist(call, world)?;
    if !takes_edits(world, id)? {
        return answer(call, world, id, Element::container());
    }
    world.clear_members(id);
    world.touch_group(id, call.now());
    answer(call, world, id, Element::container())
}

/// Answers `DELETE /playlists/{id}/items/{item}`: by its `playlistItemID`.
pub(crate) fn remove<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    let id = playlist(call, world)?;
    if !takes_edits(world, id)? {
        return answer(call, world, id, Element::container());
    }
    let number = call.capture(1).parse().map_err(|_| Refusal::NotFound)?;
    if !world.remove_member(id, number) {
        return Err(Refusal::NotFound);
    }
    world.touch_group(id, call.now());
    answer(call, world, id, Element::container())
}

/// Answers `PUT /playlists/{id}/items/{item}/move?after=`: behind another, or to the beginning.
pub(crate) fn move_item<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    let id = playlist(call, world)?;
    if !takes_edits(world, id)? {
        return answer(call, world, id, Element::container());
    }
    let number = call.capture(1).parse().map_err(|_| Refusal::NotFound)?;
    let after = call.query.get("after").filter(|after| *after != "0");
    let after = match after {
        Some(after) => Some(after.parse().map_err(|_| Refusal::BadRequest)?),
        None => None,
    };
    super::editing::moved(world.move_member(id, number, after))?;
    world.touch_group(id, call.now());
    answer(call, world, id, Element::container())
}

/// Answers `PUT /playlists/{id}?title=&summary=`, or as any item is edited: `title.value=&title.locked=`.
pub(crate) fn edit(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let id = playlist(call, world)?;
    super::editing::edit_playlist(call, world, id)?;
    Ok(Answer::NoContent)
}
