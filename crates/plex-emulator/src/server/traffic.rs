//! What is kept about the requests to a host, and done to them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::log::RequestLog;
use super::record::Recorder;
use crate::fault::Faults;

/// Holds what is kept about the requests to a host, and done to them.
#[derive(Debug)]
pub(crate) struct Traffic {
    pub(crate) faults: Faults,
    pub(crate) recorder: Recorder,
    /// Microseconds that each answer takes longer.
    latency: AtomicU64,
    pub(crate) log: Option<RequestLog>,
}

impl Traffic {
    pub(crate) fn new(latency: Duration, keep_requests: usize) -> Self {
        let traffic = Self {
            faults: Faults::default(),
            recorder: Recorder::new(keep_requests),
            latency: AtomicU64::new(0),
            log: None,
        };
        traffic.set_latency(latency);
        traffic
    }

    pub(crate) fn latency(&self) -> Duration {
        Duration::from_micros(self.latency.load(Ordering::Relaxed))
    }

    /// Lets each answer from now on take so much longer, to the microsecond.
    pub(crate) fn set_latency(&self, latency: Duration) {
        let micros = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
        self.latency.store(micros, Ordering::Relaxed);
    }
}
