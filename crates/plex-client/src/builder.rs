//! Builds a client.

use url::Url;

use crate::client::PlexClient;
use crate::commands::CommandIds;
use crate::error::{PlexError, Result};
use crate::setters::setters;
use crate::transport::Transport;
use crate::transport::compression::Compression;
use crate::transport::retry::RetryPolicy;
use crate::transport::settings::{Settings, Wire};

impl PlexClient {
    /// Returns a builder, for what [`new`](Self::new) does not set.
    ///
    /// ```
    /// use std::time::Duration;
    /// use plex_client::PlexClient;
    ///
    /// let client = PlexClient::builder()
    ///     .url("http://localhost:32400")
    ///     .token("my-token")
    ///     .timeout(Duration::from_secs(10))
    ///     .build()?;
    /// assert!(client.has_token());
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn builder() -> PlexClientBuilder {
        PlexClientBuilder::new()
    }

    /// Makes a client of the server at `url`, with everything else as it usually is. Nothing is
    /// sent yet.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when the URL or the token cannot be right.
    ///
    /// ```
    /// let client = plex_client::PlexClient::new("http://localhost:32400", "my-token")?;
    /// assert_eq!(client.url().port(), Some(32400));
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn new(url: &str, token: impl Into<String>) -> Result<Self> {
        Self::builder().url(url).token(token).build()
    }

    /// Makes a client of the server at `url` that is known to work: `GET /` was answered, which
    /// takes a good token.
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new) and of [`server_identity`](Self::server_identity).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use plex_client::{ErrorKind, PlexClient};
    ///
    /// // Nothing listens there.
    /// let error = PlexClient::connect("http://127.0.0.1:9", "my-token").await.unwrap_err();
    /// assert!(error.is_connection());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn connect(url: &str, token: impl Into<String>) -> Result<Self> {
        Self::builder().url(url).token(token).connect().await
    }
}

/// Makes a [`PlexClient`]. Its `Debug` shows no token.
#[derive(Debug, Clone)]
#[must_use]
pub struct PlexClientBuilder {
    url: Option<String>,
    settings: Settings,
    commands: Option<CommandIds>,
}

impl PlexClientBuilder {
    pub(crate) fn new() -> Self {
        Self {
            url: None,
            settings: Settings::default(),
            commands: None,
        }
    }

    /// Sets where the server is, such as `http://localhost:32400`. A path before the API's own is
    /// kept, for servers behind a proxy.
    ///
    /// ```
    /// let client =
    /// plex_client::PlexClient::builder().url("https://plex.example.org/behind/a/proxy").build()?;
    /// assert_eq!(client.url().path(), "/behind/a/proxy");
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn url(mut self, url: &str) -> Self {
        self.url = Some(url.to_owned());
        self
    }

    setters!("plex_client::PlexClient::builder()");

    /// Limits an answer to so many bytes, counted after decompression. 64 MiB by default.
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().max_body_bytes(8 << 20);
    /// ```
    pub fn max_body_bytes(mut self, bytes: u64) -> Self {
        self.settings.max_body_bytes = bytes;
        self
    }

    /// Sets how often, and for how long, a request that only reads is tried again.
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().retry(plex_client::RetryPolicy::none());
    /// ```
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.settings.retry = retry;
        self
    }

    /// Chooses the wire by which answers come.
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().wire(plex_client::Wire::Xml);
    /// ```
    pub fn wire(mut self, wire: Wire) -> Self {
        self.settings.wire = wire;
        self
    }

    /// Chooses whether answers come compressed. By default they do where the server is far.
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().compression(plex_client::Compression::Always);
    /// ```
    pub fn compression(mut self, compression: Compression) -> Self {
        self.settings.compression = compression;
        self
    }

    /// Numbers the commands to players so; by the clock of this machine unless set. Clients with one client
    /// identifier that command the same players must share theirs.
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().command_ids(plex_client::CommandIds::after(0));
    /// ```
    pub fn command_ids(mut self, commands: CommandIds) -> Self {
        self.commands = Some(commands);
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when something of it cannot be right. A URL is never repeated in
    /// the error, because it may hold credentials.
    ///
    /// ```
    /// use plex_client::PlexClient;
    ///
    /// let refused = PlexClient::builder().url("http://ada:secret@localhost:32400").build();
    /// assert!(!refused.unwrap_err().to_string().contains("secret"));
    /// ```
    pub fn build(self) -> Result<PlexClient> {
        let url = self
            .url
            .ok_or_else(|| PlexError::invalid_argument("url", "is missing"))?;
        let base = checked(&url)?;
        let transport = Transport::new(base, self.settings)?;
        Ok(PlexClient::over(
            transport,
            self.commands.unwrap_or_default(),
        ))
    }

    /// Makes the client and asks the server who it is, which takes a good token.
    ///
    /// # Errors
    ///
    /// Those of [`build`](Self::build) and of [`PlexClient::server_identity`].
    ///
    /// ```no_run
    /// # async fn example() -> plex_client::Result<()> {
    /// let client = plex_client::PlexClient::builder()
    ///     .url("http://localhost:32400")
    ///     .token("my-token")
    ///     .connect()
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub async fn connect(self) -> Result<PlexClient> {
        let client = self.build()?;
        client.server_identity().await?;
        Ok(client)
    }
}

/// Returns a URL that can be the server's, and holds nothing that must not be seen.
pub(crate) fn checked(url: &str) -> Result<Url> {
    let refuse = |reason: &str| Err(PlexError::invalid_argument("url", reason));
    let Ok(mut base) = Url::parse(url.trim()) else {
        return refuse("is no URL; one looks like http://localhost:32400");
    };
    if !matches!(base.scheme(), "http" | "https") {
        return refuse("must start with http:// or https://");
    }
    if !base.username().is_empty() || base.password().is_some() {
        return refuse("must not hold a user name or password; give the token by itself");
    }
    if base.query().is_some() || base.fragment().is_some() {
        return refuse("must end with its path, without '?' or '#'; give the token by itself");
    }
    // The path of a request is put after it, and begins with a slash.
    let path = base.path().trim_end_matches('/').to_owned();
    base.set_path(&path);
    Ok(base)
}
