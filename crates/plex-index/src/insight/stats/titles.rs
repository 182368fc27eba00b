//! Counts plays by film, show and artist: all copies and editions of a work together.

use std::collections::{BTreeSet, HashMap};

use plex_client::AccountId;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::{
    group::{Count, Group},
    query::StatsQuery,
};
use crate::{
    error::Result,
    insight::works::{PLAYED, Played, Work, Works},
};

/// Says what plays are counted together by: the work, or a title that is no longer here.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Work(Work),
    Title(String),
}

/// One person's plays of one entry.
struct Share {
    played: Played,
    person: Option<AccountId>,
    entry: Option<Entry>,
    plays: u64,
    seconds: u64,
    of_unknown_length: u64,
    last: Option<i64>,
}

/// A film, show or artist that is here.
struct Entry {
    title: String,
    year: Option<i64>,
    rating_key: String,
}

/// The plays of a work, as far as they are added up.
#[derive(Default)]
struct Sum {
    people: BTreeSet<Option<AccountId>>,
    count: Count,
    /// The entry with most plays, by which the work is shown, and how many those are.
    shown: Option<(u64, Entry)>,
}

/// Returns the groups, most plays first, and one more than were asked for where there are more.
pub(super) fn by_work(
    connection: &Connection,
    query: &StatsQuery,
    user: Option<AccountId>,
) -> Result<Vec<Group>> {
    let works = Works::read(connection)?;
    let mut sums: HashMap<Key, Sum> = HashMap::new();
    for share in shares(connection, query, user)? {
        let key = match works.of_play(&share.played) {
            Some(work) => Key::Work(work),
            None => Key::Title(share.played.title.clone()),
        };
        sums.entry(key).or_default().add(share);
    }
    let mut groups = Vec::with_capacity(sums.len());
    for (key, sum) in sums {
        let entry = match (sum.shown, &key) {
            (Some((_, entry)), _) => Some(entry),
            (None, Key::Work(work)) => entry(connection, works.entry(*work))?,
            (None, Key::Title(_)) => None,
        };
        let (name, year, rating_key) = match (entry, key) {
            (Some(entry), _) => (entry.title, entry.year, Some(entry.rating_key)),
            (None, Key::Title(title)) => (title, None, None),
            (None, Key::Work(_)) => continue,
        };
        groups.push(Group {
            name,
            year,
            rating_key,
            count: sum.count,
        });
    }
    groups.sort_by(|a, b| {
        let by_plays = b.count.plays.cmp(&a.count.plays);
        by_plays
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.rating_key.cmp(&b.rating_key))
    });
    groups.truncate(
        usize::try_from(query.limit)
            .unwrap_or(usize::MAX)
            .saturating_add(1),
    );
    Ok(groups)
}

impl Sum {
    fn add(&mut self, share: Share) {
        // The count of people leaves out plays of nobody, as SQL's does.
        if share.person.is_some() && self.people.insert(share.person) {
            self.count.people += 1;
        }
        self.count.plays += share.plays;
        self.count.seconds += share.seconds;
        self.count.of_unknown_length += share.of_unknown_length;
        self.count.last = self.count.last.max(share.last);
        if let Some(entry) = share.entry {
            let is_more = self.shown.as_ref().is_none_or(|(plays, shown)| {
                (share.plays, &shown.rating_key) > (*plays, &entry.rating_key)
            });
            if is_more {
                self.shown = Some((share.plays, entry));
            }
        }
    }
}

/// Returns the plays, added up by entry and person.
fn shares(
    connection: &Connection,
    query: &StatsQuery,
    user: Option<AccountId>,
) -> rusqlite::Result<Vec<Share>> {
    let mut statement = connection.prepare(&format!(
        "SELECT {PLAYED}, play.account_id AS person, coalesce(top.title, item.title) AS title,
           CASE WHEN play.type = 'movie' THEN item.year END AS year,
           coalesce(top.rating_key, item.rating_key) AS rating_key, count(*) AS plays,
           coalesce(sum(item.duration_s), 0) AS seconds, count(*) - count(item.duration_s) AS of_unknown_length,
           max(play.viewed_unix) AS last
         FROM play LEFT JOIN item ON item.id = play.item_id LEFT JOIN item AS top ON top.id = item.grandparent_id
         WHERE (:since IS NULL OR play.viewed_unix >= :since) AND (:until IS NULL OR play.viewed_unix < :until)
           AND (:user IS NULL OR play.account_id = :user)
         GROUP BY top_id, play_type, top_title, top_year, person"
    ))?;
    let parameters = named_params! { ":since": query.since, ":until": query.until, ":user": user.map(AccountId::get) };
    let shares = statement.query_map(parameters, |row| {
        let played = Played::read(row)?;
        Ok(Share {
            entry: match played.top {
                Some(_) => shown(row)?,
                None => None,
            },
            played,
            person: row.get::<_, Option<i64>>("person")?.map(AccountId::new),
            plays: row.get("plays")?,
            seconds: row.get("seconds")?,
            of_unknown_length: row.get("of_unknown_length")?,
            last: row.get("last")?,
        })
    })?;
    shares.collect()
}

fn entry(connection: &Connection, id: Option<i64>) -> rusqlite::Result<Option<Entry>> {
    let mut find = connection.prepare_cached(
        "SELECT title, CASE WHEN type = 'movie' THEN year END AS year, rating_key FROM item WHERE id = ?1",
    )?;
    Ok(find.query_row([id], shown).optional()?.flatten())
}

fn shown(row: &Row<'_>) -> rusqlite::Result<Option<Entry>> {
    let (title, rating_key): (Option<String>, Option<String>) =
        (row.get("title")?, row.get("rating_key")?);
    let year = row.get("year")?;
    Ok(title.zip(rating_key).map(|(title, rating_key)| Entry {
        title,
        year,
        rating_key,
    }))
}
