//! plex.tv: signing in, and finding the account's servers.

use std::fmt;
use std::sync::Arc;

use url::{Host, Url};

use crate::builder::checked;
use crate::client_identifier;
use crate::error::{PlexError, Result};
use crate::setters::setters;
use crate::token::Token;
use crate::transport::Transport;
use crate::transport::request::Request;
use crate::transport::settings::Settings;
use crate::wire::{self, Answer};

/// Where plex.tv is.
pub(super) const PLEX_TV: &str = "https://plex.tv";
/// Where plex.tv keeps its catalogue, and what people want of it.
const DISCOVER: &str = "https://discover.provider.plex.tv";

/// A client of plex.tv.
///
/// Clones share connections. It keeps the same rules as [`PlexClient`](crate::PlexClient): deadlines,
/// bounds, retries of what only reads, and no token in any error.
#[derive(Clone)]
pub struct PlexAccount {
    transport: Arc<Transport>,
    discover: Arc<Transport>,
    identifier: String,
}

/// Makes a [`PlexAccount`]. Its `Debug` shows no token.
#[derive(Debug, Clone)]
#[must_use]
pub struct PlexAccountBuilder {
    url: String,
    settings: Settings,
}

impl PlexAccount {
    /// Returns a builder, for plex.tv itself unless told otherwise.
    ///
    /// ```
    /// use plex_client::cloud::PlexAccount;
    ///
    /// let account = PlexAccount::builder().product("my-program").build()?;
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn builder() -> PlexAccountBuilder {
        PlexAccountBuilder {
            url: PLEX_TV.to_owned(),
            settings: Settings::default(),
        }
    }

    /// Returns the same client for the account that a token belongs to.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when the token cannot be sent.
    ///
    /// ```
    /// use plex_client::{Token, cloud::PlexAccount};
    ///
    /// let nobody = PlexAccount::builder().client_identifier("me").build()?;
    /// let somebody = nobody.signed_in(Token::new("their token"))?;
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn signed_in(&self, token: Token) -> Result<Self> {
        Ok(Self {
            discover: Arc::new(self.discover.with_token(Some(token.clone()))?),
            transport: Arc::new(self.transport.with_token(Some(token))?),
            identifier: self.identifier.clone(),
        })
    }

    /// Returns what this client is set to.
    pub(super) fn transport(&self) -> &Transport {
        &self.transport
    }

    /// Returns the client identifier.
    pub(super) fn identifier(&self) -> &str {
        &self.identifier
    }

    /// Asks, and reads the answer.
    pub(super) async fn ask<T: Answer>(&self, request: &Request) -> Result<T> {
        ask(&self.transport, request).await
    }

    /// Asks plex.tv's catalogue, and reads the answer.
    pub(super) async fn ask_discover<T: Answer>(&self, request: &Request) -> Result<T> {
        ask(&self.discover, request).await
    }

    /// Has plex.tv's catalogue do something. Any 2xx is success, whatever its body, but for a web page.
    pub(super) async fn act_discover(&self, request: &Request) -> Result<()> {
        request.done(&self.discover.send(request).await?)
    }
}

async fn ask<T: Answer>(transport: &Transport, request: &Request) -> Result<T> {
    let body = transport.send(request).await?;
    wire::answer(&body).map_err(|source| PlexError::Malformed {
        request: request.label(),
        source: source.cleaned(|text| transport.redactor().excerpt(text)),
    })
}

impl fmt::Debug for PlexAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlexAccount")
            .field("url", &self.transport.base().as_str())
            .finish_non_exhaustive()
    }
}

impl PlexAccountBuilder {
    /// Sets what stands for `https://plex.tv`: an emulator, in tests. Without TLS only this machine
    /// itself is taken, because the account's token goes there.
    ///
    /// ```
    /// use plex_client::cloud::PlexAccount;
    ///
    /// assert!(PlexAccount::builder().url("http://127.0.0.1:1").build().is_ok());
    /// assert!(PlexAccount::builder().url("http://plex.example").build().is_err());
    /// ```
    pub fn url(mut self, url: &str) -> Self {
        url.clone_into(&mut self.url);
        self
    }

    setters!("plex_client::cloud::PlexAccount::builder()");

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when something of it cannot be right.
    ///
    /// ```
    /// let account = plex_client::cloud::PlexAccount::builder().build()?;
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn build(mut self) -> Result<PlexAccount> {
        let base = checked(&self.url)?;
        if base.scheme() == "http" && !is_this_machine(&base) {
            return Err(PlexError::invalid_argument(
                "url",
                "must start with https:// unless it is on this machine",
            ));
        }
        // PIN and poll must be seen to come from one installation.
        let identifier = self
            .settings
            .client_identifier
            .get_or_insert_with(client_identifier::of_this_process)
            .clone();
        // What stands for plex.tv elsewhere stands for all of it.
        let is_plex_tv = base.as_str().trim_end_matches('/') == PLEX_TV;
        let discover = if is_plex_tv {
            checked(DISCOVER)?
        } else {
            base.clone()
        };
        let transport = Transport::new(base, self.settings)?;
        Ok(PlexAccount {
            discover: Arc::new(transport.beside(discover)?),
            transport: Arc::new(transport),
            identifier,
        })
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
