//! What to go on with.

use crate::client::PlexClient;
use crate::error::Result;
use crate::id::LibraryKey;
use crate::model::MediaItem;
use crate::page::{Page, PageRequest};
use crate::transport::path;

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
    /// Asks for the first `limit` of all libraries.
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

    /// Limits it to this library.
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
        self.page_of(path, page).await
    }
}
