//! What is in an item: its children, and all that is anywhere below it.

use crate::client::PlexClient;
use crate::error::Result;
use crate::id::RatingKey;
use crate::model::MediaItem;
use crate::page::{Page, PageRequest};
use crate::transport::path;

impl PlexClient {
    /// Returns a page of what is in an item: seasons of a show, episodes of a season, albums of an artist,
    /// tracks of an album, members of a collection. `GET /library/metadata/{id}/children`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{ItemsQuery, LibraryKey, PageRequest};
    ///
    /// let page = client.library_items(&LibraryKey::new("2")?, &ItemsQuery::new()).await?;
    /// let show = page.items[0].rating_key.clone().expect("shows have keys");
    /// let seasons = client.children(&show, PageRequest::first(10)).await?;
    /// assert!(!seasons.items.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn children(&self, item: &RatingKey, page: PageRequest) -> Result<Page<MediaItem>> {
        let found = self.page_of(path::children(item), page).await?;
        // Older servers put an "All episodes" before the seasons, which is no item.
        Ok(found.map(|items: Vec<MediaItem>| {
            items
                .into_iter()
                .filter(|item| item.rating_key.is_some())
                .collect()
        }))
    }

    /// Returns a page of all that is anywhere below an item: the episodes of a show, the tracks of an artist.
    /// `GET /library/metadata/{id}/allLeaves`. A server gives an empty list for a season or an album: what is
    /// in those are their [`children`](Self::children).
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, show: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::PageRequest;
    ///
    /// let episodes = client.all_leaves(&show, PageRequest::first(100)).await?;
    /// println!("{:?} episodes", episodes.total);
    /// # Ok(()) }
    /// ```
    pub async fn all_leaves(&self, item: &RatingKey, page: PageRequest) -> Result<Page<MediaItem>> {
        self.page_of(path::all_leaves(item), page).await
    }
}
