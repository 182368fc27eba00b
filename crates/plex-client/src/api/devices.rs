//! What has used a server.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::model::Device;
use crate::transport::path;
use crate::transport::request::Request;

impl PlexClient {
    /// Lists what has used the server: `GET /devices`. Owners only.
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
    /// let devices = client.devices().await?;
    /// assert!(devices.iter().any(|device| device.name == "Living room"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn devices(&self) -> Result<Vec<Device>> {
        let found: MediaContainer<Device> = self.ask(&Request::reading(path::devices())).await?;
        Ok(found.items)
    }
}
