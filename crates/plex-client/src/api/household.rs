//! The players and settings of a server.

use crate::client::PlexClient;
use crate::error::Result;
use crate::model::{Endpoint, Setting};
use crate::transport::path;
use crate::transport::request::Request;
use crate::wire::container::MediaContainer;

impl PlexClient {
    /// The players that announce themselves to the server, which are those it can pass commands to:
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

    /// The settings of the server, hidden ones among them: `GET /:/prefs`. Some hold secrets. Owners
    /// only.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// let settings = client.settings().await?;
    /// let shown = settings.iter().filter(|setting| setting.hidden != Some(true));
    /// println!("{} settings", shown.count());
    /// # Ok(()) }
    /// ```
    pub async fn settings(&self) -> Result<Vec<Setting>> {
        let found: MediaContainer<Setting> =
            self.ask(&Request::reading(path::preferences())).await?;
        Ok(found.items)
    }
}
