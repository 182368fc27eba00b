//! Finds the films, shows and artists that take the most space.

use rusqlite::Connection;

use super::{
    finding::{Finding, findings},
    query::Scope,
};

/// Findings of a check that finds everything.
const MOST: usize = 1_000;

pub(super) fn find(connection: &Connection, scope: &Scope) -> rusqlite::Result<Vec<Finding>> {
    let mut found = findings(
        connection,
        scope,
        0,
        "WITH size AS (
           SELECT coalesce(grandparent_id, id) AS top_id, sum(size_bytes) AS bytes, sum(duration_s) AS seconds,
             count(*) AS files
           FROM item WHERE size_bytes IS NOT NULL AND (:library IS NULL OR library_id = :library) GROUP BY 1)
         SELECT item.title, item.year, NULL AS season, library.title AS library, item.rating_key AS rating_keys,
           size.bytes AS size_bytes,
           printf('%.1f GB in %d %s', size.bytes / 1e9, size.files, iif(size.files = 1, 'item', 'items'))
             || iif(size.seconds > 0, printf(', %.1f GB an hour', size.bytes / 1e9 / (size.seconds / 3600.0)), '') AS why
         FROM size JOIN item ON item.id = size.top_id JOIN library ON library.id = item.library_id
         ORDER BY size.bytes DESC, item.title_sort, item.id",
    )?;
    found.truncate(MOST);
    Ok(found)
}
