//! Which items the filters of a share keep from an account.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};

use super::World;
use super::account::Account;
use super::attribute::name;
use super::hidden::{Hidden, Kept};
use super::ids::ItemId;
use super::item::Item;
use super::kind::Kind;
use super::restriction::{Condition, Looked, Restrictions};
use super::tag::{Tag, TagKind};

impl World {
    /// Returns what the filters of an account keep from it; worked out once for a state of the items.
    pub(super) fn hidden_from(&self, account: &Account) -> Arc<Hidden> {
        if account.id == Self::OWNER || account.restrictions.is_empty() {
            return Arc::default();
        }
        let version = (self.items.since(0).1, self.items.count());
        let mut known = self.hiding.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = known.kept.get(&account.id)
            && held.version == version
            && held.restrictions == account.restrictions
        {
            return Arc::clone(&held.hidden);
        }
        known.last_serial += 1;
        let mut hidden = self.hide(&account.restrictions);
        hidden.serial = known.last_serial;
        let hidden = Arc::new(hidden);
        let held = Kept {
            version,
            restrictions: account.restrictions.clone(),
            hidden: Arc::clone(&hidden),
        };
        known.kept.insert(account.id, held);
        hidden
    }

    fn hide(&self, restrictions: &Restrictions) -> Hidden {
        let conditions: Vec<Vec<Condition>> = self
            .sections
            .iter()
            .map(|section| restrictions.conditions(section.kind))
            .collect();
        let of = |item: &Item| -> &[Condition] {
            let section = item.section.map(|section| usize::from(section.0));
            let conditions = section.and_then(|section| conditions.get(section));
            conditions.map_or(&[], Vec::as_slice)
        };
        let extras = self.items.iter().flat_map(|(_, item)| item.extras.iter());
        let extras: HashSet<ItemId> = extras.copied().collect();
        let mut hidden = Hidden::default();
        let is_group = |item: &Item| matches!(item.kind, Kind::Collection | Kind::Playlist);
        for (id, item) in self.items.iter() {
            let parent = item.parent.and_then(|parent| self.items.get(parent));
            if parent.is_none() && !is_group(item) && !extras.contains(&id) {
                let conditions = of(item);
                if !conditions.is_empty() {
                    self.hide_within(id, conditions, (false, 0), &mut hidden);
                }
            }
        }
        let collections = self.items.iter();
        for (id, item) in collections.filter(|(_, item)| item.kind == Kind::Collection) {
            let is_barred = of(item)
                .iter()
                .any(|one| one.is_barring && self.meets(item, one));
            let mut members = item.members.iter().peekable();
            let is_of_hidden =
                members.peek().is_some() && members.all(|member| hidden.holds(member.item));
            if is_barred || is_of_hidden {
                hidden.add(id);
                let tag = self.tags.find(TagKind::Collection, item.title());
                hidden.collections.extend(item.section.zip(tag));
            }
        }
        hidden
    }

    /// Hides an item, or something in it, where a condition wants that. What bars a show bars all that is in
    /// it, and what lets it be seen lets that be seen. Something to be seen in it lets it be seen itself, and
    /// what holds things none of which is to be seen is not seen either. Gets whether what it is in is barred,
    /// and which conditions that has met, as bits; returns whether it is seen.
    fn hide_within(
        &self,
        id: ItemId,
        conditions: &[Condition],
        (is_barred, met): (bool, u64),
        hidden: &mut Hidden,
    ) -> bool {
        let Some(item) = self.items.get(id) else {
            return false;
        };
        let is_barred = is_barred
            || conditions
                .iter()
                .any(|one| one.is_barring && self.meets(item, one));
        let (mut met, mut wanted) = (met, 0_u64);
        let wants = conditions.iter().filter(|one| !one.is_barring);
        for (place, one) in wants.enumerate().take(64) {
            wanted |= 1 << place;
            if self.meets(item, one) {
                met |= 1 << place;
            }
        }
        let is_seen = if item.children.is_empty() {
            !is_barred && met == wanted
        } else {
            let mut is_seen = false;
            for child in &item.children {
                is_seen |= self.hide_within(*child, conditions, (is_barred, met), hidden);
            }
            is_seen
        };
        if !is_seen {
            hidden.add(id);
            for extra in &item.extras {
                hidden.add(*extra);
            }
        }
        is_seen
    }

    fn meets(&self, item: &Item, condition: &Condition) -> bool {
        let is_wanted = |text: &str| {
            let text = text.to_lowercase();
            condition.values.contains(&text)
        };
        match condition.looked {
            Looked::ContentRating => item
                .attributes
                .text(name::CONTENT_RATING)
                .is_some_and(is_wanted),
            Looked::Label => item.tags.iter().any(|tagging| {
                let tag = self.tags.get(tagging.tag);
                // Photographs have no labels, but tags.
                let is_label = |tag: &Tag| matches!(tag.kind, TagKind::Label | TagKind::Tag);
                tag.is_some_and(|tag| is_label(tag) && is_wanted(&tag.text))
            }),
        }
    }
}
