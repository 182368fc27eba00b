//! The providers of media that a server has.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::model::MediaProvider;
use crate::transport::path;
use crate::transport::request::Request;

impl PlexClient {
    /// Lists where the server has media from, and what each can do: its own libraries, live
    /// television. `GET /media/providers`.
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
    /// let providers = client.media_providers().await?;
    /// assert_eq!(providers[0].identifier.as_deref(), Some("com.plexapp.plugins.library"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn media_providers(&self) -> Result<Vec<MediaProvider>> {
        let request = Request::reading(path::media_providers());
        let found: MediaContainer<MediaProvider> = self.ask(&request).await?;
        Ok(found.items)
    }
}
