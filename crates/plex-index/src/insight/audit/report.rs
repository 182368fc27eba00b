//! The findings of one check, of which the most important are told.

use super::{check::Check, finding::Finding};

/// The findings of one check.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The check.
    pub check: Check,
    /// The most important ones.
    pub findings: Vec<Finding>,
    /// The number of all findings.
    pub found: u64,
    /// The sizes of all of them together.
    pub size_bytes: u64,
}

impl Report {
    /// Counts and sums up all findings, and keeps the first `limit`.
    pub(super) fn of(check: Check, mut findings: Vec<Finding>, limit: u32) -> Self {
        let found = findings.len() as u64;
        let size_bytes = findings
            .iter()
            .filter_map(|finding| finding.size_bytes)
            .fold(0, u64::saturating_add);
        findings.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Self {
            check,
            findings,
            found,
            size_bytes,
        }
    }
}
