//! Finds what somebody began and left: films at a position, shows before their end.

use rusqlite::Connection;

use super::{
    finding::{Finding, findings},
    query::Scope,
};

/// The days after which a film that nobody touched counts as left.
const FILM_DAYS: i64 = 30;

/// The days after which a show of which nobody played an episode counts as left.
const SHOW_DAYS: i64 = 90;

pub(super) fn find(connection: &Connection, scope: &Scope) -> rusqlite::Result<Vec<Finding>> {
    let mut found = findings(connection, scope, scope.days_ago(FILM_DAYS), FILMS)?;
    found.extend(findings(
        connection,
        scope,
        scope.days_ago(SHOW_DAYS),
        SHOWS,
    )?);
    Ok(found)
}

const FILMS: &str = "
  SELECT item.title, item.year, NULL AS season, library.title AS library, item.rating_key AS rating_keys,
    item.size_bytes,
    printf('stopped after %d of %d minutes', item.position_s / 60, item.duration_s / 60)
      || coalesce(' on ' || substr(item.last_viewed_at, 1, 10), '') AS why
  FROM item JOIN library ON library.id = item.library_id
  WHERE item.type = 'movie' AND item.position_s > 0 AND item.duration_s > 0
    AND coalesce(item.viewed_unix, 0) < :since AND (:library IS NULL OR item.library_id = :library)
  ORDER BY item.viewed_unix DESC, item.title_sort, item.id";

/// For each person: the last episode of a show of which there are more. Specials do not count: few
/// watch them in their turn.
const SHOWS: &str = "
  WITH seen AS (
    SELECT play.account_id, show.id AS show_id, count(DISTINCT episode.id) AS episodes, max(play.viewed_unix) AS last,
      max(episode.parent_number * 10000 + episode.number) AS furthest
    FROM play JOIN item AS episode ON episode.id = play.item_id
    JOIN item AS show ON show.id = episode.grandparent_id AND show.type = 'show'
    WHERE episode.parent_number > 0
    GROUP BY play.account_id, show.id HAVING max(play.viewed_unix) < :since)
  SELECT show.title, show.year, NULL AS season, library.title AS library, show.rating_key AS rating_keys,
    NULL AS size_bytes,
    printf('%s played %d of %d episodes and stopped at S%02dE%02d on %s', coalesce(account.name, 'somebody'),
      seen.episodes,
      (SELECT count(*) FROM item WHERE grandparent_id = show.id AND type = 'episode' AND parent_number > 0),
      seen.furthest / 10000, seen.furthest % 10000, substr(max(play.viewed_at), 1, 10)) AS why
  FROM seen JOIN item AS show ON show.id = seen.show_id JOIN library ON library.id = show.library_id
  JOIN play ON play.account_id IS seen.account_id AND play.viewed_unix = seen.last
  LEFT JOIN account ON account.id = seen.account_id
  WHERE (:library IS NULL OR show.library_id = :library)
    AND EXISTS (SELECT 1 FROM item AS next WHERE next.grandparent_id = show.id AND next.type = 'episode'
                AND next.parent_number * 10000 + next.number > seen.furthest)
  GROUP BY show.id, seen.account_id
  ORDER BY seen.last DESC, show.title_sort, account.name";
