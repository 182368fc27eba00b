//! Items by id, and what is in them.

use super::details::DetailsQuery;
use crate::client::PlexClient;
use crate::error::Result;
use crate::id::RatingKey;
use crate::model::MediaItem;
use crate::page::{Page, PageRequest};
use crate::transport::path;
use crate::transport::request::Request;
use crate::wire::container::MediaContainer;

impl PlexClient {
    /// All there is to know of some items: `GET /library/metadata/{ids}`. Items that are not there
    /// are left out, as long as one is.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when none is there; any other of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{ItemsQuery, LibraryKey};
    ///
    /// let page = client.library_items(&LibraryKey::new("1")?, &ItemsQuery::new()).await?;
    /// let key = page.items[0].rating_key.clone().expect("films have keys");
    /// let whole = client.metadata(&[key]).await?;
    /// assert!(!whole[0].media[0].parts[0].streams.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn metadata(&self, items: &[RatingKey]) -> Result<Vec<MediaItem>> {
        if items.is_empty() {
            return Ok(Vec::new());
        }
        self.details_of(items, &DetailsQuery::new()).await
    }

    /// A page of what is in an item: seasons of a show, episodes of a season, albums of an artist,
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
        let request = Request::reading(path::children(item)).page(page);
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
