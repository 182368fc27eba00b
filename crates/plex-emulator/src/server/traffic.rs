//! What is kept about the requests to a host, and done to them.

use std::time::Duration;

use super::log::RequestLog;
use super::record::Recorder;
use crate::fault::Faults;

/// Holds what is kept about the requests to a host, and done to them.
#[derive(Debug)]
pub(crate) struct Traffic {
    pub(crate) faults: Faults,
    pub(crate) recorder: Recorder,
    pub(crate) latency: Duration,
    pub(crate) log: Option<RequestLog>,
}

impl Traffic {
    pub(crate) fn new(latency: Duration, keep_requests: usize) -> Self {
        Self {
            faults: Faults::default(),
            recorder: Recorder::new(keep_requests),
            latency,
            log: None,
        }
    }
}
