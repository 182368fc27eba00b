//! A player as a description has it: from one to a player, and back.

use serde_json::{Map, Value, json};

use super::machine::Machine;
use super::queue::{Entry, Queue};
use super::stage;
use super::state::{Loaded, Phase, Repeat, State};
use crate::player_options::{Limits, Misbehaviour, PlayerOptions};
use crate::world::{DescribedPlay, DescribedPlayer, PlayPhase, Queued, World};

/// Where a player can say that its user is.
const LOCATIONS: &[&str] = &[
    "navigation",
    "fullScreenVideo",
    "fullScreenMusic",
    "fullScreenPhoto",
];

impl Machine {
    /// Takes up what a player of a description was doing.
    pub(super) fn restore(&self, described: &DescribedPlayer) {
        let now = self.clock.now_millis();
        let mut state = self.state();
        if let Some(volume) = described.volume {
            state.volume = volume;
        }
        let repeat = described.repeat.map(|repeat| repeat.to_string());
        if let Some(repeat) = repeat.as_deref().and_then(Repeat::from_number) {
            state.repeat = repeat;
        }
        state.is_shuffled = described.is_shuffled;
        state.mirrored.clone_from(&described.mirrored);
        state.commands = described.commands.iter().cloned().collect();
        state.ghost_until = described.ghost_until;
        if let Some(play) = &described.loaded {
            self.take_up(&mut state, play, now);
        }
        let location = described.location.as_deref();
        let mut locations = LOCATIONS.iter();
        if let Some(location) = locations.find(|known| Some(**known) == location) {
            state.location = location;
        }
    }

    fn take_up(&self, state: &mut State, play: &DescribedPlay, now: i64) {
        let queue = Queue::held(
            play.queue,
            entries(&play.entries),
            play.at,
            play.unshuffled.as_deref().map(entries),
        );
        let since = state.ghost_until.unwrap_or(now);
        let Some(loaded) = self.load(&queue, play.account, since, play.offset) else {
            return;
        };
        let mut loaded = Loaded {
            container_key: play.container_key.clone(),
            phase: match play.phase {
                PlayPhase::Waiting(until) => Phase::Waiting(until),
                PlayPhase::Buffering(until) => Phase::Buffering(until),
                PlayPhase::Playing => Phase::Playing,
                PlayPhase::Paused => Phase::Paused,
            },
            session: play.session.clone(),
            is_paused_at_first: play.is_paused_at_first,
            audio_stream: play.audio_stream.clone().or(loaded.audio_stream),
            subtitle_stream: play.subtitle_stream.clone().or(loaded.subtitle_stream),
            video_stream: play.video_stream.clone(),
            ..loaded
        };
        let is_waiting = matches!(loaded.phase, Phase::Waiting(_));
        if loaded.session.is_none() && !is_waiting {
            let begun = self.change(|world| {
                let key = stage::begin(world, &self.options, &loaded, now);
                loaded.session.clone_from(&key);
                stage::report(world, &loaded, now);
                key
            });
            loaded.session = begun.flatten();
        }
        if !is_waiting {
            state.location = full_screen(loaded.medium);
        }
        state.loaded = Some(loaded);
    }

    /// Describes the player and what it is doing, in a way that it can be begun with.
    pub(super) fn describe(&self) -> Value {
        let now = self.clock.now_millis();
        let state = self.state();
        let mut table = describe_options(&self.options, state.misbehaviour.as_ref());
        let mut put = |name: &str, value: Value| table.insert(name.to_owned(), value);
        put("volume", state.volume.into());
        put("repeat", state.repeat.number().into());
        put("shuffle", state.is_shuffled.into());
        put("location", state.location.into());
        if let Some(mirrored) = &state.mirrored {
            put("mirrored", mirrored.as_str().into());
        }
        let commands: Map<String, Value> = state
            .commands
            .iter()
            .map(|(controller, number)| (controller.clone(), (*number).into()))
            .collect();
        put("commands", commands.into());
        if let Some(until) = state.ghost_until {
            put("ghostUntil", until.into());
        }
        let loaded = state.loaded.as_ref();
        let loaded = loaded.and_then(|loaded| self.look(|world| describe_play(world, loaded, now)));
        if let Some(loaded) = loaded.flatten() {
            put("loaded", loaded);
        }
        table.into()
    }
}

