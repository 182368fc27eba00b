//! What is said to a request: what came of it, or why nothing did.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::server::Outcome;

/// An answer, or why there is none.
pub(super) type Said = Result<Done, Refused>;

/// What came of a request.
pub(super) enum Done {
    Json(Value),
    /// A description in TOML.
    Toml(String),
}

/// A request that changed nothing, and why.
#[derive(Debug)]
pub(super) struct Refused {
    status: StatusCode,
    why: String,
}

impl Refused {
    /// Says that a request is not formed as it must be.
    pub(super) fn malformed(why: impl Into<String>) -> Self {
        Self::with(StatusCode::BAD_REQUEST, why)
    }

    /// Says that what a request names is not there.
    pub(super) fn missing(why: impl Into<String>) -> Self {
        Self::with(StatusCode::NOT_FOUND, why)
    }

    pub(super) fn with(status: StatusCode, why: impl Into<String>) -> Self {
        let why = why.into();
        Self { status, why }
    }
}

/// Says a reason as JSON does.
fn written(value: &Value) -> Vec<u8> {
    let mut text = value.to_string();
    text.push('\n');
    text.into_bytes()
}

/// Makes the answer's head and body of it.
pub(super) fn outcome(said: Said) -> Outcome {
    match said {
        Ok(Done::Json(value)) => Outcome::new(StatusCode::OK, "application/json", written(&value)),
        Ok(Done::Toml(text)) => Outcome::new(StatusCode::OK, "application/toml", text),
        Err(Refused { status, why }) => {
            let error = json!({ "error": why });
            Outcome::new(status, "application/json", written(&error))
        }
    }
}
