//! How a scan runs: begun by a request, ended by the clock.

use super::World;
use super::item::ItemId;
use super::name;
use super::scan::Scan;
use super::section::SectionId;

impl World {
    /// Begins a scan of a section, or of one folder of it. A section that is being scanned is
    /// not scanned twice.
    pub(crate) fn start_scan(&mut self, section: SectionId, path: Option<&str>, now_millis: i64) {
        if self.is_scanning(section) {
            return;
        }
        let key = self.section(section).map_or("", |section| &section.key);
        self.scans.push(Scan {
            section,
            path: path.map(str::to_owned),
            uuid: crate::seed::uuid(&format!("scan {key} {now_millis}")),
            started_at: now_millis,
            ends_at: now_millis + self.server.scan_millis,
        });
    }

    pub(crate) fn is_scanning(&self, section: SectionId) -> bool {
        self.scans.iter().any(|scan| scan.section == section)
    }

    /// Calls a section's scan off: nothing is found.
    pub(crate) fn cancel_scan(&mut self, section: SectionId) {
        self.scans.retain(|scan| scan.section != section);
    }

    /// Whether time has brought something about that is not yet done.
    pub(crate) fn is_due(&self, now_millis: i64) -> bool {
        self.scans.iter().any(|scan| scan.ends_at <= now_millis)
    }

    /// Does what is due.
    pub(crate) fn settle(&mut self, now_millis: i64) {
        let (over, running) = std::mem::take(&mut self.scans)
            .into_iter()
            .partition(|scan| scan.ends_at <= now_millis);
        self.scans = running;
        let over: Vec<Scan> = over;
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
        let changed = !found.is_empty();
        for item in found {
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
    }

    /// Whether a file of the item, or of something in it, lies under the folder.
    fn lies_under(&self, id: ItemId, folder: Option<&str>) -> bool {
        let Some(folder) = folder else {
            return true;
        };
        let Some(item) = self.items.get(id) else {
            return false;
        };
        let mut files = item
            .media
            .iter()
            .flat_map(|media| media.parts.iter())
            .filter_map(|part| part.file.as_deref());
        files.any(|file| file.starts_with(folder))
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
        for child in children {
            self.find(child, section, added_at);
        }
    }
}
