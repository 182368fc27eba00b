//! What players tell the server: played, not played, how far, how good.

use crate::answer::{Answer, Element, Refusal};
use crate::query::items_at;
use crate::server::{Call, Reply};
use crate::world::{ItemId, PlayState, Reporter, World};

/// Returns the item that `key` names: a rating key, or its path.
fn item(call: &Call<'_>, world: &World, parameter: &str) -> Result<ItemId, Refusal> {
    let key = call.required(parameter)?;
    let key = key.strip_prefix("/library/metadata/").unwrap_or(key);
    world.visible(key, &call.viewer).ok_or(Refusal::NotFound)
}

/// The only one whose items there are.
const LIBRARY: &str = "com.plexapp.plugins.library";

/// Returns the items of an action on the library: the one that `key` names, or what `uri` stands for. PMS
/// wants to be told that it is the library's.
fn library_items(call: &Call<'_>, world: &World) -> Result<Vec<ItemId>, Refusal> {
    let identifier = call.required("identifier")?;
    let items = match (call.query.get("key"), call.query.get("uri")) {
        (None, Some(address)) => items_at(world, call.asker(), address),
        _ => vec![item(call, world, "key")?],
    };
    if identifier != LIBRARY || items.is_empty() {
        return Err(Refusal::NotFound);
    }
    Ok(items)
}

/// Returns what can be played of the items of an action: of what is in them, what the viewer may see.
fn leaves(call: &Call<'_>, world: &World) -> Result<Vec<ItemId>, Refusal> {
    let items = library_items(call, world)?.into_iter();
    let leaves = items.flat_map(|id| world.leaves(&call.viewer, id));
    Ok(leaves.collect())
}

/// Returns the number of the device that asks, by its client identifier; of the first known one otherwise.
fn device(call: &Call<'_>, world: &World) -> i64 {
    let identifier = call.parameter("X-Plex-Client-Identifier");
    let known = world
        .devices
        .iter()
        .find(|device| Some(device.client_identifier.as_str()) == identifier);
    known
        .or_else(|| world.devices.first())
        .map_or(1, |device| device.id)
}

/// Answers `GET|PUT /:/scrobble?key=|uri=&identifier=`: played once more, also when it already was.
pub(crate) fn scrobble(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let device = device(call, world);
    for id in leaves(call, world)? {
        world.mark(call.viewer.account, id, call.now(), device);
    }
    Ok(Answer::Done)
}

/// Answers `GET|PUT /:/unscrobble?key=|uri=&identifier=`
pub(crate) fn unscrobble(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    for id in leaves(call, world)? {
        world.mark_unplayed(call.viewer.account, id);
    }
    Ok(Answer::Done)
}

/// Answers `GET|PUT /:/progress?key=&identifier=&time=&state=`
pub(crate) fn progress(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let time = call.number("time").ok_or(Refusal::BadRequest)?;
    for id in library_items(call, world)? {
        world.note_progress(call.viewer.account, id, time, call.now());
    }
    Ok(Answer::Done)
}

/// Answers `GET|PUT /:/rate?key=|uri=&identifier=&rating=&ratedAt=`: 0 to 10; a negative rating takes it
/// away. When it was rated cannot lie ahead.
pub(crate) fn rate(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let items = library_items(call, world)?;
    let rating: f64 = call.number("rating").ok_or(Refusal::BadRequest)?;
    if rating > 10.0 || rating.is_nan() {
        return Err(Refusal::BadRequest);
    }
    let rating = Some(rating).filter(|rating| *rating >= 0.0);
    let rated_at: i64 = match call.query.get("ratedAt") {
        Some(text) => text.trim().parse().map_err(|_| Refusal::BadRequest)?,
        None => call.now(),
    };
    if rated_at > call.now() {
        return Err(Refusal::BadRequest);
    }
    for id in items {
        world.rate(call.viewer.account, id, rating, rated_at);
    }
    Ok(Answer::Done)
}

/// The code of a session that the owner has ended.
const TERMINATED: i64 = 2006;

/// Returns the player that reports, if it says which it is.
fn reporter(call: &Call<'_>) -> Option<Reporter> {
    let said = |name: &str| call.parameter(name).map(str::to_owned);
    let client = said("X-Plex-Client-Identifier").filter(|client| !client.is_empty())?;
    let facts = [
        ("title", "X-Plex-Device-Name"),
        ("product", "X-Plex-Product"),
        ("platform", "X-Plex-Platform"),
        ("platformVersion", "X-Plex-Platform-Version"),
        ("device", "X-Plex-Device"),
        ("version", "X-Plex-Version"),
    ];
    let facts = facts.into_iter();
    let facts = facts.filter_map(|(fact, header)| Some((fact, said(header)?)));
    let address = ("address", "127.0.0.1".to_owned());
    Some(Reporter {
        client,
        session: said("X-Plex-Session-Identifier"),
        entry: call.number("playQueueItemID"),
        facts: facts.chain([address]).collect(),
    })
}

/// Answers `GET|POST /:/timeline?ratingKey=&state=&time=&duration=`: what a player reports, which has to
/// say which it is. An item
/// counts as played when the same player has reported a place before the end, and then one near it.
pub(crate) fn timeline(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let client = call.parameter("X-Plex-Client-Identifier").unwrap_or("");
    if client.is_empty() {
        return Err(Refusal::BadRequest);
    }
    let id = item(call, world, "ratingKey")?;
    let state = call.required("state")?.to_owned();
    if !matches!(
        state.as_str(),
        "playing" | "paused" | "buffering" | "stopped"
    ) {
        return Err(Refusal::BadRequest);
    }
    let time: i64 = call.number("time").unwrap_or(0);
    let device = device(call, world);
    let account = call.viewer.account;
    let player = call.parameter("X-Plex-Session-Identifier");
    let player = player.or_else(|| call.parameter("X-Plex-Client-Identifier"));
    let player = player.unwrap_or("").to_owned();
    if state != "buffering" {
        let is_finished = world.is_finished(id, time);
        let was_before = world
            .players_reports
            .report(&player, account, id, is_finished);
        if is_finished && was_before {
            world.finish_play(account, id, call.now(), device);
        } else {
            world.note_progress(account, id, time, call.now());
        }
    }
    let mut termination = None;
    if let Some(reporter) = reporter(call) {
        let is_over = state == "stopped";
        termination = world.take_termination(account, &reporter.client, call.now_millis);
        // A player that goes on after it was told to stop begins another session.
        if termination.is_none() || is_over {
            let state = PlayState::from_name(&state);
            world.report_session(account, id, &reporter, state, time, call.now_millis);
        }
        if is_over {
            termination = None;
        }
    }
    // What plays is selected in its queue.
    let entry: Option<u32> = call.number("playQueueItemID");
    if let Some(entry) = entry.filter(|_| state == "playing") {
        world.queues.select(account, entry);
    }
    if state == "stopped" {
        world.players_reports.end(&player, account, id);
    }
    let view = world.views.of(account, id);
    let mut root = Element::container().with("size", 0_i64);
    if let Some(termination) = termination {
        root = root
            .with("terminationCode", TERMINATED)
            .with("terminationText", termination.reason);
    }
    Ok(root
        .with("playbackState", state)
        .with("skipCount", view.skip_count)
        .with("viewCount", view.count)
        .with("viewOffset", view.offset)
        .into())
}

/// Answers `PUT /actions/removeFromContinueWatching?ratingKey=`
pub(crate) fn dismiss(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let id = item(call, world, "ratingKey")?;
    let account = call.viewer.account;
    world
        .views
        .change(account, id, |view| view.is_dismissed = true);
    Ok(Answer::Done)
}
