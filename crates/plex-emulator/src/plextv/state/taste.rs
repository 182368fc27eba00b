//! What a person wants to watch, and has watched, of all that plex.tv knows.

use std::collections::BTreeMap;

/// Holds what a person did with one title of the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Mark {
    /// When it was put on the watchlist, in seconds since the epoch.
    pub(crate) watchlisted_at: Option<i64>,
    /// Puts what was added in the same second in order.
    pub(crate) place: u64,
    pub(crate) view_count: i64,
    pub(crate) last_viewed_at: i64,
    pub(crate) rating: Option<f64>,
}

/// A person's marks, by the title's key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taste {
    marks: BTreeMap<String, Mark>,
    last_place: u64,
}

impl Taste {
    pub(crate) fn of(&self, key: &str) -> Mark {
        self.marks.get(key).copied().unwrap_or_default()
    }

    /// Puts a title on the watchlist; nothing changes when it is on it.
    pub(crate) fn want(&mut self, key: &str, now: i64) {
        let place = self.last_place + 1;
        let mark = self.marks.entry(key.to_owned()).or_default();
        if mark.watchlisted_at.is_none() {
            mark.watchlisted_at = Some(now);
            mark.place = place;
            self.last_place = place;
        }
    }

    /// Takes a title off the watchlist, if it is on it.
    pub(crate) fn unwant(&mut self, key: &str) {
        self.change(key, |mark| mark.watchlisted_at = None);
    }

    pub(crate) fn change(&mut self, key: &str, change: impl FnOnce(&mut Mark)) {
        change(self.marks.entry(key.to_owned()).or_default());
    }

    /// Returns the keys on the watchlist, and their marks.
    pub(crate) fn watchlist(&self) -> impl Iterator<Item = (&str, &Mark)> {
        let marks = self.marks.iter();
        marks
            .filter(|(_, mark)| mark.watchlisted_at.is_some())
            .map(|(key, mark)| (key.as_str(), mark))
    }
}
