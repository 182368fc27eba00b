//! What time it is for the server: the system's time, or a time that only moves when told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;

/// The emulator's only source of time. Sessions, scans, "last viewed" and the dates of the sample
/// library all follow it, so a test that holds the clock holds everything that moves.
///
/// Clones share one time: advancing one advances all.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    /// The machine's time, moved by so many milliseconds.
    System(i64),
    Manual(Arc<Held>),
}

/// A time that is held.
#[derive(Debug)]
struct Held {
    /// Milliseconds since the Unix epoch.
    millis: AtomicI64,
    moved: Notify,
}

impl Clock {
    /// Returns the machine's time.
    pub fn system() -> Self {
        Self(Source::System(0))
    }

    /// Returns a clock that stands at `epoch_seconds` now, and goes on as the machine's does.
    pub fn beginning_at(epoch_seconds: i64) -> Self {
        let now = Self::system().now_millis();
        Self(Source::System(epoch_seconds.saturating_mul(1000) - now))
    }

    /// Returns a clock that stands still at `epoch_seconds` until [`Clock::advance`] moves it.
    pub fn manual(epoch_seconds: i64) -> Self {
        let millis = epoch_seconds.saturating_mul(1000);
        Self(Source::Manual(Arc::new(Held {
            millis: AtomicI64::new(millis),
            moved: Notify::new(),
        })))
    }

    /// Moves a manual clock forwards. The system's clock moves by itself and takes no notice.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual(held) = &self.0 {
            let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
            held.millis.fetch_add(by, Ordering::SeqCst);
            held.moved.notify_waiters();
        }
    }

    /// Sets a manual clock, forwards or back. What was to come at a moment that is then past comes at
    /// once. The system's clock takes no notice.
    pub fn set(&self, epoch_seconds: i64) {
        if let Source::Manual(held) = &self.0 {
            let millis = epoch_seconds.saturating_mul(1000);
            held.millis.store(millis, Ordering::SeqCst);
            held.moved.notify_waiters();
        }
    }

    /// Returns seconds since the Unix epoch.
    pub fn now(&self) -> i64 {
        self.now_millis().div_euclid(1000)
    }

    /// Milliseconds since the Unix epoch.
    pub fn now_millis(&self) -> i64 {
        match &self.0 {
            Source::System(ahead) => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .ok()
                .and_then(|since| i64::try_from(since.as_millis()).ok())
                .unwrap_or(0)
                .saturating_add(*ahead),
            Source::Manual(held) => held.millis.load(Ordering::SeqCst),
        }
    }

    /// Waits until it is `millis` past the epoch.
    pub(crate) async fn reached(&self, millis: i64) {
        match &self.0 {
            Source::System(_) => {
                let left = u64::try_from(millis.saturating_sub(self.now_millis()));
                tokio::time::sleep(Duration::from_millis(left.unwrap_or(0))).await;
            }
            Source::Manual(held) => loop {
                let moved = held.moved.notified();
                tokio::pin!(moved);
                // From here on no move is missed.
                moved.as_mut().enable();
                if self.now_millis() >= millis {
                    return;
                }
                moved.await;
            },
        }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}
