//! Tells which entries are the same work: the copies of a film in several libraries, its editions,
//! and what was deleted and has been added again.
//!
//! Entries with one guid are one work, whatever agent gave it, and so are a title of an older agent
//! and a title of Plex's own that say the same id of another catalogue. What no agent recognised is
//! the work of the same title and year. A play whose title is no longer there is a play of what has
//! that title now, unless the years differ by more than one: those of a première and of a release
//! often do by one.

use std::collections::{HashMap, HashSet};

use plex_client::{AccountId, ExternalId, MediaItem, fold};
use rusqlite::Connection;

/// A work, for one question only: the numbers are given anew each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Work(usize);

/// A type of entries and a folded title.
type Name = (String, String);

/// The works that films, shows and artists are.
pub(super) struct Works {
    of: HashMap<i64, Work>,
    /// By type and folded title; the year with each.
    titled: HashMap<Name, Vec<(Option<i64>, Work)>>,
}

/// A play as far as it says what was played.
pub(super) struct Played {
    /// The film, show or artist, where it is still there.
    pub(super) top: Option<i64>,
    /// `movie`, `episode` or `track`.
    pub(super) play_type: String,
    /// The title of the film, show or artist.
    pub(super) title: String,
    /// The year of a film.
    pub(super) year: Option<i64>,
}

/// The columns of a statement that [`Played::read`] takes, of `play` joined to `item`.
/// A track that names artists of its own, as those of compilations do, is theirs and not its album's.
pub(super) const PLAYED: &str = "
  CASE WHEN item.type = 'track' AND item.original_title IS NOT NULL THEN NULL
    ELSE coalesce(item.grandparent_id, item.id) END AS top_id,
  play.type AS play_type,
  CASE WHEN play.type = 'movie' THEN play.title
    WHEN item.type = 'track' THEN coalesce(item.original_title, play.show, play.title)
    ELSE coalesce(play.show, play.title) END AS top_title,
  CASE play.type WHEN 'movie' THEN play.year END AS top_year";

impl Played {
    /// Reads the columns of [`PLAYED`].
    pub(super) fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            top: row.get("top_id")?,
            play_type: row.get("play_type")?,
            title: row.get("top_title")?,
            year: row.get("top_year")?,
        })
    }
}

/// Holds what is known of an entry before it is known which work it is.
struct Entry {
    id: i64,
    item_type: String,
    guid: Option<String>,
    title: String,
    year: Option<i64>,
}

impl Works {
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let entries = entries(connection)?;
        let mut same = Same::of(entries.len());
        same.by_key(
            entries
                .iter()
                .enumerate()
                .filter_map(|(at, entry)| Some((at, recognised(entry.guid.as_deref()?)?))),
        );
        by_other_catalogues(connection, &entries, &mut same)?;

        let are_titles_asked: bool = connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM play LEFT JOIN item ON item.id = play.item_id
                            WHERE item.id IS NULL OR item.type = 'track' AND item.original_title IS NOT NULL)",
            [],
            |row| row.get(0),
        )?;
        let is_strange = |entry: &Entry| entry.guid.as_deref().and_then(recognised).is_none();
        let mut at_title: HashMap<Name, Vec<usize>> = HashMap::new();
        if are_titles_asked || entries.iter().any(is_strange) {
            for (at, entry) in entries.iter().enumerate() {
                let key = (entry.item_type.clone(), fold(&entry.title));
                at_title.entry(key).or_default().push(at);
            }
        }
        for alike in at_title.values().filter(|alike| alike.len() > 1) {
            same.strangers(&entries, alike, is_strange);
        }

        let work = |at: usize, same: &mut Same| Work(same.root(at));
        let titled = at_title
            .into_iter()
            .map(|(key, alike)| {
                let works = alike.into_iter().filter_map(|at| {
                    let year = entries.get(at)?.year;
                    Some((year, work(at, &mut same)))
                });
                (key, works.collect())
            })
            .collect();
        let of = entries
            .iter()
            .enumerate()
            .map(|(at, entry)| (entry.id, work(at, &mut same)))
            .collect();
        Ok(Self { of, titled })
    }

    /// Returns the work that a film, show or artist is.
    pub(super) fn of(&self, id: i64) -> Option<Work> {
        self.of.get(&id).copied()
    }

    /// Returns the entry of a work that came first.
    pub(super) fn entry(&self, work: Work) -> Option<i64> {
        let entries = self.of.iter().filter(|(_, of)| **of == work);
        entries.map(|(id, _)| *id).min()
    }

    /// Returns the works of which a person, or anybody, has played something, in whatever copy. The
    /// view state of the token's owner also knows what the history does not.
    pub(super) fn played(
        &self,
        connection: &Connection,
        person: Option<AccountId>,
    ) -> rusqlite::Result<HashSet<Work>> {
        let mut played = HashSet::new();
        let mut plays = connection.prepare(&format!(
            "SELECT DISTINCT {PLAYED} FROM play LEFT JOIN item ON item.id = play.item_id
             WHERE ?1 IS NULL OR play.account_id = ?1"
        ))?;
        let mut plays = plays.query([person.map(AccountId::get)])?;
        while let Some(row) = plays.next()? {
            played.extend(self.of_play(&Played::read(row)?));
        }
        if person.is_none_or(|person| person == AccountId::OWNER) {
            let mut own = connection.prepare(
                "SELECT id FROM item WHERE type IN ('movie', 'show') AND (view_count > 0 OR viewed_leaf_count > 0)",
            )?;
            let mut own = own.query([])?;
            while let Some(row) = own.next()? {
                played.extend(self.of(row.get(0)?));
            }
        }
        Ok(played)
    }

    /// Returns the work that was played, where it is here, in whatever copy.
    pub(super) fn of_play(&self, played: &Played) -> Option<Work> {
        if let Some(work) = played.top.and_then(|id| self.of(id)) {
            return Some(work);
        }
        let of_type = match played.play_type.as_str() {
            "movie" => "movie",
            "episode" => "show",
            "track" => "artist",
            _ => return None,
        };
        let key = (of_type.to_owned(), fold(&played.title));
        let alike = self.titled.get(&key)?;
        let fitting = alike
            .iter()
            .filter_map(|(year, work)| Some((distance(*year, played.year)?, *work)));
        fitting.min().map(|(_, work)| work)
    }
}

