//! How fast details are given: a real server looks some hundreds of items up in a second, however
//! they are asked for.

use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

use crate::clock::Clock;

/// A queue that everybody who asks for details stands in.
#[derive(Debug)]
pub(crate) struct Pace {
    items_per_second: NonZeroU32,
    /// When the last of those in the queue will have been served: microseconds since the epoch.
    free_at: Mutex<i64>,
}

/// The time that an answer has to wait for.
#[derive(Clone, Debug)]
pub(crate) struct Wait {
    clock: Clock,
    /// Milliseconds since the epoch.
    until: i64,
}

impl Pace {
    pub(crate) fn new(items_per_second: NonZeroU32) -> Self {
        Self {
            items_per_second,
            free_at: Mutex::new(0),
        }
    }

    /// Takes a place for so many items.
    pub(crate) fn take(&self, clock: &Clock, items: usize) -> Wait {
        let items = i64::try_from(items).unwrap_or(i64::MAX);
        let lasts = items.saturating_mul(1_000_000) / i64::from(self.items_per_second.get());
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        let begins = clock.now_millis().saturating_mul(1000).max(*free_at);
        *free_at = begins.saturating_add(lasts);
        Wait {
            clock: clock.clone(),
            until: *free_at / 1000,
        }
    }
}

impl Wait {
    /// Returns a wait until `until`, in milliseconds since the epoch.
    pub(crate) fn until(clock: &Clock, until: i64) -> Self {
        Self {
            clock: clock.clone(),
            until,
        }
    }

    pub(crate) async fn over(self) {
        self.clock.reached(self.until).await;
    }
}
