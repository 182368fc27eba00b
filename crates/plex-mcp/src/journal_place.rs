//! Where the journal of changes is kept, and whose it is.

use std::path::PathBuf;

use ring::digest::{SHA256, digest};

/// Says where the journal of changes is kept, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JournalPlace {
    /// The directory, which only its owner can read.
    pub directory: PathBuf,
    /// What stands for the account; no token can be told from it.
    account: String,
}

impl JournalPlace {
    /// Returns a place in `directory` for the account of `token`, of which only a digest is kept.
    pub fn new(directory: impl Into<PathBuf>, token: &str) -> Self {
        let sum = digest(&SHA256, format!("plex-mcp journal {token}").as_bytes());
        let account = sum
            .as_ref()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"));
        Self {
            directory: directory.into(),
            account: account.collect(),
        }
    }

    /// Returns what stands for the account.
    pub(crate) fn account(&self) -> &str {
        &self.account
    }
}
