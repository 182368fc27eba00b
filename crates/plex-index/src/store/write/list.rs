//! Collections and playlists, and what is in them.

use plex_client::{MediaItem, RatingKey};
use rusqlite::{OptionalExtension, params};

use super::{SUMMARY_CHARS, name, seconds, text};
use crate::store::{Batch, id};

/// The two kinds of lists of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    /// Belongs to a library.
    Collection,
    /// Belongs to a person.
    Playlist,
}

impl List {
    fn table(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Playlist => "playlist",
        }
    }
}

impl Batch<'_> {
    /// Notes a collection of a library, or a playlist. Gives whether its members have to be asked
    /// for: it is new or has changed, or this is a sweep and it is made by a rule.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn put_list(
        &self,
        kind: List,
        list: &MediaItem,
        library_id: Option<i64>,
        sweep: bool,
    ) -> rusqlite::Result<bool> {
        let Some(key) = &list.rating_key else {
            return Ok(false);
        };
        let id = id::of_list(key);
        let mut find = self
            .connection()
            .prepare_cached(&format!("SELECT stamp FROM {} WHERE id = ?1", kind.table()))?;
        let held: Option<String> = find.query_row([id], |row| row.get(0)).optional()?;
        let smart = list.smart.unwrap_or(false);
        if held == Some(stamp(list)) && !(sweep && smart) {
            return Ok(false);
        }
        let title = name(Some(&list.title)).unwrap_or_else(|| "(untitled)".to_owned());
        // The stamp stays empty until the members are there.
        match kind {
            List::Collection => self.connection().execute(
                "INSERT OR REPLACE INTO collection (id, rating_key, library_id, title, summary, smart, stamp)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, '')",
                params![id, key.as_str(), library_id, title, text(list.summary.as_deref(), SUMMARY_CHARS), smart],
            )?,
            List::Playlist => self.connection().execute(
                "INSERT OR REPLACE INTO playlist (id, rating_key, title, type, smart, duration_s, stamp)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, '')",
                params![id, key.as_str(), title, name(list.playlist_type.as_deref()), smart, seconds(list.duration)],
            )?,
        };
        Ok(true)
    }

    /// Replaces the members of a list; from now on it is known as `list` shows it.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn put_members(
        &mut self,
        kind: List,
        list: &MediaItem,
        members: &[MediaItem],
    ) -> rusqlite::Result<()> {
        let Some(id) = list.rating_key.as_ref().map(id::of_list) else {
            return Ok(());
        };
        let table = kind.table();
        let members: Vec<i64> = members
            .iter()
            .filter_map(|member| self.id_of(member.rating_key.as_ref()).transpose())
            .collect::<rusqlite::Result<_>>()?;
        self.connection().execute(
            &format!("DELETE FROM {table}_item WHERE {table}_id = ?1"),
            [id],
        )?;
        let mut put = self.connection().prepare_cached(&format!(
            "INSERT INTO {table}_item ({table}_id, position, item_id) VALUES (?1, ?2, ?3)"
        ))?;
        for (position, member) in (1_i64..).zip(members) {
            put.execute([id, position, member])?;
        }
        self.connection()
            .execute(
                &format!("UPDATE {table} SET stamp = ?2 WHERE id = ?1"),
                params![id, stamp(list)],
            )
            .map(drop)
    }

    /// Returns rating keys of the lists that are not among `keep`; of collections, only those of
    /// `library_id`.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn lists_beyond(
        &self,
        kind: List,
        library_id: Option<i64>,
        keep: &[i64],
    ) -> rusqlite::Result<Vec<RatingKey>> {
        let of_library = match kind {
            List::Collection => "library_id IS ?1",
            List::Playlist => "?1 IS NULL",
        };
        let mut find = self.connection().prepare(&format!(
            "SELECT id, rating_key FROM {} WHERE {of_library}",
            kind.table()
        ))?;
        let held = find.query_map([library_id], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        let mut beyond = Vec::new();
        for one in held {
            let (id, key) = one?;
            if !keep.contains(&id) {
                beyond.extend(RatingKey::new(&key));
            }
        }
        Ok(beyond)
    }

    /// Returns how many members the longest list has; of collections, only those of `library_id`.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn longest_list(
        &self,
        kind: List,
        library_id: Option<i64>,
    ) -> rusqlite::Result<u64> {
        let table = kind.table();
        let of_library = match kind {
            List::Collection => "library_id IS ?1",
            List::Playlist => "?1 IS NULL",
        };
        // Members are numbered from one on, and the last of each list is found at once.
        let sql = format!(
            "SELECT coalesce(max((SELECT max(position) FROM {table}_item WHERE {table}_id = id)), 0)
             FROM {table} WHERE {of_library}"
        );
        self.connection()
            .query_row(&sql, [library_id], |row| row.get(0))
    }

    /// Removes these lists.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn remove_lists(&self, kind: List, keys: &[RatingKey]) -> rusqlite::Result<()> {
        let table = kind.table();
        for id in keys.iter().map(id::of_list) {
            self.connection().execute(
                &format!("DELETE FROM {table}_item WHERE {table}_id = ?1"),
                [id],
            )?;
            self.connection()
                .execute(&format!("DELETE FROM {table} WHERE id = ?1"), [id])?;
        }
        Ok(())
    }
}

/// Returns what changes when a list changes: its time of change, its length, its title.
fn stamp(list: &MediaItem) -> String {
    format!(
        "{:?}/{:?}/{:?}/{}",
        list.updated_at, list.leaf_count, list.child_count, list.title
    )
}
