//! What makes a host of the emulator: how it answers. Connections, faults and records are the same
//! for all.

use hyper::{Method, StatusCode};

use super::exchange::{Outcome, Request};
use super::traffic::Traffic;

/// Somebody who answers requests.
pub(crate) trait Host: Send + Sync + 'static {
    /// What its endpoints are told apart by in logs.
    const NAME: &'static str;

    /// Headers of every response.
    const HEADERS: &'static [(&'static str, &'static str)];

    /// Returns what is kept about its requests and done to them.
    fn traffic(&self) -> &Traffic;

    /// Returns the honest answer.
    fn answer(&self, asked: &Request<'_>) -> Outcome;

    /// Answers what would change something as if it had, and everything else honestly.
    fn pretend(&self, request: &Request<'_>) -> Outcome {
        if matches!(*request.method, Method::GET | Method::HEAD) {
            self.answer(request)
        } else {
            Outcome::new(StatusCode::OK, "application/json", "")
        }
    }

    /// Returns how it words a failure with this status.
    fn failure(&self, status: u16) -> Outcome;
}
