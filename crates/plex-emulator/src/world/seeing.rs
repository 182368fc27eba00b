//! What somebody may see: the one door that every question for items on somebody's behalf goes through.

use super::World;
use super::ids::{ItemId, SectionId};
use super::item::Item;
use super::kind::Kind;
use super::tag::Tagging;
use super::viewer::Viewer;

impl World {
    /// Tells whether an item is there for the viewer: in a library that is shared with them, found by a
    /// scan, and not kept from them by a filter.
    pub(crate) fn sees(&self, viewer: &Viewer, id: ItemId) -> bool {
        let Some(item) = self.items.get(id).filter(|item| !item.is_waiting) else {
            return false;
        };
        let is_shared = match item.section {
            Some(section) => viewer.sees_section(section),
            // Playlists are their owner's own; of other things the viewer of the whole has them.
            None if item.kind == Kind::Playlist => self.playlists.owner(id) == Some(viewer.account),
            None => true,
        };
        is_shared && !viewer.misses(id)
    }

    /// Returns the item of this rating key, when the viewer may see it.
    pub(crate) fn visible(&self, rating_key: &str, viewer: &Viewer) -> Option<ItemId> {
        let id = self.items.find(rating_key)?;
        let is_own = self.items.get(id)?.section.is_some()
            || self.playlists.owner(id) == Some(viewer.account);
        (is_own && self.sees(viewer, id)).then_some(id)
    }

    /// Returns a section's items of a kind that the viewer may see, in the order found; none when the
    /// section is not theirs to see.
    pub(crate) fn seen_of<'w>(
        &'w self,
        viewer: &'w Viewer,
        section: SectionId,
        kind: Kind,
    ) -> impl Iterator<Item = ItemId> + Clone + 'w {
        let held = self
            .section(section)
            .filter(|_| viewer.sees_section(section));
        let items = held.map_or(&[] as &[ItemId], |held| held.items(kind));
        let seen = items.iter().copied();
        seen.filter(move |id| !viewer.misses(*id))
    }

    /// Returns everything that the viewer may see and that is in a library.
    pub(crate) fn all_seen<'w, 'v>(
        &'w self,
        viewer: &'v Viewer,
    ) -> impl Iterator<Item = (ItemId, &'w Item)> + use<'w, 'v> {
        let all = self.items.iter();
        all.filter(move |(id, item)| item.section.is_some() && self.sees(viewer, *id))
    }

    /// Returns the tags of an item that the viewer may see: those of collections that are kept from them stand
    /// for these.
    pub(crate) fn taggings<'w, 'v>(
        &'w self,
        viewer: &'v Viewer,
        item: &'w Item,
    ) -> impl Iterator<Item = &'w Tagging> + Clone + use<'w, 'v> {
        let section = item.section;
        let tags = item.tags.iter();
        tags.filter(move |one| section.is_none_or(|id| !viewer.misses_tag(id, one.tag)))
    }

    /// Returns what is right in an item and the viewer may see.
    pub(crate) fn children(&self, viewer: &Viewer, id: ItemId) -> Vec<ItemId> {
        let item = self.items.get(id);
        let children = item.map_or(&[] as &[ItemId], |item| item.children.as_slice());
        let children = children.iter().copied();
        children.filter(|id| self.sees(viewer, *id)).collect()
    }

    /// Returns what can be played of an item and the viewer may see, in order.
    pub(crate) fn leaves(&self, viewer: &Viewer, id: ItemId) -> Vec<ItemId> {
        let mut leaves = self.items.leaves(id);
        if viewer.misses_something() {
            leaves.retain(|leaf| !viewer.misses(*leaf));
        }
        leaves
    }

    /// Returns an item's extras, when the viewer may see them.
    pub(crate) fn extras(&self, viewer: &Viewer, id: ItemId) -> Vec<ItemId> {
        let item = self.items.get(id);
        let extras = item.map_or(&[] as &[ItemId], |item| item.extras.as_slice());
        let extras = extras.iter().copied();
        extras.filter(|id| self.sees(viewer, *id)).collect()
    }
}
