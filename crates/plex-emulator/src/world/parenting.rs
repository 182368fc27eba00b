//! How items come to be in other items, and into one: albums of an artist, artists of one name.

use super::World;
use super::attribute::name;
use super::ids::{ItemId, SectionId};
use super::item::Item;
use super::kind::Kind;

impl World {
    /// Puts an item into another. What it was in goes when nothing else was in it.
    pub(crate) fn move_into(&mut self, id: ItemId, parent: ItemId, now_millis: i64) {
        let old = self.items.get(id).and_then(|item| item.parent);
        if old == Some(parent) || self.items.get(parent).is_none() {
            return;
        }
        if let Some(held) = old.and_then(|old| self.items.get_mut(old)) {
            held.children.retain(|child| *child != id);
        }
        if let Some(held) = self.items.get_mut(parent) {
            held.children.push(id);
        }
        self.edit_item(id, now_millis, |item| item.parent = Some(parent));
        self.edit_item(parent, now_millis, |_| ());
        let Some(old) = old else {
            return;
        };
        let is_empty = self
            .items
            .get(old)
            .is_some_and(|held| held.children.is_empty());
        if is_empty {
            self.remove_item(old, now_millis);
        } else {
            self.edit_item(old, now_millis, |_| ());
        }
    }

    /// Returns what is called so, of a kind and in the same place, or makes it.
    pub(crate) fn titled_or_new(
        &mut self,
        section: SectionId,
        kind: Kind,
        parent: Option<ItemId>,
        title: &str,
        now_millis: i64,
    ) -> ItemId {
        if let Some(there) = self.titled(section, kind, parent, title, &[]) {
            return there;
        }
        let mut item = self.new_titled(section, kind, parent, title);
        item.attributes
            .set(name::ADDED_AT, now_millis.div_euclid(1000));
        let id = self.items.add(item);
        if let Some(section) = self.section_mut(section) {
            section.add(kind, id);
        }
        self.edit_item(id, now_millis, |_| ());
        id
    }

    /// Returns a new item that is called so, for its place; it is not there yet.
    pub(super) fn new_titled(
        &mut self,
        section: SectionId,
        kind: Kind,
        parent: Option<ItemId>,
        title: &str,
    ) -> Item {
        let mut item = Item::new(self.next_rating_key(), kind, Some(section));
        item.parent = parent;
        item.attributes.set(name::TITLE, title);
        if let Some(bare) = super::edit::without_article(title) {
            item.attributes.set(name::TITLE_SORT, bare);
        }
        item
    }

    /// Returns what is called so in a place, other than some items.
    fn titled(
        &self,
        section: SectionId,
        kind: Kind,
        parent: Option<ItemId>,
        title: &str,
        except: &[ItemId],
    ) -> Option<ItemId> {
        let all = self.section(section)?.items(kind).iter().copied();
        let mut others = all.filter(|id| !except.contains(id));
        others.find(|id| {
            let item = self.items.get(*id);
            item.is_some_and(|item| item.title() == title && item.parent == parent)
        })
    }

    /// Makes one of artists or albums that were given one title, and of what has had it in their place
    /// before, which then stays.
    pub(crate) fn unite(&mut self, renamed: &[ItemId], title: &str, now_millis: i64) {
        let Some(first) = renamed.first().and_then(|id| self.items.get(*id)) else {
            return;
        };
        let (kind, parent) = (first.kind, first.parent);
        let Some(section) = first.section else {
            return;
        };
        let there = self.titled(section, kind, parent, title, renamed);
        let (target, others) = match (there, renamed) {
            (Some(there), renamed) => (there, renamed),
            (None, [first, others @ ..]) => (*first, others),
            (None, []) => return,
        };
        if !others.is_empty() {
            self.merge_items(target, others, now_millis);
        }
    }
}
