//! Films and shows that nobody has played in any copy although they have been there for a while.

use rusqlite::{Connection, OptionalExtension};

use super::{
    finding::{Finding, findings},
    query::Scope,
};
use crate::insight::works::Works;

/// The days that a title may wait for somebody to play it.
const DAYS: i64 = 180;

pub(super) fn find(connection: &Connection, scope: &Scope) -> rusqlite::Result<Vec<Finding>> {
    let works = Works::read(connection)?;
    let played = works.played(connection, None)?;
    let mut id_of = connection.prepare("SELECT id FROM item WHERE rating_key = ?1")?;
    let mut kept = Vec::new();
    for finding in waiting(connection, scope)? {
        let key = finding.rating_keys.first();
        let id: Option<i64> = id_of.query_row([key], |row| row.get(0)).optional()?;
        let work = id.and_then(|id| works.of(id));
        if !work.is_some_and(|work| played.contains(&work)) {
            kept.push(finding);
        }
    }
    Ok(kept)
}

/// Returns the titles that have been there for long enough.
fn waiting(connection: &Connection, scope: &Scope) -> rusqlite::Result<Vec<Finding>> {
    findings(
        connection,
        scope,
        scope.days_ago(DAYS),
        "WITH size AS (
           SELECT coalesce(grandparent_id, id) AS top_id, sum(size_bytes) AS bytes FROM item
           WHERE type IN ('movie', 'episode') GROUP BY 1)
         SELECT item.title, item.year, NULL AS season, library.title AS library, item.rating_key AS rating_keys,
           size.bytes AS size_bytes, 'no play recorded since it was added on ' || substr(item.added_at, 1, 10) AS why
         FROM item JOIN library ON library.id = item.library_id LEFT JOIN size ON size.top_id = item.id
         WHERE item.type IN ('movie', 'show') AND item.added_unix < :since
           AND (:library IS NULL OR item.library_id = :library)
         ORDER BY size.bytes DESC, item.title_sort, item.id",
    )
}
