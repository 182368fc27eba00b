//! What items are taken for.

use plex_client::{MatchCandidate, MatchQuery, RatingKey, Result};

use super::Plex;

impl Plex {
    /// Returns what an item could be, the likeliest first.
    pub(crate) async fn match_candidates(
        &self,
        item: &RatingKey,
        query: &MatchQuery,
    ) -> Result<Vec<MatchCandidate>> {
        self.check_item(item).await?;
        self.client.match_candidates(item, query).await
    }

    /// Takes an item for something.
    pub(crate) async fn match_item(
        &self,
        item: &RatingKey,
        candidate: &MatchCandidate,
    ) -> Result<()> {
        self.check_item(item).await?;
        self.client.match_item(item, candidate).await
    }

    /// Takes an item for nothing known.
    pub(crate) async fn unmatch_item(&self, item: &RatingKey) -> Result<()> {
        self.check_item(item).await?;
        self.client.unmatch_item(item).await
    }

    /// Makes an item of each version of an item.
    pub(crate) async fn split_item(&self, item: &RatingKey) -> Result<()> {
        self.check_item(item).await?;
        self.client.split_item(item).await
    }

    /// Makes items versions of another, which are gone then.
    pub(crate) async fn merge_items(&self, into: &RatingKey, others: &[RatingKey]) -> Result<()> {
        for item in others.iter().chain([into]) {
            self.check_item(item).await?;
        }
        self.client.merge_items(into, others).await
    }

    /// Has the metadata of an item fetched again.
    pub(crate) async fn refresh_item(&self, item: &RatingKey) -> Result<()> {
        self.check_item(item).await?;
        self.client.refresh_item(item, true).await
    }
}
