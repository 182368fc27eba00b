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
    /// How many titles could be looked at, where that takes their details.
    pub examined: Option<Examined>,
    /// Why titles of the library that was asked about are not in the snapshot, if any are not.
    pub missing: Option<String>,
    /// Whether the server does not tell which files items have, so that one which several share counts for
    /// each: paths are for owners only.
    pub is_blind_to_files: bool,
}

/// Says how many titles a check could look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Examined {
    /// Titles whose details are known.
    pub titles: u64,
    /// All of them.
    pub of: u64,
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
            examined: None,
            missing: None,
            is_blind_to_files: false,
        }
    }
}
