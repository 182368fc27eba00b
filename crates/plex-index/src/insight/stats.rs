//! Counts what was watched, by whom and when.
//!
//! All of it comes from the server's history, which holds finished plays and no watch time: hours
//! are those of the titles' lengths.

use rusqlite::{Connection, named_params};

use super::named;
use crate::{error::Result, index::Index};

/// The ways of grouping plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum GroupBy {
    /// The person.
    User,
    /// The film, the show or the artist.
    Title,
    /// The library.
    Library,
    /// The day.
    Day,
    /// The day of the week, Monday first.
    Weekday,
    /// The hour of the day.
    Hour,
    /// The device.
    Device,
    /// The genre; a play counts in each of its title's. An episode has those of its show.
    Genre,
}

/// A question about plays: which to count, and by what.
#[derive(Debug, Clone)]
pub struct StatsQuery {
    /// From this moment on, epoch seconds.
    pub since: Option<i64>,
    /// Before this moment, epoch seconds.
    pub until: Option<i64>,
    /// Only this person's, by name.
    pub user: Option<String>,
    /// The grouping.
    pub group_by: GroupBy,
    /// The most groups.
    pub limit: u32,
}

/// The plays of one group, or of all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Count {
    /// Finished plays.
    pub plays: u64,
    /// The number of people who played them.
    pub people: u64,
    /// The lengths of the titles together, in seconds.
    pub seconds: u64,
    /// Plays of titles whose length is not known.
    pub of_unknown_length: u64,
    /// The last of them, epoch seconds.
    pub last: Option<i64>,
}

/// One group.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name: of a person, a title, `2026-03-01`, `Monday`, `20:00`.
    pub name: String,
    /// The year of a film.
    pub year: Option<i64>,
    /// The rating key of a title that is still there.
    pub rating_key: Option<String>,
    /// Its plays.
    pub count: Count,
}

/// The groups and the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Stats {
    /// The groups: times in their order, others with most plays first.
    pub groups: Vec<Group>,
    /// There are more than these.
    pub has_more: bool,
    /// All plays that were counted.
    pub total: Count,
}

impl Index {
    /// Counts plays.
    ///
    /// # Errors
    ///
    /// [`IndexError::Unknown`](crate::IndexError::Unknown) for a person nobody knows; those of the
    /// store.
    pub async fn watch_stats(&self, query: StatsQuery) -> Result<Stats> {
        self.look(move |connection| count(connection, &query)).await
    }
}

fn count(connection: &Connection, query: &StatsQuery) -> Result<Stats> {
    let user = query
        .user
        .as_deref()
        .map(|name| named::person(connection, name))
        .transpose()?
        .map(|user| user.id);
    let groups = read(connection, query, user, &grouped(query.group_by))?;
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

/// The statement for one way of counting.
fn grouped(group_by: GroupBy) -> String {
    let plain = |name: &str, order: &str| {
        statement(
            &format!("{name} AS label, NULL AS year, NULL AS rating_key"),
            "",
            "label",
            order,
        )
    };
    match group_by {
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
        GroupBy::Title => statement(
            "coalesce(top.title, item.title, play.show, play.title) AS label,
             CASE WHEN play.type = 'movie' THEN item.year END AS year,
             coalesce(top.rating_key, item.rating_key) AS rating_key",
            "",
            "coalesce(top.id, item.id, play.show, play.title)",
            "plays DESC, label",
        ),
        GroupBy::Genre => statement(
            "tag.name AS label, NULL AS year, NULL AS rating_key",
            "JOIN item_tag ON item_tag.item_id = coalesce(top.id, item.id)
             JOIN tag ON tag.id = item_tag.tag_id AND tag.kind = 'genre'",
            "tag.id",
            "plays DESC, label",
        ),
    }
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
    user: Option<i64>,
    sql: &str,
) -> Result<Vec<Group>> {
    let mut statement = connection.prepare(sql)?;
    let limit = i64::from(query.limit) + 1;
    let parameters = named_params! { ":since": query.since, ":until": query.until, ":user": user, ":limit": limit };
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
