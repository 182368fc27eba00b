//! What `plex-mcp login` keeps: where the chosen server is, and the token for it.
//!
//! The server reads it when neither a flag, nor the environment, nor the configuration file says
//! otherwise.

mod file;
#[cfg(feature = "keyring")]
mod keyring;
mod vault;

use std::{io, path::PathBuf};

use plex_client::Token;
use thiserror::Error;

#[cfg(feature = "keyring")]
pub use self::keyring::SystemKeyring;
pub use self::{file::Store, vault::Vault};

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

    /// The name under which a vault keeps the token.
    fn vault_entry(&self) -> &str {
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

/// Why credentials could not be kept or read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file could not be written, read or deleted.
    #[error("{path}: {source}", path = .path.display())]
    File {
        /// Which file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Others can read the file and that could not be changed.
    #[error("{path}: others can read it (mode {mode:03o})", path = .path.display())]
    Exposed {
        /// Which file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The file is not what `login` writes. What is in it is not repeated: it may be the token.
    #[error("{path}: it is not what `plex-mcp login` writes{place}", path = .path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// The line, when it is known: ` (line 3)`.
        place: String,
    },
    /// The keyring did not take, give or delete the token.
    #[error("the system keyring: {0}")]
    Vault(String),
    /// The token lies in a keyring, and this build has none.
    #[error("{path}: the token lies in the system keyring, which this build cannot open", path = .path.display())]
    NoVault {
        /// Which file.
        path: PathBuf,
    },
}

impl StoreError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::File { .. } => "Check that the folder is yours and that the disk is not full.",
            Self::Exposed { .. } => {
                "Run `chmod 600` on it as its owner, or delete it and run `plex-mcp login` again."
            }
            Self::Unreadable { .. } => "Delete it and run `plex-mcp login` again.",
            Self::Vault(_) => {
                "Unlock the keyring, or run `plex-mcp login` without --keyring to use a file."
            }
            Self::NoVault { .. } => {
                "Build plex-mcp with `--features keyring`, or run `plex-mcp login` again to use a file."
            }
        }
    }
}
