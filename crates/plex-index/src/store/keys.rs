//! Row ids of items: in the order in which they were first heard of.
//!
//! All tables are sorted by them. Servers hand out keys in another order than that in which titles were
//! added, and listings and details are read in that one: with the keys as ids every page of a listing
//! would touch all of the database.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

/// The most keys that are remembered, a megabyte; then remembering starts over.
const MOST: usize = 20_000;

/// Ids by the numbers of keys, and SQL for those that are not remembered.
#[derive(Debug, Default)]
pub(super) struct Keys {
    ids: HashMap<i64, i64>,
    /// The last id that was given out, once it is known.
    last: Option<i64>,
}

impl Keys {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.ids.clear();
        self.last = None;
    }

    /// Returns the id of the item whose key has this number, which is given one if it is new, and whether
    /// it is.
    pub(super) fn id(
        &mut self,
        connection: &Connection,
        number: i64,
    ) -> rusqlite::Result<(i64, bool)> {
        if let Some(id) = self.ids.get(&number) {
            return Ok((*id, false));
        }
        let (id, is_new) = match find(connection, number)? {
            Some(id) => (id, false),
            None => {
                let id = self.last(connection)? + 1;
                connection
                    .prepare_cached("INSERT INTO item_key (number, id) VALUES (?1, ?2)")?
                    .execute([number, id])?;
                self.last = Some(id);
                (id, true)
            }
        };
        if self.ids.len() >= MOST {
            self.ids.clear();
        }
        self.ids.insert(number, id);
        Ok((id, is_new))
    }

    fn last(&self, connection: &Connection) -> rusqlite::Result<i64> {
        match self.last {
            Some(last) => Ok(last),
            None => connection.query_row("SELECT coalesce(max(id), 0) FROM item_key", [], |row| {
                row.get(0)
            }),
        }
    }
}

/// Returns the id of the item whose key has this number, if it has one.
pub(super) fn find(connection: &Connection, number: i64) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT id FROM item_key WHERE number = ?1")?
        .query_row([number], |row| row.get(0))
        .optional()
}
