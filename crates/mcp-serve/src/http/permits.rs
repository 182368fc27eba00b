//! Bounds how many requests are worked on at once.
//!
//! `tower`'s limit takes its permit back when an answer begins, not when the last of its body was sent, nor when
//! the handler has ended.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::refusal::Refusal;

/// The permits for requests to be worked on.
#[derive(Debug)]
pub(super) struct RequestPermits {
    free: Arc<Semaphore>,
    all: u32,
}

/// Permission to work on one request, returned when every clone is dropped.
///
/// One clone goes with the response, another with the request into its handler: a call that its
/// client walked away from still counts while it works.
#[derive(Debug, Clone)]
pub(super) struct RequestPermit(
    #[expect(dead_code, reason = "held, never read")] Arc<OwnedSemaphorePermit>,
);

impl RequestPermits {
    pub(super) fn new(all: usize) -> Self {
        let all = u32::try_from(all.clamp(1, Semaphore::MAX_PERMITS)).unwrap_or(u32::MAX);
        Self {
            free: Arc::new(Semaphore::new(all as usize)),
            all,
        }
    }

    /// Waits for a permit in turn, and for at most `patience`.
    ///
    /// # Errors
    ///
    /// [`Refusal::Busy`] when none was returned in time.
    pub(super) async fn acquire(&self, patience: Duration) -> Result<RequestPermit, Refusal> {
        match timeout(patience, Arc::clone(&self.free).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(RequestPermit(Arc::new(permit))),
            Ok(Err(_)) | Err(_) => Err(Refusal::Busy),
        }
    }

    /// Takes a permit if one is free.
    pub(super) fn try_acquire(&self) -> Option<RequestPermit> {
        let permit = Arc::clone(&self.free).try_acquire_owned().ok()?;
        Some(RequestPermit(Arc::new(permit)))
    }

    /// Waits until every permit has been returned. Requests that come meanwhile wait behind.
    pub(super) async fn all_returned(&self) {
        // The semaphore is never closed, so this cannot fail.
        let _all = self.free.acquire_many(self.all).await;
    }
}
