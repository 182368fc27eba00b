//! Titles without a picture.

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
           NULL AS size_bytes, 'no picture of the ' || item.type AS why
         FROM item JOIN library ON library.id = item.library_id
         WHERE item.type IN ('movie', 'show', 'artist', 'album') AND NOT item.has_poster
           AND (:library IS NULL OR item.library_id = :library)
         ORDER BY item.type, item.title_sort, item.id",
    )
}
