//! What a player knows of itself.

use std::collections::HashMap;

use super::queue::Queue;
use super::subscribers::Subscriber;
use crate::player_options::Misbehaviour;
use crate::world::{AccountId, Chosen};

/// Says how far a player is with what it plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// It was told to play, and will begin then; never, if it never does.
    Waiting(Option<i64>),
    /// It loads, until then.
    Buffering(i64),
    Playing,
    Paused,
}

/// Holds what a player plays.
#[derive(Clone, Debug)]
pub(super) struct Loaded {
    pub(super) queue: Queue,
    pub(super) container_key: Option<String>,
    pub(super) account: AccountId,
    pub(super) phase: Phase,
    /// Milliseconds into the item when the player was last set going.
    pub(super) offset: i64,
    /// When that was: milliseconds since the epoch.
    pub(super) since: i64,
    /// Length of the item, in milliseconds.
    pub(super) duration: Option<i64>,
    pub(super) medium: &'static str,
    pub(super) rating_key: String,
    pub(super) guid: String,
    /// The key of its session, once there is one.
    pub(super) session: Option<String>,
    pub(super) is_paused_at_first: bool,
    /// What its account had chosen when the player last looked.
    pub(super) heard: Chosen,
    pub(super) audio_stream: Option<String>,
    pub(super) subtitle_stream: Option<String>,
    pub(super) video_stream: Option<String>,
}

impl Loaded {
    /// Returns where in the item the player is, in milliseconds.
    pub(super) fn position(&self, now: i64) -> i64 {
        let at = match self.phase {
            Phase::Playing => self.offset + (now - self.since).max(0),
            _ => self.offset,
        };
        self.duration.map_or(at, |duration| at.min(duration))
    }

    /// Returns when the item will have come to its end, if it is going there.
    pub(super) fn ends_at(&self) -> Option<i64> {
        let duration = self.duration.filter(|_| self.phase == Phase::Playing)?;
        Some(self.since + (duration - self.offset).max(0))
    }

    pub(super) fn state(&self) -> &'static str {
        match self.phase {
            Phase::Waiting(_) => "stopped",
            Phase::Buffering(_) => "buffering",
            Phase::Playing => "playing",
            Phase::Paused => "paused",
        }
    }
}

/// Says what a player does once the last item has come to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Repeat {
    #[default]
    Off,
    One,
    All,
}

impl Repeat {
    pub(super) fn from_number(number: &str) -> Option<Self> {
        match number {
            "0" => Some(Self::Off),
            "1" => Some(Self::One),
            "2" => Some(Self::All),
            _ => None,
        }
    }

    pub(super) fn number(self) -> i64 {
        match self {
            Self::Off => 0,
            Self::One => 1,
            Self::All => 2,
        }
    }
}

/// Holds what a player knows of itself.
#[derive(Debug)]
pub(super) struct State {
    pub(super) loaded: Option<Loaded>,
    pub(super) volume: i64,
    pub(super) repeat: Repeat,
    pub(super) is_shuffled: bool,
    /// Where its user is: `navigation`, `fullScreenVideo`, `fullScreenMusic`, …
    pub(super) location: &'static str,
    /// What it was told to show.
    pub(super) mirrored: Option<String>,
    /// The last command id of each controller.
    pub(super) commands: HashMap<String, i64>,
    pub(super) subscribers: Vec<Subscriber>,
    pub(super) misbehaviour: Option<Misbehaviour>,
    /// When a player that has vanished loses its session.
    pub(super) ghost_until: Option<i64>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            loaded: None,
            volume: 100,
            repeat: Repeat::Off,
            is_shuffled: false,
            location: "navigation",
            mirrored: None,
            commands: HashMap::new(),
            subscribers: Vec::new(),
            misbehaviour: None,
            ghost_until: None,
        }
    }
}
