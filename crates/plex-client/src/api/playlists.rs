//! Playlists, and what is in them.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::{PlexError, Result};
use crate::filter::SmartRule;
use crate::id::RatingKey;
use crate::model::{ItemType, MediaItem};
use crate::page::{Page, PageRequest};
use crate::transport::path;
use crate::transport::request::Request;

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

    /// Returns a playlist, with its rule if it is smart: `GET /playlists/{id}`.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when there is no such playlist of this account, also where the id is
    /// that of something else; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, playlist: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// let playlist = client.playlist(&playlist).await?;
    /// println!("{} has {:?} entries", playlist.title, playlist.leaf_count);
    /// # Ok(()) }
    /// ```
    pub async fn playlist(&self, playlist: &RatingKey) -> Result<MediaItem> {
        let request = Request::reading(path::playlist(playlist));
        let found: MediaContainer<MediaItem> = self.ask(&request).await?;
        // Playlists and items share their ids, and a server answers for either.
        let is_one = |item: &MediaItem| item.item_type == ItemType::Playlist;
        let found = found.items.into_iter().find(is_one);
        found.ok_or_else(|| PlexError::NotFound {
            request: request.label(),
        })
    }

    /// Returns a page of what a rule finds, as a smart playlist or collection of it would hold:
    /// `GET /library/sections/{id}/all`. Its limit limits the whole, not the page.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when there is no such library; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, rule: plex_client::SmartRule)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::PageRequest;
    ///
    /// let found = client.rule_items(&rule, PageRequest::first(5)).await?;
    /// println!("{:?} items, such as {:?}", found.total, found.items.first());
    /// # Ok(()) }
    /// ```
    pub async fn rule_items(&self, rule: &SmartRule, page: PageRequest) -> Result<Page<MediaItem>> {
        let found: MediaContainer<MediaItem> = self.ask(&rule.request()?.page(page)).await?;
        Ok(Page::of(found, page))
    }

    /// Returns a page of a playlist, in its order: `GET /playlists/{id}/items`. Each entry of one that is
    /// not smart has its `playlist_item_id`.
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
