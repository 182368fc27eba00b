//! One statement, and how much it may take.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// One statement and what may come out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// The statement.
    pub sql: String,
    /// The most rows to give.
    pub max_rows: usize,
    /// The most bytes of cells to give, about.
    pub max_bytes: usize,
    /// The most characters of one cell.
    pub max_cell_chars: usize,
    /// The time that it may take, from before it is compiled until its last row.
    pub time_limit: Duration,
}

impl Query {
    /// Makes a statement of which at most 1,000 rows, about 64 KB and 500 characters a cell come out, and
    /// that may take two seconds.
    pub fn new(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            max_rows: 1_000,
            max_bytes: 64_000,
            max_cell_chars: 500,
            time_limit: Duration::from_secs(2),
        }
    }
}
