//! The errors of the snapshot.

use std::{io, time::Duration};

use plex_client::PlexError;
use rusqlite::ErrorCode;

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
        /// The part of the first tier that is done, 0 to 99 per cent.
        percent: u8,
        /// The time after which it is worth asking again.
        retry_after: Duration,
    },
    /// Another process works on this snapshot.
    #[error("another plex-mcp process is working on the snapshot")]
    Led,
    /// The last attempt to bring the snapshot up to date failed.
    #[error(transparent)]
    Sync(std::sync::Arc<IndexError>),
    /// Something that was asked about by its id, and is not in the snapshot.
    #[error("the snapshot has no {what} {id}")]
    Unknown {
        /// The kind of thing that was asked about, such as `library`.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The server lists fewer than it counts.
    #[error("the server counts {counted} and lists {listed}")]
    Incomplete {
        /// How many it says there are.
        counted: u64,
        /// How many it gave.
        listed: u64,
    },
    /// A list has more members than are kept.
    #[error("a list has more than {kept} members, which are as many as are kept")]
    TooMany {
        /// How many are kept.
        kept: u64,
    },
    /// The server gives the same part of a list again and again.
    #[error("the server gives the same again after {listed}")]
    Repeated {
        /// How many it gave before.
        listed: u64,
    },
    /// The server lists nothing of what it has told of before.
    #[error("the server lists none, and {known} are known")]
    Forgotten {
        /// How many are known.
        known: u64,
    },
    /// The work was given up because the process is ending.
    #[error("the index was closed")]
    Closed,
}

/// The result of what the index does.
pub type Result<T, E = IndexError> = std::result::Result<T, E>;

impl IndexError {
    /// Returns the client's error, if that is what is behind this one.
    pub fn plex(&self) -> Option<&PlexError> {
        match self {
            Self::Plex(error) => Some(error),
            Self::Sync(error) => error.plex(),
            _ => None,
        }
    }

    /// Says whether the server takes the token no more.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(self.plex(), Some(PlexError::Unauthorized { .. }))
    }

    /// Says whether the snapshot's own file is damaged or gone: it has to be built anew.
    pub(crate) fn is_damage(&self) -> bool {
        match self {
            Self::Store(error) => is_damage(error),
            Self::Query(QueryError::Damaged { .. }) => true,
            Self::Sync(error) => error.is_damage(),
            _ => false,
        }
    }
}

/// Says whether an error means that there is no database that can be read, be it that a file of it is
/// shorter than it should be.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::CannotOpen
                | ErrorCode::NotADatabase
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::SystemIoFailure
        )
    )
}
