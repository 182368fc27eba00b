//! How libraries are made, changed and given up.

use super::World;
use super::ids::{ItemId, SectionId, next};
use super::kind::{Kind, SectionKind};
use super::section::{Location, Section};
use crate::seed;

impl World {
    /// Makes an empty library over some folders.
    pub(crate) fn create_section(
        &mut self,
        kind: SectionKind,
        title: &str,
        folders: &[&str],
        now: i64,
    ) -> Option<SectionId> {
        let id = u16::try_from(self.sections.len()).map(SectionId).ok()?;
        let numbers = self.sections.iter();
        let last = numbers.filter_map(|section| section.key.parse::<u32>().ok());
        let key = (last.max().unwrap_or(0) + 1).to_string();
        let mut section = Section::new(key, kind, title.to_owned());
        section.uuid = seed::uuid(&format!("section {} {title} {now}", section.key));
        section.created_at = now;
        section.updated_at = now;
        section.scanned_at = now;
        section.locations = self.locations(folders);
        self.sections.push(section);
        self.version += 1;
        Some(id)
    }

    fn locations(&mut self, folders: &[&str]) -> Vec<Location> {
        let numbered = folders.iter().map(|path| Location {
            id: next(&mut self.ids.location),
            path: (*path).to_owned(),
        });
        numbered.collect()
    }

    /// Gives a library other folders; one that it had already keeps its number. What lay in a folder
    /// that is no longer its own is gone from it.
    pub(crate) fn move_section(&mut self, id: SectionId, folders: &[&str], now_millis: i64) {
        let Some(section) = self.section(id) else {
            return;
        };
        let held = section.locations.clone();
        let new: Vec<&str> = folders
            .iter()
            .copied()
            .filter(|path| !held.iter().any(|location| location.path == *path))
            .collect();
        let mut new = self.locations(&new).into_iter();
        let mut locations = Vec::new();
        for path in folders {
            let same = held.iter().find(|location| location.path == *path);
            locations.extend(same.cloned().or_else(|| new.next()));
        }
        if let Some(section) = self.section_mut(id) {
            section.locations = locations;
        }
        let lost = self.outside(id);
        for item in lost {
            self.remove_item(item, now_millis);
        }
        self.touch(Some(id));
    }

    /// Returns what has files, all of which lie in no folder of its library.
    fn outside(&self, id: SectionId) -> Vec<ItemId> {
        let Some(section) = self.section(id) else {
            return Vec::new();
        };
        let all = section
            .kind
            .kinds()
            .iter()
            .flat_map(|kind| section.items(*kind));
        let is_outside = |item: &&ItemId| {
            let item = self.items.get(**item).into_iter();
            let mut files = item.flat_map(super::Item::files).peekable();
            files.peek().is_some() && !files.any(|file| section.holds_path(file))
        };
        all.filter(is_outside).copied().collect()
    }

    /// Gives a library up: what was in it is no longer known, though its files stay where they are.
    pub(crate) fn remove_section(&mut self, id: SectionId, now_millis: i64) {
        let Some(section) = self.section(id) else {
            return;
        };
        let kinds = section.kind.kinds().iter().copied();
        let mut gone: Vec<ItemId> = kinds
            .chain([Kind::Clip])
            .flat_map(|kind| section.items(kind).iter().copied())
            .chain(section.waiting.iter().copied())
            .collect();
        let extras: Vec<ItemId> = gone
            .iter()
            .filter_map(|id| self.items.get(*id))
            .flat_map(|item| item.extras.iter().copied())
            .collect();
        gone.extend(extras);
        gone.sort_unstable();
        gone.dedup();
        self.cancel_scans(now_millis, |scan| scan.section == id);
        self.leave_files(id, &gone);
        self.forget(&gone, Some(id));
        for account in &mut self.accounts {
            if let Some(shared) = &mut account.sections {
                shared.retain(|section| *section != id);
            }
        }
        if let Some(section) = self.section_mut(id) {
            section.is_removed = true;
        }
        self.version += 1;
    }

    /// Brings back what the agents have said of everything in a library.
    pub(crate) fn refresh_section(&mut self, id: SectionId, now_millis: i64) {
        let is_here = |item: &ItemId| {
            let item = self.items.get(*item);
            item.is_some_and(|item| item.section == Some(id))
        };
        let mut edited: Vec<ItemId> = self.origins.keys().copied().filter(is_here).collect();
        edited.sort_unstable();
        for item in edited {
            self.refresh_item(item, now_millis);
        }
    }
}
