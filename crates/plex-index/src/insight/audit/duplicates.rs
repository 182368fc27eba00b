//! The same title twice: as two entries, or as two versions of one. Another edition is another
//! title, and so is what is only named alike.

use rusqlite::Connection;

use super::{
    finding::{Finding, findings},
    query::Scope,
};

pub(super) fn find(connection: &Connection, scope: &Scope) -> rusqlite::Result<Vec<Finding>> {
    let mut found = findings(connection, scope, 0, ENTRIES)?;
    found.extend(findings(connection, scope, 0, VERSIONS)?);
    found.sort_by(|a, b| {
        b.size_bytes
            .cmp(&a.size_bytes)
            .then_with(|| a.title.cmp(&b.title))
    });
    Ok(found)
}

/// Entries with one guid and one edition. The guids of what no agent recognised say nothing.
const ENTRIES: &str = "
  SELECT min({title}) AS title, min(item.year) AS year, NULL AS season, min(library.title) AS library,
    group_concat(item.rating_key, ' ' ORDER BY item.size_bytes DESC) AS rating_keys,
    sum(item.size_bytes) - max(item.size_bytes) AS size_bytes,
    printf('%d entries of the same title and edition%s', count(*),
      CASE WHEN count(DISTINCT library.id) > 1
        THEN ', in the libraries ' || replace(replace(
          group_concat(DISTINCT replace(library.title, ',', char(31))), ',', ', '), char(31), ',') ELSE '' END) AS why
  FROM item JOIN library ON library.id = item.library_id
  LEFT JOIN item AS top ON top.id = item.grandparent_id
  WHERE item.type IN ('movie', 'episode') AND item.guid IS NOT NULL
    AND item.guid NOT LIKE '%.none://%' AND item.guid NOT LIKE 'local://%'
  GROUP BY item.guid, coalesce(item.edition, '')
  HAVING count(*) > 1 AND (:library IS NULL OR max(item.library_id = :library))";

/// One entry with several versions. What Plex made of one of them to be played elsewhere is no duplicate.
const VERSIONS: &str = "
  SELECT {title} AS title, item.year, NULL AS season, library.title AS library, item.rating_key AS rating_keys,
    sum(media.size_bytes) - max(media.size_bytes) AS size_bytes,
    printf('%d versions: ', count(*)) || group_concat(
      concat_ws(' ', media.resolution, media.video_codec, media.container), ' and ' ORDER BY media.version) AS why
  FROM item JOIN media ON media.item_id = item.id JOIN library ON library.id = item.library_id
  LEFT JOIN item AS top ON top.id = item.grandparent_id
  WHERE item.versions > 1 AND item.type IN ('movie', 'episode') AND (:library IS NULL OR item.library_id = :library)
    AND media.optimized = 0
  GROUP BY item.id HAVING count(*) > 1";
