//! Playlists, and what is in them.

use crate::client::PlexClient;
use crate::error::Result;
use crate::id::RatingKey;
use crate::model::MediaItem;
use crate::page::{Page, PageRequest};
use crate::transport::path;

impl PlexClient {
    /// Returns a page of the playlists of the token's owner: `GET /playlists`.
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

    /// Returns a page of a playlist, in its order: `GET /playlists/{id}/items`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, playlist: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::PageRequest;
    ///
    /// let tracks = client.playlist_items(&playlist, PageRequest::default()).await?;
    /// # Ok(()) }
    /// ```
    pub async fn playlist_items(
        &self,
        playlist: &RatingKey,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        self.page_of(path::playlist_items(playlist), page).await
    }
}