/// Returns how far two years are apart, when they may be of one work; one that is not known may be any.
fn distance(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    let (Some(one), Some(other)) = (one, other) else {
        return Some(1);
    };
    Some((one - other).abs()).filter(|apart| *apart <= 1)
}

fn entries(connection: &Connection) -> rusqlite::Result<Vec<Entry>> {
    let mut all = connection.prepare(
        "SELECT id, type, guid, title, year FROM item WHERE type IN ('movie', 'show', 'artist') ORDER BY id",
    )?;
    let entries = all.query_map([], |row| {
        Ok(Entry {
            id: row.get(0)?,
            item_type: row.get(1)?,
            guid: row.get(2)?,
            title: row.get(3)?,
            year: row.get(4)?,
        })
    })?;
    entries.collect()
}

/// Returns a guid that names a work, without the language in which an older agent asked for it.
fn recognised(guid: &str) -> Option<&str> {
    let (agent, _) = guid.split_once("://")?;
    let says_nothing = agent == "local" || agent.ends_with(".none");
    (!says_nothing).then(|| guid.split_once('?').map_or(guid, |(plain, _)| plain))
}

/// Joins what older agents recognised to what has the same id in another catalogue. Where all guids
/// are Plex's own there is nothing to look up.
fn by_other_catalogues(
    connection: &Connection,
    entries: &[Entry],
    same: &mut Same,
) -> rusqlite::Result<()> {
    let legacy: Vec<(usize, String)> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.item_type != "artist")
        .flat_map(|(at, entry)| {
            let mut item = MediaItem::default();
            item.guid.clone_from(&entry.guid);
            let ids: Vec<ExternalId> = ExternalId::of(&item).collect();
            ids.into_iter()
                .map(move |id| (at, format!("{} {id}", entry.item_type)))
        })
        .collect();
    if legacy.is_empty() {
        return Ok(());
    }
    let places: HashMap<i64, usize> = entries
        .iter()
        .enumerate()
        .map(|(at, entry)| (entry.id, at))
        .collect();
    let mut known = connection.prepare(
        "SELECT item.id, item.type || ' ' || external_id.source || '://' || external_id.value
         FROM external_id JOIN item ON item.id = external_id.item_id
         WHERE item.type IN ('movie', 'show') ORDER BY item.id",
    )?;
    let known: Vec<(i64, String)> = known
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let known = known
        .iter()
        .filter_map(|(id, key)| Some((*places.get(id)?, key.as_str())));
    let legacy = legacy.iter().map(|(at, key)| (*at, key.as_str()));
    same.by_key(legacy.chain(known));
    Ok(())
}

/// Says which of a row of entries are one: each points to another of the same, and one to itself.
struct Same(Vec<usize>);

impl Same {
    fn of(number: usize) -> Self {
        Self((0..number).collect())
    }

    fn root(&mut self, mut at: usize) -> usize {
        while let Some(next) = self.0.get(at).copied() {
            if next == at {
                break;
            }
            let after = self.0.get(next).copied().unwrap_or(next);
            if let Some(link) = self.0.get_mut(at) {
                *link = after;
            }
            at = next;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // The smaller stays, so that the numbers do not depend on the order of joining.
        if let Some(link) = self.0.get_mut(one.max(other)) {
            *link = one.min(other);
        }
    }

    /// Joins all that have a key in common.
    fn by_key<'k>(&mut self, keyed: impl Iterator<Item = (usize, &'k str)>) {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (at, key) in keyed {
            let first = *first.entry(key).or_insert(at);
            self.join(first, at);
        }
    }

    /// Joins what nobody recognised to what has the same title and year.
    fn strangers(
        &mut self,
        entries: &[Entry],
        alike: &[usize],
        is_strange: impl Fn(&Entry) -> bool,
    ) {
        let entry = |at: &usize| entries.get(*at).filter(|entry| entry.year.is_some());
        for stranger in alike {
            let Some(one) = entry(stranger).filter(|one| is_strange(one)) else {
                continue;
            };
            for other in alike {
                if entry(other).is_some_and(|other| other.year == one.year) {
                    self.join(*stranger, *other);
                }
            }
        }
    }
}
