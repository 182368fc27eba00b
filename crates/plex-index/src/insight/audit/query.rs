//! The question of an audit, and the libraries and times that it makes the checks look at.

use plex_client::LibraryKey;
use rusqlite::Connection;

use super::check::Check;
use crate::{error::Result, insight::named};

/// A question to the audit: the checks, and the library.
#[derive(Debug, Clone)]
pub struct AuditQuery {
    /// Only in this library.
    pub library: Option<LibraryKey>,
    /// The checks.
    pub checks: Vec<Check>,
    /// The most findings of each check; all are counted.
    pub limit: u32,
    /// The present moment, epoch seconds: what is old is so by this.
    pub now: i64,
}

/// The library and the moment that the checks look at.
pub(super) struct Scope {
    pub(super) library: Option<i64>,
    now: i64,
}

impl Scope {
    /// Finds the library that the query names.
    pub(super) fn of(connection: &Connection, query: &AuditQuery) -> Result<Self> {
        let library = query
            .library
            .as_ref()
            .map(|key| named::library(connection, key))
            .transpose()?;
        Ok(Self {
            library,
            now: query.now,
        })
    }

    /// Returns the epoch seconds so many days ago.
    pub(super) fn days_ago(&self, days: i64) -> i64 {
        self.now - days * 86_400
    }
}
