//! What a player can be told to do.

use super::machine::{Machine, Order};
use super::queue::Queue;
use super::stage;
use super::state::{Phase, Repeat, State};
use crate::parameters::Query;
use crate::player_options::Misbehaviour;
use crate::world::{Chosen, ItemId};

/// How far a step back goes, in milliseconds.
const STEP_BACK: i64 = 10_000;
/// How far a step forward goes, in milliseconds.
const STEP_FORWARD: i64 = 30_000;

/// Says how a player takes a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    Done,
    /// Something in it makes no sense.
    Invalid,
    /// It knows no such command.
    Unknown,
}

/// Answers `/player/playback/{command}`
pub(super) fn playback(
    machine: &Machine,
    state: &mut State,
    command: &str,
    query: &Query,
    now: i64,
) -> Taken {
    match command {
        "playMedia" => return play_media(machine, state, query, now),
        "createPlayQueue" => return create_play_queue(machine, state, query, now),
        "play" => {
            machine.alter(state, now, |loaded, position| {
                loaded.offset = position;
                loaded.phase = Phase::Playing;
            });
        }
        "pause" => {
            machine.alter(state, now, |loaded, position| {
                loaded.offset = position;
                loaded.phase = Phase::Paused;
            });
        }
        "playPause" => {
            machine.alter(state, now, |loaded, position| {
                loaded.offset = position;
                loaded.phase = match loaded.phase {
                    Phase::Playing => Phase::Paused,
                    _ => Phase::Playing,
                };
            });
        }
        "stop" => machine.end(state, now),
        "seekTo" => {
            let Some(offset) = query.get("offset").and_then(|text| text.parse().ok()) else {
                return Taken::Invalid;
            };
            seek(machine, state, now, |_| offset);
        }
        "stepForward" => seek(machine, state, now, |position| position + STEP_FORWARD),
        "stepBack" => seek(machine, state, now, |position| position - STEP_BACK),
        "skipNext" => skip(machine, state, now, |queue| queue.step(true)),
        "skipPrevious" => skip(machine, state, now, |queue| queue.step(false)),
        "skipTo" => return skip_to(machine, state, query, now),
        "setParameters" => return set_parameters(machine, state, query),
        "setStreams" => {
            let stream = |name: &str| query.get(name).map(str::to_owned);
            let (audio, subtitle) = (stream("audioStreamID"), stream("subtitleStreamID"));
            let video = stream("videoStreamID");
            let number = |id: &Option<String>| id.as_deref().and_then(|id| id.parse().ok());
            let chosen = Chosen {
                audio: number(&audio),
                subtitle: number(&subtitle),
            };
            machine.alter(state, now, |loaded, position| {
                loaded.offset = position;
                loaded.audio_stream = audio.or(loaded.audio_stream.take());
                loaded.subtitle_stream = subtitle.or(loaded.subtitle_stream.take());
                loaded.video_stream = video.or(loaded.video_stream.take());
            });
            if let Some(loaded) = &state.loaded {
                machine.change(|world| stage::choose(world, loaded, chosen));
            }
            machine.follow_the_streams(state, now);
        }
        "refreshPlayQueue" => return refresh(machine, state, query),
        _ => return Taken::Unknown,
    }
    Taken::Done
}

