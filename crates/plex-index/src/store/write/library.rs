//! Libraries, accounts and devices.

use plex_client::{Account, Device, Library, LibraryKey, Timestamp};
use rusqlite::params;

use super::{list::List, name};
use crate::store::{Batch, id};

impl Batch<'_> {
    /// Notes the libraries there are, and removes those of `gone` with everything in them.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn put_libraries(
        &self,
        libraries: &[Library],
        gone: &[LibraryKey],
    ) -> rusqlite::Result<()> {
        for library in libraries {
            self.put_library(library)?;
        }
        gone.iter()
            .try_for_each(|key| self.remove_library(id::of_library(key)))
    }

    /// Returns the keys of the libraries that are held.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn library_keys(&self) -> rusqlite::Result<Vec<String>> {
        let mut find = self.connection().prepare("SELECT key FROM library")?;
        find.query_map([], |row| row.get(0))?.collect()
    }

    fn put_library(&self, library: &Library) -> rusqlite::Result<()> {
        let mut put = self.connection().prepare_cached(
            "INSERT OR REPLACE INTO library (id, key, title, type, agent, language, uuid, scanned_unix, scanned_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        put.execute(params![
            id::of_library(&library.key),
            library.key.as_str(),
            name(Some(&library.title)).unwrap_or_else(|| "(untitled)".to_owned()),
            library.library_type.as_str(),
            name(library.agent.as_deref()),
            name(library.language.as_deref()),
            library.uuid,
            library.scanned_at.map(Timestamp::epoch_seconds),
            self.clock.text_at(library.scanned_at),
        ])
        .map(drop)
    }

    fn remove_library(&self, id: i64) -> rusqlite::Result<()> {
        let mut find = self
            .connection()
            .prepare("SELECT id FROM item WHERE library_id = ?1")?;
        let items: Vec<i64> = find
            .query_map([id], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        items
            .into_iter()
            .try_for_each(|item| self.remove_item(item))?;
        let lists = self.lists_beyond(List::Collection, Some(id), &[])?;
        self.remove_lists(List::Collection, &lists)?;
        self.connection()
            .execute("DELETE FROM missing WHERE library_id = ?1", [id])?;
        self.connection()
            .execute("DELETE FROM library WHERE id = ?1", [id])
            .map(drop)
    }

    /// Numbers of the keys of the albums that something in a library of photos is in and that are not held. Keys that are
    /// no numbers cannot be told from these.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn absent_parents(&self, library_id: i64) -> rusqlite::Result<Vec<i64>> {
        let mut find = self.connection().prepare_cached(
            "SELECT DISTINCT item_key.number FROM item JOIN item_key ON item_key.id = item.parent_id
             WHERE library_id = ?1 AND item_key.number > 0
               AND NOT EXISTS (SELECT 1 FROM item AS above WHERE above.id = item.parent_id)",
        )?;
        find.query_map([library_id], |row| row.get(0))?.collect()
    }

    /// Counts the items of a type that a library has here and its listing shows: that of albums leaves out
    /// those that are in other albums.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn count_items(&self, library_id: i64, item_type: &str) -> rusqlite::Result<u64> {
        let mut count = self.connection().prepare_cached(
            "SELECT count(*) FROM item WHERE type = ?2 AND library_id = ?1
                   AND (type <> 'photoalbum' OR parent_id IS NULL)",
        )?;
        count.query_row(params![library_id, item_type], |row| row.get(0))
    }

    /// Replaces all accounts. The nameless one with id 0 stands for plays of nobody in particular.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn put_accounts(&self, accounts: &[Account]) -> rusqlite::Result<()> {
        self.connection().execute("DELETE FROM account", [])?;
        let mut put = self
            .connection()
            .prepare_cached("INSERT OR REPLACE INTO account (id, name) VALUES (?1, ?2)")?;
        for account in accounts {
            if let (Some(id), Some(name)) = (account.id, name(Some(&account.name))) {
                put.execute(params![id.get(), name])?;
            }
        }
        Ok(())
    }

    /// Replaces all devices.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn put_devices(&self, devices: &[Device]) -> rusqlite::Result<()> {
        self.connection().execute("DELETE FROM device", [])?;
        let mut put = self.connection().prepare_cached(
            "INSERT OR REPLACE INTO device (id, name, platform, created_unix, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for device in devices {
            let (Some(id), Some(title)) = (device.id, name(Some(&device.name))) else {
                continue;
            };
            let platform = name(device.platform.as_deref());
            put.execute(params![
                id.get(),
                title,
                platform,
                device.created_at.map(Timestamp::epoch_seconds),
                self.clock.text_at(device.created_at)
            ])?;
        }
        Ok(())
    }
}
