//! The kinds of error that a model tells apart.

use std::fmt;

/// The kind of a tool's error: each wants something else done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no token, and one is needed.
    NotConfigured,
    /// The token is wrong.
    Unauthorized,
    /// The token may not do this.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// The server cannot be reached.
    Unreachable,
    /// The server did not answer in time.
    Timeout,
    /// The server is starting up.
    StartingUp,
    /// An argument is wrong.
    InvalidArgument,
    /// The person has not allowed this.
    NotAllowed,
    /// The server cannot do this.
    Unsupported,
    /// The server failed, answered nonsense, or did not say what became of a change.
    Upstream,
    /// Something happened that should not.
    Internal,
}

impl ErrorKind {
    /// Returns the kind as one word in snake case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotConfigured => "not_configured",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Unreachable => "unreachable",
            Self::Timeout => "timeout",
            Self::StartingUp => "starting_up",
            Self::InvalidArgument => "invalid_argument",
            Self::NotAllowed => "not_allowed",
            Self::Unsupported => "unsupported",
            Self::Upstream => "upstream",
            Self::Internal => "internal",
        }
    }
}

impl ErrorKind {
    /// Tells whether such a trouble is one that passes by itself, as that of a server that starts again.
    pub(crate) fn passes(self) -> bool {
        matches!(
            self,
            Self::Unreachable | Self::Timeout | Self::StartingUp | Self::Upstream
        )
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<plex_client::ErrorKind> for ErrorKind {
    fn from(kind: plex_client::ErrorKind) -> Self {
        use plex_client::ErrorKind as Client;
        match kind {
            Client::NotConfigured => Self::NotConfigured,
            Client::Unauthorized => Self::Unauthorized,
            Client::Forbidden => Self::Forbidden,
            Client::NotFound => Self::NotFound,
            Client::Unreachable => Self::Unreachable,
            Client::Timeout => Self::Timeout,
            Client::StartingUp => Self::StartingUp,
            Client::InvalidArgument => Self::InvalidArgument,
            Client::Unsupported => Self::Unsupported,
            Client::Internal => Self::Internal,
            // What a later version of the client tells apart is the server's doing, too.
            _ => Self::Upstream,
        }
    }
}
