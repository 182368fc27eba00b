//! What one call works with, whether it is of a tool, a prompt or a resource.

use std::sync::Arc;

use crate::{
    change::Changer, live::Live, options::Options, plex::Plex, progress::Progress,
    snapshot::Snapshot,
};

/// Holds what one call has. Everything that does the work of a call is given this and nothing else.
pub(crate) struct Call {
    /// The server that is asked.
    pub(crate) plex: Plex,
    /// The snapshot of it, where one is kept.
    pub(crate) snapshot: Snapshot,
    /// What happens on the server, as it tells it.
    pub(crate) live: Live,
    /// What a person fixed when this program was started.
    pub(crate) options: Arc<Options>,
    /// What changes are made with, and the means to ask the person.
    pub(crate) changer: Changer,
    /// Takes reports of how far long work is.
    pub(crate) progress: Progress,
}
