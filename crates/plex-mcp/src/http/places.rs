//! How many requests are worked on at once.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::refusal::Refusal;

/// The places there are for requests to be worked on.
#[derive(Debug)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    all: u32,
}

/// A place taken, until every clone is dropped.
///
/// One clone goes with the response, another with the request into its handler: a call that its
/// client walked away from still counts while it works.
#[derive(Debug, Clone)]
pub(super) struct Place(
    #[expect(dead_code, reason = "held, never read")] Arc<OwnedSemaphorePermit>,
);

impl Places {
    pub(super) fn new(all: usize) -> Self {
        let all = u32::try_from(all.clamp(1, Semaphore::MAX_PERMITS)).unwrap_or(u32::MAX);
        Self {
            free: Arc::new(Semaphore::new(all as usize)),
            all,
        }
    }

    /// Waits for a place, in turn and not for ever.
    pub(super) async fn take(&self, patience: Duration) -> Result<Place, Refusal> {
        match timeout(patience, Arc::clone(&self.free).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Place(Arc::new(permit))),
            Ok(Err(_)) | Err(_) => Err(Refusal::Busy),
        }
    }

    /// Waits until every place is free. Requests that come meanwhile wait behind.
    pub(super) async fn all_free(&self) {
        // The semaphore is never closed, so this cannot fail.
        let _all = self.free.acquire_many(self.all).await;
    }
}
