//! The messages between parent and child.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::sandbox::{Answer, Query, QueryError};

/// The exit status of a child that stopped itself because a statement outran its time.
pub(super) const OUT_OF_TIME: i32 = 75;

/// A statement and the snapshot it is about.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) path: PathBuf,
    pub(super) query: Query,
}

/// The outcome of a request.
pub(super) type Response = Result<Answer, QueryError>;
