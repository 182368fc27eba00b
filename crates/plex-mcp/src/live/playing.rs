//! What reports of playbacks mean: most of them only say that it goes on.

use std::collections::HashMap;
use std::time::Duration;

use plex_client::{PlayerState, PlayingNotification, RatingKey, SessionKey};
use tokio::time::Instant;

/// A position that is so far from where it should be was sought.
const JUMP: Duration = Duration::from_secs(5);
/// Playbacks that are remembered.
const MOST: usize = 1_000;
/// A playback of which nothing was told for so long is over.
const FORGOTTEN: Duration = Duration::from_secs(3600);

/// What a report says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// What was known.
    Nothing,
    /// Where it should be by now.
    Position,
    /// Another state, another place, another item.
    Change,
    /// It does not go on: where it is, is noted of the item.
    Pause(RatingKey),
}

/// The playbacks that go on.
#[derive(Debug, Default)]
pub(super) struct Playbacks(HashMap<SessionKey, Known>);

#[derive(Debug)]
struct Known {
    item: Option<RatingKey>,
    state: PlayerState,
    position: Option<Duration>,
    at: Instant,
}

impl Playbacks {
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    pub(super) fn take(&mut self, told: &PlayingNotification, now: Instant) -> Said {
        let Some(key) = &told.session_key else {
            return Said::Nothing;
        };
        let is_over = told.state == PlayerState::Stopped;
        let now_known = Known {
            item: told.rating_key.clone(),
            state: told.state.clone(),
            position: told.view_offset.map(Duration::from),
            at: now,
        };
        let said = match self.0.get(key) {
            None => Said::Change,
            Some(before) if before.item != now_known.item || before.state != now_known.state => {
                Said::Change
            }
            Some(before) => now_known.since(before),
        };
        let rests = is_over || told.state == PlayerState::Paused;
        let said = match (said, &told.rating_key) {
            (Said::Change, Some(item)) if rests => Said::Pause(item.clone()),
            (said, _) => said,
        };
        if is_over {
            self.0.remove(key);
        } else {
            self.make_room(now);
            self.0.insert(key.clone(), now_known);
        }
        said
    }

    fn make_room(&mut self, now: Instant) {
        if self.0.len() >= MOST {
            self.0.retain(|_, known| now < known.at + FORGOTTEN);
        }
        if self.0.len() >= MOST {
            self.0.clear();
        }
    }
}

impl Known {
    /// Returns what it says after another report of the same.
    fn since(&self, before: &Self) -> Said {
        let (Some(position), Some(from)) = (self.position, before.position) else {
            return Said::Nothing;
        };
        let went = match self.state {
            PlayerState::Playing => self.at.saturating_duration_since(before.at),
            _ => Duration::ZERO,
        };
        let is_near = position.abs_diff(from + went) <= JUMP;
        match is_near {
            false => Said::Change,
            true if position != from => Said::Position,
            true => Said::Nothing,
        }
    }
}
