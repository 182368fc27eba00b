//! Collections, and what is in them.

use crate::client::PlexClient;
use crate::error::Result;
use crate::id::{LibraryKey, RatingKey};
use crate::model::MediaItem;
use crate::page::{Page, PageRequest};
use crate::transport::path;

impl PlexClient {
    /// Returns a page of a library's collections: `GET /library/sections/{id}/collections`.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when there is no such library; any other of
    /// [`PlexError`](crate::PlexError).
    ///
    /// ```no_run
    /// # async fn example(client: plex_client::PlexClient) -> plex_client::Result<()> {
    /// use plex_client::{LibraryKey, PageRequest};
    /// let films = LibraryKey::new("1")?;
    /// for collection in client.collections(&films, PageRequest::default()).await?.items {
    ///     println!("{}", collection.title);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn collections(
        &self,
        library: &LibraryKey,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        self.page_of(path::collections(library), page).await
    }

    /// Returns a page of a collection, in its order: `GET /library/collections/{id}/items`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, collection: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::PageRequest;
    ///
    /// let films = client.collection_items(&collection, PageRequest::default()).await?;
    /// # Ok(()) }
    /// ```
    pub async fn collection_items(
        &self,
        collection: &RatingKey,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        self.page_of(path::collection_items(collection), page).await
    }
}
