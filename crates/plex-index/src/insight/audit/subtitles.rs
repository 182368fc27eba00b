//! Films and shows without any subtitles, those in a language other than the library's first.

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
        "WITH bare AS (
           SELECT item.id, item.type, item.library_id, item.size_bytes, coalesce(item.grandparent_id, item.id) AS top_id,
             (SELECT replace(group_concat(DISTINCT language), ',', ', ') FROM stream
              WHERE stream.item_id = item.id AND kind = 'audio' AND language IS NOT NULL) AS spoken
           FROM item
           WHERE item.type IN ('movie', 'episode') AND item.detail_unix IS NOT NULL
             AND (:library IS NULL OR item.library_id = :library)
             AND EXISTS (SELECT 1 FROM stream WHERE stream.item_id = item.id AND kind = 'audio')
             AND NOT EXISTS (SELECT 1 FROM stream WHERE stream.item_id = item.id AND kind = 'subtitle'))
         SELECT top.title, top.year, NULL AS season, library.title AS library, top.rating_key AS rating_keys,
           sum(bare.size_bytes) AS size_bytes,
           CASE WHEN bare.type = 'movie' THEN 'no subtitles' ELSE printf('no subtitles in %d episodes', count(*)) END
             || coalesce('; spoken: ' || max(bare.spoken), '') AS why
         FROM bare JOIN item AS top ON top.id = bare.top_id JOIN library ON library.id = bare.library_id
         GROUP BY top.id
         ORDER BY max(coalesce(bare.spoken, '')) LIKE 'English%' AND coalesce(library.language, '') LIKE 'en%',
           top.title_sort, top.id",
    )
}
