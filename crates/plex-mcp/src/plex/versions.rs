//! What is converted while it plays: the versions of an item as the library has them.

use std::{collections::HashMap, sync::Arc};

use plex_client::{DetailsQuery, MediaItem, RatingKey, Result};

use super::{Plex, memory::Stamp};

impl Plex {
    /// Returns items with their versions and nothing else, as the library has them, by their keys. They are
    /// remembered until an item says that it has changed: who asks what is playing asks again soon.
    ///
    /// # Errors
    ///
    /// What asking the server gives, where one is not remembered.
    pub(crate) async fn versions_of(
        &self,
        items: impl Iterator<Item = &MediaItem>,
    ) -> Result<HashMap<RatingKey, Arc<MediaItem>>> {
        let mut found = HashMap::new();
        let mut unknown = HashMap::new();
        for item in items {
            let Some(key) = item.rating_key.clone() else {
                continue;
            };
            let stamp = Stamp::of_item(item);
            let known = stamp.and_then(|stamp| self.memory.versions.known(&key, stamp, self.now()));
            match known {
                Some(item) => found.insert(key, item).is_none(),
                None => unknown.insert(key, stamp).is_none(),
            };
        }
        let mut keys: Vec<RatingKey> = unknown.keys().cloned().collect();
        if keys.is_empty() {
            return Ok(found);
        }
        keys.sort();
        for item in self.details_of(&keys, &DetailsQuery::new()).await? {
            let Some(key) = item.rating_key else {
                continue;
            };
            let mut lean = MediaItem::default();
            lean.media = item.media;
            let lean = Arc::new(lean);
            if let Some(Some(stamp)) = unknown.get(&key) {
                let now = self.now();
                let (key, lean) = (key.clone(), Arc::clone(&lean));
                self.memory.versions.put(key, *stamp, now, lean);
            }
            found.insert(key, lean);
        }
        Ok(found)
    }
}
