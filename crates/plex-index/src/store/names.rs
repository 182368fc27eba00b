//! The ids of names that come again and again: genres, people, studios.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

/// The most names that are remembered, some megabytes; then remembering starts over.
const MOST: usize = 20_000;

/// Ids by name, and SQL for those that are not remembered.
#[derive(Debug, Default)]
pub(super) struct Names {
    tags: HashMap<(&'static str, String), i64>,
    people: HashMap<String, i64>,
}

impl Names {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.tags.clear();
        self.people.clear();
    }

    /// Returns the id of a tag, which is made if it is new.
    pub(super) fn tag(
        &mut self,
        connection: &Connection,
        kind: &'static str,
        name: String,
    ) -> rusqlite::Result<i64> {
        let key = (kind, name);
        if let Some(id) = self.tags.get(&key) {
            return Ok(*id);
        }
        let mut find =
            connection.prepare_cached("SELECT id FROM tag WHERE kind = ?1 AND name = ?2")?;
        let id = match find
            .query_row((kind, &key.1), |row| row.get(0))
            .optional()?
        {
            Some(id) => id,
            None => connection
                .prepare_cached("INSERT INTO tag (kind, name) VALUES (?1, ?2)")?
                .insert((kind, &key.1))?,
        };
        if self.tags.len() >= MOST {
            self.tags.clear();
        }
        self.tags.insert(key, id);
        Ok(id)
    }

    /// Returns the id of a person, who is made if new.
    pub(super) fn person(
        &mut self,
        connection: &Connection,
        name: String,
    ) -> rusqlite::Result<i64> {
        if let Some(id) = self.people.get(&name) {
            return Ok(*id);
        }
        let mut find = connection.prepare_cached("SELECT id FROM person WHERE name = ?1")?;
        let id = match find.query_row([&name], |row| row.get(0)).optional()? {
            Some(id) => id,
            None => connection
                .prepare_cached("INSERT INTO person (name) VALUES (?1)")?
                .insert([&name])?,
        };
        if self.people.len() >= MOST {
            self.people.clear();
        }
        self.people.insert(name, id);
        Ok(id)
    }
}
