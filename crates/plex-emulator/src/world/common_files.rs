//! Files that several libraries have, and those that a library leaves behind.

use std::collections::HashSet;

use super::World;
use super::attribute::{Text, name};
use super::disk::{DiskFile, lies_in};
use super::filename::read;
use super::ids::{ItemId, SectionId};
use super::item::Item;
use super::media::Media;

impl World {
    /// Returns files in the folders of a library that others have taken in and it has not, each as a version
    /// of its own, in the order of their places.
    pub(super) fn known_elsewhere(
        &mut self,
        section: SectionId,
        folder: Option<&str>,
    ) -> Vec<(Text, Media)> {
        let Some(held) = self.section(section) else {
            return Vec::new();
        };
        let touches = |other: &super::Section| {
            let own = held.locations.iter();
            own.flat_map(|one| other.locations.iter().map(move |other| (one, other)))
                .any(|(one, other)| {
                    lies_in(&one.path, &other.path) || lies_in(&other.path, &one.path)
                })
        };
        let others: Vec<SectionId> = self
            .numbered_sections()
            .filter(|(id, other)| *id != section && touches(other))
            .map(|(id, _)| id)
            .collect();
        if others.is_empty() {
            return Vec::new();
        }
        let own = self.owners(section);
        let is_wanted = |file: &Text| {
            let below = held.locations.iter().find(|place| place.holds(file));
            let below = below.and_then(|place| file.get(place.path.trim_end_matches('/').len()..));
            folder.is_none_or(|folder| lies_in(file, folder))
                && below.is_some_and(|below| read(below, held.kind).is_some())
                && !own.contains_key(file)
                && !self.disk.is_gone(file)
        };
        let mut seen = HashSet::new();
        let mut found: Vec<(Text, Media)> = others
            .into_iter()
            .flat_map(|other| self.leaves_of(other))
            .filter_map(|id| self.items.get(id))
            .flat_map(files)
            .filter(|(file, _)| is_wanted(file) && seen.insert(Text::clone(file)))
            .collect();
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (file, media) in &mut found {
            self.renumber(media, file);
        }
        found
    }

    /// Leaves the files of items that are about to be forgotten on the disks, but for those that are gone and
    /// those that other libraries have.
    pub(super) fn leave_files(&mut self, section: SectionId, items: &[ItemId]) {
        let others = self.numbered_sections().map(|(id, _)| id);
        let others: Vec<SectionId> = others.filter(|id| *id != section).collect();
        let kept: HashSet<Text> = others
            .into_iter()
            .flat_map(|other| self.leaves_of(other))
            .filter_map(|id| self.items.get(id))
            .flat_map(|item| item.media.iter().flat_map(Media::files))
            .collect();
        let left = items.iter().filter_map(|id| self.items.get(*id));
        let left: Vec<(Text, Media)> = left
            .flat_map(files)
            .filter(|(file, _)| !kept.contains(file) && !self.disk.is_gone(file))
            .collect();
        for (file, mut media) in left {
            // What was put in its place since is there now.
            if !self.disk.files.contains_key(&file) {
                self.renumber(&mut media, &file);
                self.disk.put(&file, DiskFile::Media(media));
            }
        }
    }
}

/// Returns the files of an item, each as a version that is made of it alone. What the server has made itself
/// lies in no library's folders.
fn files(item: &Item) -> impl Iterator<Item = (Text, Media)> {
    let scanned = item.parts();
    let scanned = scanned.filter(|(media, _)| media.own.get(name::PROXY_TYPE).is_none());
    scanned.filter_map(|(media, part)| {
        let file = part.file.clone()?;
        let alone = Media {
            id: media.id,
            make: media.make.clone(),
            own: media.own.clone(),
            parts: Box::new([part.clone()]),
        };
        Some((file, alone))
    })
}
