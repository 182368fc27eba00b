//! Ends the process when it has been at one thing for too long, or has had nothing to do.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use super::protocol::OUT_OF_TIME;

/// The time that a statement may take to notice that its deadline has passed.
const GRACE: Duration = Duration::from_millis(250);

/// The time that a worker waits for the next statement before it goes.
const IDLE: Duration = Duration::from_secs(300);

/// Holds what the process is at, and when it must be through with it.
#[derive(Debug, Clone, Copy)]
struct Watch {
    until: Instant,
    exit_status: i32,
}

impl Watch {
    fn idle() -> Self {
        Self {
            until: Instant::now() + IDLE,
            exit_status: 0,
        }
    }

    fn running(limit: Duration) -> Self {
        Self {
            until: Instant::now() + limit + GRACE,
            exit_status: OUT_OF_TIME,
        }
    }
}

/// A thread that watches this process.
#[derive(Debug, Clone)]
pub(super) struct Watchdog(Arc<(Mutex<Watch>, Condvar)>);

impl Watchdog {
    /// Starts watching an idle process.
    pub(super) fn start() -> Self {
        let dog = Self(Arc::new((Mutex::new(Watch::idle()), Condvar::new())));
        let watcher = dog.clone();
        thread::spawn(move || watcher.watch());
        dog
    }

    /// Notes that a statement begins that may take this long.
    pub(super) fn begin(&self, limit: Duration) {
        self.set(Watch::running(limit));
    }

    /// Notes that the statement is done.
    pub(super) fn end(&self) {
        self.set(Watch::idle());
    }

    fn set(&self, watch: Watch) {
        let (state, changed) = &*self.0;
        *lock(state) = watch;
        changed.notify_one();
    }

    fn watch(&self) {
        let (state, changed) = &*self.0;
        let mut watch = lock(state);
        loop {
            let now = Instant::now();
            if now >= watch.until {
                std::process::exit(watch.exit_status);
            }
            let wait = watch.until.duration_since(now);
            watch = changed
                .wait_timeout(watch, wait)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }
}

/// Locks a watch. It is one plain value: a thread that panicked while it held it cannot have broken it.
fn lock(state: &Mutex<Watch>) -> MutexGuard<'_, Watch> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
