//! What the members of playlists and collections come to: how many, how long, of which years.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::ids::{ItemId, SectionId};

/// What the members of a list come to that somebody may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) count: usize,
    /// Milliseconds, of whole seconds each.
    pub(crate) duration: i64,
    pub(crate) years: Option<(i64, i64)>,
}

/// The tallies that are kept.
#[derive(Debug, Default)]
pub(crate) struct Tallies(Mutex<HashMap<ItemId, Kept>>);

/// The tally of a list, as of a moment.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// How many changes of items and of members it knows of.
    pub(super) items: u64,
    pub(super) members: u64,
    shares: HashMap<ItemId, Share>,
    sections: HashMap<Option<SectionId>, Sum>,
}

/// What a member brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) section: Option<SectionId>,
    pub(super) times: usize,
    pub(super) duration: i64,
    pub(super) year: Option<i64>,
}

/// What the members of a section bring.
#[derive(Debug, Default)]
struct Sum {
    count: usize,
    duration: i64,
    years: BTreeMap<i64, usize>,
}

impl Tally {
    /// Adds up lengths and years.
    pub(crate) fn of(members: impl Iterator<Item = (Option<i64>, Option<i64>)>) -> Self {
        let mut sum = Sum::default();
        for (duration, year) in members {
            sum.count += 1;
            sum.duration += duration.unwrap_or(0) / 1000 * 1000;
            if let Some(year) = year {
                *sum.years.entry(year).or_default() += 1;
            }
        }
        Self::default().with(&sum)
    }

    fn with(mut self, sum: &Sum) -> Self {
        self.count += sum.count;
        self.duration += sum.duration;
        let first = sum.years.first_key_value();
        let last = sum.years.last_key_value();
        if let (Some((first, _)), Some((last, _))) = (first, last) {
            let (from, to) = self.years.unwrap_or((*first, *last));
            self.years = Some((from.min(*first), to.max(*last)));
        }
        self
    }
}

impl Tallies {
    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<ItemId, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn forget(&mut self, gone: &[ItemId]) {
        let kept = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        for group in gone {
            kept.remove(group);
        }
    }
}

impl Kept {
    /// Tells whether an item brings something.
    pub(super) fn counts(&self, item: ItemId) -> bool {
        self.shares.contains_key(&item)
    }

    /// Returns what the members of those sections come to that are wanted.
    pub(super) fn of(&self, is_wanted: impl Fn(Option<SectionId>) -> bool) -> Tally {
        let sums = self.sections.iter();
        let sums = sums.filter(|(section, _)| is_wanted(**section));
        sums.fold(Tally::default(), |tally, (_, sum)| tally.with(sum))
    }

    /// Does as [`Self::of`], without the items that are not wanted; each is looked at.
    pub(super) fn without(
        &self,
        is_wanted: impl Fn(Option<SectionId>) -> bool,
        is_missed: impl Fn(ItemId) -> bool,
    ) -> Tally {
        let mut sum = Sum::default();
        for (item, share) in &self.shares {
            if !is_wanted(share.section) || is_missed(*item) {
                continue;
            }
            sum.count += share.times;
            sum.duration += share.duration * share.times as i64;
            if let Some(year) = share.year {
                *sum.years.entry(year).or_default() += share.times;
            }
        }
        Tally::default().with(&sum)
    }

    /// Lets an item bring this, in place of what it brought.
    pub(super) fn set(&mut self, item: ItemId, share: Option<Share>) {
        let before = match share {
            Some(share) => self.shares.insert(item, share),
            None => self.shares.remove(&item),
        };
        if before == share {
            return;
        }
        if let Some(share) = before {
            let sum = self.sections.entry(share.section).or_default();
            sum.count -= share.times;
            sum.duration -= share.duration * share.times as i64;
            if let Some(year) = share.year
                && let Some(times) = sum.years.get_mut(&year)
            {
                *times -= 1;
                if *times == 0 {
                    sum.years.remove(&year);
                }
            }
        }
        if let Some(share) = share {
            let sum = self.sections.entry(share.section).or_default();
            sum.count += share.times;
            sum.duration += share.duration * share.times as i64;
            if let Some(year) = share.year {
                *sum.years.entry(year).or_default() += 1;
            }
        }
    }
}
