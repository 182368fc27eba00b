//! How the server lists players that it knows of by themselves, and misses them.

use super::World;
use super::attribute::Attributes;
use super::listed::Listed;

/// How long a player is listed that asks no more what it is to do, in milliseconds.
const MISSED: i64 = 30_000;

impl World {
    /// Lists a player, in place of what was listed under its identifier.
    pub(crate) fn list_client(&mut self, identifier: &str, facts: Attributes) {
        let listed = Listed {
            identifier: identifier.to_owned(),
            facts,
            until: None,
        };
        let mut all = self.listed.iter_mut();
        match all.find(|held| held.identifier == identifier) {
            Some(held) => *held = listed,
            None => self.listed.push(listed),
        }
    }

    /// Notes that a player asks no more: it is missed after a while.
    pub(crate) fn miss_client(&mut self, identifier: &str, now_millis: i64) {
        let mut all = self.listed.iter_mut();
        if let Some(held) = all.find(|held| held.identifier == identifier) {
            held.until = Some(now_millis.saturating_add(MISSED));
        }
    }

    /// Returns the players that are listed now: those described, then those that are there.
    pub(crate) fn clients_at(&self, now_millis: i64) -> Vec<&Attributes> {
        let is_there = |held: &&Listed| held.until.is_none_or(|until| until > now_millis);
        let listed = self.listed.iter().filter(is_there);
        let listed = listed.map(|held| &held.facts);
        self.clients.iter().chain(listed).collect()
    }
}
