//! What time it is for the server: a time that goes on as the machine's does, or one that only moves when told to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;

/// The emulator's only source of time. Sessions, scans, "last viewed" and the dates of the sample
/// library all follow it, so a test that holds the clock holds everything that moves.
///
/// Clones share one time: advancing one advances all.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Hand>);

/// What all clones of a clock have in common.
#[derive(Debug)]
struct Hand {
    reading: Mutex<Reading>,
    moved: Notify,
}

#[derive(Clone, Copy, Debug)]
enum Reading {
    /// The machine's time, and so many milliseconds more.
    Ahead(i64),
    /// It stands still, at so many milliseconds since the Unix epoch.
    Still(i64),
}

impl Reading {
    fn millis(self) -> i64 {
        match self {
            Self::Ahead(ahead) => machine_millis().saturating_add(ahead),
            Self::Still(millis) => millis,
        }
    }

    /// Returns the same, showing another time.
    fn showing(self, millis: i64) -> Self {
        match self {
            Self::Ahead(_) => Self::Ahead(millis.saturating_sub(machine_millis())),
            Self::Still(_) => Self::Still(millis),
        }
    }
}

/// Returns the machine's time, in milliseconds since the Unix epoch.
fn machine_millis() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok())
        .unwrap_or(0)
}

impl Clock {
    /// Returns the machine's time.
    pub fn system() -> Self {
        Self::reading(Reading::Ahead(0))
    }

    /// Returns a clock that stands at `epoch_seconds` now, and goes on as the machine's does.
    pub fn beginning_at(epoch_seconds: i64) -> Self {
        let millis = epoch_seconds.saturating_mul(1000);
        Self::reading(Reading::Ahead(0).showing(millis))
    }

    /// Returns a clock that stands still at `epoch_seconds` until [`Clock::advance`] moves it.
    pub fn manual(epoch_seconds: i64) -> Self {
        Self::reading(Reading::Still(epoch_seconds.saturating_mul(1000)))
    }

    fn reading(reading: Reading) -> Self {
        Self(Arc::new(Hand {
            reading: Mutex::new(reading),
            moved: Notify::new(),
        }))
    }

    /// Moves the clock forwards. One that goes on, goes on from there.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.change(|reading| reading.showing(reading.millis().saturating_add(by)));
    }

    /// Sets the clock, forwards or back; one that goes on, goes on from there. What was to come at a moment
    /// that is then past comes at once.
    pub fn set(&self, epoch_seconds: i64) {
        self.change(|reading| reading.showing(epoch_seconds.saturating_mul(1000)));
    }

    /// Lets the clock stand still where it is, as [`Clock::manual`] does from the start.
    pub fn hold(&self) {
        self.change(|reading| Reading::Still(reading.millis()));
    }

    /// Lets a clock that stands still go on as the machine's does, from where it is.
    pub fn release(&self) {
        self.change(|reading| Reading::Ahead(0).showing(reading.millis()));
    }

    /// Says whether it stands still.
    pub fn is_held(&self) -> bool {
        matches!(*self.hand(), Reading::Still(_))
    }

    /// Returns seconds since the Unix epoch.
    pub fn now(&self) -> i64 {
        self.now_millis().div_euclid(1000)
    }

    /// Milliseconds since the Unix epoch.
    pub fn now_millis(&self) -> i64 {
        self.hand().millis()
    }

    /// Waits until it is `millis` past the epoch.
    pub(crate) async fn reached(&self, millis: i64) {
        loop {
            let moved = self.0.moved.notified();
            tokio::pin!(moved);
            // From here on no move is missed.
            moved.as_mut().enable();
            let reading = *self.hand();
            let left = u64::try_from(millis.saturating_sub(reading.millis())).unwrap_or(0);
            if left == 0 {
                return;
            }
            match reading {
                Reading::Still(_) => moved.await,
                Reading::Ahead(_) => tokio::select! {
                    () = tokio::time::sleep(Duration::from_millis(left)) => {}
                    () = moved => {}
                },
            }
        }
    }

    fn change(&self, change: impl FnOnce(Reading) -> Reading) {
        {
            let mut hand = self.hand();
            *hand = change(*hand);
        }
        self.0.moved.notify_waiters();
    }

    fn hand(&self) -> MutexGuard<'_, Reading> {
        let reading = self.0.reading.lock();
        reading.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}
