//! What is kept of a sign-in.

use plex_client::Token;

/// A server that somebody signed in to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Credentials {
    /// The address at which the server answered.
    pub url: String,
    /// The token for that server, and only for it.
    pub token: Token,
    /// The server's name.
    pub server: Option<String>,
    /// What stays the same when the server's address and name change.
    pub machine_identifier: Option<String>,
    /// The account that signed in.
    pub account: Option<String>,
}

impl Credentials {
    /// Credentials for the server at `url`.
    pub fn new(url: impl Into<String>, token: Token) -> Self {
        Self {
            url: url.into(),
            token,
            server: None,
            machine_identifier: None,
            account: None,
        }
    }

    /// Returns the name under which a vault keeps the token.
    pub(super) fn vault_entry(&self) -> &str {
        self.machine_identifier.as_deref().unwrap_or(&self.url)
    }
}

/// Stored credentials, and what was found out while reading them.
#[derive(Debug)]
#[non_exhaustive]
pub struct Stored {
    /// The credentials.
    pub credentials: Credentials,
    /// Whether the token lies in the system's keyring.
    pub in_keyring: bool,
    /// The permissions that the file had when others could read it; they were taken away.
    pub repaired_mode: Option<u32>,
}
