//! The progress of a pass over the listings.
//!
//! A pass walks one listing for each library and type. Where it is and what it has met is part of
//! the database, so that a killed process goes on where it was.

use std::collections::HashSet;

use plex_client::RatingKey;
use rusqlite::{OptionalExtension, params};

use crate::{
    schema,
    store::{Batch, Fact},
};

/// One listing of a pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listing {
    /// Row id of the library.
    pub(crate) library_id: i64,
    /// The server's own key of the library.
    pub(crate) library_key: String,
    /// The type of the items.
    pub(crate) item_type: String,
    /// The offset at which to go on.
    pub(crate) next_offset: u64,
    /// The number of items when the pass began.
    pub(crate) total: u64,
}

/// Some items of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    /// Row id of the library.
    library_id: i64,
    /// The server's own key of the library.
    pub(crate) library_key: String,
    /// The type of the items.
    pub(crate) item_type: String,
    /// Their keys.
    pub(crate) keys: Vec<RatingKey>,
    /// The number of items of this type that are held of the library.
    pub(crate) all: u64,
}

impl Batch<'_> {
    /// Begins a pass over `walks`; one that is under way is given up. `full` when it covers
    /// everything there is.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn begin_pass(
        &self,
        walks: &[Listing],
        full: bool,
        now: i64,
    ) -> rusqlite::Result<()> {
        self.connection()
            .execute_batch("DELETE FROM walk; DELETE FROM seen;")?;
        let mut put = self.connection().prepare_cached(
            "INSERT INTO walk (library_id, type, next_offset, total, met, done) VALUES (?1, ?2, 0, ?3, 0, 0)",
        )?;
        for walk in walks {
            put.execute(params![walk.library_id, walk.item_type, walk.total])?;
        }
        drop(put);
        self.set_fact(Fact::PassBegan, now)?;
        self.set_fact(Fact::PassIsFull, i64::from(full))
    }

    /// Returns the listings that are not done, in the order in which parents come before their children.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn open_walks(&self) -> rusqlite::Result<Vec<Listing>> {
        let mut find = self.connection().prepare_cached(
            "SELECT walk.library_id, library.key, walk.type, walk.next_offset, walk.total
             FROM walk JOIN library ON library.id = walk.library_id WHERE NOT walk.done ORDER BY walk.rowid",
        )?;
        let walk = |row: &rusqlite::Row<'_>| {
            Ok(Listing {
                library_id: row.get(0)?,
                library_key: row.get(1)?,
                item_type: row.get(2)?,
                next_offset: row.get(3)?,
                total: row.get(4)?,
            })
        };
        find.query_map([], walk)?.collect()
    }

    /// Notes how far a listing has been walked, and how many entries were met for the first time.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn advance_walk(
        &self,
        library_id: i64,
        item_type: &str,
        next: u64,
        met: u64,
    ) -> rusqlite::Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE walk SET next_offset = ?3, met = met + ?4 WHERE library_id = ?1 AND type = ?2",
            )?
            .execute(params![library_id, item_type, next, met])
            .map(drop)
    }

    /// Counts further items of a listing as met.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn meet_more(
        &self,
        library_id: i64,
        item_type: &str,
        met: u64,
    ) -> rusqlite::Result<()> {
        self.connection()
            .prepare_cached("UPDATE walk SET met = met + ?3 WHERE library_id = ?1 AND type = ?2")?
            .execute(params![library_id, item_type, met])
            .map(drop)
    }

    /// Counts the items whose details are due, and all.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn count_due(&self) -> rusqlite::Result<(u64, u64)> {
        let count = |sql: &str| self.connection().query_row(sql, [], |row| row.get(0));
        Ok((
            count("SELECT count(*) FROM item WHERE detail_unix IS NULL")?,
            count("SELECT count(*) FROM item")?,
        ))
    }

    /// Says whether the pass has met all items that are held. What is met is held.
    fn all_are_met(&self) -> rusqlite::Result<bool> {
        self.connection().query_row(
            "SELECT (SELECT count(*) FROM seen) = (SELECT count(*) FROM item)",
            [],
            |row| row.get(0),
        )
    }

    /// Counts the entries of a listing that were met.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn met(&self, library_id: i64, item_type: &str) -> rusqlite::Result<u64> {
        self.connection()
            .prepare_cached("SELECT met FROM walk WHERE library_id = ?1 AND type = ?2")?
            .query_row(params![library_id, item_type], |row| row.get(0))
    }

    /// Notes that a listing has been walked to its end and what was not in it has been dealt with.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn finish_walk(&self, library_id: i64, item_type: &str) -> rusqlite::Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE walk SET done = 1, next_offset = total WHERE library_id = ?1 AND type = ?2",
            )?
            .execute(params![library_id, item_type])
            .map(drop)
    }

    /// Ids and rating keys of items of a listing that the pass has not met, in the order of their ids
    /// from beyond `after` on, `most` at a time.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn unmet(
        &self,
        library_id: i64,
        item_type: &str,
        after: i64,
        most: usize,
    ) -> rusqlite::Result<Vec<(i64, String)>> {
        if self.all_are_met()? {
            return Ok(Vec::new());
        }
        let mut find = self.connection().prepare_cached(
            "SELECT id, rating_key FROM item WHERE library_id = ?1 AND type = ?2 AND id > ?3
               AND NOT EXISTS (SELECT 1 FROM seen WHERE item_id = item.id) ORDER BY id LIMIT ?4",
        )?;
        find.query_map(params![library_id, item_type, after, number(most)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect()
    }

    /// Returns the rating key of an item that the pass has met, whichever.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn any_met(&self) -> rusqlite::Result<Option<String>> {
        self.connection()
            .prepare_cached(
                "SELECT item.rating_key FROM seen JOIN item ON item.id = seen.item_id LIMIT 1",
            )?
            .query_row([], |row| row.get(0))
            .optional()
    }

    /// Counts an item as met in the listing of a type. Gives whether it had not been met there before:
    /// servers list albums of photos twice, as albums and as photos.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn meet(&self, id: i64, item_type: &str) -> rusqlite::Result<bool> {
        self.connection()
            .prepare_cached(
                "INSERT INTO seen (item_id, type) VALUES (?1, ?2)
                 ON CONFLICT (item_id) DO UPDATE SET type = excluded.type WHERE type <> excluded.type",
            )?
            .execute(params![id, item_type])
            .map(|changed| changed > 0)
    }

    /// Returns the listings that hold these items: how many of them each holds, and how many items in
    /// all.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn listings_of(&self, keys: &[RatingKey]) -> rusqlite::Result<Vec<Held>> {
        let mut find = self.connection().prepare_cached(
            "SELECT item.library_id, library.key, item.type FROM item
             JOIN library ON library.id = item.library_id WHERE item.id = ?1",
        )?;
        let mut found: Vec<Held> = Vec::new();
        for key in keys {
            let Some(id) = self.find_item(key)? else {
                continue;
            };
            let read = |row: &rusqlite::Row<'_>| {
                Ok(Held {
                    library_id: row.get(0)?,
                    library_key: row.get(1)?,
                    item_type: row.get(2)?,
                    keys: vec![key.clone()],
                    all: 0,
                })
            };
            let Some(held) = find.query_row([id], read).optional()? else {
                continue;
            };
            match found.iter_mut().find(|other| {
                other.library_id == held.library_id && other.item_type == held.item_type
            }) {
                Some(other) => other.keys.push(key.clone()),
                None => found.push(held),
            }
        }
        for held in &mut found {
            held.all = self.count_items(held.library_id, &held.item_type)?;
        }
        Ok(found)
    }

    /// Ends the pass. After a full one the snapshot is whole as of when the pass began, and ready to be
    /// asked.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn end_pass(&self) -> rusqlite::Result<()> {
        self.count_files_once()?;
        if Fact::PassIsFull.read::<i64>(self.connection())? == Some(1) {
            schema::index(self.connection())?;
            self.analyze()?;
            let began = Fact::PassBegan.read::<i64>(self.connection())?;
            self.set_fact(Fact::Swept, began.unwrap_or(0))?;
        }
        self.give_up_pass()
    }

    /// Forgets how far the pass has got; what it has brought stays.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn give_up_pass(&self) -> rusqlite::Result<()> {
        self.connection()
            .execute_batch("DELETE FROM walk; DELETE FROM seen;")?;
        self.forget_fact(Fact::PassIsFull)?;
        self.forget_fact(Fact::PassBegan)
    }

    /// Lets a file that several items of a library are in count with the first of them alone.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn count_files_once(&self) -> rusqlite::Result<()> {
        self.connection()
            .execute(
                "WITH several AS (
                   SELECT file FROM media WHERE file IS NOT NULL GROUP BY file HAVING min(item_id) < max(item_id)),
                 held AS (
                   SELECT media.file, media.item_id, media.size_bytes, item.library_id
                   FROM several JOIN media ON media.file = several.file JOIN item ON item.id = media.item_id),
                 first AS (
                   SELECT file, library_id, min(item_id) AS item_id FROM held GROUP BY file, library_id),
                 elsewhere AS (
                   SELECT held.item_id, sum(held.size_bytes) AS bytes FROM held
                   JOIN first ON first.file = held.file AND first.library_id = held.library_id
                   WHERE held.item_id <> first.item_id GROUP BY held.item_id),
                 touched AS (
                   SELECT id FROM item WHERE shared_bytes <> 0 UNION SELECT item_id FROM elsewhere)
                 UPDATE item SET shared_bytes = due.bytes, size_bytes = size_bytes + shared_bytes - due.bytes
                 FROM (SELECT touched.id, coalesce(elsewhere.bytes, 0) AS bytes
                       FROM touched LEFT JOIN elsewhere ON elsewhere.item_id = touched.id) AS due
                 WHERE item.id = due.id AND item.shared_bytes <> due.bytes",
                [],
            )
            .map(drop)
    }

    /// Makes the indexes that wait for the details, unless they are there. Gives whether they were not.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn index_details(&self) -> rusqlite::Result<bool> {
        schema::index_details(self.connection())
    }

    /// Counts what is in the tables, for good plans.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn analyze(&self) -> rusqlite::Result<()> {
        schema::analyze(self.connection())
    }

    /// Returns rating keys of items whose details are due and not given up for now, those added last first.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn due_details(
        &self,
        most: usize,
        given_up: &HashSet<RatingKey>,
    ) -> rusqlite::Result<Vec<RatingKey>> {
        let mut find = self.connection().prepare_cached(
            "SELECT rating_key FROM item WHERE detail_unix IS NULL ORDER BY added_unix DESC",
        )?;
        let mut rows = find.query([])?;
        let mut due = Vec::new();
        while let Some(row) = rows.next()?.filter(|_| due.len() < most) {
            if let Ok(key) = RatingKey::new(row.get_ref(0)?.as_str()?)
                && !given_up.contains(&key)
            {
                due.push(key);
            }
        }
        Ok(due)
    }
}

/// Returns a small count as SQLite takes it.
fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
