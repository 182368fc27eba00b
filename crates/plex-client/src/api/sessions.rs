//! What is playing, and what is converted for it.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::id::SessionId;
use crate::model::{Session, TranscodeSession};
use crate::transport::path;
use crate::transport::request::{Method, Request};

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
        Ok(self.sessions_as_told().await?.items)
    }

    /// Lists what is playing now, as [`sessions`](Self::sessions) does, with what the server says of the list:
    /// some count more than they tell of.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// let told = client.sessions_as_told().await?;
    /// println!("{} of {:?}", told.items.len(), told.header.size);
    /// # Ok(()) }
    /// ```
    pub async fn sessions_as_told(&self) -> Result<MediaContainer<Session>> {
        self.ask(&Request::reading(path::sessions())).await
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

    /// Ends what somebody plays, and gives the player a reason to show: `GET /status/sessions/terminate`. The
    /// id is that of [`Session::session`](crate::Session), which some players of music lack: their
    /// sessions cannot be ended so. An app that does not heed it comes back within seconds. Owners with
    /// Plex Pass only. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when there is no such session any more;
    /// [`PlexError::Unauthorized`](crate::PlexError::Unauthorized) also from servers without Plex Pass;
    /// [`PlexError::OutcomeUnknown`](crate::PlexError::OutcomeUnknown) when the answer was lost; any
    /// other of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// let sessions = client.sessions().await?;
    /// let id = sessions.iter().find_map(|session| session.session.as_ref()?.id.clone());
    /// client.end_session(&id.ok_or("nothing to end")?, "Dinner is ready").await?;
    /// assert_eq!(client.sessions().await?.len(), sessions.len() - 1);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn end_session(&self, session: &SessionId, reason: &str) -> Result<()> {
        let request = Request::changing(Method::Get, path::terminate())
            .query("sessionId", session.as_str())
            .query("reason", reason);
        self.act(&request).await
    }
}
