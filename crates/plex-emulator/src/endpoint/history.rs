//! Finished plays, and the people and devices that they speak of.

use std::collections::HashSet;

use super::limits::keeps_to;
use crate::answer::{Answer, Element, Refusal};
use crate::endpoint::listing::page_of;
use crate::face::{Picture, picture_path};
use crate::server::{Call, Reply};
use crate::world::{Item, ItemId, Play, World, name};

/// Answers `GET /status/sessions/history/all`, by account, section, item (a show covers its episodes) and
/// time, in either order.
pub(crate) fn all<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let section = call.query.get("librarySectionID");
    let items = call
        .query
        .get("metadataItemID")
        .map(|key| covered(world, key));
    let is_wanted = |play: &&Play| {
        keeps_to(&call.query, "accountID", play.account.0)
            && keeps_to(&call.query, "deviceID", play.device)
            && keeps_to(&call.query, "viewedAt", play.viewed_at)
            && items
                .as_ref()
                .is_none_or(|items| items.contains(&play.item))
            && section.is_none_or(|key| section_key(world, play) == Some(key))
    };
    let mut plays: Vec<&Play> = world.history.plays().iter().filter(is_wanted).collect();
    let order = call.query.get("sort").unwrap_or("viewedAt");
    if order.ends_with(":desc") {
        plays.reverse();
    }
    let mut root = Element::container();
    let part = page_of(call, &mut root, &plays);
    root.extend(part.iter().filter_map(|play| row(world, play)));
    Ok(root.into())
}

/// Returns the items that a rating key stands for: itself and all that is in it.
fn covered(world: &World, rating_key: &str) -> HashSet<ItemId> {
    let found = world.items.find(rating_key);
    found.map_or_else(HashSet::new, |id| {
        world.items.leaves(id).into_iter().collect()
    })
}

fn section_key<'w>(world: &'w World, play: &Play) -> Option<&'w str> {
    let section = world.items.past(play.item)?.section?;
    Some(&world.section(section)?.key)
}

/// Returns what the history says of a play: the item's names, no length, no medium. Of a deleted item
/// only the names are left.
fn row<'w>(world: &'w World, play: &Play) -> Option<Element<'w>> {
    let item = world.items.past(play.item)?;
    let (parent, grandparent) = world.items.parents(item);
    let path = |item: &Item| format!("/library/metadata/{}", item.rating_key);
    let here = |item: &'w Item| (!play.is_deleted).then_some(item);
    let thumb = |item: &'w Item| picture_path(&world.items, item, Picture::Thumb);
    let grandparent_art = grandparent
        .and_then(here)
        .and_then(|item| picture_path(&world.items, item, Picture::Art));
    let row = Element::metadata(item.kind.element())
        .with(
            "historyKey",
            format!("/status/sessions/history/{}", play.id),
        )
        .maybe("key", here(item).map(path))
        .maybe("ratingKey", here(item).map(|item| &*item.rating_key))
        .maybe("librarySectionID", section_key(world, play))
        .maybe("parentKey", parent.and_then(here).map(path))
        .maybe("grandparentKey", grandparent.and_then(here).map(path))
        .with("title", item.title())
        .maybe("grandparentTitle", grandparent.map(Item::title))
        .with("type", item.kind.type_name())
        .maybe("thumb", here(item).and_then(thumb))
        .maybe("parentThumb", parent.and_then(here).and_then(thumb))
        .maybe(
            "grandparentThumb",
            grandparent.and_then(here).and_then(thumb),
        )
        .maybe("grandparentArt", grandparent_art)
        .maybe("index", item.index())
        .maybe("parentIndex", parent.and_then(Item::index))
        .maybe(
            "originallyAvailableAt",
            item.attributes.text(name::ORIGINALLY_AVAILABLE_AT),
        )
        .with("viewedAt", play.viewed_at)
        .with("accountID", play.account.0)
        .with("deviceID", play.device);
    Some(row)
}

/// Answers `GET /status/sessions/history/{id}`
pub(crate) fn one<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id: u32 = call.capture(0).parse().map_err(|_| Refusal::NotFound)?;
    let play = world.history.plays().iter().find(|play| play.id == id);
    let row = play
        .and_then(|play| row(world, play))
        .ok_or(Refusal::NotFound)?;
    Ok(Element::container().with("size", 1_i64).child(row).into())
}

/// Answers `DELETE /status/sessions/history/{id}`
pub(crate) fn forget(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let id: u32 = call.capture(0).parse().map_err(|_| Refusal::NotFound)?;
    if world.history.remove(id) {
        Ok(Answer::Done)
    } else {
        Err(Refusal::NotFound)
    }
}
