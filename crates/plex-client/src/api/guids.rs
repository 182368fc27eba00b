//! Items by what they are called elsewhere.
//!
//! PMS filters by its own guid only. External ids are found by going through a library once; the
//! match endpoint would ask agents on the internet instead.

use std::collections::HashMap;

use super::sweep::Sweep;
use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::external_id::ExternalId;
use crate::field::Field;
use crate::filter::{Filter, ItemsQuery, number_of};
use crate::id::{LibraryKey, RatingKey};
use crate::model::{ItemType, MediaItem};

/// The most items that a sweep goes through.
const MOST: u64 = 250_000;

/// The external ids of the items of a library.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct ExternalIds {
    items: HashMap<ExternalId, Vec<RatingKey>>,
    /// Whether the whole library was gone through; otherwise what is not found here may be there.
    pub is_complete: bool,
}

impl ExternalIds {
    /// Returns the items that have an id: several when there are several editions.
    ///
    /// ```
    /// use plex_client::{ExternalId, ExternalIds};
    ///
    /// let none = ExternalIds::default();
    /// assert!(none.items(&ExternalId::new("tmdb://19")?).is_empty());
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn items(&self, id: &ExternalId) -> &[RatingKey] {
        self.items.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    fn add(&mut self, items: &[MediaItem]) {
        for item in items {
            let Some(key) = &item.rating_key else {
                continue;
            };
            for id in ExternalId::of(item) {
                let keys = self.items.entry(id).or_default();
                if !keys.contains(key) {
                    keys.push(key.clone());
                }
            }
        }
    }
}

impl PlexClient {
    /// Lists the items of a type that have Plex's guid (`plex://movie/…`, or one of an older agent) in a
    /// library: `GET /library/sections/{id}/all?guid=`. Several when there are several editions.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::ItemType;
    ///
    /// let guid = "plex://movie/5d7768254de0ee001fcc8201";
    /// let found = client.items_by_guid(&library, &ItemType::Movie, guid).await?;
    /// # Ok(()) }
    /// ```
    pub async fn items_by_guid(
        &self,
        library: &LibraryKey,
        item_type: &ItemType,
        guid: &str,
    ) -> Result<Vec<MediaItem>> {
        if guid.is_empty() || guid.contains(',') {
            return Err(PlexError::invalid_argument("guid", "is no guid"));
        }
        let query = ItemsQuery::new()
            .item_type(item_type.clone())
            .filter(Filter::is(Field::new("guid")?, [guid]))
            .include_guids(true);
        let mut found = self.library_items(library, &query).await?.items;
        // A server that does not know the filter gives everything.
        found.retain(|item| item.guid.as_deref() == Some(guid));
        Ok(found)
    }

    /// Returns the external ids of all items of a type in a library, by going through it: pages of
    /// `GET /library/sections/{id}/all?includeGuids=1`, at most eight at a time, 250,000 items and
    /// the client's timeout in all. It is worth keeping.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`]. What was found until the time was up is no error, but not complete.
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::{ExternalId, ItemType};
    ///
    /// let ids = client.external_ids(&library, &ItemType::Movie).await?;
    /// println!("{:?}", ids.items(&ExternalId::new("imdb://tt0017136")?));
    /// # Ok(()) }
    /// ```
    pub async fn external_ids(
        &self,
        library: &LibraryKey,
        item_type: &ItemType,
    ) -> Result<ExternalIds> {
        let sweep = Sweep {
            library,
            number: number_of(item_type)?,
            with_guids: true,
            most: MOST,
            is_all_or_nothing: false,
        };
        let mut ids = ExternalIds::default();
        ids.is_complete = sweep.through(self, |page| ids.add(&page)).await?;
        Ok(ids)
    }
}
