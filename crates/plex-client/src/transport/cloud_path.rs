//! The paths of plex.tv, each by name.

use super::path::{Path, encoded, fixed};
use crate::id::PinId;

/// Returns the path of a new PIN.
pub(crate) fn pins() -> Path {
    fixed("/api/v2/pins")
}

/// Returns the path of what has become of a PIN.
pub(crate) fn pin(id: PinId) -> Path {
    fixed(&format!("/api/v2/pins/{id}"))
}

/// Returns the path of whose account it is.
pub(crate) fn user() -> Path {
    fixed("/api/v2/user")
}

/// Returns the path of what the account may use.
pub(crate) fn resources() -> Path {
    fixed("/api/v2/resources")
}

/// Returns the path of a token to claim a server with.
pub(crate) fn claim_token() -> Path {
    fixed("/api/claim/token.json")
}

/// Returns the path of who may use the account's servers.
pub(crate) fn friends() -> Path {
    fixed("/api/v2/friends")
}

/// Returns the path of who is in the account's home.
pub(crate) fn home_users() -> Path {
    fixed("/api/v2/home/users")
}

/// Returns the path of a server of the account.
pub(crate) fn server(machine_identifier: &str) -> Path {
    fixed(&format!("/api/v2/servers/{}", encoded(machine_identifier)))
}

/// Returns the path of where events are sent.
pub(crate) fn webhooks() -> Path {
    fixed("/api/v2/user/webhooks")
}

/// Returns the path of what Plex is told.
pub(crate) fn privacy() -> Path {
    fixed("/api/v2/user/privacy")
}

/// Returns the path of the watchlist.
pub(crate) fn watchlist() -> Path {
    fixed("/library/sections/watchlist/all")
}

/// Returns the path that adds to the watchlist.
pub(crate) fn add_to_watchlist() -> Path {
    fixed("/actions/addToWatchlist")
}

/// Returns the path that takes off the watchlist.
pub(crate) fn remove_from_watchlist() -> Path {
    fixed("/actions/removeFromWatchlist")
}
