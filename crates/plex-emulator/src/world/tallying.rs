//! Keeping up what the members of lists come to with what changes, so that a change of a long list costs no more than
//! one of a short one.

use super::World;
use super::attribute::name;
use super::ids::{ItemId, SectionId};
use super::tally::{Kept, Share, Tally};
use super::viewer::Viewer;

impl World {
    /// Returns what the members of a list come to that the viewer may see.
    pub(crate) fn tally(&self, group: ItemId, viewer: &Viewer) -> Tally {
        let mut tallies = self.tallies.lock();
        let kept = tallies.entry(group).or_default();
        self.keep_up(group, kept);
        let is_seen =
            |section: Option<SectionId>| section.is_none_or(|section| viewer.sees_section(section));
        if !viewer.misses_something() {
            return kept.of(is_seen);
        }
        kept.without(is_seen, |item| viewer.misses(item))
    }

    /// Takes up what has changed since.
    fn keep_up(&self, group: ItemId, kept: &mut Kept) {
        let Some(held) = self.items.get(group) else {
            *kept = Kept::default();
            return;
        };
        let (came, members) = held.members.since(kept.members);
        let (changed, items) = self.items.since(kept.items);
        let (came, changed) = match (came, changed) {
            (Some(came), Some(changed)) => (came, changed),
            _ => {
                *kept = Kept::default();
                for member in held.members.iter() {
                    kept.set(member.item, self.share(group, member.item));
                }
                (&[] as &[ItemId], &[] as &[ItemId])
            }
        };
        for item in came.iter().chain(changed) {
            if held.members.holds(*item) || kept.counts(*item) {
                kept.set(*item, self.share(group, *item));
            }
        }
        (kept.members, kept.items) = (members, items);
    }

    /// Returns what an item brings to a list; nothing when it is none of its members, or waits for a scan.
    fn share(&self, group: ItemId, item: ItemId) -> Option<Share> {
        let times = self.items.get(group)?.members.count_of(item);
        let held = self.items.get(item).filter(|held| !held.is_waiting)?;
        (times > 0).then(|| Share {
            section: held.section,
            times,
            duration: held.duration().unwrap_or(0) / 1000 * 1000,
            year: held.attributes.int(name::YEAR),
        })
    }
}
