//! What is in a playlist or a collection, and in which order.

use std::collections::HashMap;

use super::World;
use super::attribute::name;
use super::ids::{ItemId, next};
use super::member_list::Member;
use super::order::NotMoved;

impl World {
    /// Adds items at the end, in the order given, but for those that are in it already; says how
    /// many were added.
    pub(crate) fn add_members(&mut self, group: ItemId, items: &[ItemId]) -> usize {
        let Some(held) = self.items.get_mut(group) else {
            return 0;
        };
        let before = held.members.len();
        for item in items {
            if !held.members.holds(*item) {
                let id = next(&mut self.ids.member);
                held.members.push(Member { id, item: *item });
            }
        }
        held.members.len() - before
    }

    /// Takes all members out.
    pub(crate) fn clear_members(&mut self, group: ItemId) {
        if let Some(held) = self.items.get_mut(group) {
            held.members.clear();
        }
    }

    /// Takes the member of a number out; says whether it was there.
    pub(crate) fn remove_member(&mut self, group: ItemId, number: u32) -> bool {
        let held = self.items.get_mut(group);
        held.is_some_and(|held| held.members.remove(number).is_some())
    }

    /// Takes those of the items out that are members; says which.
    pub(super) fn remove_items(&mut self, group: ItemId, items: &[ItemId]) -> Vec<ItemId> {
        let Some(held) = self.items.get_mut(group) else {
            return Vec::new();
        };
        let gone = items.iter().copied();
        gone.filter(|item| held.members.remove_item(*item))
            .collect()
    }

    /// Moves the member of a number behind another, or to the beginning.
    pub(crate) fn move_member(
        &mut self,
        group: ItemId,
        number: u32,
        after: Option<u32>,
    ) -> Result<(), NotMoved> {
        let held = self.items.get_mut(group).ok_or(NotMoved::NoSuchMember)?;
        held.members.move_behind(number, after)
    }

    /// Moves an item of a collection behind another, or to the beginning.
    pub(crate) fn move_member_item(
        &mut self,
        group: ItemId,
        item: ItemId,
        after: Option<ItemId>,
    ) -> Result<(), NotMoved> {
        let held = self.items.get_mut(group).ok_or(NotMoved::NoSuchMember)?;
        let number = held.members.number_of(item);
        let number = number.ok_or(NotMoved::NoSuchMember)?;
        let after = match after {
            Some(after) => Some(held.members.number_of(after).ok_or(NotMoved::NoSuchPlace)?),
            None => None,
        };
        held.members.move_behind(number, after)
    }

    /// Puts the members of a collection in this order; what it does not name comes behind.
    pub(crate) fn order_members(&mut self, group: ItemId, order: &[ItemId]) {
        let places: HashMap<ItemId, usize> = order.iter().copied().zip(0..).collect();
        if let Some(held) = self.items.get_mut(group) {
            let place = |member: &Member| places.get(&member.item).copied().unwrap_or(usize::MAX);
            held.members.sort_by_key(place);
        }
    }

    /// Notes that a playlist or a collection was changed.
    pub(crate) fn touch_group(&mut self, group: ItemId, now: i64) {
        let Some(held) = self.items.get_mut(group) else {
            return;
        };
        held.attributes.set(name::UPDATED_AT, now);
        let section = held.section;
        self.touch(section);
    }
}
