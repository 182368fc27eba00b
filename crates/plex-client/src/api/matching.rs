//! What an item is taken for: its match, and what goes with it.

use super::batches::MAX_BATCH;
use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::{PlexError, Result};
use crate::id::RatingKey;
use crate::model::MatchCandidate;
use crate::transport::path;
use crate::transport::request::{Method, Request};

/// Says by what an item is looked for anew. What is not said, the server takes from the item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct MatchQuery {
    /// The title.
    pub title: Option<String>,
    /// The year.
    pub year: Option<i32>,
    /// The agent that is asked, such as `tv.plex.agents.movie`.
    pub agent: Option<String>,
    /// The language, such as `de-DE`.
    pub language: Option<String>,
}

impl MatchQuery {
    /// Looks for what the server takes the item for.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks by another title.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Looks by another year.
    #[must_use]
    pub fn year(mut self, year: i32) -> Self {
        self.year = Some(year);
        self
    }

    /// Asks another agent.
    #[must_use]
    pub fn agent(mut self, agent: impl Into<String>) -> Self {
        self.agent = Some(agent.into());
        self
    }

    /// Asks in another language.
    #[must_use]
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }
}

impl PlexClient {
    /// Lists what an item could be, the likeliest first: `GET /library/metadata/{id}/matches`. The server asks
    /// its agents, which takes seconds.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when there is no such item; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::MatchQuery;
    ///
    /// let query = MatchQuery::new().title("Metropolis").year(1927);
    /// for candidate in client.match_candidates(&film, &query).await? {
    ///     println!("{:?} {:?}: {:?}", candidate.name, candidate.year, candidate.score);
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn match_candidates(
        &self,
        item: &RatingKey,
        query: &MatchQuery,
    ) -> Result<Vec<MatchCandidate>> {
        let request = Request::reading(path::of_item(item, "matches"))
            .query("manual", "1")
            .query_some("title", query.title.as_deref())
            .query_some("year", query.year.map(|year| year.to_string()))
            .query_some("agent", query.agent.as_deref())
            .query_some("language", query.language.as_deref());
        let found: MediaContainer<MatchCandidate> = self.ask(&request).await?;
        Ok(found.items)
    }

    /// Takes an item for one of its candidates: `PUT /library/metadata/{id}/match`. The server fetches the
    /// metadata after it has answered, which takes seconds; fields that are locked stay. An item of a
    /// library that is the same as another is merged with it at the next scan. Owners only. Never sent
    /// twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for a candidate without a guid; [`PlexError::NotFound`] when there is no
    /// such item; [`PlexError::OutcomeUnknown`] when the answer was lost; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::MatchQuery;
    ///
    /// let candidates = client.match_candidates(&film, &MatchQuery::new()).await?;
    /// if let Some(likeliest) = candidates.first() {
    ///     client.match_item(&film, likeliest).await?;
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn match_item(&self, item: &RatingKey, candidate: &MatchCandidate) -> Result<()> {
        let guid = candidate.guid.as_deref().unwrap_or_default();
        if !guid.contains("://") {
            return Err(PlexError::invalid_argument(
                "candidate",
                "has no guid that an item could be matched by",
            ));
        }
        let request = Request::changing(Method::Put, path::of_item(item, "match"))
            .query("guid", guid)
            .query_some("name", candidate.name.as_deref())
            .query_some("year", candidate.year.map(|year| year.to_string()));
        self.act(&request).await
    }

    /// Takes an item for nothing known: `PUT /library/metadata/{id}/unmatch`. Its title becomes that of its
    /// file, unless it is locked. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`match_item`](Self::match_item).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.unmatch_item(&film).await?;
    /// # Ok(()) }
    /// ```
    pub async fn unmatch_item(&self, item: &RatingKey) -> Result<()> {
        self.put_of_item(item, "unmatch").await
    }

    /// Makes an item of each version of an item: `PUT /library/metadata/{id}/split`. The new ones have ids of
    /// their own. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`match_item`](Self::match_item).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.split_item(&film).await?;
    /// # Ok(()) }
    /// ```
    pub async fn split_item(&self, item: &RatingKey) -> Result<()> {
        self.put_of_item(item, "split").await
    }

    /// Merges items into one, of which they become versions: `PUT /library/metadata/{id}/merge`. The others are
    /// gone afterwards, and with them what accounts had noted of them. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for no others, more than [`MAX_BATCH`], or the item itself;
    /// [`PlexError::Refused`] for items of another type or library; others as
    /// [`match_item`](Self::match_item).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey,
    /// # copy: plex_client::RatingKey) -> Result<(), plex_client::PlexError> {
    /// client.merge_items(&film, &[copy]).await?;
    /// # Ok(()) }
    /// ```
    pub async fn merge_items(&self, into: &RatingKey, others: &[RatingKey]) -> Result<()> {
        if others.is_empty() || others.len() > MAX_BATCH || others.contains(into) {
            return Err(PlexError::invalid_argument(
                "others",
                format!("must be from 1 to {MAX_BATCH} other items"),
            ));
        }
        let ids: Vec<&str> = others.iter().map(RatingKey::as_str).collect();
        let request = Request::changing(Method::Put, path::of_item(into, "merge"))
            .query("ids", ids.join(","));
        self.act(&request).await
    }

    /// Has the metadata of an item fetched again: `PUT /library/metadata/{id}/refresh`. Fields that are locked
    /// stay. With `force`, it is fetched although nothing seems to have changed. The server answers
    /// before it has done so; [`activities`](Self::activities) show how far it is. Owners only. Never sent
    /// twice.
    ///
    /// # Errors
    ///
    /// As [`match_item`](Self::match_item).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.refresh_item(&film, true).await?;
    /// # Ok(()) }
    /// ```
    pub async fn refresh_item(&self, item: &RatingKey, force: bool) -> Result<()> {
        let request = Request::changing(Method::Put, path::of_item(item, "refresh"))
            .query_wish("force", force);
        self.act(&request).await
    }

    /// Has the files of an item looked at again: `PUT /library/metadata/{id}/analyze`. The server answers
    /// before it has done so. Not while its library is scanned: some servers do not survive it. Owners
    /// only. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`match_item`](Self::match_item).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.analyze_item(&film).await?;
    /// # Ok(()) }
    /// ```
    pub async fn analyze_item(&self, item: &RatingKey) -> Result<()> {
        self.put_of_item(item, "analyze").await
    }

    async fn put_of_item(&self, item: &RatingKey, what: &str) -> Result<()> {
        let path = path::of_item(item, what);
        self.act(&Request::changing(Method::Put, path)).await
    }
}
