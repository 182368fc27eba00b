//! Signing in by a PIN, and claiming a server.

use std::time::Duration;

use url::Url;

use super::client::{PLEX_TV, PlexAccount};
use crate::error::{PlexError, Result};
use crate::id::PinId;
use crate::time::Seconds;
use crate::token::Token;
use crate::transport::request::Request;
use crate::transport::{cloud_path, path};
use crate::wire;
use crate::wire::kinds::plain_answer;
use crate::wire::object::model;

/// Where a person says yes to a PIN of plex.tv.
const SIGN_IN: &str = "https://app.plex.tv/auth";

model! {
    /// A code that a person enters on plex.tv/link: `POST /api/v2/pins`.
    pub struct Pin {
        /// Its id, by which it is asked for again.
        id: Option<PinId> = "id",
        /// The code: four characters, or many if it was asked to be strong.
        code: Option<String> = "code",
        /// App that asked.
        product: Option<String> = "product",
        /// Whether the app is trusted.
        trusted: Option<bool> = "trusted",
        /// Picture of the code: an absolute URL.
        qr: Option<String> = "qr",
        /// Client identifier of the app.
        client_identifier: Option<String> = "clientIdentifier",
        /// Seconds until it is worth nothing.
        expires_in: Option<Seconds> = "expiresIn",
        /// When it was made, by ISO 8601.
        created_at: Option<String> = "createdAt",
        /// When it is worth nothing, by ISO 8601.
        expires_at: Option<String> = "expiresAt",
        /// The token, once the person has entered the code.
        auth_token: Option<Token> = "authToken",
        /// Whether the account is new.
        new_registration: Option<bool> = "newRegistration",
    }
}
plain_answer!(Pin);

model! {
    /// A token by which a server is claimed: `GET /api/claim/token.json`.
    pub struct ClaimToken {
        /// The token, which is worth something for some minutes.
        token: Option<Token> = "token",
    }
}
plain_answer!(ClaimToken);

/// Says what has become of a PIN.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum PinState {
    /// Nobody has said yes yet.
    Waiting {
        /// How long until it is too late, as plex.tv counts.
        time_left: Option<Duration>,
    },
    /// The person said yes: the token of their account.
    Approved(Token),
    /// It was too late; or the PIN is not this installation's.
    Expired,
}

impl PlexAccount {
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

    /// Asks what has become of a PIN that this client made: `GET /api/v2/pins/{id}`. Asking once a second
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

    /// Returns the page on which a person says yes to a PIN. It holds the code and no token.
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
        let base = self.transport().base();
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
            .query("clientID", self.identifier())
            .query("code", code)
            .query("context[device][product]", self.transport().product());
        url.set_fragment(Some(&format!(
            "?{}",
            query.path_and_query().1.unwrap_or_default()
        )));
        url
    }

    /// Makes a token by which a server that belongs to nobody can be claimed for the account:
    /// `GET /api/claim/token.json`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`]; [`Unauthorized`](PlexError::Unauthorized) when the token is not taken.
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// let claim = account.claim_token().await?;
    /// println!("{}", claim.token.is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn claim_token(&self) -> Result<ClaimToken> {
        self.ask(&Request::reading(cloud_path::claim_token())).await
    }
}
