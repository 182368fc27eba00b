//! The paths of plex.tv, each by name.

use super::path::{Path, encoded, fixed};
use crate::id::PinId;

/// `POST`: a new PIN.
pub(crate) fn pins() -> Path {
    fixed("/api/v2/pins")
}

/// `GET`: what has become of a PIN.
pub(crate) fn pin(id: PinId) -> Path {
    fixed(&format!("/api/v2/pins/{id}"))
}

/// `GET`: whose account it is.
pub(crate) fn user() -> Path {
    fixed("/api/v2/user")
}

/// `GET`: what the account may use.
pub(crate) fn resources() -> Path {
    fixed("/api/v2/resources")
}

/// `GET`: a token to claim a server with.
pub(crate) fn claim_token() -> Path {
    fixed("/api/claim/token.json")
}

/// `GET`: who may use the account's servers.
pub(crate) fn friends() -> Path {
    fixed("/api/v2/friends")
}

/// `GET`: who is in the account's home.
pub(crate) fn home_users() -> Path {
    fixed("/api/v2/home/users")
}

/// `GET`: a server of the account.
pub(crate) fn server(machine_identifier: &str) -> Path {
    fixed(&format!("/api/v2/servers/{}", encoded(machine_identifier)))
}

/// `GET`: where events are sent.
pub(crate) fn webhooks() -> Path {
    fixed("/api/v2/user/webhooks")
}

/// `GET`: what Plex is told.
pub(crate) fn privacy() -> Path {
    fixed("/api/v2/user/privacy")
}
