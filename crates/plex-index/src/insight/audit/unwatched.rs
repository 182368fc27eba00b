//! Films and shows that nobody has played although they have been there for a while.

use rusqlite::Connection;

use super::{
    finding::{Finding, findings},
    query::Scope,
};

/// The days that a title may wait for somebody to play it.
const DAYS: i64 = 180;

pub(super) fn find(connection: &Connection, scope: &Scope) -> rusqlite::Result<Vec<Finding>> {
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
           AND item.view_count = 0 AND coalesce(item.viewed_leaf_count, 0) = 0
           AND (:library IS NULL OR item.library_id = :library)
           AND NOT EXISTS (SELECT 1 FROM play WHERE play.item_id = item.id)
           AND NOT EXISTS (SELECT 1 FROM play JOIN item AS episode ON episode.id = play.item_id
                           WHERE item.type = 'show' AND episode.grandparent_id = item.id)
         ORDER BY size.bytes DESC, item.title_sort, item.id",
    )
}