/// Returns where the user of a player is that plays something.
pub(super) fn full_screen(medium: &str) -> &'static str {
    match medium {
        "music" => "fullScreenMusic",
        "photo" => "fullScreenPhoto",
        _ => "fullScreenVideo",
    }
}

fn entries(queued: &[Queued]) -> Vec<Entry> {
    let entries = queued.iter().map(|one| Entry {
        id: one.id,
        item: one.item,
    });
    entries.collect()
}

fn describe_options(
    options: &PlayerOptions,
    misbehaviour: Option<&Misbehaviour>,
) -> Map<String, Value> {
    let Limits {
        height,
        bitrate,
        video_codecs,
        audio_codecs,
        subtitle_codecs,
    } = &options.limits;
    let millis = |span: std::time::Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    let mut table = Map::new();
    let mut put = |name: &str, value: Value| table.insert(name.to_owned(), value);
    put("kind", options.kind.name().into());
    put("title", options.title.as_str().into());
    put(
        "machineIdentifier",
        options.machine_identifier.as_str().into(),
    );
    if !options.account.is_empty() {
        put("account", options.account.as_str().into());
    }
    put(
        "limits",
        json!({
            "height": height, "bitrate": bitrate, "videoCodecs": video_codecs,
            "audioCodecs": audio_codecs, "subtitleCodecs": subtitle_codecs,
        }),
    );
    put("startDelay", millis(options.start_delay).into());
    put("dropsOldCommands", options.drops_old_commands.into());
    match misbehaviour {
        Some(Misbehaviour::Lags(by)) => {
            put("lag", millis(*by).into());
        }
        Some(other) => {
            let mut names = Misbehaviour::NAMES.iter();
            if let Some((name, _)) = names.find(|(_, one)| one == other) {
                put("misbehaviour", (*name).into());
            }
        }
        None => {}
    }
    table
}

/// Describes what is loaded; nothing when something of it is gone.
fn describe_play(world: &World, loaded: &Loaded, now: i64) -> Option<Value> {
    let list = |entries: &[Entry]| -> Option<Value> {
        let tables = entries.iter().map(|entry| {
            let item = world.items.get(entry.item)?;
            Some(json!({"playQueueItemID": entry.id, "item": &*item.rating_key}))
        });
        tables.collect()
    };
    let mut table = Map::new();
    let mut put = |name: &str, value: Value| table.insert(name.to_owned(), value);
    put("items", list(&loaded.queue.entries)?);
    put("at", loaded.queue.at.into());
    if let Some(queue) = loaded.queue.id {
        put("playQueueID", queue.into());
    }
    if let Some(unshuffled) = loaded.queue.unshuffled() {
        put("unshuffled", list(unshuffled)?);
    }
    put("account", loaded.account.0.into());
    let (state, until) = match loaded.phase {
        Phase::Waiting(until) => ("waiting", until),
        Phase::Buffering(until) => ("buffering", Some(until)),
        Phase::Playing => ("playing", None),
        Phase::Paused => ("paused", None),
    };
    put("state", state.into());
    if let Some(until) = until {
        put("until", until.into());
    }
    put("viewOffset", loaded.position(now).into());
    if loaded.is_paused_at_first {
        put("pausedAtFirst", true.into());
    }
    let texts = [
        ("containerKey", &loaded.container_key),
        ("sessionKey", &loaded.session),
        ("audioStreamID", &loaded.audio_stream),
        ("subtitleStreamID", &loaded.subtitle_stream),
        ("videoStreamID", &loaded.video_stream),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            put(name, text.as_str().into());
        }
    }
    Some(table.into())
}
