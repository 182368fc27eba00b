//! Collections. A plain one is a tag on its members, known by its title in its library: two of one
//! title have the same members.

use super::World;
use super::attribute::{Value, name};
use super::ids::{ItemId, SectionId};
use super::item::Item;
use super::kind::Kind;
use super::managed::ManagedHub;
use super::member_list::Members;
use super::playlist::Contents;
use super::tag::{TagKind, Tagging};
use crate::seed;

impl World {
    /// Returns the plain collections of a library that have a title.
    pub(crate) fn collections_titled<'w>(
        &'w self,
        section: SectionId,
        title: &'w str,
    ) -> impl Iterator<Item = ItemId> + 'w {
        let section = self.section(section);
        let all = section.map_or(&[] as &[ItemId], |section| section.items(Kind::Collection));
        let is_it = move |id: &ItemId| {
            let item = self.items.get(*id);
            item.is_some_and(|item| !item.is_smart() && item.title() == title)
        };
        all.iter().copied().filter(is_it)
    }

    /// Makes a collection of what is of a kind. One whose title there is already has the members of
    /// that one too.
    pub(crate) fn create_collection(
        &mut self,
        section: SectionId,
        kind: Kind,
        title: &str,
        contents: Contents,
        now_millis: i64,
    ) -> ItemId {
        let now = now_millis.div_euclid(1000);
        let shared = self.collections_titled(section, title).next();
        let shared = shared.and_then(|id| self.items.get(id));
        let shared: Members = shared.map(|item| item.members.clone()).unwrap_or_default();
        let key = self.next_rating_key();
        let guid = seed::uuid(&format!("collection {key} {now}"));
        let mut item = Item::new(key, Kind::Collection, Some(section));
        let attributes = &mut item.attributes;
        attributes.set(name::GUID, format!("collection://{guid}").as_str());
        attributes.set(name::TITLE, title);
        attributes.set(name::SUBTYPE, kind.type_name());
        attributes.set(name::ADDED_AT, now);
        attributes.set(name::UPDATED_AT, now);
        if let Contents::Found(content) = &contents {
            attributes.set(name::SMART, Value::Bool(true));
            attributes.set(name::CONTENT, content.as_str());
        } else {
            attributes.set(name::SMART, Value::Bool(false));
            item.members = shared;
        }
        let id = self.items.add(item);
        if let Some(section) = self.section_mut(section) {
            section.add(Kind::Collection, id);
        }
        self.touch(Some(section));
        if let Contents::Items(items) = contents {
            self.collect(id, &items, now_millis);
        }
        id
    }

    /// Returns the plain collections that share the members of one, itself among them.
    fn namesakes(&self, collection: ItemId) -> Vec<ItemId> {
        let item = self.items.get(collection);
        let section = item.and_then(|item| item.section);
        match (item, section) {
            (Some(item), Some(section)) => self.collections_titled(section, item.title()).collect(),
            _ => Vec::new(),
        }
    }

    /// Adds items to a collection: they get its tag, which is locked from then on.
    pub(crate) fn collect(&mut self, collection: ItemId, items: &[ItemId], now_millis: i64) {
        let Some(held) = self.items.get(collection) else {
            return;
        };
        let title = held.title().to_owned();
        let tag = self.tags.intern(TagKind::Collection, &title);
        for id in self.namesakes(collection) {
            if self.add_members(id, items) > 0 {
                self.touch_group(id, now_millis.div_euclid(1000));
            }
        }
        for item in items {
            self.keep_origin(*item);
            self.lock(*item, "collection", true);
            self.edit_item(*item, now_millis, |held| {
                held.add_tag(Tagging { tag, role: None });
            });
        }
    }

    /// Takes items out of a collection, and its tag off them; says how many were in it.
    pub(crate) fn uncollect(
        &mut self,
        collection: ItemId,
        items: &[ItemId],
        now_millis: i64,
    ) -> usize {
        let Some(held) = self.items.get(collection) else {
            return 0;
        };
        let title = held.title().to_owned();
        let mut gone: Vec<ItemId> = Vec::new();
        for id in self.namesakes(collection) {
            let left = self.remove_items(id, items);
            if !left.is_empty() {
                self.touch_group(id, now_millis.div_euclid(1000));
            }
            gone.extend(left);
        }
        gone.sort_unstable();
        gone.dedup();
        let tag = self.tags.find(TagKind::Collection, &title);
        for item in &gone {
            self.lock(*item, "collection", true);
            self.edit_item(*item, now_millis, |held| {
                if let Some(tag) = tag {
                    held.remove_tag(tag);
                }
            });
        }
        gone.len()
    }

    /// Puts an item into the collection of a title, which is made when there is none.
    pub(super) fn join(&mut self, item: ItemId, title: &str, now_millis: i64) {
        let Some(held) = self.items.get(item) else {
            return;
        };
        let (Some(section), kind) = (held.section, held.kind) else {
            return;
        };
        let found = self.collections_titled(section, title).next();
        match found {
            Some(collection) => self.collect(collection, &[item], now_millis),
            None => {
                let contents = Contents::Items(vec![item]);
                self.create_collection(section, kind, title, contents, now_millis);
            }
        }
    }

    /// Takes an item out of the collection of a title.
    pub(super) fn leave(&mut self, item: ItemId, title: &str, now_millis: i64) {
        let section = self.items.get(item).and_then(|held| held.section);
        let found = section.and_then(|section| self.collections_titled(section, title).next());
        match found {
            Some(collection) => {
                self.uncollect(collection, &[item], now_millis);
            }
            // A tag without a collection, as descriptions may have it.
            None => {
                if let Some(tag) = self.tags.find(TagKind::Collection, title) {
                    self.remove_tags(item, |held| held == tag);
                }
            }
        }
    }

    /// Gives the members of a collection the tag of its new title in place of the old one.
    pub(super) fn rename_collection(&mut self, collection: ItemId, title: &str, now_millis: i64) {
        let Some(held) = self.items.get(collection) else {
            return;
        };
        if held.is_smart() || held.title() == title {
            return;
        }
        let old = self.tags.find(TagKind::Collection, held.title());
        let is_shared = self.namesakes(collection).len() > 1;
        let members: Vec<ItemId> = match self.items.get(collection) {
            Some(held) => held.members.iter().map(|member| member.item).collect(),
            None => Vec::new(),
        };
        let new = self.tags.intern(TagKind::Collection, title);
        for member in members {
            self.edit_item(member, now_millis, |item| {
                if let Some(old) = old.filter(|_| !is_shared) {
                    item.remove_tag(old);
                }
                item.add_tag(Tagging {
                    tag: new,
                    role: None,
                });
            });
        }
    }

    /// Takes away the row that shows a collection that goes.
    pub(super) fn forget_hub(&mut self, collection: ItemId) {
        let Some(item) = self.items.get(collection) else {
            return;
        };
        let (key, section) = (item.rating_key.clone(), item.section);
        if let Some(section) = section.and_then(|id| self.section_mut(id)) {
            let is_other = |hub: &ManagedHub| hub.collection() != Some(&*key);
            section.hubs.retain(is_other);
        }
    }

    /// Takes the tag of a collection that goes off its members, unless another has its title.
    pub(super) fn untag_members(&mut self, collection: ItemId, now_millis: i64) {
        if self.namesakes(collection).len() > 1 {
            return;
        }
        let Some(item) = self.items.get(collection) else {
            return;
        };
        let members: Vec<ItemId> = item.members.iter().map(|member| member.item).collect();
        let Some(tag) = self.tags.find(TagKind::Collection, item.title()) else {
            return;
        };
        for member in members {
            self.edit_item(member, now_millis, |held| held.remove_tag(tag));
        }
    }
}
