//! The paths of plex.tv, each by name.

use super::path::{Path, fixed};
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
