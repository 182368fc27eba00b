//! How a scan runs: begun by a request, ended by the clock.

use super::World;
use super::event::{Audience, Change, ItemChange, ItemState, Phase};
use super::ids::ItemId;
use super::ids::SectionId;
use super::name;
use super::scan::Scan;
use super::section::Section;

impl World {
    /// Begins a scan of a section, or of one folder of it. A section that is being scanned is
    /// not scanned twice.
    pub(crate) fn start_scan(&mut self, section: SectionId, path: Option<&str>, now_millis: i64) {
        if self.is_scanning(section) {
            return;
        }
        let key = self.section(section).map_or("", |section| &section.key);
        let scan = Scan {
            section,
            path: path.map(str::to_owned),
            uuid: crate::seed::uuid(&format!("scan {key} {now_millis}")),
            started_at: now_millis,
            ends_at: now_millis + self.server.scan_millis,
            is_told: false,
        };
        self.tell_scan(now_millis, &scan, Phase::Started, "");
        self.scans.push(scan);
    }

    pub(crate) fn is_scanning(&self, section: SectionId) -> bool {
        self.scans.iter().any(|scan| scan.section == section)
    }

    /// Calls scans off: they find nothing. Returns whether any was running.
    pub(crate) fn cancel_scans(&mut self, now_millis: i64, which: impl Fn(&Scan) -> bool) -> bool {
        let (cancelled, others): (Vec<Scan>, Vec<Scan>) =
            std::mem::take(&mut self.scans).into_iter().partition(which);
        self.scans = others;
        for scan in &cancelled {
            self.tell_scan(now_millis, scan, Phase::Ended, "");
        }
        !cancelled.is_empty()
    }

    /// Lets scans go on as far as they have come by now: each says which library it is of a moment after
    /// it has begun, and finds what there is at its end.
    pub(super) fn scan_on(&mut self, now_millis: i64) {
        let mut begun = Vec::new();
        for scan in &mut self.scans {
            if !scan.is_told && scan.due() <= now_millis {
                begun.push((scan.due(), scan.clone()));
                scan.is_told = true;
            }
        }
        for (due, scan) in begun {
            self.tell_scan(due, &scan, Phase::Updated, "");
        }
        let (over, running): (Vec<Scan>, Vec<Scan>) = std::mem::take(&mut self.scans)
            .into_iter()
            .partition(|scan| scan.is_told && scan.ends_at <= now_millis);
        self.scans = running;
        for scan in over {
            self.finish_scan(&scan);
        }
    }

    fn finish_scan(&mut self, scan: &Scan) {
        let ended_at = scan.ends_at.div_euclid(1000);
        let Some(section) = self.section_mut(scan.section) else {
            return;
        };
        section.scanned_at = ended_at;
        let waiting = std::mem::take(&mut section.waiting);
        let (found, still_waiting): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .partition(|item| self.lies_under(*item, scan.path.as_deref()));
        let (read, has_changed) = self.read_disk(scan);
        let changed = has_changed || !found.is_empty() || !read.is_empty();
        for item in found.into_iter().chain(read) {
            let title = self
                .items
                .get(item)
                .map_or("", |item| item.title())
                .to_owned();
            self.tell_scan(scan.ends_at, scan, Phase::Updated, &title);
            self.find(item, scan.section, ended_at);
        }
        if let Some(section) = self.section_mut(scan.section) {
            section.waiting = still_waiting;
            if changed {
                section.content_changed_at += 1;
            }
        }
        if changed {
            self.version += 1;
        }
        if self.preferences.int("autoEmptyTrash", 1) != 0 {
            self.empty_trash(scan.section, scan.ends_at);
        }
        self.tell_scan(scan.ends_at, scan, Phase::Ended, "");
        if let Some(section) = self.section(scan.section) {
            let section = section.key.clone();
            let change = Change::ScanComplete { section };
            self.tell(scan.ends_at, Audience::Owner, change);
        }
    }

    /// Tells whether a file of the item, or of something in it, lies under the folder.
    fn lies_under(&self, id: ItemId, folder: Option<&str>) -> bool {
        let Some(folder) = folder else {
            return true;
        };
        let Some(item) = self.items.get(id) else {
            return false;
        };
        item.files().any(|file| file.starts_with(folder))
            || item
                .children
                .iter()
                .any(|child| self.lies_under(*child, Some(folder)))
    }

    /// Takes an item and what is in it into its section, as added at that moment.
    fn find(&mut self, id: ItemId, section: SectionId, added_at: i64) {
        let Some(item) = self.items.get_mut(id) else {
            return;
        };
        item.is_waiting = false;
        item.attributes.set(name::ADDED_AT, added_at);
        item.attributes.set(name::UPDATED_AT, added_at);
        let (kind, children) = (item.kind, item.children.clone());
        if let Some(section) = self.section_mut(section) {
            section.add(kind, id);
        }
        let millis = added_at.saturating_mul(1000);
        let states = [
            ItemState::Created,
            ItemState::Matching,
            ItemState::Downloading,
            ItemState::Processing,
        ];
        // Where no agent knows anything, nothing is loaded and nothing more is told.
        let has_agent = self.section(section).is_some_and(Section::has_agent);
        let count = if has_agent { states.len() } else { 2 };
        for state in states.into_iter().take(count) {
            self.tell_item(millis, id, state);
        }
        for child in children {
            self.find(child, section, added_at);
        }
        if has_agent {
            self.tell_found(millis, id);
        }
    }

    /// Tells that an item is ready: first while its files are still looked through, then for good.
    fn tell_found(&mut self, now_millis: i64, id: ItemId) {
        let Some(change) = self.item_change(id, ItemState::Processed) else {
            return;
        };
        let analyzing = ItemChange {
            metadata_state: Some("created"),
            media_state: Some("analyzing"),
            ..change.clone()
        };
        for change in [analyzing, change] {
            self.tell(now_millis, Audience::Everybody, Change::Item(change));
        }
    }
}
