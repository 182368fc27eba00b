//! The folders that shows and artists lie in.

use std::collections::BTreeSet;

use super::World;
use super::ids::ItemId;
use super::item::Item;
use super::kind::Kind;

impl World {
    /// Returns the folders of a show or an artist: those in the folders of its library that its files lie in.
    pub(crate) fn folders_of(&self, id: ItemId, item: &Item) -> BTreeSet<String> {
        let section = item.section.and_then(|section| self.section(section));
        let Some(section) = section.filter(|_| matches!(item.kind, Kind::Show | Kind::Artist))
        else {
            return BTreeSet::new();
        };
        let leaves = self.items.leaves(id);
        let held = leaves.iter().filter_map(|leaf| self.items.get(*leaf));
        let folders = held.flat_map(Item::files).filter_map(|file| {
            let location = section.locations.iter().find(|place| place.holds(file))?;
            let location = location.path.trim_end_matches('/');
            let below = file.get(location.len()..)?.trim_start_matches('/');
            let (folder, _) = below.split_once('/')?;
            Some(format!("{location}/{folder}"))
        });
        folders.collect()
    }
}
