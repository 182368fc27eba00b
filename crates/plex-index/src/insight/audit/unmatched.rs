//! Films, shows and artists that no agent recognised. Libraries without an agent want it so.

use rusqlite::Connection;

use super::{
    finding::{Finding, findings},
    query::Scope,
};

pub(super) fn find(connection: &Connection, scope: &Scope) -> rusqlite::Result<Vec<Finding>> {
    findings(
        connection,
        scope,
        0,
        "SELECT item.title, item.year, NULL AS season, library.title AS library, item.rating_key AS rating_keys,
           item.size_bytes, 'no agent recognised it: its title is that of its file' AS why
         FROM item JOIN library ON library.id = item.library_id
         WHERE item.type IN ('movie', 'show', 'artist') AND coalesce(library.agent, '') NOT LIKE '%.none'
           AND (item.guid IS NULL OR item.guid LIKE '%.none://%' OR item.guid LIKE 'local://%')
           AND (:library IS NULL OR item.library_id = :library)
         ORDER BY library.title, item.title_sort, item.id",
    )
}
