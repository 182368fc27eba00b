//! The players that a server can pass commands to.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::model::Endpoint;
use crate::transport::path;
use crate::transport::request::Request;

impl PlexClient {
    /// Lists the players that announce themselves to the server, which are those it can pass commands to:
    /// `GET /clients`. Many apps no longer announce themselves. Owners only.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// for player in client.players().await? {
    ///     println!("{:?} on {:?}", player.name, player.product);
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn players(&self) -> Result<Vec<Endpoint>> {
        let found: MediaContainer<Endpoint> = self.ask(&Request::reading(path::clients())).await?;
        Ok(found.items)
    }
}
