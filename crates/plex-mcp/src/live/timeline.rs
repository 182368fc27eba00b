//! What entries of the timeline mean: most of them only say that something is on its way.

use std::collections::{BTreeMap, BTreeSet};

use plex_client::{LibraryKey, RatingKey, TimelineNotification};

use super::changes::ItemChange;

/// Who tells of libraries. Guides for television tell of thousands of programmes, by other names.
const LIBRARY: &str = "com.plexapp.plugins.library";
/// The number of playlists among the types.
const PLAYLIST: u32 = 15;
/// The states of an entry that mean something here.
const CREATED: u32 = 0;
const PROCESSED: u32 = 5;
const DELETED: u32 = 9;
/// Items that are on their way and are remembered.
const MOST: usize = 5_000;

/// What an entry tells.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Nothing,
    /// A playlist has changed.
    Playlists,
    /// Items of a library have changed.
    Items {
        library: LibraryKey,
        items: Vec<(RatingKey, ItemChange)>,
    },
}

/// Items that are on their way into libraries.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    created: BTreeMap<RatingKey, LibraryKey>,
    /// Libraries that are scanned.
    scanned: BTreeSet<LibraryKey>,
}

impl Timeline {
    /// Hears of an entry, and returns what it tells.
    pub(crate) fn take(&mut self, entry: &TimelineNotification) -> Told {
        if entry
            .identifier
            .as_deref()
            .is_some_and(|from| from != LIBRARY)
        {
            return Told::Nothing;
        }
        if entry.type_number == Some(PLAYLIST) {
            return Told::Playlists;
        }
        let library = entry.section_id.clone().filter(|id| is_one(id.as_str()));
        let item = entry.item_id.clone().filter(|id| is_one(id.as_str()));
        let (Some(library), Some(item)) = (library, item) else {
            return Told::Nothing;
        };
        let is_on_its_way = entry.metadata_state.is_some() || entry.media_state.is_some();
        let change = match entry.state {
            Some(CREATED) => {
                if self.created.len() < MOST {
                    self.created.insert(item, library);
                }
                return Told::Nothing;
            }
            Some(DELETED) => {
                self.created.remove(&item);
                ItemChange::Deleted
            }
            Some(PROCESSED) if !is_on_its_way => match self.created.remove(&item) {
                Some(_) => ItemChange::Added,
                None => ItemChange::Changed,
            },
            _ => return Told::Nothing,
        };
        // What it is in counts otherwise now.
        let above = [&entry.parent_item_id, &entry.root_item_id];
        let above = above
            .into_iter()
            .flatten()
            .filter(|id| is_one(id.as_str()) && **id != item)
            .map(|id| (id.clone(), ItemChange::Changed));
        let items = above.chain([(item.clone(), change)]).collect();
        Told::Items { library, items }
    }

    /// Says whether an item is on its way: made, and not yet all that it will be.
    pub(crate) fn is_on_its_way(&self, item: &RatingKey) -> bool {
        self.created.contains_key(item)
    }

    /// Says whether a library is known to be scanned.
    pub(crate) fn is_scanned(&self, library: &LibraryKey) -> bool {
        self.scanned.contains(library)
    }

    /// Hears of the scan of a library. At its end, returns the new items that nothing more will be told of:
    /// those of libraries without an agent are never called processed.
    pub(crate) fn scanned(&mut self, library: &LibraryKey, has_ended: bool) -> Vec<RatingKey> {
        if !has_ended {
            if self.scanned.len() < MOST {
                self.scanned.insert(library.clone());
            }
            return Vec::new();
        }
        self.scanned.remove(library);
        let mut new = Vec::new();
        self.created.retain(|item, of| {
            let is_here = of == library;
            if is_here {
                new.push(item.clone());
            }
            !is_here
        });
        new
    }
}

/// Says whether an id is one: what has none is called `-1`.
fn is_one(id: &str) -> bool {
    !id.starts_with('-') && id != "0"
}
