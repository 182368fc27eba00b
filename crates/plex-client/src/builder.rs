//! How a client is made.

use std::time::Duration;

use url::Url;

use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::setters::setters;
use crate::transport::retry::RetryPolicy;
use crate::transport::{Settings, Transport};

/// Which wire answers come by. It makes no difference to what they decode to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Wire {
    /// JSON, the default.
    #[default]
    Json,
    /// XML, which the oldest servers prefer.
    Xml,
}

/// How long an operation may take, when nothing else is said.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How long a body may be, when nothing else is said: a page of thousands of items is a few MiB.
const MAX_BODY_BYTES: u64 = 64 << 20;

impl Default for Settings {
    fn default() -> Self {
        Self {
            token: None,
            timeout: TIMEOUT,
            max_body_bytes: MAX_BODY_BYTES,
            retry: RetryPolicy::default(),
            wire: Wire::default(),
            client_identifier: None,
            product: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            device_name: None,
            ca_certificate_pem: None,
        }
    }
}

/// Makes a [`PlexClient`]. Its `Debug` shows no token.
#[derive(Debug, Clone)]
#[must_use]
pub struct PlexClientBuilder {
    url: Option<String>,
    settings: Settings,
}

impl PlexClientBuilder {
    pub(crate) fn new() -> Self {
        Self {
            url: None,
            settings: Settings::default(),
        }
    }

    /// Where the server is, such as `http://localhost:32400`. A path before the API's own is kept, for
    /// servers behind a proxy.
    ///
    /// ```
    /// let client = plex_client::PlexClient::builder().url("https://plex.example.org/behind/a/proxy").build()?;
    /// assert_eq!(client.url().path(), "/behind/a/proxy");
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn url(mut self, url: &str) -> Self {
        self.url = Some(url.to_owned());
        self
    }

    setters!("plex_client::PlexClient::builder()");

    /// How long an answer may be, in bytes after decompression. 64 MiB by default.
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().max_body_bytes(8 << 20);
    /// ```
    pub fn max_body_bytes(mut self, bytes: u64) -> Self {
        self.settings.max_body_bytes = bytes;
        self
    }

    /// How often, and for how long, a request that only reads is tried again.
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().retry(plex_client::RetryPolicy::none());
    /// ```
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.settings.retry = retry;
        self
    }

    /// Which wire answers come by.
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().wire(plex_client::Wire::Xml);
    /// ```
    pub fn wire(mut self, wire: Wire) -> Self {
        self.settings.wire = wire;
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
        Ok(PlexClient::over(Transport::new(base, self.settings)?))
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

/// A URL that can be the server's, and holds nothing that must not be seen.
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
