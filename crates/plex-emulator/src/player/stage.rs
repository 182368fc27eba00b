//! What a player's playing is to the server: a session, how far it has come, and its end.

use super::decision::{Decision, conversion, decide};
use super::state::{Loaded, Phase};
use crate::player_options::PlayerOptions;
use crate::seed::Seed;
use crate::world::{
    Attributes, Chosen, Device, Phase as Progress, PlayState, Session, Value, World, name,
};

/// Begins a session for what is loaded; its key, unless the item is gone.
pub(super) fn begin(
    world: &mut World,
    options: &PlayerOptions,
    loaded: &Loaded,
    now: i64,
) -> Option<String> {
    let entry = loaded.queue.current()?;
    let numbers = world.sessions.iter();
    let last = numbers.filter_map(|session| session.key.parse::<u64>().ok());
    let last = last.max().unwrap_or(0).max(world.last_session);
    world.last_session = last + 1;
    let key = world.last_session.to_string();
    let item = world.items.get(entry.item)?;
    let subtitles = world.read_subtitles(loaded.account, item);
    let decision = decide(item, &options.limits, &subtitles);
    let transcode = conversion(
        &decision,
        item,
        &conversion_key(&key, now),
        &mut world.names,
    );
    let session = Session {
        item: entry.item,
        account: loaded.account,
        state: PlayState::Buffering,
        offset: loaded.offset,
        heard_at: now,
        player: player(world, options),
        session: Some(bandwidth(world, &key, &decision, now)),
        transcode,
        made: None,
        entry: loaded.queue.kept_entry(),
        is_reported: false,
        key: key.clone(),
    };
    world.sessions.push(session.clone());
    world.tell_playback(now, &session, "buffering");
    world.tell_transcode(now, &session, Progress::Started);
    Some(key)
}

fn conversion_key(session: &str, now: i64) -> String {
    Seed::of(&format!("conversion {session} {now}")).hex(24)
}

/// Converts what plays as the streams want it that its account hears and reads now: where they want it
/// otherwise than until now, another conversion takes the place of the one before, if there was any.
pub(super) fn convert_anew(world: &mut World, options: &PlayerOptions, loaded: &Loaded, now: i64) {
    let key = loaded.session.as_deref();
    let mut sessions = world.sessions.iter();
    let at = sessions.position(|session| Some(session.key.as_str()) == key);
    let (Some(at), Some(key)) = (at, key) else {
        return;
    };
    let Some(before) = world.sessions.get(at).cloned() else {
        return;
    };
    let Some(item) = world.items.get(before.item) else {
        return;
    };
    let subtitles = world.read_subtitles(loaded.account, item);
    let decision = decide(item, &options.limits, &subtitles);
    let bare = |facts: &Option<Attributes>| {
        let mut facts = facts.clone();
        if let Some(facts) = &mut facts {
            facts.remove(name::KEY);
        }
        facts
    };
    let transcode = conversion(&decision, item, &conversion_key(key, now), &mut world.names);
    if bare(&transcode) == bare(&before.transcode) {
        return;
    }
    let name = world.names.intern("bandwidth");
    let Some(session) = world.sessions.get_mut(at) else {
        return;
    };
    session.transcode = transcode;
    if let Some(facts) = &mut session.session {
        facts.set(name, decision.bitrate);
    }
    let session = session.clone();
    world.tell_transcode(now, &before, Progress::Ended);
    world.tell_transcode(now, &session, Progress::Started);
    world.tell_playback(now, &session, session.state.name());
}

fn bandwidth(world: &mut World, key: &str, decision: &Decision, now: i64) -> Attributes {
    let mut facts = Attributes::default();
    let id = Seed::of(&format!("session {key} {now}")).hex(24);
    facts.set(name::ID, id.as_str());
    let name = world.names.intern("bandwidth");
    facts.set(name, decision.bitrate);
    let name = world.names.intern("location");
    facts.set(name, "lan");
    facts
}

