//! Whether a client is still there that has a session.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use http::request::Parts;
use rmcp::model::Extensions;
use tokio::time::sleep;

/// How often it is looked, within the time after which a client counts as gone.
const LOOKS: u32 = 10;

/// The client of a session, as far as it can be seen: one that wants to hear of something keeps a stream open
/// (`GET`). It can go without a word; its session is kept for longer, so that it finds it again.
#[derive(Debug, Clone)]
pub struct Presence {
    /// Of which each open stream has a clone, and the session itself one.
    streams: Weak<()>,
    after: Duration,
}

impl Presence {
    pub(super) fn new(streams: &Arc<()>, after: Duration) -> Self {
        Self {
            streams: Arc::downgrade(streams),
            after,
        }
    }

    /// Returns that of the client that sent a request, by the request's extensions; `None` when the request
    /// came in no session over HTTP.
    #[must_use]
    pub fn of(extensions: &Extensions) -> Option<Self> {
        extensions.get::<Parts>()?.extensions.get().cloned()
    }

    /// Waits until the client has had no stream open for [`Limits::session_absent`](super::Limits), or the
    /// session has ended.
    pub async fn gone(self) {
        let mut absent = 0;
        while absent < LOOKS {
            sleep(self.after / LOOKS).await;
            absent = match self.streams.strong_count() {
                0 => return,
                1 => absent + 1,
                _ => 0,
            };
        }
    }
}
