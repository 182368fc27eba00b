//! How items are changed in place, and taken away.

use super::World;
use super::event::{Audience, Change, ItemState};
use super::ids::{ItemId, SectionId};
use super::item::Item;
use super::kind::Kind;
use super::name;

impl World {
    /// Changes an item, marks it and its section as changed, and tells so.
    pub(crate) fn edit_item(&mut self, id: ItemId, now_millis: i64, with: impl FnOnce(&mut Item)) {
        let Some(item) = self.items.get_mut(id) else {
            return;
        };
        with(item);
        item.attributes
            .set(name::UPDATED_AT, now_millis.div_euclid(1000));
        let section = item.section;
        self.touch(section);
        self.tell_item(now_millis, id, ItemState::Processed);
    }

    /// Makes kept lists stale, and shows in the section that its content has changed.
    pub(crate) fn touch(&mut self, section: Option<SectionId>) {
        self.version += 1;
        if let Some(section) = section.and_then(|id| self.section_mut(id)) {
            section.content_changed_at += 1;
        }
    }

    /// Takes an item and all that is in it away: out of its section, of collections, playlists,
    /// queues and sessions. What was in nothing but it goes too: a show without episodes. The
    /// history keeps the names.
    pub(crate) fn remove_item(&mut self, id: ItemId, now_millis: i64) {
        let Some(item) = self.items.get(id) else {
            return;
        };
        let (section, parent, kind) = (item.section, item.parent, item.kind);
        if kind == Kind::Collection {
            self.untag_members(id, now_millis);
            self.forget_hub(id);
        }
        let gone = self.within(id);
        for one in &gone {
            if let Some(change) = self.item_change(*one, ItemState::Deleted) {
                self.tell(now_millis, Audience::Everybody, Change::Item(change));
            }
        }
        self.forget(&gone, section);
        if let Some(parent) = parent {
            self.edit_item(parent, now_millis, |held| {
                held.children.retain(|child| *child != id);
            });
            let is_empty = |held: &Item| held.children.is_empty() && held.kind.child().is_some();
            if self.items.get(parent).is_some_and(is_empty) {
                self.remove_item(parent, now_millis);
            }
        }
        self.touch(section);
    }

    /// Returns an item, what is in it, and its extras.
    pub(super) fn within(&self, id: ItemId) -> Vec<ItemId> {
        let mut found = vec![id];
        let mut at = 0;
        while let Some(item) = found.get(at).copied() {
            if let Some(item) = self.items.get(item) {
                found.extend(item.children.iter().chain(&item.extras));
            }
            at += 1;
        }
        found
    }

    /// Takes items out of everything that names them.
    pub(super) fn forget(&mut self, gone: &[ItemId], section: Option<SectionId>) {
        self.history.mark_deleted(gone);
        self.views.forget(gone);
        self.artworks.forget(gone);
        self.origins.retain(|item, _| !gone.contains(item));
        self.sessions
            .retain(|session| !gone.contains(&session.item));
        self.playlists.forget(gone);
        self.queues.forget(gone);
        self.forget_orders_of(gone);
        let items = gone.iter().filter_map(|one| self.items.get(*one));
        let parts = items.flat_map(|item| item.parts().map(|(_, part)| part.id));
        let parts: Vec<u32> = parts.collect();
        self.stream_choices.forget(&parts);
        let media = gone.iter().filter_map(|one| self.items.get(*one));
        let media = media.flat_map(|item| item.media.iter());
        self.disk.forget(media.flat_map(super::Media::files));
        for one in gone {
            let kind = self.items.get(*one).map(|item| item.kind);
            let section = section.and_then(|id| self.section_mut(id));
            if let (Some(kind), Some(section)) = (kind, section) {
                section.remove(kind, *one);
            }
        }
        for one in gone {
            self.items.bury(*one);
        }
        self.items.forget_members(gone);
        self.tallies.forget(gone);
    }
}
