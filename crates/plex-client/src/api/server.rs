//! The server itself: what it is, whether it works, whether there is a newer version of it.

use std::time::Duration;

use tokio::time::Instant;

use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::model::{ServerIdentity, UpdateStatus};
use crate::transport::path;
use crate::transport::request::Request;

/// The outcome of a health check: the server answers, and takes the token.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct HealthCheck {
    /// How long the server took to say who it is.
    pub latency: Duration,
    /// Its version.
    pub version: Option<String>,
    /// Whether it belongs to an account. Older servers do not say.
    pub claimed: Option<bool>,
}

impl PlexClient {
    /// Asks what the server is and can do: `GET /`. It takes a good token, so an answer proves
    /// that the client works.
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
    /// let server = client.server_identity().await?;
    /// assert_eq!(server.friendly_name.as_deref(), Some("Lantern"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn server_identity(&self) -> Result<ServerIdentity> {
        self.ask(&Request::reading(path::root())).await
    }

    /// Asks which server it is: `GET /identity`. Anybody may ask, so an answer proves that the server can be
    /// reached and nothing more; of [`ServerIdentity`] it holds the machine identifier, the version
    /// and whether the server is claimed.
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
    /// let server = client.open_identity().await?;
    /// assert!(server.machine_identifier.is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn open_identity(&self) -> Result<ServerIdentity> {
        self.ask(&Request::reading(path::identity())).await
    }

    /// Returns the identifier of the server, which addresses of its items begin with. It is asked for once
    /// (`GET /identity`), and remembered by this client and its clones.
    ///
    /// # Errors
    ///
    /// [`PlexError::Unsupported`] when the server tells none; any other of [`PlexError`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// assert_eq!(client.machine_identifier().await?.len(), 40);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn machine_identifier(&self) -> Result<&str> {
        self.machine(|| async {
            let told = self.open_identity().await?.machine_identifier;
            // It becomes a part of addresses, and must be no more than that.
            let is_plain = |id: &String| {
                !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            };
            let machine = told.filter(is_plain);
            machine
                .map(String::into_boxed_str)
                .ok_or_else(|| PlexError::Unsupported {
                    what: "say which server it is".to_owned(),
                })
        })
        .await
    }

    /// Checks whether the server can be reached (`GET /identity`, which anybody may ask) and takes the token
    /// (`GET /`).
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError): one that
    /// [`is_connection`](crate::PlexError::is_connection) when it cannot be reached.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// let health = client.health_check().await?;
    /// println!("{:?} {:?}", health.version, health.latency);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn health_check(&self) -> Result<HealthCheck> {
        self.in_time(async {
            let start = Instant::now();
            let open = self.open_identity().await?;
            let latency = start.elapsed();
            let full = self.server_identity().await?;
            Ok(HealthCheck {
                latency,
                version: open.version.or(full.version),
                claimed: open.claimed.or(full.claimed),
            })
        })
        .await
    }

    /// Asks whether there is a newer version of the server, as far as it knows:
    /// `GET /updater/status`. Owners only.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// for release in client.update_status().await?.releases {
    ///     println!("{:?} is {:?}", release.version, release.state);
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn update_status(&self) -> Result<UpdateStatus> {
        self.ask(&Request::reading(path::updater_status())).await
    }
}
