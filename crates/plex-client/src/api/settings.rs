//! The settings of a server, which Plex calls its preferences.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::model::Setting;
use crate::transport::path;
use crate::transport::request::Request;

impl PlexClient {
    /// Lists the settings of the server, hidden ones among them: `GET /:/prefs`. Some hold secrets. Owners
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
