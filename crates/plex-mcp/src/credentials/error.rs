//! What can go wrong with stored credentials, and what to do about it.

use std::{io, path::PathBuf};

use thiserror::Error;

/// Says why credentials could not be kept or read.
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
    /// Says what to do about it.
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
