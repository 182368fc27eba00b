//! What plays where.

use plex_client::{PlayerState, PlexError, RatingKey, SessionId, SessionKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::changes::{Changes, Undo};
use crate::{
    change::{
        facts::Facts,
        thing::{Target, Thing},
    },
    plex::{
        Plex,
        players::{Medium, Order, Playing as Now, Program},
    },
};

/// How far from where it was sent a player may be and still count as there, in seconds.
const NEAR_S: u64 = 5;

/// So soon after its beginning an item counts as begun anew.
const BEGINNING_S: u64 = 3;

/// A change of what plays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Playing {
    /// Has a player play something.
    Start {
        /// The player's client identifier.
        player: String,
        /// What is to play.
        program: Program,
        /// What the player did before, where it must begin anew to have obeyed.
        anew: Option<Mark>,
    },
    /// Tells a player what to do with what plays on it.
    Tell {
        /// The player's client identifier.
        player: String,
        /// What plays.
        item: RatingKey,
        medium: Medium,
        order: Order,
        /// Where it was when this was wanted.
        from: Mark,
    },
    /// Ends somebody's session.
    End {
        session: SessionKey,
        id: SessionId,
        /// What plays.
        item: RatingKey,
        /// What the viewer is shown.
        reason: String,
    },
}

/// Says where a player was: by this it is seen whether it went on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    item: Option<String>,
    position_s: Option<u64>,
    session: Option<String>,
    queue: Option<String>,
    entry: Option<String>,
}

impl Mark {
    /// Returns where a player is now.
    pub(crate) fn of(now: &Now) -> Self {
        Self {
            item: now.item.as_ref().map(ToString::to_string),
            position_s: now.position_s,
            session: now.session_key.as_ref().map(ToString::to_string),
            queue: now.queue.as_ref().map(ToString::to_string),
            entry: now.entry.as_ref().map(ToString::to_string),
        }
    }

    /// Tells whether what plays now was begun after this.
    fn is_before(&self, now: &Self) -> bool {
        let is_other = |then: &Option<String>, now: &Option<String>| now.is_some() && then != now;
        is_other(&self.session, &now.session)
            || is_other(&self.queue, &now.queue)
            || is_other(&self.item, &now.item)
    }

    /// Tells whether another entry of the queue plays now, or none any more.
    fn is_another(&self, now: &Self) -> bool {
        self.item != now.item
            || (self.entry.is_some() && now.entry.is_some() && self.entry != now.entry)
    }
}

impl Changes for Playing {
    fn target(&self) -> Target {
        match self {
            Self::Start {
                player, program, ..
            } => Target::Player(player.clone(), program.item.clone()),
            Self::Tell { player, item, .. } => Target::Player(player.clone(), item.clone()),
            Self::End { session, item, .. } => Target::Session(session.clone(), item.clone()),
        }
    }

    fn facts(&self, thing: &Thing) -> Facts {
        let nothing = Now::default();
        let now = match thing {
            Thing::Playing(_, now) => now,
            _ => &nothing,
        };
        let facts = Facts::default()
            .with("state", word(now))
            .with("position_s", now.position_s);
        match self {
            Self::Start { program, anew, .. } => {
                let facts = facts.with("_is_playing", is_playing(now));
                match anew {
                    Some(mark) => {
                        let is_anew = mark.is_before(&Mark::of(now));
                        let is_it = program.shuffle || now.item.as_ref() == Some(&program.item);
                        facts.with("_plays_it", is_anew && is_it)
                    }
                    None => {
                        let is_it = now.item.as_ref() == Some(&program.item);
                        facts.with("_plays_it", is_it)
                    }
                }
            }
            Self::End { .. } => facts,
            Self::Tell { order, from, .. } => match order {
                Order::Pause | Order::Stop => facts,
                Order::Resume => facts.with("_is_playing", is_playing(now)),
                Order::Seek(to) => facts.with("position_s", arrived(*to, from, now)),
                Order::Next => facts.with("_plays_another", from.is_another(&Mark::of(now))),
                Order::Previous => {
                    let is_at_start = now.position_s.is_some_and(|at| at <= BEGINNING_S)
                        && from.position_s.is_some_and(|at| at > BEGINNING_S);
                    let is_another = from.is_another(&Mark::of(now));
                    facts.with("_went_back", is_another || is_at_start)
                }
                Order::Volume(_) => facts.with("volume", now.volume),
                Order::Mute(_) => facts.with("mute", now.mute),
                Order::Audio(_) => facts.with("_audio_stream", text(&now.audio)),
                Order::Subtitles(_) => facts.with("_subtitle_stream", text(&now.subtitles)),
                Order::Repeat(_) => facts.with("_repeat", now.repeat),
                Order::Shuffle(_) => facts.with("shuffle", now.shuffle),
            },
        }
    }

