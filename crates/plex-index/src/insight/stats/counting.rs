//! Counts plays by what one statement can tell apart.

use plex_client::AccountId;
use rusqlite::{Connection, named_params};

use super::{
    group::{Count, Group, Stats},
    query::{GroupBy, StatsQuery},
    titles,
};
use crate::{error::Result, index::Index};

impl Index {
    /// Counts plays.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn watch_stats(&self, query: StatsQuery) -> Result<Stats> {
        self.look(move |connection| count(connection, &query)).await
    }
}

fn count(connection: &Connection, query: &StatsQuery) -> Result<Stats> {
    let user = query.user;
    let groups = match grouped(query.group_by) {
        Some(sql) => read(connection, query, user, &sql)?,
        None => titles::by_work(connection, query, user)?,
    };
    let whole = statement(
        "'' AS label, NULL AS year, NULL AS rating_key",
        "",
        "label",
        "label",
    );
    let total = read(connection, query, user, &whole)?;
    let most = usize::try_from(query.limit).unwrap_or(usize::MAX);
    Ok(Stats {
        has_more: groups.len() > most,
        groups: groups.into_iter().take(most).collect(),
        total: total
            .into_iter()
            .next()
            .map(|group| group.count)
            .unwrap_or_default(),
    })
}

/// Returns the statement for one way of counting; none for titles, of which one statement does not know
/// which are the same work.
fn grouped(group_by: GroupBy) -> Option<String> {
    let plain = |name: &str, order: &str| {
        statement(
            &format!("{name} AS label, NULL AS year, NULL AS rating_key"),
            "",
            "label",
            order,
        )
    };
    Some(match group_by {
        GroupBy::Title => return None,
        GroupBy::User => plain("coalesce(account.name, 'unknown')", "plays DESC, label"),
        GroupBy::Library => plain("coalesce(library.title, 'unknown')", "plays DESC, label"),
        GroupBy::Device => plain("coalesce(device.name, 'unknown')", "plays DESC, label"),
        GroupBy::Day => plain("substr(play.viewed_at, 1, 10)", "label DESC"),
        GroupBy::Hour => plain("substr(play.viewed_at, 12, 2) || ':00'", "label"),
        GroupBy::Weekday => plain(
            "substr('Sunday   Monday   Tuesday  WednesdayThursday Friday   Saturday ',
               1 + 9 * strftime('%w', play.viewed_at), 9)",
            "min((strftime('%w', play.viewed_at) + 6) % 7)",
        ),
        GroupBy::Genre => statement(
            "tag.name AS label, NULL AS year, NULL AS rating_key",
            "JOIN item_tag ON item_tag.item_id = coalesce(top.id, item.id)
             JOIN tag ON tag.id = item_tag.tag_id AND tag.kind = 'genre'",
            "tag.id",
            "plays DESC, label",
        ),
    })
}

fn statement(columns: &str, joins: &str, group: &str, order: &str) -> String {
    format!(
        "SELECT {columns}, count(*) AS plays, count(DISTINCT play.account_id) AS people,
           coalesce(sum(item.duration_s), 0) AS seconds, count(*) - count(item.duration_s) AS of_unknown_length,
           max(play.viewed_unix) AS last
         FROM play
         LEFT JOIN item ON item.id = play.item_id
         LEFT JOIN item AS top ON top.id = item.grandparent_id
         LEFT JOIN account ON account.id = play.account_id
         LEFT JOIN device ON device.id = play.device_id
         LEFT JOIN library ON library.id = play.library_id
         {joins}
         WHERE (:since IS NULL OR play.viewed_unix >= :since) AND (:until IS NULL OR play.viewed_unix < :until)
           AND (:user IS NULL OR play.account_id = :user)
         GROUP BY {group} ORDER BY {order} LIMIT :limit"
    )
}

fn read(
    connection: &Connection,
    query: &StatsQuery,
    user: Option<AccountId>,
    sql: &str,
) -> Result<Vec<Group>> {
    let mut statement = connection.prepare(sql)?;
    let limit = i64::from(query.limit) + 1;
    let parameters = named_params! { ":since": query.since, ":until": query.until, ":user": user.map(AccountId::get), ":limit": limit };
    let groups = statement.query_map(parameters, |row| {
        let name: String = row.get(0)?;
        Ok(Group {
            name: name.trim_end().to_owned(),
            year: row.get(1)?,
            rating_key: row.get(2)?,
            count: Count {
                plays: row.get("plays")?,
                people: row.get("people")?,
                seconds: row.get("seconds")?,
                of_unknown_length: row.get("of_unknown_length")?,
                last: row.get("last")?,
            },
        })
    })?;
    Ok(groups.collect::<rusqlite::Result<_>>()?)
}
