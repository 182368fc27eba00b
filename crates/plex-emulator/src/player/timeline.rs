//! Timelines: what a player says of itself.

use super::state::{Loaded, Phase, State};
use crate::answer::Element;
use crate::player_options::PlayerOptions;

/// The media that timelines are of, in their order.
const MEDIA: &[&str] = &["music", "photo", "video"];

/// Holds what is needed of the server.
#[derive(Clone, Debug, Default)]
pub(super) struct Home {
    pub(super) machine_identifier: String,
    pub(super) port: u16,
}

/// Answers `GET /resources`
pub(super) fn resources(options: &PlayerOptions) -> Element<'_> {
    let kind = options.kind;
    let player = Element::new("Player")
        .with("title", options.title.as_str())
        .with("protocol", "plex")
        .with("protocolVersion", "1")
        .with("protocolCapabilities", kind.capabilities())
        .with("machineIdentifier", options.machine_identifier.as_str())
        .with("product", kind.product())
        .with("platform", kind.platform())
        .with("platformVersion", kind.platform_version())
        .with("version", kind.version())
        .with("deviceClass", kind.device_class());
    Element::container().with("size", 1_i64).child(player)
}

/// Returns all timelines: of what plays with everything, of the rest that nothing plays.
pub(super) fn timelines<'s>(
    state: &'s State,
    options: &'s PlayerOptions,
    home: &'s Home,
    command: Option<i64>,
    now: i64,
) -> Element<'s> {
    let mut root = Element::container()
        .maybe("commandID", command)
        .with("location", state.location)
        .with("machineIdentifier", options.machine_identifier.as_str());
    for medium in MEDIA {
        let loaded = state.loaded.as_ref().filter(|loaded| {
            loaded.medium == *medium && !matches!(loaded.phase, Phase::Waiting(_))
        });
        let element = Element::new("Timeline").with("type", *medium);
        root.push(match loaded {
            Some(loaded) => active(element, state, loaded, home, now),
            None => element
                .with("itemType", *medium)
                .with("state", "stopped")
                .with("controllable", "volume"),
        });
    }
    root
}

fn active<'s>(
    element: Element<'s>,
    state: &'s State,
    loaded: &'s Loaded,
    home: &'s Home,
    now: i64,
) -> Element<'s> {
    let entry = loaded.queue.current();
    let duration = loaded.duration.unwrap_or(0);
    element
        .with("itemType", loaded.medium)
        .with("state", loaded.state())
        .with("time", loaded.position(now))
        .with("duration", duration)
        .with("seekRange", format!("0-{duration}"))
        .with("ratingKey", loaded.rating_key.as_str())
        .with("key", format!("/library/metadata/{}", loaded.rating_key))
        .maybe("containerKey", loaded.container_key.as_deref())
        .with("guid", loaded.guid.as_str())
        .with("machineIdentifier", home.machine_identifier.as_str())
        .with("address", "127.0.0.1")
        .with("port", u32::from(home.port))
        .with("protocol", "http")
        .with("providerIdentifier", "com.plexapp.plugins.library")
        .maybe("playQueueID", loaded.queue.id)
        .maybe("playQueueItemID", entry.map(|entry| entry.id))
        .with("playQueueVersion", 1_i64)
        .with(
            "controllable",
            "playPause,stop,volume,shuffle,repeat,seekTo,skipPrevious,skipNext,stepBack,\
             stepForward,audioStream,subtitleStream",
        )
        .with("volume", state.volume)
        .with("mute", "0")
        .with("shuffle", i64::from(state.is_shuffled))
        .with("repeat", state.repeat.number())
        .maybe("audioStreamID", loaded.audio_stream.as_deref())
        .maybe("subtitleStreamID", loaded.subtitle_stream.as_deref())
        .maybe("videoStreamID", loaded.video_stream.as_deref())
        .with("location", state.location)
        .with("autoPlay", "1")
        .with("partIndex", 0_i64)
        .with("partCount", 1_i64)
}
