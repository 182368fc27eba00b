//! The members of a playlist or a collection: in an order, and found by what they are, at a price that does not
//! grow with how many they are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::ids::ItemId;
use super::order::NotMoved;

/// A member of a playlist or a collection; `id` is its `playlistItemID`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) id: u32,
    pub(crate) item: ItemId,
}

/// The members of a playlist or a collection. Takes no room but a pointer's in what has none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members(Option<Box<Held>>);

#[derive(Clone, Debug, Default)]
struct Held {
    /// By their places, which have room between them.
    order: BTreeMap<i128, Member>,
    /// The places, by the members' own numbers.
    places: HashMap<u32, i128>,
    /// The members' numbers, by what they are.
    numbers: BTreeSet<(ItemId, u32)>,
    /// What came and went since the first of these, for who adds up what is in it.
    changes: Vec<ItemId>,
    /// How many came or went before that.
    before: u64,
}

/// The room between two places at first.
const GAP: i128 = 1 << 64;
/// Changes that are remembered at most.
const CHANGES: usize = 1_024;

impl Members {
    pub(crate) fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |held| held.order.len())
    }

    /// Returns them in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Member> {
        self.0.iter().flat_map(|held| held.order.values())
    }

    pub(crate) fn first(&self) -> Option<&Member> {
        self.iter().next()
    }

    /// Tells whether an item is one of them.
    pub(crate) fn holds(&self, item: ItemId) -> bool {
        self.count_of(item) > 0
    }

    /// Returns how many of them an item is: playlists of a description may have it several times.
    pub(super) fn count_of(&self, item: ItemId) -> usize {
        let held = self.0.iter();
        held.flat_map(|held| held.numbers_of(item)).count()
    }

    /// Adds one at the end; false when its number is another's.
    pub(crate) fn push(&mut self, member: Member) -> bool {
        let held = self.0.get_or_insert_default();
        if held.places.contains_key(&member.id) {
            return false;
        }
        let last = held.order.last_key_value();
        let place = last.map_or(0, |(place, _)| place + GAP);
        held.put(place, member);
        held.note(member.item);
        true
    }

    /// Takes out the one of a number.
    pub(super) fn remove(&mut self, number: u32) -> Option<Member> {
        let held = self.0.as_mut()?;
        let member = held.take(number)?;
        held.note(member.item);
        Some(member)
    }

    /// Takes out all that an item is; says whether there were any.
    pub(super) fn remove_item(&mut self, item: ItemId) -> bool {
        let Some(held) = self.0.as_mut() else {
            return false;
        };
        let numbers: Vec<u32> = held.numbers_of(item).collect();
        for number in &numbers {
            held.take(*number);
        }
        held.note(item);
        !numbers.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.rebuild(Vec::new());
    }

    /// Returns the number of the first that is an item.
    pub(super) fn number_of(&self, item: ItemId) -> Option<u32> {
        let held = self.0.as_ref()?;
        let numbers = held.numbers_of(item);
        numbers.min_by_key(|number| held.places.get(number).copied())
    }

    /// Moves the one of a number behind that of another, or to the beginning.
    pub(super) fn move_behind(&mut self, number: u32, after: Option<u32>) -> Result<(), NotMoved> {
        let held = self.0.as_mut().ok_or(NotMoved::NoSuchMember)?;
        held.move_behind(number, after)
    }

    /// Sorts them; those of one rank stay as they are to each other.
    pub(super) fn sort_by_key<K: Ord>(&mut self, rank: impl Fn(&Member) -> K) {
        let mut all: Vec<Member> = self.iter().copied().collect();
        all.sort_by_key(rank);
        self.rebuild(all);
    }

    /// Returns what came or went since so many had, and how many have now; none of what is not remembered.
    pub(super) fn since(&self, seen: u64) -> (Option<&[ItemId]>, u64) {
        let Some(held) = &self.0 else {
            return (Some(&[]), 0);
        };
        let now = held.before + held.changes.len() as u64;
        let skip = seen.checked_sub(held.before);
        let skip = skip.and_then(|skip| usize::try_from(skip).ok());
        (skip.and_then(|skip| held.changes.get(skip..)), now)
    }

    fn rebuild(&mut self, all: Vec<Member>) {
        let Some(held) = self.0.as_mut() else {
            return;
        };
        held.order.clear();
        held.places.clear();
        held.numbers.clear();
        for (place, member) in (0..).zip(all) {
            held.put(place * GAP, member);
        }
        held.forget_changes();
    }
}

impl Held {
    fn numbers_of(&self, item: ItemId) -> impl Iterator<Item = u32> {
        let all = self.numbers.range((item, 0)..=(item, u32::MAX));
        all.map(|(_, number)| *number)
    }

