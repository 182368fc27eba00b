//! What is answered to what cannot be answered.

use hyper::StatusCode;

use crate::answer::{Refusal, error_page};
use crate::server::Outcome;

/// Returns PMS's HTML page for a status.
pub(super) fn page(status: u16) -> Outcome {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Outcome::new(status, "text/html", error_page(status.as_u16()))
}

/// Returns the page of a refusal, with the words that it has.
pub(super) fn refused(refusal: Refusal) -> Outcome {
    let Some(words) = refusal.words() else {
        return page(refusal.status());
    };
    let whole = error_page(refusal.status());
    let text = whole.replace("</body>", &format!("<p>{words}</p></body>"));
    let status = StatusCode::from_u16(refusal.status());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Outcome::new(status, "text/html", text)
}
