//! Finds what somebody began and left, in whatever copies: films at a position, shows before their end.

use std::collections::{BTreeSet, HashMap};

use plex_client::AccountId;
use rusqlite::{Connection, OptionalExtension};

use super::{
    finding::{Finding, findings},
    query::Scope,
};
use crate::insight::works::{PLAYED, Played, Work, Works};

/// The days after which a film that nobody touched counts as left.
const FILM_DAYS: i64 = 30;

/// The days after which a show of which nobody played an episode counts as left.
const SHOW_DAYS: i64 = 90;

/// What the number of a season is multiplied with, so that episodes stand in their order.
const SEASON: i64 = 10_000;

pub(super) fn find(connection: &Connection, scope: &Scope) -> rusqlite::Result<Vec<Finding>> {
    let works = Works::read(connection)?;
    let mut found = films(connection, scope, &works)?;
    found.extend(shows(connection, scope, &works)?);
    Ok(found)
}

/// Returns the films that the owner of the token left. Whoever went on with another copy has not left it.
fn films(connection: &Connection, scope: &Scope, works: &Works) -> rusqlite::Result<Vec<Finding>> {
    let touched = last_touched(connection, works)?;
    let mut id_of = connection.prepare("SELECT id FROM item WHERE rating_key = ?1")?;
    let mut kept = Vec::new();
    for finding in findings(connection, scope, scope.days_ago(FILM_DAYS), FILMS)? {
        let key = finding.rating_keys.first();
        let id: Option<i64> = id_of.query_row([key], |row| row.get(0)).optional()?;
        let last = id
            .and_then(|id| works.of(id))
            .and_then(|work| touched.get(&work));
        if last.is_none_or(|last| Some(last.copy) == id) {
            kept.push(finding);
        }
    }
    Ok(kept)
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

/// Says when a work was last played by the owner, to its end or not, and in which copy.
#[derive(Debug, Clone, Copy)]
struct Touch {
    at: i64,
    copy: i64,
}

/// Returns which copy of each film the owner of the token played last. Of a copy that is gone a play is known
/// alone.
fn last_touched(connection: &Connection, works: &Works) -> rusqlite::Result<HashMap<Work, Touch>> {
    let mut touched: HashMap<Work, Touch> = HashMap::new();
    let mut note = |work: Option<Work>, at: i64, copy: i64| {
        let Some(work) = work else { return };
        let touch = touched.entry(work).or_insert(Touch { at, copy });
        if at > touch.at {
            *touch = Touch { at, copy };
        }
    };
    let mut copies = connection.prepare(
        "SELECT id, viewed_unix FROM item WHERE type = 'movie' AND viewed_unix IS NOT NULL ORDER BY id",
    )?;
    let mut copies = copies.query([])?;
    while let Some(row) = copies.next()? {
        let id = row.get(0)?;
        note(works.of(id), row.get(1)?, id);
    }
    let mut plays = connection.prepare(&format!(
        "SELECT {PLAYED}, play.viewed_unix, coalesce(item.id, 0) AS copy
         FROM play LEFT JOIN item ON item.id = play.item_id
         WHERE play.type = 'movie' AND play.account_id = ?1"
    ))?;
    let mut plays = plays.query([AccountId::OWNER.get()])?;
    while let Some(row) = plays.next()? {
        let work = works.of_play(&Played::read(row)?);
        note(work, row.get("viewed_unix")?, row.get("copy")?);
    }
    Ok(touched)
}

/// Says how far somebody has got with a show, in all of its copies together.
#[derive(Debug, Default)]
struct Progress {
    episodes: BTreeSet<i64>,
    last: i64,
    /// The day of it.
    day: String,
    /// The copy that was played last, where it is still there.
    copy: Option<i64>,
}

/// A copy of a show.
#[derive(Debug, Clone)]
struct Show {
    id: i64,
    rating_key: String,
    title: String,
    title_sort: String,
    year: Option<i64>,
    library_id: i64,
    library: String,
}

/// Returns, for each person, the shows that have episodes after the last that they played. Specials do not
/// count: few watch them in their turn.
fn shows(connection: &Connection, scope: &Scope, works: &Works) -> rusqlite::Result<Vec<Finding>> {
    let since = scope.days_ago(SHOW_DAYS);
    let copies = copies_of_shows(connection, works)?;
    let episodes = episodes(connection, works)?;
    let names = names(connection)?;
    let mut left: Vec<(i64, String, String, Finding)> = Vec::new();
    for ((person, work), progress) in progress(connection, works)? {
        let (Some(furthest), Some(all)) = (progress.episodes.last(), episodes.get(&work)) else {
            continue;
        };
        let goes_on = all.last().is_some_and(|last| last > furthest);
        if progress.last >= since || !goes_on {
            continue;
        }
        let mut here = copies.get(&work).into_iter().flatten().filter(|copy| {
            scope
                .library
                .is_none_or(|library| library == copy.library_id)
        });
        let first = here.clone().next();
        let Some(show) = here.find(|copy| Some(copy.id) == progress.copy).or(first) else {
            continue;
        };
        let name = person.and_then(|person| names.get(&person));
        let name = name.map_or("somebody", String::as_str);
        let why = format!(
            "{name} played {} of {} episodes and stopped at S{:02}E{:02} on {}",
            progress.episodes.intersection(all).count(),
            all.len(),
            furthest / SEASON,
            furthest % SEASON,
            progress.day
        );
        let finding = Finding {
            title: show.title.clone(),
            year: show.year,
            library: show.library.clone(),
            rating_keys: vec![show.rating_key.clone()],
            why,
            ..Finding::default()
        };
        left.push((
            -progress.last,
            show.title_sort.clone(),
            name.to_owned(),
            finding,
        ));
    }
    left.sort_by(|one, other| (one.0, &one.1, &one.2).cmp(&(other.0, &other.1, &other.2)));
    Ok(left.into_iter().map(|(.., finding)| finding).collect())
}

/// Returns what everybody has played of which show.
fn progress(
    connection: &Connection,
    works: &Works,
) -> rusqlite::Result<HashMap<(Option<AccountId>, Work), Progress>> {
    let mut progress: HashMap<(Option<AccountId>, Work), Progress> = HashMap::new();
    let mut plays = connection.prepare(&format!(
        "SELECT {PLAYED}, play.account_id, play.viewed_unix, substr(play.viewed_at, 1, 10) AS day,
           coalesce(item.parent_number, play.season) AS season,
           coalesce(item.number, play.episode) AS episode
         FROM play LEFT JOIN item ON item.id = play.item_id WHERE play.type = 'episode'"
    ))?;
    let mut plays = plays.query([])?;
    while let Some(row) = plays.next()? {
        let (season, episode): (Option<i64>, Option<i64>) =
            (row.get("season")?, row.get("episode")?);
        let (Some(season), Some(episode)) = (season.filter(|season| *season > 0), episode) else {
            continue;
        };
        let played = Played::read(row)?;
        let Some(work) = works.of_play(&played) else {
            continue;
        };
        let person = row.get::<_, Option<i64>>("account_id")?.map(AccountId::new);
        let one = progress.entry((person, work)).or_default();
        one.episodes.insert(season * SEASON + episode);
        let at: i64 = row.get("viewed_unix")?;
        if at >= one.last {
            one.last = at;
            one.day = row.get::<_, Option<String>>("day")?.unwrap_or_default();
            one.copy = played.top.or(one.copy);
        }
    }
    Ok(progress)
}

/// Returns the copies of each show.
fn copies_of_shows(
    connection: &Connection,
    works: &Works,
) -> rusqlite::Result<HashMap<Work, Vec<Show>>> {
    let mut copies: HashMap<Work, Vec<Show>> = HashMap::new();
    let mut all = connection.prepare(
        "SELECT item.id, item.rating_key, item.title, coalesce(item.title_sort, item.title), item.year,
           item.library_id, library.title
         FROM item JOIN library ON library.id = item.library_id WHERE item.type = 'show' ORDER BY item.id",
    )?;
    let shows = all.query_map([], |row| {
        Ok(Show {
            id: row.get(0)?,
            rating_key: row.get(1)?,
            title: row.get(2)?,
            title_sort: row.get(3)?,
            year: row.get(4)?,
            library_id: row.get(5)?,
            library: row.get(6)?,
        })
    })?;
    for show in shows {
        let show = show?;
        if let Some(work) = works.of(show.id) {
            copies.entry(work).or_default().push(show);
        }
    }
    Ok(copies)
}

/// Returns the episodes that there are of each show, in whatever copy.
fn episodes(
    connection: &Connection,
    works: &Works,
) -> rusqlite::Result<HashMap<Work, BTreeSet<i64>>> {
    let mut episodes: HashMap<Work, BTreeSet<i64>> = HashMap::new();
    let mut all = connection.prepare(
        "SELECT grandparent_id, parent_number, number FROM item
         WHERE type = 'episode' AND parent_number > 0 AND number IS NOT NULL AND grandparent_id IS NOT NULL",
    )?;
    let mut all = all.query([])?;
    while let Some(row) = all.next()? {
        let (season, number): (i64, i64) = (row.get(1)?, row.get(2)?);
        if let Some(work) = works.of(row.get(0)?) {
            let of_work = episodes.entry(work).or_default();
            of_work.insert(season * SEASON + number);
        }
    }
    Ok(episodes)
}

/// Returns the names of people.
fn names(connection: &Connection) -> rusqlite::Result<HashMap<AccountId, String>> {
    let mut all = connection.prepare("SELECT id, name FROM account WHERE name <> ''")?;
    let names = all.query_map([], |row| Ok((AccountId::new(row.get(0)?), row.get(1)?)))?;
    names.collect()
}
