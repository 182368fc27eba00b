//! What the server is busy with.

use crate::client::PlexClient;
use crate::decode::container::MediaContainer;
use crate::error::Result;
use crate::model::Activity;
use crate::transport::path;
use crate::transport::request::Request;

impl PlexClient {
    /// What the server is busy with, scans among it: `GET /activities`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    pub async fn activities(&self) -> Result<Vec<Activity>> {
        let found: MediaContainer<Activity> = self.ask(&Request::read(path::activities())).await?;
        Ok(found.items)
    }
}
