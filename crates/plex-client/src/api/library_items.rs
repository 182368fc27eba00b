//! The items of a library.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::filter::ItemsQuery;
use crate::id::LibraryKey;
use crate::model::MediaItem;
use crate::page::Page;
use crate::transport::path;
use crate::transport::request::Request;

impl PlexClient {
    /// Returns a page of a library's items: `GET /library/sections/{id}/all`.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when there is no such library; any other of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{Field, ItemsQuery, LibraryKey, PageRequest, Sort};
    ///
    /// let by_year = Sort::ascending(Field::new("year")?);
    /// let query = ItemsQuery::new().sort(by_year).page(PageRequest::first(5));
    /// let page = client.library_items(&LibraryKey::new("1")?, &query).await?;
    /// assert_eq!(page.items[0].title, "A Trip to the Moon");
    /// assert_eq!(page.next_offset(), Some(5));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn library_items(
        &self,
        library: &LibraryKey,
        query: &ItemsQuery,
    ) -> Result<Page<MediaItem>> {
        let request = query.apply(Request::reading(path::section_all(library)))?;
        let found: MediaContainer<MediaItem> = self.ask(&request).await?;
        Ok(Page::of(found, query.page))
    }
}
