//! Playlists and collections.

use crate::client::PlexClient;
use crate::error::Result;
use crate::id::LibraryKey;
use crate::model::MediaItem;
use crate::page::{Page, PageRequest};
use crate::transport::path;

impl PlexClient {
    /// A page of the playlists of the token's owner: `GET /playlists`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```no_run
    /// # async fn example(client: plex_client::PlexClient) -> plex_client::Result<()> {
    /// use plex_client::PageRequest;
    /// for playlist in client.playlists(PageRequest::default()).await?.items {
    ///     println!("{}", playlist.title);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn playlists(&self, page: PageRequest) -> Result<Page<MediaItem>> {
        self.page_of(path::playlists(), page).await
    }

    /// A page of a library's collections: `GET /library/sections/{id}/collections`.
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
}
