//! Play queues.

use super::editing::moved;
use crate::answer::{Answer, Refusal};
use crate::behaviour::QueueShuffle;
use crate::face::{Face, container};
use crate::query::playable_at;
use crate::server::{Call, Reply};
use crate::world::{ItemId, Kind, PlayQueue, Queued, World};

/// How many entries are told of on either side of the one that plays.
const WINDOW: usize = 50;

/// Answers `POST /playQueues?type=&uri=&playlistID=&key=&shuffle=&continuous=&onDeck=`: of what an address stands
/// for or a playlist holds, beginning with `key`, or with what is on deck of a show.
pub(crate) fn create<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    let medium = call.required("type")?;
    if !matches!(medium, "audio" | "video" | "photo") {
        return Err(Refusal::BadRequest);
    }
    // A queue is somebody's: to those who do not say who they are, nothing is said.
    let client = call.parameter("X-Plex-Client-Identifier").unwrap_or("");
    if client.is_empty() {
        return Ok(Answer::Done);
    }
    let (source, mut items) = asked(call, world)?;
    if items.is_empty() {
        return Err(Refusal::BadRequest);
    }
    if call.query.flag("continuous") {
        go_on(call, world, &mut items);
    }
    let key = call.query.get("key");
    let account = call.viewer.account;
    let first = match key {
        Some(key) => item_at(call, world, key),
        None if call.query.flag("onDeck") => next_of(call, world, &items),
        None => None,
    };
    let queue = world.queues.create(account, &source, &items, first);
    if call.query.flag("shuffle") {
        // Without a beginning, any may come first.
        if key.is_none() && first.is_none() {
            let place = usize::try_from(queue.id).unwrap_or(0) % queue.entries.len().max(1);
            queue.selected = queue.entries.get(place).map_or(0, |entry| entry.id);
        }
        queue.shuffle();
    }
    let id = queue.id;
    answer(call, world, id)
}

/// Returns what an account would go on with among the episodes of a show, or of a season.
fn next_of(call: &Call<'_>, world: &World, items: &[ItemId]) -> Option<ItemId> {
    let season = world.items.get(*items.first()?)?.parent?;
    let show = world.items.get(season).and_then(|season| season.parent);
    let families = [show, Some(season)].into_iter().flatten();
    let mut next = families.filter_map(|family| world.up_next(&call.viewer, family));
    next.find(|next| items.contains(next))
}

/// Returns the address and what it stands for.
fn asked(call: &Call<'_>, world: &World) -> Result<(String, Vec<ItemId>), Refusal> {
    let machine = &world.server.machine_identifier;
    let address = match (call.query.get("playlistID"), call.query.get("uri")) {
        (Some(id), _) => {
            format!("server://{machine}/com.plexapp.plugins.library/playlists/{id}/items")
        }
        (None, Some(address)) => address.to_owned(),
        (None, None) => return Err(Refusal::BadRequest),
    };
    let items = playable_at(world, call.asker(), &address);
    Ok((address, items))
}

/// Returns the item that a rating key or its path names.
fn item_at(call: &Call<'_>, world: &World, key: &str) -> Option<ItemId> {
    let key = key.strip_prefix("/library/metadata/").unwrap_or(key);
    world.visible(key.split(['/', '?']).next()?, &call.viewer)
}

/// Adds to a lone episode those that follow it in its show.
fn go_on(call: &Call<'_>, world: &World, items: &mut Vec<ItemId>) {
    let &[only] = items.as_slice() else {
        return;
    };
    let Some(item) = world.items.get(only) else {
        return;
    };
    if item.kind != Kind::Episode {
        return;
    }
    let season = item.parent;
    let show = season
        .and_then(|season| world.items.get(season))
        .and_then(|season| season.parent);
    if let Some(family) = show.or(season) {
        let all = world.leaves(&call.viewer, family).into_iter();
        items.extend(all.skip_while(|leaf| *leaf != only).skip(1));
    }
}

/// Returns the queue that the first capture names. Nobody has another's.
fn queue<'w>(call: &Call<'_>, world: &'w World) -> Result<&'w PlayQueue, Refusal> {
    let id = call.capture(0).parse().map_err(|_| Refusal::NotFound)?;
    let queue = world.queues.get(id);
    let queue = queue.filter(|queue| queue.account == call.viewer.account);
    queue.ok_or(Refusal::NotFound)
}

/// Changes a queue, and answers with what it is then.
fn changed<'w>(
    call: &Call<'_>,
    world: &'w mut World,
    change: impl FnOnce(&mut PlayQueue) -> Result<(), Refusal>,
) -> Reply<'w> {
    let id = queue(call, world)?.id;
    change(world.queues.get_mut(id).ok_or(Refusal::NotFound)?)?;
    answer(call, world, id)
}

/// Returns the entry that the second capture names.
fn entry(call: &Call<'_>) -> Result<u32, Refusal> {
    call.capture(1).parse().map_err(|_| Refusal::NotFound)
}

