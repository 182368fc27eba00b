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

use rusqlite::{Connection, OptionalExtension};

use self::query::Scope;
pub use self::{
    check::Check,
    finding::Finding,
    query::AuditQuery,
    report::{Examined, Report},
};
use crate::{error::Result, index::Index};

impl Index {
    /// Looks for what may want looking after.
    ///
    /// # Errors
    ///
    /// [`IndexError::Unknown`](crate::IndexError::Unknown) for a library that is not in the snapshot; those of the
    /// store, and of the client for files.
    pub async fn audit(&self, query: AuditQuery) -> Result<Vec<Report>> {
        let mut reports = Vec::new();
        for check in Check::ALL
            .into_iter()
            .filter(|check| query.checks.contains(check))
        {
            let asked = query.clone();
            let mut looked_at = None;
            let findings = match check {
                Check::UnavailableFiles => {
                    let (findings, examined) = files::find(self, asked).await?;
                    looked_at = Some(examined);
                    findings
                }
                _ => {
                    self.look(move |connection| {
                        Ok(find(connection, check, &Scope::of(connection, &asked)?)?)
                    })
                    .await?
                }
            };
            let mut report = Report::of(check, findings, query.limit);
            report.examined = looked_at;
            reports.push(report);
        }
        self.look(move |connection| {
            let scope = Scope::of(connection, &query)?;
            let missing = missing(connection, &scope)?;
            for report in &mut reports {
                if report.check.takes_details() {
                    report.examined = Some(examined(connection, &scope)?);
                }
                report.missing.clone_from(&missing);
                if report.check == Check::Storage {
                    report.is_blind_to_files = is_blind_to_files(connection, &scope)?;
                }
            }
            Ok(reports)
        })
        .await
    }
}

/// Returns how many films and episodes have their details.
fn examined(connection: &Connection, scope: &Scope) -> rusqlite::Result<Examined> {
    connection.query_row(
        "SELECT count(detail_unix), count(*) FROM item
         WHERE type IN ('movie', 'episode') AND (?1 IS NULL OR library_id = ?1)",
        [scope.library],
        |row| {
            Ok(Examined {
                titles: row.get(0)?,
                of: row.get(1)?,
            })
        },
    )
}

/// Says whether there are episodes with files of which no path is known.
fn is_blind_to_files(connection: &Connection, scope: &Scope) -> rusqlite::Result<bool> {
    connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM media JOIN item ON item.id = media.item_id
           WHERE item.type = 'episode' AND media.files > 0 AND media.file IS NULL
             AND (?1 IS NULL OR item.library_id = ?1))",
        [scope.library],
        |row| row.get(0),
    )
}

/// Returns why items of the library that was asked about are not in the snapshot.
fn missing(connection: &Connection, scope: &Scope) -> rusqlite::Result<Option<String>> {
    connection
        .query_row(
            "SELECT why FROM missing WHERE what IN ('items', 'library') AND library_id = ?1 LIMIT 1",
            [scope.library],
            |row| row.get(0),
        )
        .optional()
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
