//! The versions of an item, taken away one by one.

use std::collections::HashSet;

use super::World;
use super::attribute::Text;
use super::ids::ItemId;
use super::media::Media;

impl World {
    /// Takes a version away with its files; what else is made of these files loses them too. An item
    /// without any version left goes.
    pub(crate) fn remove_version(&mut self, id: ItemId, media: u32, now_millis: i64) {
        let Some(item) = self.items.get(id) else {
            return;
        };
        let version = item.media.iter().find(|held| held.id == media);
        let files: HashSet<Text> = version.iter().flat_map(|held| held.files()).collect();
        let beside = self.beside(id);
        self.lose_versions(id, now_millis, |held| {
            held.id == media || held.has_any(&files)
        });
        for other in beside {
            self.lose_versions(other, now_millis, |held| held.has_any(&files));
        }
    }

    /// Takes an item away, and all that is in it, with the files; what else is made of these files loses
    /// them too.
    pub(crate) fn delete_item(&mut self, id: ItemId, now_millis: i64) {
        let held = self.within(id).into_iter();
        let media = held
            .filter_map(|one| self.items.get(one))
            .flat_map(|item| &item.media);
        let files: HashSet<Text> = media.flat_map(Media::files).collect();
        let beside = self.beside(id);
        self.remove_item(id, now_millis);
        for other in beside {
            self.lose_versions(other, now_millis, |held| held.has_any(&files));
        }
    }

    /// Returns what else is in what an item is in: several episodes may be made of one file.
    pub(super) fn beside(&self, id: ItemId) -> Vec<ItemId> {
        let parent = self.items.get(id).and_then(|item| item.parent);
        let parent = parent.and_then(|parent| self.items.get(parent));
        let children = parent.map_or(&[] as &[ItemId], |parent| &parent.children);
        children.iter().copied().filter(|one| *one != id).collect()
    }

    /// Takes some of an item's versions away, and the item itself when none is left.
    fn lose_versions(&mut self, id: ItemId, now_millis: i64, is_lost: impl Fn(&Media) -> bool) {
        let Some(item) = self.items.get(id) else {
            return;
        };
        let lost: Vec<Media> = item
            .media
            .iter()
            .filter(|media| is_lost(media))
            .cloned()
            .collect();
        if lost.is_empty() {
            return;
        }
        if lost.len() == item.media.len() {
            self.remove_item(id, now_millis);
            return;
        }
        let parts = lost.iter().flat_map(|media| media.parts.iter());
        let parts: Vec<u32> = parts.map(|part| part.id).collect();
        self.stream_choices.forget(&parts);
        self.disk.forget(lost.iter().flat_map(Media::files));
        for media in lost {
            self.forget_version(media.id);
        }
        self.edit_item(id, now_millis, |item| {
            let media = std::mem::take(&mut item.media).into_vec();
            item.media = media.into_iter().filter(|held| !is_lost(held)).collect();
        });
    }
}
