//! What time it is for the server: the system's time, or a time that only moves when told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The emulator's only source of time. Sessions, scans, "last viewed" and the dates of the sample
/// library all follow it, so a test that holds the clock holds everything that moves.
///
/// Clones share one time: advancing one advances all.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    /// Milliseconds since the Unix epoch.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's time.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still at `epoch_seconds` until [`Clock::advance`] moves it.
    pub fn manual(epoch_seconds: i64) -> Self {
        let millis = epoch_seconds.saturating_mul(1000);
        Self(Source::Manual(Arc::new(AtomicI64::new(millis))))
    }

    /// Moves a manual clock forwards. The system's clock moves by itself and takes no notice.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual(millis) = &self.0 {
            let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
            millis.fetch_add(by, Ordering::SeqCst);
        }
    }

    /// Seconds since the Unix epoch.
    pub fn now(&self) -> i64 {
        self.now_millis().div_euclid(1000)
    }

    /// Milliseconds since the Unix epoch.
    pub fn now_millis(&self) -> i64 {
        match &self.0 {
            Source::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .ok()
                .and_then(|since| i64::try_from(since.as_millis()).ok())
                .unwrap_or(0),
            Source::Manual(millis) => millis.load(Ordering::SeqCst),
        }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}
