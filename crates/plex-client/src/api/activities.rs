//! The activities of a server.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::model::Activity;
use crate::transport::path;
use crate::transport::request::Request;

impl PlexClient {
    /// Lists what the server is busy with, scans among it: `GET /activities`.
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
    /// for activity in client.activities().await? {
    ///     println!("{:?}: {:?} %", activity.title, activity.progress);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn activities(&self) -> Result<Vec<Activity>> {
        let found: MediaContainer<Activity> =
            self.ask(&Request::reading(path::activities())).await?;
        Ok(found.items)
    }
}
