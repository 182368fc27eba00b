//! What came in last.

use futures::stream::{self, StreamExt, TryStreamExt};

use super::concurrency::SIDE_BY_SIDE;
use crate::client::PlexClient;
use crate::error::Result;
use crate::field::Field;
use crate::filter::{ItemsQuery, Sort, number_of};
use crate::id::LibraryKey;
use crate::model::{ItemType, MediaItem};
use crate::page::{Page, PageRequest};
use crate::transport::path;

/// A question for new items.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RecentlyAddedQuery {
    /// How many at most.
    pub limit: u32,
    /// Only those of one library.
    pub library: Option<LibraryKey>,
    /// Only those of one type.
    pub item_type: Option<ItemType>,
}

impl RecentlyAddedQuery {
    /// Asks for the newest `limit` of all libraries.
    ///
    /// ```
    /// let query = plex_client::RecentlyAddedQuery::new(5);
    /// assert_eq!(query.limit, 5);
    /// ```
    #[must_use]
    pub fn new(limit: u32) -> Self {
        Self {
            limit,
            library: None,
            item_type: None,
        }
    }

    /// Limits it to this library.
    ///
    /// ```
    /// let query =
    /// plex_client::RecentlyAddedQuery::new(5).library(plex_client::LibraryKey::new("1").unwrap());
    /// assert_eq!(query.library.unwrap().as_str(), "1");
    /// ```
    #[must_use]
    pub fn library(mut self, library: LibraryKey) -> Self {
        self.library = Some(library);
        self
    }

    /// Limits it to items of this type.
    ///
    /// ```
    /// let query = plex_client::RecentlyAddedQuery::new(5).item_type(plex_client::ItemType::Album);
    /// assert_eq!(query.item_type, Some(plex_client::ItemType::Album));
    /// ```
    #[must_use]
    pub fn item_type(mut self, item_type: ItemType) -> Self {
        self.item_type = Some(item_type);
        self
    }
}

impl PlexClient {
    /// Lists what came in last, newest first: `GET /library/recentlyAdded`, or `recentlyAdded` of one
    /// library, where shows may come as seasons; with a type, `GET /library/sections/{id}/all` sorted
    /// by time, of each library that has the type.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`](crate::PlexError::InvalidArgument) for a type no library has; any other of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::RecentlyAddedQuery;
    ///
    /// let newest = client.recently_added(&RecentlyAddedQuery::new(10)).await?;
    /// assert_eq!(newest.items.len(), 10);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn recently_added(&self, query: &RecentlyAddedQuery) -> Result<Page<MediaItem>> {
        let page = PageRequest::first(query.limit);
        let path = match (&query.library, &query.item_type) {
            (Some(library), Some(item_type)) => {
                return self.newest(library, item_type, page).await;
            }
            (None, Some(item_type)) => {
                return self.in_time(self.newest_of_all(item_type, page)).await;
            }
            (Some(library), None) => path::section_recently_added(library),
            (None, None) => path::recently_added(),
        };
        self.page_of(path, page).await
    }

    /// Returns the newest items of a type in a library.
    async fn newest(
        &self,
        library: &LibraryKey,
        item_type: &ItemType,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        let query = ItemsQuery::new()
            .item_type(item_type.clone())
            .sort(Sort::descending(Field::new("addedAt")?))
            .page(page);
        self.library_items(library, &query).await
    }

    /// Returns the newest items of a type in the libraries that have it.
    async fn newest_of_all(
        &self,
        item_type: &ItemType,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        number_of(item_type)?;
        let libraries = self.libraries().await?;
        let pages: Vec<Page<MediaItem>> = stream::iter(libraries)
            .filter(|library| std::future::ready(library.library_type.can_hold(item_type)))
            .map(|library| async move { self.newest(&library.key, item_type, page).await })
            .buffered(SIDE_BY_SIDE)
            .try_collect()
            .await?;
        let mut all = Page::joined(pages, page);
        all.items
            .sort_by_key(|item| std::cmp::Reverse(item.added_at));
        all.items
            .truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
        Ok(all)
    }
}
