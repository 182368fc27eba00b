//! What is in a playlist or a collection, and in which order.

use std::collections::{HashMap, HashSet};

use super::World;
use super::attribute::name;
use super::ids::{ItemId, next};
use super::item::Member;
use super::order::{NotMoved, move_behind};

impl World {
    /// Adds items at the end, in the order given, but for those that are in it already; says how
    /// many were added.
    pub(crate) fn add_members(&mut self, group: ItemId, items: &[ItemId]) -> usize {
        let Some(held) = self.items.get_mut(group) else {
            return 0;
        };
        let mut present: HashSet<ItemId> = held.members.iter().map(|member| member.item).collect();
        let before = held.members.len();
        for item in items {
            if present.insert(*item) {
                let id = next(&mut self.ids.member);
                held.members.push(Member { id, item: *item });
            }
        }
        held.members.len() - before
    }

    /// Takes the members that are wanted out; says which items they were.
    pub(crate) fn remove_members(
        &mut self,
        group: ItemId,
        is_wanted: impl Fn(&Member) -> bool,
    ) -> Vec<ItemId> {
        let Some(held) = self.items.get_mut(group) else {
            return Vec::new();
        };
        let members = std::mem::take(&mut held.members);
        let (gone, kept): (Vec<Member>, Vec<Member>) =
            members.into_iter().partition(|member| is_wanted(member));
        held.members = kept;
        gone.into_iter().map(|member| member.item).collect()
    }

    /// Moves a member behind another, or to the beginning.
    pub(crate) fn move_member(
        &mut self,
        group: ItemId,
        is_it: impl Fn(&Member) -> bool,
        after: Option<impl Fn(&Member) -> bool>,
    ) -> Result<(), NotMoved> {
        let held = self.items.get_mut(group).ok_or(NotMoved::NoSuchMember)?;
        move_behind(&mut held.members, is_it, after)
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
