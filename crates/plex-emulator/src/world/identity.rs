//! What an item is taken for: matched, unmatched, split, merged.

use super::World;
use super::attribute::name;
use super::ids::ItemId;
use super::item::Item;
use super::media::Media;

impl World {
    /// Takes an item for another title of an agent's: what is not locked becomes that title's.
    pub(crate) fn match_item(
        &mut self,
        id: ItemId,
        guid: &str,
        title: Option<&str>,
        year: Option<i64>,
        now_millis: i64,
    ) {
        let keeps_title = self.is_locked(id, "title");
        let keeps_sort = self.is_locked(id, "titleSort");
        let keeps_year = self.is_locked(id, "year") || self.is_locked(id, "originallyAvailableAt");
        self.edit_item(id, now_millis, |item| {
            item.attributes.set(name::GUID, guid);
            item.guids = Box::default();
            if let Some(title) = title.filter(|_| !keeps_title) {
                item.attributes.set(name::TITLE, title);
                if !keeps_sort {
                    match super::edit::without_article(title) {
                        Some(bare) => item.attributes.set(name::TITLE_SORT, bare),
                        None => item.attributes.remove(name::TITLE_SORT),
                    }
                }
            }
            if let Some(year) = year.filter(|_| !keeps_year) {
                item.attributes.set(name::YEAR, year);
                item.attributes.remove(name::ORIGINALLY_AVAILABLE_AT);
            }
        });
        // The agent has nothing else to say of it.
        self.origins.remove(&id);
    }

    /// Takes an item for nothing that any agent knows: it is called after its file, unless its
    /// title is locked.
    pub(crate) fn unmatch_item(&mut self, id: ItemId, now_millis: i64) {
        let Some(item) = self.items.get(id) else {
            return;
        };
        let guid = format!("tv.plex.agents.none://{}", item.rating_key);
        let file = item.media.first().and_then(|media| media.parts.first());
        let file = file.and_then(|part| part.file.as_deref());
        let stem = file.map(stem).map(str::to_owned);
        self.match_item(id, &guid, stem.as_deref(), None, now_millis);
    }

    /// Makes an item of each version of an item; the first stays where it is. The others' keys.
    pub(crate) fn split_item(&mut self, id: ItemId, now_millis: i64) -> Vec<ItemId> {
        let Some(item) = self.items.get_mut(id) else {
            return Vec::new();
        };
        if item.media.len() < 2 {
            return Vec::new();
        }
        let mut media = std::mem::take(&mut item.media).into_vec();
        let others: Vec<Media> = media.split_off(1);
        item.media = media.into();
        let guid = super::guid(item);
        // What a title is called by is made from it, so that parts of a whole share it.
        item.attributes.set(name::GUID, guid.as_str());
        let whole = item.clone();
        let (section, kind) = (item.section, item.kind);
        self.edit_item(id, now_millis, |_| ());
        let mut made = Vec::new();
        for one in others {
            let number = one.id;
            let mut part = Item::new(self.next_rating_key(), kind, section);
            part.parent = whole.parent;
            part.attributes = whole.attributes.clone();
            part.guids = whole.guids.clone();
            part.tags = whole.tags.clone();
            part.media = Box::new([one]);
            let new = self.items.add(part);
            self.hand_version_on(number, new);
            if let Some(section) = section.and_then(|section| self.section_mut(section)) {
                section.add(kind, new);
            }
            // A collection has the parts as it had the whole.
            for collection in self.items.groups_with(id) {
                self.add_members(collection, &[new]);
            }
            self.edit_item(new, now_millis, |_| ());
            made.push(new);
        }
        made
    }

    /// Puts the versions of other items, and what is in them, into one; the others are gone.
    pub(crate) fn merge_items(&mut self, target: ItemId, others: &[ItemId], now_millis: i64) {
        for other in others.iter().filter(|other| **other != target) {
            let Some(held) = self.items.get_mut(*other) else {
                continue;
            };
            let media = std::mem::take(&mut held.media);
            let children = std::mem::take(&mut held.children);
            for child in &children {
                if let Some(child) = self.items.get_mut(*child) {
                    child.parent = Some(target);
                }
            }
            for version in &media {
                self.hand_version_on(version.id, target);
            }
            if let Some(kept) = self.items.get_mut(target) {
                let mut all = std::mem::take(&mut kept.media).into_vec();
                all.extend(media);
                kept.media = all.into();
                kept.children.extend(children);
            }
            self.remove_item(*other, now_millis);
        }
        self.edit_item(target, now_millis, |_| ());
    }
}

/// Returns a file's name without its folder and its ending.
fn stem(path: &str) -> &str {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
