//! What was sent to whom, and played by whom: worked out from the history and from what is
//! playing, so that it agrees with both.

use std::collections::BTreeMap;

use super::account::AccountId;
use super::item::Item;
use super::session::{PlayState, Session};
use super::timespan::Timespan;
use super::{World, name};

/// Holds what went to one account on one device in one stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) account: AccountId,
    pub(crate) device: i64,
    /// The beginning of the stretch, in seconds since the epoch.
    pub(crate) at: i64,
    pub(crate) is_lan: bool,
    pub(crate) bytes: i64,
}

/// Holds what one account played of one kind on one device in one stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Played {
    pub(crate) account: AccountId,
    pub(crate) device: i64,
    /// The beginning of the stretch, in seconds since the epoch.
    pub(crate) at: i64,
    /// PMS's number for the kind.
    pub(crate) kind: u32,
    pub(crate) plays: i64,
    /// In seconds.
    pub(crate) duration: i64,
}

impl World {
    /// Returns what was sent, in stretches of this length, the oldest first. A play counts whole in the
    /// stretch in which it ended, and what is playing in the present one.
    pub(crate) fn sent(&self, timespan: Timespan, now_millis: i64) -> Vec<Sent> {
        let mut sums: BTreeMap<(i64, AccountId, i64, bool), i64> = BTreeMap::new();
        let mut add = |at: i64, account, device, bytes: i64| {
            if bytes > 0 {
                let at = timespan.start_of(at);
                let key = (at, account, device, self.is_at_home(device));
                *sums.entry(key).or_default() += bytes;
            }
        };
        let now = now_millis.div_euclid(1000);
        if timespan == Timespan::Seconds {
            let first = timespan.start_of(now - Timespan::REACH);
            for session in &self.sessions {
                let (begun, ended) = playing_time(session, now_millis);
                let rate = self.items.get(session.item).map_or(0, bytes_a_second);
                let steps = (0..=Timespan::REACH / Timespan::STEP)
                    .map(|step| first + step * Timespan::STEP);
                for at in steps {
                    // The stretch that is not over yet is not yet counted.
                    let is_whole = at * 1000 >= begun && (at + Timespan::STEP) * 1000 <= ended;
                    if is_whole {
                        let device = self.device_of(session);
                        add(at, session.account, device, rate * Timespan::STEP);
                    }
                }
            }
        } else {
            for play in self.history.plays() {
                let bytes = self.items.get(play.item).map_or(0, |item| {
                    bytes_a_second(item) * item.duration().unwrap_or(0) / 1000
                });
                add(play.viewed_at, play.account, play.device, bytes);
            }
            for session in &self.sessions {
                let (begun, ended) = playing_time(session, now_millis);
                let rate = self.items.get(session.item).map_or(0, bytes_a_second);
                let bytes = rate * (ended - begun).max(0) / 1000;
                add(now, session.account, self.device_of(session), bytes);
            }
        }
        let rows = sums.into_iter();
        rows.map(|((at, account, device, is_lan), bytes)| Sent {
            account,
            device,
            at,
            is_lan,
            bytes,
        })
        .collect()
    }

    /// Returns what was played to its end, in stretches of this length, the oldest first.
    pub(crate) fn played(&self, timespan: Timespan) -> Vec<Played> {
        let mut sums: BTreeMap<(i64, AccountId, i64, u32), (i64, i64)> = BTreeMap::new();
        for play in self.history.plays() {
            let Some(item) = self.items.get(play.item) else {
                continue;
            };
            let at = timespan.start_of(play.viewed_at);
            let key = (at, play.account, play.device, item.kind.number());
            let (plays, duration) = sums.entry(key).or_default();
            *plays += 1;
            *duration += item.duration().unwrap_or(0) / 1000;
        }
        let rows = sums.into_iter();
        rows.map(|((at, account, device, kind), (plays, duration))| Played {
            account,
            device,
            at,
            kind,
            plays,
            duration,
        })
        .collect()
    }

    /// Tells whether a device is in the server's own network; one that is not known is.
    fn is_at_home(&self, device: i64) -> bool {
        let known = self.devices.iter().find(|held| held.id == device);
        known.is_none_or(|device| device.is_lan)
    }

    /// Returns the number of the device that a session plays on; 0 when it is none that the server knows.
    fn device_of(&self, session: &Session) -> i64 {
        let identifier = session.player.text(name::MACHINE_IDENTIFIER);
        let known = self
            .devices
            .iter()
            .find(|device| Some(device.client_identifier.as_str()) == identifier);
        known.map_or(0, |device| device.id)
    }
}

/// Returns from when until when something was sent to a session, in milliseconds since the epoch.
fn playing_time(session: &Session, now_millis: i64) -> (i64, i64) {
    let begun = session.heard_at - session.offset;
    match session.state {
        PlayState::Playing => (begun, now_millis),
        PlayState::Paused | PlayState::Buffering => (begun, session.heard_at),
    }
}

/// Returns what playing an item as it is sends: its first version's bit rate (kbit/s).
fn bytes_a_second(item: &Item) -> i64 {
    let media = item.media.first();
    let rate = media.and_then(|media| media.get(name::BITRATE)?.as_int());
    rate.unwrap_or(0) * 1000 / 8
}
