//! What is playing, and what is converted for it.

use crate::client::PlexClient;
use crate::error::Result;
use crate::model::{Session, TranscodeSession};
use crate::transport::path;
use crate::transport::request::Request;
use crate::wire::container::MediaContainer;

impl PlexClient {
    /// Lists what is playing now: `GET /status/sessions`. Owners only.
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
    /// for session in client.sessions().await? {
    ///     let player = session.player.as_ref().and_then(|player| player.title.as_deref());
    ///     println!("{} on {player:?}", session.item.title);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn sessions(&self) -> Result<Vec<Session>> {
        let found: MediaContainer<Session> = self.ask(&Request::reading(path::sessions())).await?;
        Ok(found.items)
    }

    /// Lists the conversions that are under way: `GET /transcode/sessions`. Owners only.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// println!("{} conversions", client.transcodes().await?.len());
    /// # Ok(()) }
    /// ```
    pub async fn transcodes(&self) -> Result<Vec<TranscodeSession>> {
        let request = Request::reading(path::transcode_sessions());
        let found: MediaContainer<TranscodeSession> = self.ask(&request).await?;
        Ok(found.items)
    }
}
