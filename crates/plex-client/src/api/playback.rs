//! What is playing, and what was played.

use crate::client::PlexClient;
use crate::decode::container::MediaContainer;
use crate::error::Result;
use crate::id::{LibraryKey, RatingKey};
use crate::model::{HistoryRecord, Session};
use crate::page::{Page, PageRequest};
use crate::transport::path;
use crate::transport::request::Request;

/// Which finished plays are wanted.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct HistoryQuery {
    /// Which page.
    pub page: PageRequest,
    /// Only those of one account.
    pub account_id: Option<i64>,
    /// Only those from one library.
    pub library: Option<LibraryKey>,
    /// Only those of one item, or of anything in it.
    pub rating_key: Option<RatingKey>,
    /// Only those at or after this time, in epoch seconds.
    pub since: Option<i64>,
    /// Only those before this time, in epoch seconds.
    pub until: Option<i64>,
}

impl HistoryQuery {
    /// The last 50 plays.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// This page.
    #[must_use]
    pub fn page(mut self, page: PageRequest) -> Self {
        self.page = page;
        self
    }

    /// Only plays of this account.
    #[must_use]
    pub fn account_id(mut self, account: i64) -> Self {
        self.account_id = Some(account);
        self
    }

    /// Only plays from this library.
    #[must_use]
    pub fn library(mut self, library: LibraryKey) -> Self {
        self.library = Some(library);
        self
    }

    /// Only plays of this item, or of anything in it.
    #[must_use]
    pub fn rating_key(mut self, item: RatingKey) -> Self {
        self.rating_key = Some(item);
        self
    }

    /// Only plays at or after this time, in epoch seconds.
    #[must_use]
    pub fn since(mut self, epoch_seconds: i64) -> Self {
        self.since = Some(epoch_seconds);
        self
    }

    /// Only plays before this time, in epoch seconds.
    #[must_use]
    pub fn until(mut self, epoch_seconds: i64) -> Self {
        self.until = Some(epoch_seconds);
        self
    }
}

impl PlexClient {
    /// What is playing now: `GET /status/sessions`. Owners only.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    pub async fn sessions(&self) -> Result<Vec<Session>> {
        let found: MediaContainer<Session> = self.ask(&Request::read(path::sessions())).await?;
        Ok(found.items)
    }

    /// A page of finished plays, newest first: `GET /status/sessions/history/all`. Owners only.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    pub async fn history(&self, query: &HistoryQuery) -> Result<Page<HistoryRecord>> {
        let request = Request::read(path::history())
            .with("sort", "viewedAt:desc")
            .with_some("accountID", query.account_id.map(|id| id.to_string()))
            .with_some("librarySectionID", query.library.as_ref())
            .with_some("metadataItemID", query.rating_key.as_ref())
            .with_some("viewedAt>", query.since.map(|at| at.to_string()))
            // Plex's `<` takes "at or before", as `>=` takes "at or after".
            .with_some(
                "viewedAt<",
                query.until.map(|at| at.saturating_sub(1).to_string()),
            )
            .page(query.page);
        let found: MediaContainer<HistoryRecord> = self.ask(&request).await?;
        Ok(Page::of(found, query.page))
    }
}
