//! Libraries and what is in them.

use futures::stream::{self, StreamExt, TryStreamExt};

use crate::client::PlexClient;
use crate::decode::container::MediaContainer;
use crate::error::Result;
use crate::filter::ItemsQuery;
use crate::id::LibraryKey;
use crate::model::{ItemType, Library, LibraryCounts, LibraryType, MediaItem};
use crate::page::{Page, PageRequest};
use crate::transport::path;
use crate::transport::request::Request;

/// How many requests of one operation run side by side.
const SIDE_BY_SIDE: usize = 8;

/// Which new items are wanted.
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
    /// The newest `limit` of all libraries.
    #[must_use]
    pub fn new(limit: u32) -> Self {
        Self {
            limit,
            library: None,
            item_type: None,
        }
    }

    /// Only those of this library.
    #[must_use]
    pub fn library(mut self, library: LibraryKey) -> Self {
        self.library = Some(library);
        self
    }

    /// Only those of this type.
    #[must_use]
    pub fn item_type(mut self, item_type: ItemType) -> Self {
        self.item_type = Some(item_type);
        self
    }
}

/// What of on deck is wanted.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct OnDeckQuery {
    /// How many at most.
    pub limit: u32,
    /// Only those of one library.
    pub library: Option<LibraryKey>,
}

impl OnDeckQuery {
    /// The first `limit` of all libraries.
    #[must_use]
    pub fn new(limit: u32) -> Self {
        Self {
            limit,
            library: None,
        }
    }

    /// Only those of this library.
    #[must_use]
    pub fn library(mut self, library: LibraryKey) -> Self {
        self.library = Some(library);
        self
    }
}

impl PlexClient {
    /// The libraries: `GET /library/sections`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    pub async fn libraries(&self) -> Result<Vec<Library>> {
        let found: MediaContainer<Library> = self.ask(&Request::read(path::sections())).await?;
        Ok(found.items)
    }

    /// How much is in a library: one request without items for each type its kind has.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    pub async fn library_counts(&self, library: &Library) -> Result<LibraryCounts> {
        self.in_time(self.counts(library)).await
    }

    /// The libraries and how much is in them; counted side by side, at most eight requests at a time.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    pub async fn libraries_with_counts(&self) -> Result<Vec<(Library, LibraryCounts)>> {
        self.in_time(async {
            let libraries = self.libraries().await?;
            stream::iter(libraries)
                .map(|library| async move {
                    let counts = self.counts(&library).await?;
                    Ok((library, counts))
                })
                .buffered(SIDE_BY_SIDE)
                .try_collect()
                .await
        })
        .await
    }

    async fn counts(&self, library: &Library) -> Result<LibraryCounts> {
        let count = |item_type| self.count(&library.key, item_type);
        let mut counts = LibraryCounts::default();
        match library.library_type {
            LibraryType::Show => {
                let (shows, seasons, episodes) = futures::try_join!(
                    count(Some(ItemType::Show)),
                    count(Some(ItemType::Season)),
                    count(Some(ItemType::Episode)),
                )?;
                counts.items = shows;
                counts.seasons = seasons;
                counts.episodes = episodes;
            }
            LibraryType::Artist => {
                let (artists, albums, tracks) = futures::try_join!(
                    count(Some(ItemType::Artist)),
                    count(Some(ItemType::Album)),
                    count(Some(ItemType::Track)),
                )?;
                counts.items = artists;
                counts.albums = albums;
                counts.tracks = tracks;
            }
            _ => counts.items = count(None).await?,
        }
        Ok(counts)
    }

    /// How many items of a type a library has; `None` when the server does not say.
    async fn count(
        &self,
        library: &LibraryKey,
        item_type: Option<ItemType>,
    ) -> Result<Option<u64>> {
        let query = ItemsQuery {
            item_type,
            page: PageRequest::first(0),
            ..ItemsQuery::default()
        };
        Ok(self.library_items(library, &query).await?.total)
    }

    /// A page of a library's items: `GET /library/sections/{id}/all`.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when there is no such library; any other of [`PlexError`](crate::PlexError).
    pub async fn library_items(
        &self,
        library: &LibraryKey,
        query: &ItemsQuery,
    ) -> Result<Page<MediaItem>> {
        let request = query.apply(Request::read(path::section_all(library)))?;
        let found: MediaContainer<MediaItem> = self.ask(&request).await?;
        Ok(Page::of(found, query.page))
    }

    /// What came in last, newest first: `GET /library/recentlyAdded`, or the library's own list.
    /// New episodes may come as their season.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    pub async fn recently_added(&self, query: &RecentlyAddedQuery) -> Result<Page<MediaItem>> {
        let page = PageRequest::first(query.limit);
        let request = Request::read(path::recently_added()).page(page);
        let found: MediaContainer<MediaItem> = self.ask(&request).await?;
        Ok(Page::of(found, page))
    }

    /// What to resume or watch next: `GET /library/onDeck`, or the library's own list.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    pub async fn on_deck(&self, query: &OnDeckQuery) -> Result<Page<MediaItem>> {
        let page = PageRequest::first(query.limit);
        let path = match &query.library {
            Some(library) => path::section_on_deck(library),
            None => path::on_deck(),
        };
        let found: MediaContainer<MediaItem> = self.ask(&Request::read(path).page(page)).await?;
        Ok(Page::of(found, page))
    }

    /// Starts a scan of a library, or of one folder of it: `GET /library/sections/{id}/refresh`. The
    /// server goes on scanning after it has answered; [`libraries`](Self::libraries) and
    /// [`activities`](Self::activities) show how far it is. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when there is no such library; any other of [`PlexError`](crate::PlexError).
    pub async fn refresh_library(&self, library: &LibraryKey, path: Option<&str>) -> Result<()> {
        let request = Request::act(path::section_refresh(library)).with_some("path", path);
        self.act(&request).await
    }
}
