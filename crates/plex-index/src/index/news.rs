//! What a server told of itself, on its way to whoever works on the snapshot.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

use crate::sync::Heard;

/// What was heard and not read yet.
#[derive(Debug, Default)]
pub(super) struct News {
    held: Mutex<Held>,
    another: Notify,
}

#[derive(Debug, Default)]
struct Held {
    heard: Heard,
    /// How many listen to the server for this snapshot.
    followers: usize,
}

impl News {
    /// Says whether somebody listens to the server.
    pub(super) fn is_followed(&self) -> bool {
        self.held().followers > 0
    }

    /// Waits until there is something, and takes it.
    pub(super) async fn next(&self) -> Heard {
        loop {
            let another = self.another.notified();
            if let Some(heard) = self.take() {
                return heard;
            }
            another.await;
        }
    }

    /// Leaves it to another round to find what was told.
    pub(super) fn put_back(&self) {
        self.held().heard.add(Heard::missed());
        self.another.notify_one();
    }

    /// Takes what there is.
    pub(super) fn take(&self) -> Option<Heard> {
        let heard = std::mem::take(&mut self.held().heard);
        (!heard.is_nothing()).then_some(heard)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who listens to the server for a snapshot, as long as it is kept: see
/// [`Index::follow`](crate::Index::follow).
pub struct Following {
    news: Arc<News>,
}

impl Following {
    pub(super) fn new(news: Arc<News>) -> Self {
        news.held().followers += 1;
        Self { news }
    }

    /// Passes on what was heard. It is read by whoever keeps the snapshot fresh from here; where nobody
    /// does, the next who begins to looks for all changes anyway.
    pub fn hear(&self, heard: Heard) {
        if heard.is_nothing() {
            return;
        }
        self.news.held().heard.add(heard);
        self.news.another.notify_one();
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        let mut held = self.news.held();
        held.followers = held.followers.saturating_sub(1);
    }
}

impl fmt::Debug for Following {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Following").finish_non_exhaustive()
    }
}
