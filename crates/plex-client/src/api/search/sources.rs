//! The searches of PMS as they are.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::{PlexError, Result};
use crate::fold::fold;
use crate::id::LibraryKey;
use crate::model::{Hub, ItemType, MediaItem, SearchResult};
use crate::page::{Page, PageRequest};
use crate::transport::path;
use crate::transport::request::Request;

/// A search in hubs.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct HubSearchQuery {
    /// The words.
    pub query: String,
    /// How many in each hub at most.
    pub limit_per_hub: u32,
    /// A library to put first. PMS does not leave out what is in others.
    pub section: Option<LibraryKey>,
}

impl HubSearchQuery {
    /// Asks for the first ten of each kind.
    ///
    /// ```
    /// let query = plex_client::HubSearchQuery::new("moon");
    /// assert_eq!(query.limit_per_hub, 10);
    /// ```
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            limit_per_hub: 10,
            section: None,
        }
    }

    /// Limits the number of hits in each hub.
    ///
    /// ```
    /// let query = plex_client::HubSearchQuery::new("moon").limit_per_hub(3);
    /// assert_eq!(query.limit_per_hub, 3);
    /// ```
    #[must_use]
    pub fn limit_per_hub(mut self, limit: u32) -> Self {
        self.limit_per_hub = limit;
        self
    }

    /// Puts this library first.
    ///
    /// ```
    /// let query =
    /// plex_client::HubSearchQuery::new("moon").section(plex_client::LibraryKey::new("1").unwrap());
    /// assert_eq!(query.section.unwrap().as_str(), "1");
    /// ```
    #[must_use]
    pub fn section(mut self, section: LibraryKey) -> Self {
        self.section = Some(section);
        self
    }
}

/// A search with scores.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LibrarySearchQuery {
    /// The words.
    pub query: String,
    /// How many at most.
    pub limit: u32,
}

impl LibrarySearchQuery {
    /// Asks for the best 20.
    ///
    /// ```
    /// let query = plex_client::LibrarySearchQuery::new("moon");
    /// assert_eq!(query.limit, 20);
    /// ```
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            limit: 20,
        }
    }

    /// Limits the number of hits.
    ///
    /// ```
    /// let query = plex_client::LibrarySearchQuery::new("moon").limit(3);
    /// assert_eq!(query.limit, 3);
    /// ```
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = limit;
        self
    }
}

/// What `/library/search` is asked for, so that it leaves nothing out.
const SEARCH_TYPES: &str = "movies,tv,people,music,otherVideos,photos";

impl PlexClient {
    /// Looks in hubs, one for each kind of thing: `GET /hubs/search`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::HubSearchQuery;
    ///
    /// for hub in client.search_hubs(&HubSearchQuery::new("moon")).await? {
    ///     println!("{}: {}", hub.hub_type, hub.entries.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn search_hubs(&self, query: &HubSearchQuery) -> Result<Vec<Hub>> {
        let request = Request::reading(path::hubs_search())
            .query("query", words(&query.query)?)
            .query("limit", query.limit_per_hub.to_string())
            .query_some("sectionId", query.section.as_ref())
            .query("includeCollections", "1");
        let found: MediaContainer<Hub> = self.ask(&request).await?;
        Ok(found.items)
    }

    /// Looks for titles and people, with scores: `GET /library/search`, which newer servers have.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] from older servers; any other of [`PlexError`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::LibrarySearchQuery;
    ///
    /// let found = client.search_library(&LibrarySearchQuery::new("metropolis")).await?;
    /// assert!(found[0].score.is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn search_library(&self, query: &LibrarySearchQuery) -> Result<Vec<SearchResult>> {
        let request = Request::reading(path::library_search())
            .query("query", words(&query.query)?)
            .query("limit", query.limit.to_string())
            .query("searchTypes", SEARCH_TYPES)
            .query("includeCollections", "1");
        let found: MediaContainer<SearchResult> = self.ask(&request).await?;
        Ok(found.items)
    }

    /// Looks for titles with these words anywhere in them, in one library:
    /// `GET /library/sections/{id}/all?title=`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{LibraryKey, PageRequest};
    ///
    /// let films = LibraryKey::new("1")?;
    /// let found = client.search_section(&films, "tropol", None, PageRequest::first(5)).await?;
    /// assert_eq!(found.items[0].title, "Metropolis");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn search_section(
        &self,
        library: &LibraryKey,
        query: &str,
        item_type: Option<&ItemType>,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        self.with_title(library, words(query)?, item_type, page)
            .await
    }

    /// Looks for titles with these words, of which PMS is told the longest part between commas.
    pub(in crate::api) async fn with_title(
        &self,
        library: &LibraryKey,
        words: &str,
        item_type: Option<&ItemType>,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        let request = Request::reading(path::section_all(library))
            .query("title", longest_part(words))
            .query_some(
                "type",
                item_type.and_then(ItemType::number).map(|n| n.to_string()),
            )
            .page(page);
        let mut found: MediaContainer<MediaItem> = self.ask(&request).await?;
        if words.contains(',') {
            found.items.retain(|item| has_parts(item, words));
        }
        Ok(Page::of(found, page))
    }
}

/// Returns the longest part of a text between commas, which part it in several texts for PMS.
fn longest_part(words: &str) -> &str {
    let parts = words.split(',').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .max_by_key(|part| part.chars().count())
        .unwrap_or(words)
}

/// Says whether an item's title has all parts of a text between commas.
fn has_parts(item: &MediaItem, words: &str) -> bool {
    let titles = [Some(&item.title), item.original_title.as_ref()];
    titles.into_iter().flatten().any(|title| {
        let title = fold(title);
        words.split(',').all(|part| title.contains(&fold(part)))
    })
}

/// The longest text that is looked for.
const MAX_QUERY: usize = 512;

/// Checks what is looked for. PMS refuses an empty text with 400.
pub(super) fn words(query: &str) -> Result<&str> {
    let query = query.trim();
    if query.is_empty() {
        return Err(PlexError::invalid_argument("query", "is empty"));
    }
    if query.len() > MAX_QUERY {
        return Err(PlexError::invalid_argument(
            "query",
            format!("is longer than {MAX_QUERY} bytes"),
        ));
    }
    Ok(query)
}
