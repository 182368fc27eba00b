//! What is playing. A session's position follows the clock.

use super::account::AccountId;
use super::attribute::Attributes;
use super::ids::ItemId;

/// The state that a player reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlayState {
    Playing,
    Paused,
    Buffering,
}

impl PlayState {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Playing => "playing",
            Self::Paused => "paused",
            Self::Buffering => "buffering",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Playing, Self::Paused, Self::Buffering]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

/// Somebody playing something.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) key: String,
    pub(crate) item: ItemId,
    pub(crate) account: AccountId,
    pub(crate) state: PlayState,
    /// Milliseconds into the item when the session was last heard of.
    pub(crate) offset: i64,
    /// When that was: milliseconds since the epoch.
    pub(crate) heard_at: i64,
    pub(crate) player: Attributes,
    /// Bandwidth and location; some players have none.
    pub(crate) session: Option<Attributes>,
    /// Only when the server converts.
    pub(crate) transcode: Option<Attributes>,
    /// What the converter makes, where that is said: bit rates, codecs, sizes.
    pub(crate) made: Option<Attributes>,
    /// What it plays in a play queue, by its `playQueueItemID`.
    pub(crate) entry: Option<u32>,
    /// Its player reports it, and it ends when that falls silent.
    pub(crate) is_reported: bool,
}

impl Session {
    /// Returns where in the item the session is now, in milliseconds. A title that has come to its end
    /// begins again, so that a demo that runs all night still has something to show.
    pub(crate) fn position(&self, now_millis: i64, duration: Option<i64>) -> i64 {
        if self.state != PlayState::Playing {
            return self.offset;
        }
        let at = self.offset + (now_millis - self.heard_at).max(0);
        match duration {
            Some(duration) if duration > 0 => at.rem_euclid(duration),
            _ => at,
        }
    }
}
