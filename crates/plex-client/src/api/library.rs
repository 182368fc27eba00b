//! Libraries and what is in them.

use futures::stream::{self, StreamExt, TryStreamExt};

use super::SIDE_BY_SIDE;
use crate::client::PlexClient;
use crate::error::Result;
use crate::filter::{ItemsQuery, number_of};
use crate::id::LibraryKey;
use crate::model::{ItemType, Library, LibraryCounts, LibraryType, MediaItem};
use crate::page::{Page, PageRequest};
use crate::transport::path;
use crate::transport::request::{Method, Request};
use crate::wire::container::MediaContainer;

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
    /// The newest `limit` of all libraries.
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

    /// Only those of this library.
    ///
    /// ```
    /// let query = plex_client::RecentlyAddedQuery::new(5).library(plex_client::LibraryKey::new("1").unwrap());
    /// assert_eq!(query.library.unwrap().as_str(), "1");
    /// ```
    #[must_use]
    pub fn library(mut self, library: LibraryKey) -> Self {
        self.library = Some(library);
        self
    }

    /// Only those of this type.
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

/// A question for what is on deck.
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
    ///
    /// ```
    /// let query = plex_client::OnDeckQuery::new(5);
    /// assert_eq!(query.limit, 5);
    /// ```
    #[must_use]
    pub fn new(limit: u32) -> Self {
        Self {
            limit,
            library: None,
        }
    }

    /// Only those of this library.
    ///
    /// ```
    /// let query = plex_client::OnDeckQuery::new(5).library(plex_client::LibraryKey::new("1").unwrap());
    /// assert_eq!(query.library.unwrap().as_str(), "1");
    /// ```
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
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// let libraries = client.libraries().await?;
    /// assert_eq!(libraries[0].title, "Films");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn libraries(&self) -> Result<Vec<Library>> {
        let found: MediaContainer<Library> = self.ask(&Request::reading(path::sections())).await?;
        Ok(found.items)
    }

    /// Counts what is in a library: one request without items for each type its kind has.
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
    /// let libraries = client.libraries().await?;
    /// let films = client.library_counts(&libraries[0]).await?;
    /// assert!(films.items >= Some(60));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn library_counts(&self, library: &Library) -> Result<LibraryCounts> {
        let one = std::slice::from_ref(library);
        let counts = self.in_time(self.counts(one)).await?;
        Ok(counts.first().copied().unwrap_or_default())
    }

    /// The libraries and how much is in them; counted side by side, at most eight requests at a time.
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
    /// for (library, counts) in client.libraries_with_counts().await? {
    ///     println!("{}: {:?}", library.title, counts.items);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn libraries_with_counts(&self) -> Result<Vec<(Library, LibraryCounts)>> {
        self.in_time(async {
            let libraries = self.libraries().await?;
            let counts = self.counts(&libraries).await?;
            Ok(libraries.into_iter().zip(counts).collect())
        })
        .await
    }

    /// Counts what is in each of some libraries.
    async fn counts(&self, libraries: &[Library]) -> Result<Vec<LibraryCounts>> {
        let mut questions = Vec::new();
        for (at, library) in libraries.iter().enumerate() {
            for item_type in counted(&library.library_type) {
                questions.push((at, library.key.clone(), item_type));
            }
        }
        let answers: Vec<(usize, Option<ItemType>, Option<u64>)> = stream::iter(questions)
            .map(|(at, library, item_type)| async move {
                let count = self.count(&library, item_type.clone()).await?;
                Ok((at, item_type, count))
            })
            .buffer_unordered(SIDE_BY_SIDE)
            .try_collect()
            .await?;
        let mut counts = vec![LibraryCounts::default(); libraries.len()];
        for (at, item_type, count) in answers {
            if let Some(counts) = counts.get_mut(at) {
                *counts.of(item_type.as_ref()) = count;
            }
        }
        Ok(counts)
    }

    /// Counts the items of a type that a library has; `None` when the server does not say.
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
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{ItemsQuery, LibraryKey, PageRequest};
    ///
    /// let query = ItemsQuery::new().sort("year").page(PageRequest::first(5));
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
        let found: MediaContainer<MediaItem> = self.ask(&Request::reading(path).page(page)).await?;
        Ok(Page::of(found, page))
    }

    /// The newest items of a type in a library.
    async fn newest(
        &self,
        library: &LibraryKey,
        item_type: &ItemType,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        let query = ItemsQuery::new()
            .item_type(item_type.clone())
            .sort("addedAt:desc")
            .page(page);
        self.library_items(library, &query).await
    }

    /// The newest items of a type in the libraries that have it.
    async fn newest_of_all(
        &self,
        item_type: &ItemType,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        number_of(item_type)?;
        let libraries = self.libraries().await?;
        let pages: Vec<Page<MediaItem>> = stream::iter(libraries)
            .filter(|library| std::future::ready(has(&library.library_type, item_type)))
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

    /// Lists what to resume or watch next: `GET /library/onDeck`, or the library's own list.
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
    /// use plex_client::OnDeckQuery;
    ///
    /// for item in client.on_deck(&OnDeckQuery::new(5)).await?.items {
    ///     println!("{} from {:?} ms", item.title, item.view_offset);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn on_deck(&self, query: &OnDeckQuery) -> Result<Page<MediaItem>> {
        let page = PageRequest::first(query.limit);
        let path = match &query.library {
            Some(library) => path::section_on_deck(library),
            None => path::on_deck(),
        };
        let found: MediaContainer<MediaItem> = self.ask(&Request::reading(path).page(page)).await?;
        Ok(Page::of(found, page))
    }

    /// Starts a scan of a library, or of one folder of it: `GET /library/sections/{id}/refresh`. The
    /// server goes on scanning after it has answered; [`libraries`](Self::libraries) and
    /// [`activities`](Self::activities) show how far it is. Never sent twice.
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
    /// let films = &client.libraries().await?[0];
    /// client.refresh_library(&films.key, None).await?;
    /// assert!(client.libraries().await?[0].refreshing);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn refresh_library(&self, library: &LibraryKey, path: Option<&str>) -> Result<()> {
        let request =
            Request::changing(Method::Get, path::section_refresh(library)).query_some("path", path);
        self.act(&request).await
    }
}

/// The types that are counted in libraries of a kind; `None` is the kind's own.
fn counted(library: &LibraryType) -> Vec<Option<ItemType>> {
    match library {
        LibraryType::Show => vec![None, Some(ItemType::Season), Some(ItemType::Episode)],
        LibraryType::Artist => vec![None, Some(ItemType::Album), Some(ItemType::Track)],
        _ => vec![None],
    }
}

/// Says whether libraries of a kind can have items of a type.
fn has(library: &LibraryType, item_type: &ItemType) -> bool {
    match library {
        LibraryType::Movie => matches!(
            item_type,
            ItemType::Movie | ItemType::Clip | ItemType::Trailer | ItemType::Collection
        ),
        LibraryType::Show => matches!(
            item_type,
            ItemType::Show | ItemType::Season | ItemType::Episode | ItemType::Collection
        ),
        LibraryType::Artist => matches!(
            item_type,
            ItemType::Artist | ItemType::Album | ItemType::Track | ItemType::Collection
        ),
        LibraryType::Photo => matches!(
            item_type,
            ItemType::Photo | ItemType::PhotoAlbum | ItemType::Clip | ItemType::Collection
        ),
        // Nobody knows.
        LibraryType::Other(_) => true,
    }
}
