//! Looks by checks for what may want looking after. Each finding says why it is one.

mod abandoned;
mod check;
mod duplicates;
mod files;
mod finding;
mod gaps;
mod posters;
mod quality;
mod query;
mod report;
mod storage;
mod subtitles;
mod unmatched;
mod unwatched;

use rusqlite::Connection;

use self::query::Scope;
pub use self::{check::Check, finding::Finding, query::AuditQuery, report::Report};
use crate::{error::Result, index::Index};

impl Index {
    /// Looks for what may want looking after.
    ///
    /// # Errors
    ///
    /// [`IndexError::Unknown`](crate::IndexError::Unknown) for a library nobody knows; those of the
    /// store, and of the client for files.
    pub async fn audit(&self, query: AuditQuery) -> Result<Vec<Report>> {
        let mut reports = Vec::new();
        for check in Check::ALL
            .into_iter()
            .filter(|check| query.checks.contains(check))
        {
            let asked = query.clone();
            let findings = match check {
                Check::UnavailableFiles => files::find(self, asked).await?,
                _ => {
                    self.look(move |connection| {
                        Ok(find(connection, check, &Scope::of(connection, &asked)?)?)
                    })
                    .await?
                }
            };
            reports.push(Report::of(check, findings, query.limit));
        }
        Ok(reports)
    }
}

fn find(connection: &Connection, check: Check, scope: &Scope) -> rusqlite::Result<Vec<Finding>> {
    match check {
        Check::Duplicates => duplicates::find(connection, scope),
        Check::NumberingGaps => gaps::find(connection, scope),
        Check::Unmatched => unmatched::find(connection, scope),
        Check::LowQuality => quality::find(connection, scope),
        Check::MissingSubtitles => subtitles::find(connection, scope),
        Check::NoPoster => posters::find(connection, scope),
        Check::NeverWatched => unwatched::find(connection, scope),
        Check::Abandoned => abandoned::find(connection, scope),
        Check::Storage => storage::find(connection, scope),
        // Asks the server, not the snapshot.
        Check::UnavailableFiles => Ok(Vec::new()),
    }
}
