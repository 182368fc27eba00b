//! plex.tv: signing in, and finding the account's servers.

use std::fmt;
use std::sync::Arc;

use url::{Host, Url};

use super::{Pin, PinState, Resource, User};
use crate::builder::checked;
use crate::client_identifier;
use crate::error::{PlexError, Result};
use crate::setters::setters;
use crate::time::Seconds;
use crate::token::Token;
use crate::transport::Transport;
use crate::transport::request::Request;
use crate::transport::settings::Settings;
use crate::transport::{cloud_path, path};
use crate::wire::{self, Answer};

/// Where plex.tv is.
const PLEX_TV: &str = "https://plex.tv";
/// Where a person says yes to a PIN of plex.tv.
const SIGN_IN: &str = "https://app.plex.tv/auth";

/// A client of plex.tv.
///
/// Clones share connections. It keeps the same rules as [`PlexClient`](crate::PlexClient): deadlines,
/// bounds, retries of what only reads, and no token in any error.
#[derive(Clone)]
pub struct PlexAccount {
    transport: Arc<Transport>,
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
    /// A builder, for plex.tv itself unless told otherwise.
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

    /// Makes a PIN, with which the person says yes in a browser: `POST /api/v2/pins?strong=true`.
    /// [`sign_in_url`](Self::sign_in_url) says where; [`pin_state`](Self::pin_state) whether it
    /// happened.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`]; often [`RateLimited`](PlexError::RateLimited).
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// let pin = account.create_pin().await?;
    /// println!("Open {}", account.sign_in_url(&pin));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_pin(&self) -> Result<Pin> {
        // One PIN more is harmless: it ends by itself.
        let request = Request::making(cloud_path::pins()).query("strong", "true");
        let pin: Pin = self.ask(&request).await?;
        if pin.id.is_none() || pin.code.is_none() {
            return Err(PlexError::Malformed {
                request: request.label(),
                source: wire::DecodeError::garbled("the PIN has no id or no code"),
            });
        }
        Ok(pin)
    }

    /// What has become of a PIN that this client made: `GET /api/v2/pins/{id}`. Asking once a second
    /// is what Plex's own programs do. plex.tv answers only the client identifier that made it.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`] but "not found", which is [`PinState::Expired`].
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// use plex_client::cloud::PinState;
    ///
    /// let pin = account.create_pin().await?;
    /// if let PinState::Approved(token) = account.pin_state(&pin).await? {
    ///     println!("{:?}", account.signed_in(token)?.user().await?.name());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn pin_state(&self, pin: &Pin) -> Result<PinState> {
        let Some(id) = pin.id else {
            return Err(PlexError::invalid_argument("pin", "has no id"));
        };
        let found: Result<Pin> = self.ask(&Request::reading(cloud_path::pin(id))).await;
        match found {
            Ok(Pin {
                auth_token: Some(token),
                ..
            }) => Ok(PinState::Approved(token)),
            Ok(pin) => Ok(PinState::Waiting {
                time_left: pin.expires_in.map(Seconds::to_duration),
            }),
            Err(PlexError::NotFound { .. }) => Ok(PinState::Expired),
            Err(error) => Err(error),
        }
    }

    /// The page on which a person says yes to a PIN. It holds the code and no token.
    ///
    /// ```
    /// use plex_client::cloud::{Pin, PlexAccount};
    ///
    /// let account = PlexAccount::builder().client_identifier("me").product("tea").build()?;
    /// let mut pin = Pin::default();
    /// pin.code = Some("abc".to_owned());
    /// let url = account.sign_in_url(&pin);
    /// assert_eq!(
    ///     url.as_str(),
    ///     "https://app.plex.tv/auth#?clientID=me&code=abc&context%5Bdevice%5D%5Bproduct%5D=tea"
    /// );
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn sign_in_url(&self, pin: &Pin) -> Url {
        let base = self.transport.base();
        let mut url = match Url::parse(SIGN_IN) {
            Ok(url) if base.as_str().trim_end_matches('/') == PLEX_TV => url,
            _ => {
                let mut url = base.clone();
                url.set_path(&format!("{}/auth", base.path().trim_end_matches('/')));
                url
            }
        };
        let code = pin.code.as_deref().unwrap_or_default();
        let query = Request::reading(path::root())
            .query("clientID", &self.identifier)
            .query("code", code)
            .query("context[device][product]", self.transport.product());
        url.set_fragment(Some(&format!(
            "?{}",
            query.path_and_query().1.unwrap_or_default()
        )));
        url
    }

    /// The same client for the account that a token belongs to.
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
            transport: Arc::new(self.transport.with_token(Some(token))?),
            identifier: self.identifier.clone(),
        })
    }

    /// Whose account it is: `GET /api/v2/user`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`]; [`Unauthorized`](PlexError::Unauthorized) when the token is not taken.
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// println!("{:?}", account.user().await?.name());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn user(&self) -> Result<User> {
        self.ask(&Request::reading(cloud_path::user())).await
    }

    /// The servers that the account can use, its own first: `GET /api/v2/resources`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`]; [`Unauthorized`](PlexError::Unauthorized) when the token is not taken.
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// for server in account.servers().await? {
    ///     println!("{:?}", server.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn servers(&self) -> Result<Vec<Resource>> {
        let request = Request::reading(cloud_path::resources())
            .query("includeHttps", "1")
            .query("includeRelay", "1")
            .query("includeIPv6", "1");
        let mut servers: Vec<Resource> = self.ask(&request).await?;
        servers.retain(Resource::is_server);
        servers.sort_by_key(|server| server.owned != Some(true));
        Ok(servers)
    }

    /// What this client is set to, for the clients that try the servers' connections.
    pub(super) fn transport(&self) -> &Transport {
        &self.transport
    }

    async fn ask<T: Answer>(&self, request: &Request) -> Result<T> {
        let body = self.transport.send(request).await?;
        wire::answer(&body).map_err(|source| PlexError::Malformed {
            request: request.label(),
            source: source.cleaned(|text| self.transport.redactor().excerpt(text)),
        })
    }
}

impl fmt::Debug for PlexAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlexAccount")
            .field("url", &self.transport.base().as_str())
            .finish_non_exhaustive()
    }
}

impl PlexAccountBuilder {
    /// What stands for `https://plex.tv`: an emulator, in tests. Without TLS only this machine itself
    /// is taken, because the account's token goes there.
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
        Ok(PlexAccount {
            transport: Arc::new(Transport::new(base, self.settings)?),
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