    fn put(&mut self, place: i128, member: Member) {
        self.order.insert(place, member);
        self.places.insert(member.id, place);
        self.numbers.insert((member.item, member.id));
    }

    fn take(&mut self, number: u32) -> Option<Member> {
        let place = self.places.remove(&number)?;
        let member = self.order.remove(&place)?;
        self.numbers.remove(&(member.item, member.id));
        Some(member)
    }

    fn move_behind(&mut self, number: u32, after: Option<u32>) -> Result<(), NotMoved> {
        if !self.places.contains_key(&number) {
            return Err(NotMoved::NoSuchMember);
        }
        if after.is_some_and(|after| !self.places.contains_key(&after)) {
            return Err(NotMoved::NoSuchPlace);
        }
        if after == Some(number) {
            return Ok(());
        }
        let Some(member) = self.take(number) else {
            return Err(NotMoved::NoSuchMember);
        };
        let place = self.place_behind(after).or_else(|| {
            self.make_room();
            self.place_behind(after)
        });
        self.put(place.unwrap_or_default(), member);
        Ok(())
    }

    /// Returns a free place behind a member, or before all; none where there is no room between two.
    fn place_behind(&self, after: Option<u32>) -> Option<i128> {
        let Some(before) = after.and_then(|after| self.places.get(&after).copied()) else {
            let first = self.order.first_key_value();
            return Some(first.map_or(0, |(first, _)| first - GAP));
        };
        let next = self.order.range(before + 1..).next();
        match next {
            None => Some(before + GAP),
            Some((next, _)) if next - before > 1 => Some(before + (next - before) / 2),
            Some(_) => None,
        }
    }

    /// Lets there be room between all places again.
    fn make_room(&mut self) {
        let order = std::mem::take(&mut self.order);
        for (place, member) in (0..).zip(order.into_values()) {
            self.put(place * GAP, member);
        }
    }

    fn note(&mut self, item: ItemId) {
        if self.changes.len() >= CHANGES {
            self.forget_changes();
        }
        self.changes.push(item);
    }

    /// Lets whoever adds up begin anew.
    fn forget_changes(&mut self) {
        self.before += self.changes.len() as u64 + 1;
        self.changes.clear();
    }
}

impl FromIterator<Member> for Members {
    /// Leaves out what has the number of one before it.
    fn from_iter<T: IntoIterator<Item = Member>>(all: T) -> Self {
        let mut members = Self::default();
        for member in all {
            members.push(member);
        }
        members
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(members: &Members) -> Vec<u32> {
        members.iter().map(|member| member.id).collect()
    }

    fn of(numbers: std::ops::Range<u32>) -> Members {
        let member = |id| Member {
            id,
            item: ItemId(id + 1_000),
        };
        numbers.map(member).collect()
    }

    #[test]
    fn moving_is_what_it_is_in_a_list_however_often_the_same_gap_is_halved() {
        let mut members = of(0..50);
        let mut list: Vec<u32> = (0..50).collect();
        let mut chance = 1_u64;
        for round in 0..20_000_u64 {
            chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(round);
            // Often behind the same one, so that the room there ends.
            let number = u32::try_from((chance >> 33) % 50).unwrap();
            let after = match round % 4 {
                0 => None,
                1 => Some(u32::try_from((chance >> 40) % 50).unwrap()),
                _ => Some(7),
            };
            members.move_behind(number, after).unwrap();
            let behind = after.map(|after| move |held: &u32| *held == after);
            super::super::order::move_behind(&mut list, |held| *held == number, behind).unwrap();
            assert_eq!(numbers(&members), list, "round {round}");
        }
    }

    #[test]
    fn what_is_not_there_is_told_apart_and_changes_nothing() {
        let mut members = of(0..3);
        assert_eq!(members.move_behind(9, None), Err(NotMoved::NoSuchMember));
        assert_eq!(members.move_behind(1, Some(9)), Err(NotMoved::NoSuchPlace));
        assert_eq!(members.move_behind(1, Some(1)), Ok(()));
        assert_eq!(numbers(&members), [0, 1, 2]);
        assert!(members.remove(9).is_none() && !members.remove_item(ItemId(5)));
        assert!(!members.push(Member {
            id: 1,
            item: ItemId(5)
        }));
    }

    #[test]
    fn an_item_that_is_there_twice_goes_wholly() {
        let mut members = of(0..2);
        members.push(Member {
            id: 7,
            item: ItemId(1_000),
        });
        assert_eq!(members.count_of(ItemId(1_000)), 2);
        assert_eq!(members.number_of(ItemId(1_000)), Some(0));
        assert!(members.remove_item(ItemId(1_000)));
        assert_eq!(numbers(&members), [1]);
    }
}
