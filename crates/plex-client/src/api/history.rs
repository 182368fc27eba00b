//! What was played.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::id::{AccountId, LibraryKey, RatingKey};
use crate::model::HistoryRecord;
use crate::page::{Page, PageRequest};
use crate::time::Timestamp;
use crate::transport::path;
use crate::transport::request::Request;

/// A question for finished plays.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct HistoryQuery {
    /// Which page.
    pub page: PageRequest,
    /// Only those of one account.
    pub account_id: Option<AccountId>,
    /// Only those from one library.
    pub library: Option<LibraryKey>,
    /// Only those of one item, or of anything in it.
    pub rating_key: Option<RatingKey>,
    /// Only those at or after this time.
    pub since: Option<Timestamp>,
    /// Only those before this time.
    pub until: Option<Timestamp>,
}

impl HistoryQuery {
    /// Asks for the last 50 plays.
    ///
    /// ```
    /// let query = plex_client::HistoryQuery::new();
    /// assert_eq!(query.page.limit, 50);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for this page.
    ///
    /// ```
    /// let query = plex_client::HistoryQuery::new().page(plex_client::PageRequest::first(5));
    /// assert_eq!(query.page.limit, 5);
    /// ```
    #[must_use]
    pub fn page(mut self, page: PageRequest) -> Self {
        self.page = page;
        self
    }

    /// Limits it to plays of this account.
    ///
    /// ```
    /// use plex_client::{AccountId, HistoryQuery};
    ///
    /// let query = HistoryQuery::new().account_id(AccountId::OWNER);
    /// assert_eq!(query.account_id, Some(AccountId::OWNER));
    /// ```
    #[must_use]
    pub fn account_id(mut self, account: AccountId) -> Self {
        self.account_id = Some(account);
        self
    }

    /// Limits it to plays from this library.
    ///
    /// ```
    /// let query = plex_client::HistoryQuery::new().library(plex_client::LibraryKey::new("1").unwrap());
    /// assert_eq!(query.library.unwrap().as_str(), "1");
    /// ```
    #[must_use]
    pub fn library(mut self, library: LibraryKey) -> Self {
        self.library = Some(library);
        self
    }

    /// Limits it to plays of this item, or of anything in it.
    ///
    /// ```
    /// let query = plex_client::HistoryQuery::new().rating_key(plex_client::RatingKey::new("7").unwrap());
    /// assert_eq!(query.rating_key.unwrap().as_str(), "7");
    /// ```
    #[must_use]
    pub fn rating_key(mut self, item: RatingKey) -> Self {
        self.rating_key = Some(item);
        self
    }

    /// Limits it to plays at or after this time.
    ///
    /// ```
    /// use plex_client::{HistoryQuery, Timestamp};
    ///
    /// let begin = Timestamp::from_epoch_seconds(1_790_000_000);
    /// assert_eq!(HistoryQuery::new().since(begin).since, Some(begin));
    /// ```
    #[must_use]
    pub fn since(mut self, since: Timestamp) -> Self {
        self.since = Some(since);
        self
    }

    /// Limits it to plays before this time.
    ///
    /// ```
    /// use plex_client::{HistoryQuery, Timestamp};
    ///
    /// let end = Timestamp::from_epoch_seconds(1_790_000_000);
    /// assert_eq!(HistoryQuery::new().until(end).until, Some(end));
    /// ```
    #[must_use]
    pub fn until(mut self, until: Timestamp) -> Self {
        self.until = Some(until);
        self
    }
}

impl PlexClient {
    /// Returns a page of finished plays, newest first: `GET /status/sessions/history/all`. Owners only.
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
    /// use plex_client::{AccountId, HistoryQuery, PageRequest};
    ///
    /// let owner = AccountId::OWNER;
    /// let query = HistoryQuery::new().page(PageRequest::first(10)).account_id(owner);
    /// let plays = client.history(&query).await?;
    /// assert!(plays.items.iter().all(|play| play.account_id == Some(owner)));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn history(&self, query: &HistoryQuery) -> Result<Page<HistoryRecord>> {
        let request = Request::reading(path::history())
            .query("sort", "viewedAt:desc")
            .query_some("accountID", query.account_id.map(|id| id.to_string()))
            .query_some("librarySectionID", query.library.as_ref())
            .query_some("metadataItemID", query.rating_key.as_ref())
            .query_some("viewedAt>", query.since.map(|at| at.to_string()))
            // Plex's `<` takes "at or before", as `>=` takes "at or after".
            .query_some(
                "viewedAt<",
                query.until.map(|at| at.saturating_add(-1).to_string()),
            )
            .page(query.page);
        let found: MediaContainer<HistoryRecord> = self.ask(&request).await?;
        Ok(Page::of(found, query.page))
    }
}
