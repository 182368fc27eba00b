//! Films and shows whose best version is below HD; a show counts by its episodes. A wide picture has few
//! lines and is HD all the same: 1280×536 is 720p.

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
        "WITH best AS (
           SELECT item.id, item.type, item.library_id, item.size_bytes, coalesce(item.grandparent_id, item.id) AS top_id,
             max(media.height) AS height, max(media.bitrate_kbps) AS kbps,
             replace(group_concat(DISTINCT media.video_codec), ',', ', ') AS codec
           FROM item JOIN media ON media.item_id = item.id
           WHERE item.type IN ('movie', 'episode') AND (:library IS NULL OR item.library_id = :library)
           GROUP BY item.id HAVING max(media.height) BETWEEN 1 AND 599 AND max(coalesce(media.width, 0)) < 1200)
         SELECT top.title, top.year, NULL AS season, library.title AS library, top.rating_key AS rating_keys,
           sum(best.size_bytes) AS size_bytes,
           CASE WHEN best.type = 'movie'
             THEN printf('best version: %d lines, %s, %.1f Mbps', best.height, coalesce(best.codec, '?'), best.kbps / 1000.0)
             ELSE printf('%d episodes below HD, the worst with %d lines', count(*), min(best.height)) END AS why
         FROM best JOIN item AS top ON top.id = best.top_id JOIN library ON library.id = best.library_id
         GROUP BY top.id ORDER BY min(best.height), top.title_sort, top.id",
    )
}