/// Returns the player as sessions show it.
fn player(world: &mut World, options: &PlayerOptions) -> Attributes {
    let kind = options.kind;
    let mut facts = Attributes::default();
    facts.set(
        name::MACHINE_IDENTIFIER,
        options.machine_identifier.as_str(),
    );
    facts.set(name::TITLE, options.title.as_str());
    for (name, value) in [
        ("address", "127.0.0.1"),
        ("device", kind.device()),
        ("model", kind.device()),
        ("platform", kind.platform()),
        ("platformVersion", kind.platform_version()),
        ("product", kind.product()),
        ("profile", kind.platform()),
        ("remotePublicAddress", "203.0.113.7"),
        ("version", kind.version()),
    ] {
        let name = world.names.intern(name);
        facts.set(name, value);
    }
    for (name, value) in [("local", true), ("relayed", false), ("secure", false)] {
        let name = world.names.intern(name);
        facts.set(name, Value::Bool(value));
    }
    facts
}

/// Brings the session to where the player is, and tells of it. False when there is no such session
/// any more: somebody has ended it.
pub(super) fn report(world: &mut World, loaded: &Loaded, now: i64) -> bool {
    let state = match loaded.phase {
        Phase::Playing => PlayState::Playing,
        Phase::Paused => PlayState::Paused,
        Phase::Buffering(_) | Phase::Waiting(_) => PlayState::Buffering,
    };
    let key = loaded.session.as_deref();
    let mut sessions = world.sessions.iter_mut();
    let Some(session) = sessions.find(|session| Some(session.key.as_str()) == key) else {
        return false;
    };
    session.state = state;
    session.offset = loaded.offset;
    session.heard_at = loaded.since;
    session.entry = loaded.queue.kept_entry();
    let session = session.clone();
    world.tell_playback(now, &session, state.name());
    true
}

/// Tells whether the session is still there.
pub(super) fn is_on(world: &World, loaded: &Loaded) -> bool {
    let key = loaded.session.as_deref();
    let mut sessions = world.sessions.iter();
    sessions.any(|session| Some(session.key.as_str()) == key)
}

/// Ends the session: what was played counts as far as it was played.
pub(super) fn end(world: &mut World, options: &PlayerOptions, loaded: &Loaded, now: i64) {
    let key = loaded.session.as_deref();
    let at = world
        .sessions
        .iter()
        .position(|session| Some(session.key.as_str()) == key);
    let Some(at) = at else {
        return;
    };
    let mut session = world.sessions.remove(at);
    let position = loaded.position(now);
    session.state = PlayState::Paused;
    session.offset = position;
    let device = device(world, options, now);
    let seconds = now.div_euclid(1000);
    if world.is_finished(session.item, position) {
        world.finish_play(session.account, session.item, seconds, device);
    } else {
        world.note_progress(session.account, session.item, position, seconds);
    }
    world.tell_playback(now, &session, "stopped");
    world.tell_transcode(now, &session, Progress::Ended);
}

/// Returns the player's number among the server's devices; it is one of them from its first end on.
fn device(world: &mut World, options: &PlayerOptions, now: i64) -> i64 {
    let mut devices = world.devices.iter();
    let held = devices.find(|device| device.client_identifier == options.machine_identifier);
    if let Some(device) = held {
        return device.id;
    }
    let last = world.devices.iter().map(|device| device.id).max();
    let id = last.unwrap_or(0) + 1;
    world.devices.push(Device {
        id,
        name: options.title.clone(),
        platform: options.kind.platform().to_owned(),
        client_identifier: options.machine_identifier.clone(),
        created_at: now.div_euclid(1000),
        is_lan: true,
    });
    id
}

/// Tells the server which streams its person wants from now on, as players do. What are none of the file's
/// are the player's own affair.
pub(super) fn choose(world: &mut World, loaded: &Loaded, chosen: Chosen) {
    let Some(entry) = loaded.queue.current() else {
        return;
    };
    let media = world
        .items
        .get(entry.item)
        .and_then(|item| item.media.first());
    let part = media.and_then(|media| media.parts.first());
    if let Some(part) = part.map(|part| part.id) {
        let _ = world.choose_streams(loaded.account, entry.item, part, chosen, true);
    }
}
