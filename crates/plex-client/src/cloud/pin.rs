//! Signing in by a code.

use std::time::Duration;

use crate::id::PinId;
use crate::time::Seconds;
use crate::token::Token;
use crate::wire::answer::plain_answer;
use crate::wire::object::model;

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

/// What has become of a PIN.
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
