//! Sessions that players begin, move on and end by what they report.

use super::World;
use super::account::AccountId;
use super::attribute::{Attributes, Value, name};
use super::event::Phase;
use super::ids::ItemId;
use super::reporter::{Reporter, Termination};
use super::session::{PlayState, Session};
use crate::seed::Seed;

/// How long a session outlives the last report of its player, in milliseconds.
const PATIENCE: i64 = 180_000;
/// How long a conversion is kept for a player that has paused and says nothing more, in milliseconds.
const LONGEST_PAUSE: i64 = 330_000;
/// What such a player hears.
const PAUSED_TOO_LONG: &str = "Playback has been paused for too long";

/// Returns how long a session is kept whose player is silent, in milliseconds.
fn patience(session: &Session) -> i64 {
    if is_paused_conversion(session) {
        LONGEST_PAUSE
    } else {
        PATIENCE
    }
}

fn is_paused_conversion(session: &Session) -> bool {
    session.transcode.is_some() && session.state == PlayState::Paused
}

impl World {
    /// Takes a report of a player in: its session begins, moves on or, with no state, ends.
    pub(crate) fn report_session(
        &mut self,
        account: AccountId,
        item: ItemId,
        reporter: &Reporter,
        state: Option<PlayState>,
        offset: i64,
        now_millis: i64,
    ) {
        let is_its = |session: &Session| {
            session.account == account
                && session.player.text(name::MACHINE_IDENTIFIER) == Some(&reporter.client)
        };
        let held = self.sessions.iter().position(is_its);
        let same = held.and_then(|at| self.sessions.get(at));
        let is_same = same.is_some_and(|session| session.item == item);
        let goes_on = is_same && state.is_some();
        if let Some(at) = held.filter(|_| !goes_on) {
            let mut ended = self.sessions.remove(at);
            if ended.item == item {
                ended.offset = offset;
                ended.state = PlayState::Paused;
            }
            self.tell_transcode(now_millis, &ended, Phase::Ended);
            self.tell_playback(now_millis, &ended, "stopped");
        }
        let Some(state) = state else {
            return;
        };
        if held.is_none() || !is_same {
            let begun = self.begun_by(account, item, reporter, now_millis);
            self.sessions.push(begun);
        }
        let Some(session) = self.sessions.iter_mut().find(|session| is_its(session)) else {
            return;
        };
        session.state = state;
        session.offset = offset;
        session.heard_at = now_millis;
        session.entry = reporter.entry.or(session.entry);
        let session = session.clone();
        self.tell_playback(now_millis, &session, state.name());
    }

    fn begun_by(
        &mut self,
        account: AccountId,
        item: ItemId,
        reporter: &Reporter,
        now_millis: i64,
    ) -> Session {
        let keys = self.sessions.iter();
        let last = keys.filter_map(|session| session.key.parse::<u64>().ok());
        self.last_session = last.max().unwrap_or(0).max(self.last_session) + 1;
        let key = self.last_session.to_string();
        let mut player = Attributes::default();
        player.set(name::MACHINE_IDENTIFIER, reporter.client.as_str());
        for (fact, value) in &reporter.facts {
            let fact = self.names.intern(fact);
            player.set(fact, value.as_str());
        }
        for (flag, is_so) in [("local", true), ("relayed", false), ("secure", false)] {
            let flag = self.names.intern(flag);
            player.set(flag, Value::Bool(is_so));
        }
        let media = self.items.get(item).and_then(|item| item.media.first());
        let rate = media
            .and_then(|media| media.get(name::BITRATE))
            .and_then(Value::as_int);
        let mut facts = Attributes::default();
        let id = reporter.session.clone();
        let id = id.unwrap_or_else(|| Seed::of(&format!("session {key} {now_millis}")).hex(24));
        facts.set(name::ID, id.as_str());
        let bandwidth = self.names.intern("bandwidth");
        facts.set(bandwidth, rate.unwrap_or(0));
        let location = self.names.intern("location");
        facts.set(location, "lan");
        Session {
            key,
            item,
            account,
            state: PlayState::Buffering,
            offset: 0,
            heard_at: now_millis,
            player,
            session: Some(facts),
            transcode: None,
            made: None,
            entry: reporter.entry,
            is_reported: true,
        }
    }

    /// Notes that a session was ended, for its player to hear of. A player hears of the last end only.
    pub(crate) fn note_termination(&mut self, session: &Session, reason: &str, now_millis: i64) {
        let client = session.player.text(name::MACHINE_IDENTIFIER);
        if let Some(client) = client.filter(|_| session.is_reported) {
            self.take_termination(session.account, client, now_millis);
            self.terminations.push(Termination {
                account: session.account,
                client: client.to_owned(),
                reason: reason.to_owned(),
                ended_at: now_millis,
            });
        }
    }

    /// Returns why a player's session was ended, once. A player that was silent for so long that its
    /// session would have been given up has nothing to hear.
    pub(crate) fn take_termination(
        &mut self,
        account: AccountId,
        client: &str,
        now_millis: i64,
    ) -> Option<Termination> {
        self.terminations
            .retain(|held| held.ended_at.saturating_add(PATIENCE) > now_millis);
        let is_it = |held: &Termination| held.account == account && held.client == client;
        let at = self.terminations.iter().position(is_it)?;
        Some(self.terminations.remove(at))
    }

    /// Returns when the next session is given up whose player is silent.
    pub(super) fn next_silence(&self) -> Option<i64> {
        let reported = self.sessions.iter().filter(|session| session.is_reported);
        let given_up = |session: &Session| session.heard_at.saturating_add(patience(session));
        reported.map(given_up).min()
    }

    /// Gives sessions up whose players have been silent for too long. One that has paused what is converted for
    /// it hears of that when it comes back.
    pub(super) fn give_silent_up(&mut self, now_millis: i64) {
        let is_silent = |session: &Session| {
            session.is_reported && session.heard_at.saturating_add(patience(session)) <= now_millis
        };
        let all = std::mem::take(&mut self.sessions).into_iter();
        let (silent, heard): (Vec<Session>, Vec<Session>) = all.partition(is_silent);
        self.sessions = heard;
        for session in silent {
            if is_paused_conversion(&session) {
                self.note_termination(&session, PAUSED_TOO_LONG, now_millis);
            }
            self.tell_transcode(now_millis, &session, Phase::Ended);
            self.tell_playback(now_millis, &session, "stopped");
        }
    }
}
