//! How a client is made.

use std::time::Duration;

use url::Url;

use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::token::Token;
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

    /// The token; empty for none, which servers without an owner take.
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().token("my-token");
    /// ```
    pub fn token(mut self, token: impl Into<String>) -> Self {
        let token = token.into();
        self.settings.token = (!token.trim().is_empty()).then(|| Token::new(token.trim()));
        self
    }

    /// How long an operation may take, all its attempts together. 30 s by default.
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().timeout(std::time::Duration::from_secs(10));
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// What the server knows this installation by. By default one that is kept on disk; see
    /// [`client_identifier`](crate::client_identifier).
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().client_identifier("5b7f0c6e9a");
    /// ```
    pub fn client_identifier(mut self, identifier: impl Into<String>) -> Self {
        self.settings.client_identifier = Some(identifier.into());
        self
    }

    /// The name of the program.
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().product("My Program");
    /// ```
    pub fn product(mut self, product: impl Into<String>) -> Self {
        self.settings.product = product.into();
        self
    }

    /// The version of the program.
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().version("1.2.0");
    /// ```
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.settings.version = version.into();
        self
    }

    /// The name of this machine, as the server's owner sees it.
    ///
    /// ```
    /// let builder = plex_client::PlexClient::builder().device_name("Study");
    /// ```
    pub fn device_name(mut self, name: impl Into<String>) -> Self {
        self.settings.device_name = Some(name.into());
        self
    }

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

    /// Certificates to trust beside the system's, in PEM.
    ///
    /// ```no_run
    /// let builder = plex_client::PlexClient::builder().ca_certificate_pem(std::fs::read("ca.pem")?);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn ca_certificate_pem(mut self, pem: Vec<u8>) -> Self {
        self.settings.ca_certificate_pem = Some(pem);
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
