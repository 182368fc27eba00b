//! What the token's account has watched, how far, and how it rates it.

use plex_client::{Millis, RatingKey, Result, UserRating};

use super::Plex;

impl Plex {
    /// Marks an item as played once more.
    pub(crate) async fn mark_played(&self, item: &RatingKey) -> Result<()> {
        self.check_item(item).await?;
        self.client.mark_played(item).await
    }

    /// Takes back that an item was played, and how far.
    pub(crate) async fn mark_unplayed(&self, item: &RatingKey) -> Result<()> {
        self.check_item(item).await?;
        self.client.mark_unplayed(item).await
    }

    /// Sets how far an item was played.
    pub(crate) async fn set_progress(&self, item: &RatingKey, at: Millis) -> Result<()> {
        self.check_item(item).await?;
        self.client.set_progress(item, at).await
    }

    /// Takes an item out of what to continue.
    pub(crate) async fn remove_from_continue_watching(&self, item: &RatingKey) -> Result<()> {
        self.check_item(item).await?;
        self.client.remove_from_continue_watching(item).await
    }

    /// Rates an item; `None` takes the rating away.
    pub(crate) async fn rate(&self, item: &RatingKey, rating: Option<UserRating>) -> Result<()> {
        self.check_item(item).await?;
        self.client.rate(item, rating).await
    }
}