    fn goal(&self) -> Facts {
        let goal = Facts::default();
        match self {
            Self::Start { .. } => goal.with("_is_playing", true).with("_plays_it", true),
            Self::End { .. } => goal.with("state", "stopped"),
            Self::Tell { order, .. } => match order {
                Order::Pause => goal.with("state", "paused"),
                Order::Resume => goal.with("_is_playing", true),
                Order::Stop => goal.with("state", "stopped"),
                Order::Seek(to) => goal.with("position_s", *to),
                Order::Next => goal.with("_plays_another", true),
                Order::Previous => goal.with("_went_back", true),
                Order::Volume(percent) => goal.with("volume", *percent),
                Order::Mute(so) => goal.with("mute", *so),
                Order::Audio(stream) => goal.with("_audio_stream", stream.as_str()),
                Order::Subtitles(stream) => {
                    let stream = stream.as_ref().map_or("0", |stream| stream.as_str());
                    goal.with("_subtitle_stream", stream)
                }
                Order::Repeat(what) => goal.with("_repeat", what.number()),
                Order::Shuffle(so) => goal.with("shuffle", *so),
            },
        }
    }

    async fn send(&self, plex: &Plex) -> Result<Option<RatingKey>, PlexError> {
        match self {
            Self::Start {
                player, program, ..
            } => plex.start(player, program).await?,
            Self::Tell {
                player,
                item,
                medium,
                order,
                ..
            } => plex.command(player, item, *medium, order).await?,
            Self::End {
                id, item, reason, ..
            } => plex.end_session(id, item, reason).await?,
        }
        Ok(None)
    }

    fn undo(&self, _: &Facts, _: Option<&RatingKey>) -> Undo<Self> {
        Undo::Never(match self {
            Self::Start { .. } => "playback goes on; stop it instead",
            Self::Tell { .. } => "playback goes on; tell the player anew instead",
            Self::End { .. } => "the viewer has to start it again",
        })
    }
}

/// Returns the state in a word.
fn word(now: &Now) -> String {
    let state = now.state.as_ref().unwrap_or(&PlayerState::Stopped);
    state.as_str().to_owned()
}

/// Tells whether it plays, or is about to as soon as it has data.
fn is_playing(now: &Now) -> bool {
    matches!(
        now.state,
        Some(PlayerState::Playing | PlayerState::Buffering)
    )
}

/// Returns the position, or where it was sent once it is near there. Over a short way it has to come
/// nearer: playing on is not yet to have obeyed.
fn arrived(to: u64, from: &Mark, now: &Now) -> Option<u64> {
    let at = now.position_s?;
    let way = from.position_s.map_or(u64::MAX, |from| to.abs_diff(from));
    let near = NEAR_S.min(way / 4).max(1);
    // It may have played on since.
    let is_there = at.saturating_add(near) >= to && at <= to.saturating_add(NEAR_S.max(near));
    let has_left = from
        .position_s
        .is_none_or(|from| way == 0 || at.abs_diff(to) < at.abs_diff(from));
    Some(if is_there && has_left { to } else { at })
}

fn text(stream: &Option<plex_client::StreamId>) -> Value {
    match stream {
        Some(stream) => Value::from(stream.as_str()),
        None => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn playing_on_is_not_to_have_arrived() {
        let at = |from: u64, to: u64, now: u64| {
            let from = Mark {
                position_s: Some(from),
                ..Mark::default()
            };
            let now = Now {
                position_s: Some(now),
                ..Now::default()
            };
            arrived(to, &from, &now)
        };
        assert_eq!(at(100, 600, 602), Some(600));
        assert_eq!(at(100, 600, 597), Some(600));
        assert_eq!(at(100, 600, 100), Some(100));
        assert_eq!(at(100, 600, 610), Some(610));
        assert_eq!(at(100, 95, 100), Some(100), "a short way back is one");
        assert_eq!(at(100, 95, 96), Some(95));
        assert_eq!(at(100, 110, 104), Some(104), "it plays on");
        assert_eq!(at(100, 100, 100), Some(100), "it is there already");
    }
}
