//! Removes what is gone from the server.

use rusqlite::{OptionalExtension, params};

use crate::store::Batch;

/// The tables with rows of an item, and the column that names it.
const PARTS: [(&str, &str); 10] = [
    ("blurb", "item_id"),
    ("media", "item_id"),
    ("stream", "item_id"),
    ("item_tag", "item_id"),
    ("credit", "item_id"),
    ("rating", "item_id"),
    ("external_id", "item_id"),
    ("search", "rowid"),
    ("seen", "item_id"),
    ("item", "id"),
];

impl Batch<'_> {
    /// Removes an item. Its plays stay; they go over to the same title under another key, if there
    /// is one: a renamed file gets a new key.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn remove_item(&self, id: i64) -> rusqlite::Result<()> {
        let heir = self.heir(id)?;
        self.connection()
            .prepare_cached("UPDATE play SET item_id = ?2 WHERE item_id = ?1")?
            .execute(params![id, heir])?;
        PARTS
            .into_iter()
            .try_for_each(|(table, column)| self.delete(table, column, id))
    }

    /// Removes what a table holds of an item.
    pub(super) fn clear(&self, table: &'static str, id: i64) -> rusqlite::Result<()> {
        self.delete(table, "item_id", id)
    }

    fn delete(&self, table: &str, column: &str, id: i64) -> rusqlite::Result<()> {
        self.connection()
            .prepare_cached(&format!("DELETE FROM {table} WHERE {column} = ?1"))?
            .execute([id])
            .map(drop)
    }

    /// Returns the rating keys of what is in an item, and in what is in it.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn keys_below(&self, id: i64) -> rusqlite::Result<Vec<String>> {
        let mut find = self.connection().prepare_cached(
            "SELECT rating_key FROM item WHERE parent_id = ?1 OR grandparent_id = ?1",
        )?;
        find.query_map([id], |row| row.get(0))?.collect()
    }

    /// Says whether an item is held.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn holds(&self, id: i64) -> rusqlite::Result<bool> {
        self.connection()
            .prepare_cached("SELECT 1 FROM item WHERE id = ?1")?
            .exists([id])
    }

    /// Returns the newest other item that is the same title. Guids of unmatched items name no title.
    fn heir(&self, id: i64) -> rusqlite::Result<Option<i64>> {
        let mut find = self.connection().prepare_cached(
            "SELECT other.id FROM item JOIN item AS other ON other.guid = item.guid AND other.type = item.type
             WHERE item.id = ?1 AND other.id <> item.id AND item.guid LIKE 'plex://%'
             ORDER BY other.added_unix DESC LIMIT 1",
        )?;
        find.query_row([id], |row| row.get(0)).optional()
    }
}
