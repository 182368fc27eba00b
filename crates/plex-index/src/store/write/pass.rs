//! The progress of a pass over the listings.
//!
//! A pass walks one listing for each library and type. Where it is and what it has met is part of
//! the database, so that a killed process goes on where it was.

use rusqlite::params;

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
            "INSERT INTO walk (library_id, type, next_offset, total, done) VALUES (?1, ?2, 0, ?3, 0)",
        )?;
        for walk in walks {
            put.execute(params![walk.library_id, walk.item_type, walk.total])?;
        }
        drop(put);
        self.set_fact(Fact::PassBegan, now)?;
        self.set_fact(Fact::PassIsFull, i64::from(full))
    }

    /// The listings that are not done, in the order in which parents come before their children.
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

    /// Notes how far a listing has been walked.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn advance_walk(
        &self,
        library_id: i64,
        item_type: &str,
        next: u64,
    ) -> rusqlite::Result<()> {
        self.connection()
            .prepare_cached("UPDATE walk SET next_offset = ?3 WHERE library_id = ?1 AND type = ?2")?
            .execute(params![library_id, item_type, next])
            .map(drop)
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

    /// Rating keys of items of a listing that the pass has not met, `most` at a time.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn unmet(
        &self,
        library_id: i64,
        item_type: &str,
        most: usize,
    ) -> rusqlite::Result<Vec<String>> {
        let mut find = self.connection().prepare_cached(
            "SELECT rating_key FROM item WHERE library_id = ?1 AND type = ?2
               AND NOT EXISTS (SELECT 1 FROM seen WHERE item_id = item.id) LIMIT ?3",
        )?;
        find.query_map(params![library_id, item_type, number(most)], |row| {
            row.get(0)
        })?
        .collect()
    }

    /// Counts an item as met: its listing left it out, but the server knows it.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn meet(&self, id: i64) -> rusqlite::Result<()> {
        self.connection()
            .prepare_cached("INSERT OR IGNORE INTO seen (item_id) VALUES (?1)")?
            .execute([id])
            .map(drop)
    }

    /// Ends the pass. After a full one the snapshot is whole as of when the pass began, and ready to be
    /// asked.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn end_pass(&self) -> rusqlite::Result<()> {
        if Fact::PassIsFull.read::<i64>(self.connection())? == Some(1) {
            schema::index(self.connection())?;
            self.analyze()?;
            let began = Fact::PassBegan.read::<i64>(self.connection())?;
            self.set_fact(Fact::Swept, began.unwrap_or(0))?;
        }
        self.connection()
            .execute_batch("DELETE FROM walk; DELETE FROM seen;")?;
        self.forget_fact(Fact::PassIsFull)?;
        self.forget_fact(Fact::PassBegan)
    }

    /// Counts what is in the tables, for good plans.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn analyze(&self) -> rusqlite::Result<()> {
        schema::analyze(self.connection())
    }

    /// Rating keys of items whose details are due, those added last first.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn due_details(&self, most: usize) -> rusqlite::Result<Vec<String>> {
        let mut find = self.connection().prepare_cached(
            "SELECT rating_key FROM item WHERE detail_unix IS NULL ORDER BY added_unix DESC LIMIT ?1",
        )?;
        find.query_map([number(most)], |row| row.get(0))?.collect()
    }
}

/// A small count as SQLite takes it.
fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
