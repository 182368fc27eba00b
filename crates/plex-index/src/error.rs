//! What can go wrong with the snapshot.

use std::{io, time::Duration};

use plex_client::PlexError;

use crate::sandbox::QueryError;

/// Anything that the index can fail with.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The server could not be asked.
    #[error(transparent)]
    Plex(#[from] PlexError),
    /// A statement was not answered.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The snapshot's database failed.
    #[error("the snapshot failed: {0}")]
    Store(#[from] rusqlite::Error),
    /// The snapshot's files cannot be used.
    #[error("the snapshot's files cannot be used: {0}")]
    Files(#[from] io::Error),
    /// The snapshot is still being built for the first time.
    #[error("the snapshot is being built: {percent} % done")]
    Building {
        /// How much of the first tier is done, 0 to 99.
        percent: u8,
        /// When it is worth asking again.
        retry_after: Duration,
    },
    /// Another process works on this snapshot.
    #[error("another plex-mcp process is working on the snapshot")]
    Led,
    /// The last attempt to bring the snapshot up to date failed.
    #[error(transparent)]
    Sync(std::sync::Arc<IndexError>),
    /// A name that nothing has.
    #[error("there is no {what} named {wanted}")]
    Unknown {
        /// What should have had it, such as `user`.
        what: &'static str,
        /// The name.
        wanted: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A name that several have.
    #[error("there are several: {what} {wanted}")]
    Ambiguous {
        /// What has it, such as `library`.
        what: &'static str,
        /// The name.
        wanted: String,
        /// Their ids.
        ids: Vec<String>,
    },
    /// The work was given up because the process is ending.
    #[error("the index was closed")]
    Closed,
}

/// What the index gives.
pub type Result<T, E = IndexError> = std::result::Result<T, E>;

impl IndexError {
    /// The client's error, if that is what is behind this one.
    pub fn plex(&self) -> Option<&PlexError> {
        match self {
            Self::Plex(error) => Some(error),
            Self::Sync(error) => error.plex(),
            _ => None,
        }
    }
}
