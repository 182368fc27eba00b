//! What is answered to what cannot be answered.

use hyper::StatusCode;

use crate::answer::error_page;
use crate::server::Outcome;

/// Returns PMS's HTML page for a status.
pub(super) fn page(status: u16) -> Outcome {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Outcome::new(status, "text/html", error_page(status.as_u16()))
}
