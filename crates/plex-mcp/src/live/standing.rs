//! How it stands with the connection.

use plex_client::PlexError;

/// How it stands with the connection.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Standing {
    /// The server is not listened to: not yet, or not for the moment.
    #[default]
    Away,
    /// It is listened to.
    Listening,
    /// It refuses.
    Refused(PlexError),
}