/// Answers `playMedia`: plays what a controller made ready on the server.
fn play_media(machine: &Machine, state: &mut State, query: &Query, now: i64) -> Taken {
    let key = query.get("key").unwrap_or("");
    let is_list = key.starts_with("/playlists/") || key.starts_with("/library/collections/");
    // A number in the play queue is none of an item.
    let named = if is_list || key.starts_with("/library/metadata/") {
        machine.items_at(query, key)
    } else {
        Vec::new()
    };
    let container_key = query.get("containerKey").map(str::to_owned);
    let queue_id = container_key.as_deref().and_then(queue_id);
    let kept = queue_id.and_then(|id| kept_queue(machine, id));
    let selected = kept
        .as_ref()
        .and_then(Queue::current)
        .map(|entry| entry.item);
    let first = match (named.as_slice(), selected) {
        // Of a list, a show or an album it is the queue that says where to begin.
        (_, Some(selected)) if is_list => Some(selected),
        ([_, _, ..], Some(selected)) if named.contains(&selected) => Some(selected),
        _ => named.first().copied(),
    };
    let Some(first) = first else {
        return Taken::Invalid;
    };
    let in_container = match container_key.as_deref() {
        Some(path) if !path.starts_with("/playQueues/") => machine.items_at(query, path),
        _ => Vec::new(),
    };
    let kept = kept.filter(|queue| queue.entries.iter().any(|entry| entry.item == first));
    let items = if in_container.contains(&first) {
        in_container
    } else {
        named
    };
    let order = Order {
        items,
        first: Some(first),
        queue_id,
        kept,
        container_key,
        offset: number(query, "offset"),
        account: query
            .get("token")
            .and_then(|token| machine.account_of(token)),
        is_paused: query.flag("paused"),
        is_hopeless: !leads_home(machine, query),
    };
    taken(machine.take(state, order, now))
}

/// Answers `createPlayQueue`: the player makes the queue itself.
fn create_play_queue(machine: &Machine, state: &mut State, query: &Query, now: i64) -> Taken {
    let is_able = machine
        .options
        .kind
        .capabilities()
        .contains("playqueues-creation");
    if !is_able {
        return Taken::Unknown;
    }
    let items: Vec<ItemId> = match (query.get("uri"), query.get("playlistID")) {
        (Some(uri), _) => {
            let path = uri
                .strip_prefix("server://")
                .and_then(|rest| rest.splitn(3, '/').nth(2));
            path.map(|path| machine.items_at(query, path))
                .unwrap_or_default()
        }
        (None, Some(id)) => machine.items_at(query, &format!("/playlists/{id}/items")),
        (None, None) => Vec::new(),
    };
    if items.is_empty() {
        return Taken::Invalid;
    }
    state.is_shuffled = query.flag("shuffle");
    let first = query.get("key").map(|key| machine.items_at(query, key));
    let first = first.and_then(|items| items.first().copied());
    let account = query
        .get("token")
        .and_then(|token| machine.account_of(token));
    let owner = account.unwrap_or_else(|| machine.own_account());
    let source = query.get("uri").unwrap_or("");
    let is_shuffled = state.is_shuffled;
    let kept = machine.change(|world| {
        let queue = world.queues.create(owner, source, &items, first);
        if is_shuffled {
            queue.shuffle();
        }
        Queue::kept(queue)
    });
    let queue_id = kept.as_ref().and_then(|queue| queue.id);
    let order = Order {
        first,
        items,
        queue_id,
        kept,
        container_key: queue_id.map(|id| format!("/playQueues/{id}?own=1")),
        offset: number(query, "offset"),
        account,
        is_paused: query.flag("paused"),
        is_hopeless: !leads_home(machine, query),
    };
    taken(machine.take(state, order, now))
}

fn taken(is_taken: bool) -> Taken {
    if is_taken {
        Taken::Done
    } else {
        Taken::Invalid
    }
}

/// Tells whether the address that comes with an order is the server's, as the player reaches it.
fn leads_home(machine: &Machine, query: &Query) -> bool {
    let home = machine.home();
    let is_this = |name: &str, own: &str| query.get(name).is_none_or(|given| given == own);
    is_this("machineIdentifier", &home.machine_identifier)
        && is_this("port", &home.port.to_string())
        && query
            .get("address")
            .is_none_or(|address| matches!(address, "127.0.0.1" | "localhost"))
}

/// Returns the queue of this number that the server keeps.
fn kept_queue(machine: &Machine, id: u32) -> Option<Queue> {
    machine
        .look(|world| world.queues.get(id).map(Queue::kept))
        .flatten()
}

/// Returns the number in `/playQueues/5?window=100&own=1`.
fn queue_id(path: &str) -> Option<u32> {
    let rest = path.strip_prefix("/playQueues/")?;
    rest.split(['?', '/']).next()?.parse().ok()
}

