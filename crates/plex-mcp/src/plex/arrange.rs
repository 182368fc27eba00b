//! How one order of a list becomes another with few moves.

use std::collections::HashMap;

use plex_client::RatingKey;

/// An entry of a list: of which item, and its id. In collections the item's own key is that.
type Entry<Id> = (RatingKey, Id);

/// A move: of which entry, and behind which; without one, to the beginning.
pub(super) type Move<Id> = (Id, Option<Id>);

/// Returns the entries that are not wanted, or more often than wanted.
pub(super) fn surplus<Id: Clone>(held: &[Entry<Id>], wanted: &[RatingKey]) -> Vec<Id> {
    let mut left = counted(wanted.iter());
    let surplus = held.iter().filter(|(key, _)| !take(&mut left, key));
    surplus.map(|(_, entry)| entry.clone()).collect()
}

/// Returns what is wanted and not held, in the order in which it is wanted.
pub(super) fn missing<Id>(held: &[Entry<Id>], wanted: &[RatingKey]) -> Vec<RatingKey> {
    let mut left = counted(held.iter().map(|(key, _)| key));
    let missing = wanted.iter().filter(|key| !take(&mut left, key));
    missing.cloned().collect()
}

/// Returns the moves that bring entries into the order that is wanted: which entry, and behind which.
/// Those that are in order already stay, as many as can.
pub(super) fn moves<Id: Clone>(held: &[Entry<Id>], wanted: &[RatingKey]) -> Vec<Move<Id>> {
    let mut places: HashMap<&RatingKey, Vec<usize>> = HashMap::new();
    for (place, (key, _)) in held.iter().enumerate().rev() {
        places.entry(key).or_default().push(place);
    }
    // Where each entry stands now, in the order in which they are wanted.
    let wanted: Vec<usize> = wanted
        .iter()
        .filter_map(|key| places.get_mut(key)?.pop())
        .collect();
    let stay = longest_rising(&wanted);
    let mut moves = Vec::new();
    let mut before: Option<Id> = None;
    for place in wanted {
        let Some((_, entry)) = held.get(place) else {
            continue;
        };
        if stay.binary_search(&place).is_err() {
            moves.push((entry.clone(), before));
        }
        before = Some(entry.clone());
    }
    moves
}

/// Returns the longest part of some different numbers that rises, in order.
fn longest_rising(numbers: &[usize]) -> Vec<usize> {
    // For each length, the place of the lowest number that ends a rising part of that length.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (place, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|(end, _)| end < number);
        let shorter = length.checked_sub(1).and_then(|length| ends.get(length));
        before.push(shorter.map(|(_, place)| *place));
        match ends.get_mut(length) {
            Some(end) => *end = (*number, place),
            None => ends.push((*number, place)),
        }
    }
    let mut rising = Vec::with_capacity(ends.len());
    let mut next = ends.last().map(|(_, place)| *place);
    while let Some(place) = next {
        rising.extend(numbers.get(place));
        next = before.get(place).copied().flatten();
    }
    rising.reverse();
    rising
}

/// Counts how often each key is there.
fn counted<'k>(keys: impl Iterator<Item = &'k RatingKey>) -> HashMap<&'k RatingKey, usize> {
    let mut counts = HashMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

/// Takes one of that key out of those that are left; `false` where there is none.
fn take(left: &mut HashMap<&RatingKey, usize>, key: &RatingKey) -> bool {
    match left.get_mut(key) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use plex_client::PlaylistItemId;
    use proptest::prelude::*;

    use super::*;

    type Entry = super::Entry<PlaylistItemId>;

    fn key(number: usize) -> RatingKey {
        RatingKey::new((number + 1).to_string()).unwrap()
    }

    fn entry(number: usize) -> Entry {
        (
            key(number),
            PlaylistItemId::new((number + 100).to_string()).unwrap(),
        )
    }

    /// Does what a server does when it is asked for these moves.
    fn moved(mut held: Vec<Entry>, wanted: &[RatingKey]) -> (Vec<RatingKey>, usize) {
        let moves = moves(&held, wanted);
        let count = moves.len();
        for (which, after) in moves {
            let from = held.iter().position(|(_, id)| *id == which).unwrap();
            let entry = held.remove(from);
            let to = match after {
                Some(after) => held.iter().position(|(_, id)| *id == after).unwrap() + 1,
                None => 0,
            };
            held.insert(to, entry);
        }
        (held.into_iter().map(|(key, _)| key).collect(), count)
    }

    #[test]
    fn one_that_is_out_of_order_is_one_move() {
        let held: Vec<Entry> = (0..6).map(entry).collect();
        let wanted: Vec<RatingKey> = [5, 0, 1, 2, 3, 4].map(key).to_vec();
        assert_eq!(moved(held.clone(), &wanted), (wanted, 1));
        let wanted: Vec<RatingKey> = [1, 2, 3, 0, 4, 5].map(key).to_vec();
        assert_eq!(moved(held, &wanted), (wanted, 1));
    }

    #[test]
    fn what_is_too_much_and_too_little_is_told_apart() {
        let held: Vec<Entry> = [0, 1, 2].map(entry).to_vec();
        let wanted: Vec<RatingKey> = [2, 3, 0].map(key).to_vec();
        assert_eq!(surplus(&held, &wanted), [entry(1).1]);
        assert_eq!(missing(&held, &wanted), [key(3)]);
    }

    proptest! {
        #[test]
        fn any_order_is_reached(order in Just((0..20).collect::<Vec<usize>>()).prop_shuffle()) {
            let wanted: Vec<RatingKey> = order.into_iter().map(key).collect();
            let held: Vec<Entry> = (0..20).map(entry).collect();
            let (reached, count) = moved(held, &wanted);
            prop_assert_eq!(reached, wanted);
            prop_assert!(count < 20);
        }
    }
}
