//! What a scan does with items whose files are gone, and with those whose files have come back.

use super::World;
use super::attribute::{Value, name};
use super::disk::lies_in;
use super::event::{Audience, Change, ItemState};
use super::ids::{ItemId, SectionId, next};
use super::item::Item;
use super::kind::Kind;
use super::media::Media;
use super::scan::Scan;

impl World {
    /// Marks versions whose files are gone, and what has no other; takes the mark off those that are back.
    /// Says whether anything has changed.
    pub(super) fn note_lost(&mut self, scan: &Scan) -> bool {
        let at = scan.ends_at.div_euclid(1000);
        let is_looked_at = |media: &Media| {
            let folder = scan.path.as_deref();
            folder.is_none_or(|folder| media.files().any(|file| lies_in(&file, folder)))
        };
        let is_gone = |media: &Media| media.files().any(|file| self.disk.is_gone(&file));
        let is_marked = |media: &Media| media.own.get(name::DELETED_AT).is_some();
        let differs = |media: &Media| is_looked_at(media) && is_gone(media) != is_marked(media);
        let differing: Vec<(ItemId, Vec<bool>)> = self
            .in_section(scan.section)
            .into_iter()
            .filter_map(|id| {
                let item = self.items.get(id)?;
                let marks = item.media.iter().map(|media| match is_looked_at(media) {
                    true => is_gone(media),
                    false => is_marked(media),
                });
                item.media
                    .iter()
                    .any(differs)
                    .then(|| (id, marks.collect()))
            })
            .collect();
        let has_changed = !differing.is_empty();
        for (id, marks) in differing {
            self.edit_item(id, scan.ends_at, |item| {
                for (media, is_lost) in item.media.iter_mut().zip(&marks) {
                    mark(&mut media.own, *is_lost, at);
                }
                let is_lost = marks.iter().all(|is_lost| *is_lost);
                mark(&mut item.attributes, is_lost, at);
            });
            self.mark_above(id, scan.ends_at);
        }
        has_changed
    }

    /// Marks what an item is in when all that is in it is marked, and takes the mark off when not.
    fn mark_above(&mut self, id: ItemId, now_millis: i64) {
        let Some(parent) = self.items.get(id).and_then(|item| item.parent) else {
            return;
        };
        let Some(held) = self.items.get(parent) else {
            return;
        };
        let is_lost = held.children.iter().all(|child| self.is_lost(*child));
        if is_lost == self.is_lost(parent) {
            return;
        }
        self.edit_item(parent, now_millis, |item| {
            mark(&mut item.attributes, is_lost, now_millis.div_euclid(1000));
        });
        self.mark_above(parent, now_millis);
    }

    fn is_lost(&self, id: ItemId) -> bool {
        let item = self.items.get(id);
        item.is_some_and(|item| item.attributes.get(name::DELETED_AT).is_some())
    }

    fn in_section(&self, id: SectionId) -> Vec<ItemId> {
        let Some(section) = self.section(id) else {
            return Vec::new();
        };
        let kinds = section
            .kind
            .kinds()
            .iter()
            .filter(|kind| **kind != Kind::Collection);
        kinds
            .flat_map(|kind| section.items(*kind).iter().copied())
            .collect()
    }

    /// Takes away what lies in a library's trash: items whose files are gone, and versions.
    pub(crate) fn empty_trash(&mut self, id: SectionId, now_millis: i64) {
        let is_marked = |media: &Media| media.own.get(name::DELETED_AT).is_some();
        for item in self.in_section(id) {
            // What was in something that has gone is gone with it.
            let Some(held) = self.items.get(item) else {
                continue;
            };
            if held.attributes.get(name::DELETED_AT).is_some() {
                self.remove_item(item, now_millis);
                continue;
            }
            let lost = held.media.iter().filter(|media| is_marked(media));
            let lost: Vec<u32> = lost.map(|media| media.id).collect();
            for media in lost {
                self.remove_version(item, media, now_millis);
            }
        }
        self.forget_gone_files(id);
    }

    /// Forgets files that are gone and that nothing is made of any more.
    fn forget_gone_files(&mut self, id: SectionId) {
        if self.disk.gone.is_empty() {
            return;
        }
        let known: std::collections::HashSet<_> = self
            .in_section(id)
            .into_iter()
            .filter_map(|item| self.items.get(item))
            .flat_map(|item| item.media.iter())
            .flat_map(Media::files)
            .collect();
        let Some(section) = self.sections.get(usize::from(id.0)) else {
            return;
        };
        self.disk
            .gone
            .retain(|path| known.contains(path) || !section.holds_path(path));
    }

    /// Takes a file, or all that lies in a folder, off the disks; false when nothing lies there. Libraries learn
    /// of it by their scans.
    pub(crate) fn lose_files(&mut self, path: &str) -> bool {
        let before = (self.disk.files.len(), self.disk.gone.len());
        self.disk.files.retain(|file, _| !lies_in(file, path));
        let media = self.items.iter().flat_map(|(_, item)| item.media.iter());
        let lost = media
            .flat_map(Media::files)
            .filter(|file| lies_in(file, path));
        self.disk.gone.extend(lost.collect::<Vec<_>>());
        before != (self.disk.files.len(), self.disk.gone.len())
    }

    /// Puts a file that libraries know of back where it was; false when they know none of this path.
    pub(crate) fn return_file(&mut self, path: &str) -> bool {
        self.disk.gone.remove(path)
    }

    /// Gives a version and its files numbers of their own, and its files another place.
    pub(crate) fn renumber(&mut self, media: &mut Media, path: &str) {
        media.id = next(&mut self.ids.media);
        media.own.remove(name::DELETED_AT);
        for part in &mut media.parts {
            part.id = next(&mut self.ids.part);
            part.first_stream = self.ids.stream + 1;
            self.ids.stream += u32::try_from(part.streams.len()).unwrap_or(0);
            part.file = Some(path.into());
        }
    }

    /// Tells that an item's files are being looked at.
    pub(super) fn tell_looking(&mut self, id: ItemId, now_millis: i64) {
        if let Some(mut change) = self.item_change(id, ItemState::Processing) {
            change.media_state = Some("analyzing");
            self.tell(now_millis, Audience::Everybody, Change::Item(change));
        }
    }

    /// Returns the version that a file is, if an item has it.
    pub(crate) fn version_of_file(&self, path: &str) -> Option<Media> {
        let is_it = |media: &&Media| media.files().any(|file| &*file == path);
        let mut items = self.items.iter();
        items.find_map(|(_, item): (ItemId, &Item)| item.media.iter().find(is_it).cloned())
    }
}

fn mark(attributes: &mut super::Attributes, is_lost: bool, at: i64) {
    if !is_lost {
        attributes.remove(name::DELETED_AT);
    } else if attributes.get(name::DELETED_AT).is_none() {
        attributes.set(name::DELETED_AT, Value::Int(at));
    }
}