/// Answers `GET /playQueues/{id}?center=&window=&includeBefore=&includeAfter=`
pub(crate) fn read<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = queue(call, world)?.id;
    answer(call, world, id)
}

/// Returns a queue, or the part around its middle that is asked for.
fn answer<'w>(call: &Call<'_>, world: &'w World, id: u32) -> Reply<'w> {
    let queue = world.queues.get(id).ok_or(Refusal::NotFound)?;
    // What was taken from their sight since is in it, and not told of.
    let entries = queue.entries.iter();
    let entries: Vec<Queued> = entries
        .filter(|entry| world.sees(&call.viewer, entry.item))
        .copied()
        .collect();
    let place = |id: u32| entries.iter().position(|entry| entry.id == id);
    let at = place(queue.selected).unwrap_or(0);
    let center: Option<u32> = call.number("center");
    let center = center.and_then(place).unwrap_or(at);
    let window = call.number("window").unwrap_or(WINDOW);
    let is_off = |name: &str| {
        call.query
            .get(name)
            .is_some_and(|flag| matches!(flag, "0" | "false"))
    };
    let from = match is_off("includeBefore") {
        true => center.saturating_add(1),
        false => center.saturating_sub(window),
    };
    let to = match is_off("includeAfter") {
        true => center,
        false => center.saturating_add(window).saturating_add(1),
    };
    let to = to.min(entries.len());
    let mut shown: Vec<Queued> = entries.get(from.min(to)..to).unwrap_or(&[]).to_vec();
    // A queue that begins anew at its end shows its beginning behind the end.
    if call.query.flag("repeat") && !is_off("includeAfter") && window < entries.len() {
        let missing = center.saturating_add(window).saturating_add(1) - to;
        shown.extend(entries.iter().take(missing.min(from)));
    }
    let mut root = container()
        .with("size", shown.len())
        .with("playQueueID", id);
    root = root.maybe("playQueueLastAddedItemID", queue.last_added);
    if let Some(selected) = entries.get(at) {
        let item = world.items.get(selected.item);
        root = root
            .with("playQueueSelectedItemID", selected.id)
            .with("playQueueSelectedItemOffset", at)
            .maybe(
                "playQueueSelectedMetadataItemID",
                item.map(|item| &*item.rating_key),
            );
    }
    root = root
        .with("playQueueShuffled", queue.unshuffled.is_some())
        .with("playQueueSourceURI", queue.source.as_str())
        .with("playQueueTotalCount", entries.len())
        .with("playQueueVersion", queue.version);
    let face = Face::listed(world, call.asker()).with_section();
    for entry in &shown {
        if let Some(mut item) = face.item(entry.item) {
            item.set("playQueueItemID", entry.id);
            root.push(item);
        }
    }
    Ok(root.into())
}

/// Answers `PUT /playQueues/{id}?uri=|playlistID=&next=`: adds what is to be played next. What is unknown
/// adds nothing, and is no error.
pub(crate) fn add<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    let id = queue(call, world)?.id;
    let (_, items) = asked(call, world)?;
    world.queues.add(id, &items, call.query.flag("next"));
    answer(call, world, id)
}

/// Answers `DELETE /playQueues/{id}/items`: all but the selected one.
pub(crate) fn clear<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    changed(call, world, |queue| {
        queue.clear();
        Ok(())
    })
}

/// Answers `DELETE /playQueues/{id}/items/{item}`: by its `playQueueItemID`.
pub(crate) fn remove<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    changed(call, world, |queue| {
        let is_gone = queue.remove(entry(call)?);
        is_gone.then_some(()).ok_or(Refusal::NotFound)
    })
}

/// Answers `PUT /playQueues/{id}/items/{item}/move?after=`: behind another, or to the beginning.
pub(crate) fn move_item<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    changed(call, world, |queue| {
        let entry = entry(call)?;
        let after = call.query.get("after").filter(|after| *after != "0");
        let after = after.map(|after| after.parse().map_err(|_| Refusal::BadRequest));
        moved(queue.move_entry(entry, after.transpose()?))
    })
}

/// Answers `PUT /playQueues/{id}/reset`: the first entry is selected again.
pub(crate) fn reset<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    changed(call, world, |queue| {
        queue.reset();
        Ok(())
    })
}

/// Answers `PUT /playQueues/{id}/shuffle`: refused while something was added to be played next.
pub(crate) fn shuffle<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    can_shuffle(world)?;
    changed(call, world, |queue| {
        if queue.has_up_next() {
            return Err(Refusal::BadRequest);
        }
        queue.shuffle();
        Ok(())
    })
}

/// Answers `PUT /playQueues/{id}/unshuffle`
pub(crate) fn unshuffle<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    can_shuffle(world)?;
    changed(call, world, |queue| {
        queue.unshuffle();
        Ok(())
    })
}

/// Refuses what some servers do not know, where this is to be one of them.
fn can_shuffle(world: &World) -> Result<(), Refusal> {
    match world.behaviour.queue_shuffle {
        QueueShuffle::Done => Ok(()),
        QueueShuffle::Unknown => Err(Refusal::NotFound),
    }
}
