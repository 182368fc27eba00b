//! The list of versions that the server is to make, which clients find among the playlists as type 42.

use super::editing::moved;
use crate::answer::{Answer, Element, Refusal};
use crate::face::{Face, container};
use crate::query::playable_at;
use crate::server::{Call, Reply};
use crate::world::{CONVERSIONS, ItemId, Order, TARGETS, Target, Work, World};

/// The number of the list, and of the type of what is in it.
const LIST: i64 = 42_000_000;
const TYPE: i64 = 42;

/// Returns the list itself.
pub(super) fn list<'w>(world: &World) -> Reply<'w> {
    let list = Element::metadata("Playlist")
        .with("ratingKey", LIST.to_string())
        .with("key", format!("/playlists/{LIST}/items"))
        .with("guid", "com.plexapp.agents.none://optimized")
        .with("type", "playlist")
        .with("title", "Optimized versions")
        .with("summary", "")
        .with("smart", false)
        .with("playlistType", TYPE.to_string())
        .with("leafCount", world.orders.len());
    Ok(container().with("size", 1_i64).child(list).into())
}

/// Returns the targets as tags.
pub(super) fn targets<'w>() -> Reply<'w> {
    let mut root = container().with("size", TARGETS.len());
    root.extend(TARGETS.iter().map(|target| {
        Element::new("Directory")
            .with("id", target.tag)
            .with("tag", target.name)
            .with("tagType", TYPE)
    }));
    Ok(root.into())
}

/// Answers `GET /playlists/42000000`
pub(crate) fn itself<'w>(_: &Call<'_>, world: &'w World) -> Reply<'w> {
    list(world)
}

/// Answers `GET /playlists/42000000/items`: the orders.
pub(crate) fn orders<'w>(_: &Call<'_>, world: &'w World) -> Reply<'w> {
    let mut root = container().with("size", world.orders.len());
    root.extend(world.orders.iter().map(|order| {
        let all = world.items_of_order(order).len();
        let status = Element::new("Status")
            .lone()
            .with("itemsCount", all)
            .with("itemsCompleteCount", order.made.len())
            .with(
                "state",
                if all == order.made.len() {
                    "complete"
                } else {
                    "pending"
                },
            );
        Element::new("Item")
            .with("id", order.id)
            .with("type", TYPE)
            .with("title", order.title.as_str())
            .with("target", order.target.as_str())
            .maybe("targetTagID", order.tag)
            .child(status)
    }));
    Ok(root.into())
}

/// Returns what an order asks for, by the words of its parameters, and the items that it is to make.
fn order(call: &Call<'_>, world: &World) -> Result<(Order, Vec<ItemId>), Refusal> {
    let part = |name: &str| call.query.get(name).filter(|value| !value.is_empty());
    if call.number::<i64>("Item[type]") != Some(TYPE) {
        return Err(Refusal::BadRequest);
    }
    let target = match part("Item[targetTagID]") {
        Some(tag) => {
            let tag = tag.parse().ok().and_then(Target::with_tag);
            Some(tag.ok_or(Refusal::BadRequest)?)
        }
        None => None,
    };
    let named = part("Item[target]");
    let target_name = target.map(|target| target.name).or(named);
    let lines = part("Item[MediaSettings][videoResolution]");
    let lines = lines.and_then(|size| size.split('x').nth(1)?.parse().ok());
    let rate = part("Item[MediaSettings][maxVideoBitrate]").and_then(|rate| rate.parse().ok());
    let own = match (lines, rate) {
        (None, None) => None,
        (lines, rate) => Some((lines.unwrap_or(i64::MAX), rate.unwrap_or(i64::MAX))),
    };
    let address = part("Item[Location][uri]").ok_or(Refusal::BadRequest)?;
    let mut items = playable_at(world, call.asker(), address);
    items.retain(|id| {
        let item = world.items.get(*id);
        item.is_some_and(|item| item.media.iter().any(|media| media.streams().count() > 0))
    });
    if items.is_empty() {
        return Err(Refusal::BadRequest);
    }
    if part("Item[Policy][unwatched]") == Some("1") {
        items.retain(|id| !world.views.of(call.viewer.account, *id).is_watched());
    }
    if part("Item[Policy][scope]") == Some("count") {
        let most = part("Item[Policy][value]").and_then(|value| value.parse().ok());
        items.truncate(most.unwrap_or(usize::MAX));
    }
    let order = Order {
        id: 0,
        account: call.viewer.account,
        title: part("Item[title]").unwrap_or("").to_owned(),
        target: target_name.ok_or(Refusal::BadRequest)?.to_owned(),
        tag: target.map(|target| target.tag),
        limits: own.or_else(|| target.and_then(Target::limits)),
        made: Vec::new(),
    };
    Ok((order, items))
}

/// Answers `PUT /playlists/42000000/items?Item[type]=42&Item[targetTagID]=&Item[Location][uri]=…`
pub(crate) fn add(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (order, items) = order(call, world)?;
    world.order_versions(order, items, call.now_millis);
    Ok(Answer::Done)
}