fn number(query: &Query, name: &str) -> i64 {
    let given = query.get(name).and_then(|text| text.parse::<i64>().ok());
    given.unwrap_or(0).max(0)
}

fn seek(machine: &Machine, state: &mut State, now: i64, to: impl FnOnce(i64) -> i64) {
    machine.alter(state, now, |loaded, position| {
        let last = loaded.duration.unwrap_or(i64::MAX);
        loaded.offset = to(position).clamp(0, last);
    });
}

/// Goes to another entry of the queue; stays when there is none.
fn skip(machine: &Machine, state: &mut State, now: i64, go: impl FnOnce(&mut Queue) -> bool) {
    let queue = state.loaded.as_ref().map(|loaded| loaded.queue.clone());
    if let Some(mut queue) = queue
        && go(&mut queue)
    {
        machine.play_entry(state, queue, now);
    }
}

fn skip_to(machine: &Machine, state: &mut State, query: &Query, now: i64) -> Taken {
    let Some(loaded) = &state.loaded else {
        return Taken::Done;
    };
    let mut queue = loaded.queue.clone();
    let by_id = query
        .get("playQueueItemID")
        .and_then(|id| id.parse::<u32>().ok());
    let by_key = query.get("key").map(|key| machine.items_at(query, key));
    let is_there = match (by_id, by_key) {
        (Some(id), _) => queue.go_to(|entry| entry.id == id),
        (None, Some(items)) => items.first().is_some_and(|item| queue.go_to_item(*item)),
        (None, None) => false,
    };
    if is_there {
        machine.play_entry(state, queue, now);
    }
    taken(is_there)
}

/// Sets all of them or, if one makes no sense, none.
fn set_parameters(machine: &Machine, state: &mut State, query: &Query) -> Taken {
    let volume = query.get("volume").map(str::parse::<i64>);
    let repeat = query.get("repeat").map(Repeat::from_number);
    let shuffle = query.get("shuffle");
    let is_volume = |volume: &i64| (0..=100).contains(volume);
    let makes_sense = volume
        .as_ref()
        .is_none_or(|volume| volume.as_ref().is_ok_and(is_volume))
        && repeat.is_none_or(|repeat| repeat.is_some())
        && shuffle.is_none_or(|shuffle| matches!(shuffle, "0" | "1"));
    if !makes_sense {
        return Taken::Invalid;
    }
    let is_deaf = matches!(state.misbehaviour, Some(Misbehaviour::RefusesVolume))
        || !machine.options.kind.has_volume();
    if let Some(Ok(volume)) = volume
        && !is_deaf
    {
        state.volume = volume;
    }
    if let Some(Some(repeat)) = repeat {
        state.repeat = repeat;
    }
    if let Some(shuffle) = shuffle {
        state.is_shuffled = shuffle == "1";
        if let Some(loaded) = &mut state.loaded {
            loaded.queue.shuffle(state.is_shuffled);
        }
    }
    Taken::Done
}

/// Answers `refreshPlayQueue`: of the queue that plays only.
fn refresh(machine: &Machine, state: &mut State, query: &Query) -> Taken {
    let given = query.get("playQueueID").and_then(|id| id.parse().ok());
    let held = state.loaded.as_ref().and_then(|loaded| loaded.queue.id);
    match given {
        None => Taken::Invalid,
        Some(id) => {
            if let Some(loaded) = state.loaded.as_mut().filter(|_| held == Some(id)) {
                machine.look(|world| {
                    if let Some(kept) = world.queues.get(id) {
                        loaded.queue.renew(kept);
                    }
                });
            }
            taken(held == Some(id) || held.is_none())
        }
    }
}

/// Answers `/player/navigation/{command}`
pub(super) fn navigation(state: &mut State, command: &str) -> Taken {
    match command {
        "home" | "music" => state.location = "navigation",
        "moveUp" | "moveDown" | "moveLeft" | "moveRight" | "pageUp" | "pageDown" | "nextLetter"
        | "previousLetter" | "select" | "back" | "contextMenu" | "toggleOSD" => {}
        _ => return Taken::Unknown,
    }
    Taken::Done
}
