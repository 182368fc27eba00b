//! What is behind an error, where judging it takes more than its kind.

use plex_client::{PlexError, UnreachableCause};

/// The setting that names the libraries which may be shown, as an error names it.
pub(crate) const SCOPE: &str = "--libraries";

/// What is behind an error.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Cause {
    /// What its kind says.
    #[default]
    Other,
    /// The names of the libraries that may be shown: whoever set this up is to correct them.
    Scope,
    /// An unencrypted connection that was cut before any answer.
    Cut,
    /// An answer that a Plex server may never have given: that there is no such thing, or nonsense.
    Answer,
    /// The request whose token was refused: its method and path.
    Refused(String),
    /// The server took a request and did not do what it says.
    NotApplied,
}

impl Cause {
    /// Returns what is behind an error of the client.
    pub(super) fn of(error: &PlexError) -> Self {
        match error {
            PlexError::InvalidArgument {
                argument: SCOPE, ..
            } => Self::Scope,
            PlexError::Unreachable {
                cause: UnreachableCause::Closed,
                server,
                ..
            } if server.starts_with("http://") => Self::Cut,
            PlexError::NotFound { .. } | PlexError::Malformed { .. } => Self::Answer,
            PlexError::OutcomeUnknown { source, .. }
                if matches!(**source, PlexError::Malformed { .. }) =>
            {
                Self::Answer
            }
            PlexError::Unauthorized { request } => Self::Refused(request.clone()),
            _ => Self::Other,
        }
    }
}