/// Returns the number of the order that the first capture names.
fn number(call: &Call<'_>, world: &World) -> Result<u32, Refusal> {
    let number = call.capture(0).parse().ok();
    let number = number.filter(|id| world.orders.iter().any(|order| order.id == *id));
    number.ok_or(Refusal::NotFound)
}

/// Answers `GET /playlists/42000000/items/{order}/items`
pub(crate) fn items<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let number = number(call, world)?;
    let order = world.orders.iter().find(|order| order.id == number);
    let ids = world.items_of_order(order.ok_or(Refusal::NotFound)?);
    let mut root = container().with("size", ids.len());
    let face = Face::listed(world, call.asker()).with_section();
    root.extend(ids.into_iter().filter_map(|id| face.item(id)));
    Ok(root.into())
}

/// Answers `PUT /playlists/42000000/items/{order}?Item[title]=`
pub(crate) fn rename(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let number = number(call, world)?;
    let title = call.required("Item[title]")?.to_owned();
    if let Some(order) = world.orders.iter_mut().find(|order| order.id == number) {
        order.title = title;
    }
    Ok(Answer::Done)
}

/// Answers `DELETE /playlists/42000000/items/{order}`: the versions that it has made go too.
pub(crate) fn remove(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let number = number(call, world)?;
    world.give_up_order(number, call.now_millis);
    Ok(Answer::Done)
}

/// Answers `PUT /playlists/42000000/items/{order}/{item}/disable`: an item of it that is not made yet is
/// not to be.
pub(crate) fn disable(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (number, item) = one_of(call, world)?;
    world.disable_conversion(number, item, call.now_millis);
    Ok(Answer::Done)
}

/// Answers `PUT /playlists/42000000/items/{order}/{item}/enable`: it is to be made, once more if it was.
pub(crate) fn enable(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (number, item) = one_of(call, world)?;
    let order = world.orders.iter().find(|order| order.id == number);
    let is_in_it = order.is_some_and(|order| world.items_of_order(order).contains(&item));
    if !is_in_it {
        world.queue_conversion(number, item);
    }
    world.work_on_orders(call.now_millis);
    Ok(Answer::Done)
}

fn one_of(call: &Call<'_>, world: &World) -> Result<(u32, ItemId), Refusal> {
    let number = number(call, world)?;
    let item = world.visible(call.capture(1), &call.viewer);
    Ok((number, item.ok_or(Refusal::NotFound)?))
}

/// Answers `DELETE /playlists/generators?type=42`: gives all orders up.
pub(crate) fn remove_all(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    if call.number::<i64>("type") != Some(TYPE) {
        return Err(Refusal::BadRequest);
    }
    let all: Vec<u32> = world.orders.iter().map(|order| order.id).collect();
    for id in all {
        world.give_up_order(id, call.now_millis);
    }
    Ok(Answer::Done)
}

/// Answers `GET /playQueues/1`: what is still to be made, the one that is being made first.
pub(crate) fn queue<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let count = world.conversions.len();
    let mut root = container()
        .with("size", count)
        .with("playQueueID", CONVERSIONS)
        .with("playQueueTotalCount", count);
    let face = Face::listed(world, call.asker()).with_section();
    for one in &world.conversions {
        let order = world.orders.iter().find(|order| order.id == one.order);
        let (Some(order), Some(mut item)) = (order, face.item(one.item)) else {
            continue;
        };
        item.set("playQueueItemID", one.id);
        item.set("playlistID", LIST);
        item.set("generatorID", order.id);
        item.set("generatorType", TYPE);
        item.set("target", order.target.as_str());
        if let Some(account) = world.account(order.account) {
            item.set("userID", account.id.0);
            item.set("username", account.name.as_str());
        }
        root.push(item);
    }
    Ok(root.into())
}

/// Answers `PUT /playQueues/1/items/{item}/move?after=`: behind another, or behind what is being made.
pub(crate) fn move_item(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let conversion = call.capture(0).parse().map_err(|_| Refusal::NotFound)?;
    // Clients call what is being made -1.
    let after = call.query.get("after");
    let after = after.filter(|after| !matches!(*after, "" | "-1" | "0"));
    let after = after.map(|after| after.parse().map_err(|_| Refusal::BadRequest));
    moved(world.move_conversion(conversion, after.transpose()?))?;
    Ok(Answer::Done)
}

/// Answers `GET /status/sessions/background`: what is being made.
pub(crate) fn background<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let made = world.jobs.iter().filter_map(|job| {
        let Work::Optimize { order, conversion } = job.work else {
            return None;
        };
        let order = world.orders.iter().find(|held| held.id == order)?;
        let mut waiting = world.conversions.iter();
        let made = waiting.find(|one| one.id == conversion)?;
        let item = world.items.get(made.item)?;
        Some(
            Element::new("TranscodeJob")
                .with("key", format!("/library/metadata/{}", item.rating_key))
                .with("ratingKey", &*item.rating_key)
                .with("generatorID", order.id)
                .with("type", "transcode")
                .with("title", item.title())
                .maybe("targetTagID", order.tag)
                .with("progress", job.progress(call.now_millis)),
        )
    });
    let made: Vec<Element<'w>> = made.collect();
    let mut root = Element::container().with("size", made.len());
    root.extend(made);
    Ok(root.into())
}
