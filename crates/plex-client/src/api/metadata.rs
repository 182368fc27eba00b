//! Items by id, and what is in them.

use crate::client::PlexClient;
use crate::decode::container::MediaContainer;
use crate::error::Result;
use crate::id::RatingKey;
use crate::model::MediaItem;
use crate::page::{Page, PageRequest};
use crate::transport::path;
use crate::transport::request::Request;

impl PlexClient {
    /// All there is to know of some items: `GET /library/metadata/{ids}`. Items that are not there
    /// are left out, as long as one is.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when none is there; any other of [`PlexError`](crate::PlexError).
    pub async fn metadata(&self, items: &[RatingKey]) -> Result<Vec<MediaItem>> {
        if items.is_empty() {
            return Ok(Vec::new());
        }
        let request = Request::read(path::metadata(items)).with("includeGuids", "1");
        let found: MediaContainer<MediaItem> = self.ask(&request).await?;
        Ok(found.items)
    }

    /// A page of what is in an item: seasons of a show, episodes of a season, albums of an artist,
    /// tracks of an album, members of a collection. `GET /library/metadata/{id}/children`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    pub async fn children(&self, item: &RatingKey, page: PageRequest) -> Result<Page<MediaItem>> {
        let request = Request::read(path::children(item)).page(page);
        let found: MediaContainer<MediaItem> = self.ask(&request).await?;
        // Older servers put an "All episodes" before the seasons, which is no item.
        Ok(Page::of(found, page).map(|items| {
            items
                .into_iter()
                .filter(|item| item.rating_key.is_some())
                .collect()
        }))
    }
}
