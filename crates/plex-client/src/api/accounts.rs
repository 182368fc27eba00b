//! Who has used a server.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::model::Account;
use crate::transport::path;
use crate::transport::request::Request;

impl PlexClient {
    /// Lists who has used the server: `GET /accounts`. Owners only.
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
    /// let accounts = client.accounts().await?;
    /// assert!(accounts.iter().any(|account| account.name == "ada"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        let found: MediaContainer<Account> = self.ask(&Request::reading(path::accounts())).await?;
        Ok(found.items)
    }
}
