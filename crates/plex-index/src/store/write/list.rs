//! Collections and playlists, and what is in them.

use plex_client::MediaItem;
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
        let id = id::of_item(key);
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
        &self,
        kind: List,
        list: &MediaItem,
        members: &[MediaItem],
    ) -> rusqlite::Result<()> {
        let Some(id) = list.rating_key.as_ref().map(id::of_item) else {
            return Ok(());
        };
        let table = kind.table();
        self.connection().execute(
            &format!("DELETE FROM {table}_item WHERE {table}_id = ?1"),
            [id],
        )?;
        let mut put = self.connection().prepare_cached(&format!(
            "INSERT INTO {table}_item ({table}_id, position, item_id) VALUES (?1, ?2, ?3)"
        ))?;
        let members = members
            .iter()
            .filter_map(|member| member.rating_key.as_ref());
        for (position, member) in (1_i64..).zip(members) {
            put.execute([id, position, id::of_item(member)])?;
        }
        self.connection()
            .execute(
                &format!("UPDATE {table} SET stamp = ?2 WHERE id = ?1"),
                params![id, stamp(list)],
            )
            .map(drop)
    }

    /// Removes the lists that are not among `keep`; collections only those of `library_id`.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn keep_lists(
        &self,
        kind: List,
        library_id: Option<i64>,
        keep: &[i64],
    ) -> rusqlite::Result<()> {
        let table = kind.table();
        let held: Vec<i64> = match library_id {
            Some(library) => self.ids(
                &format!("SELECT id FROM {table} WHERE library_id = ?1"),
                [library],
            )?,
            None => self.ids(&format!("SELECT id FROM {table}"), [])?,
        };
        for id in held.into_iter().filter(|id| !keep.contains(id)) {
            self.connection().execute(
                &format!("DELETE FROM {table}_item WHERE {table}_id = ?1"),
                [id],
            )?;
            self.connection()
                .execute(&format!("DELETE FROM {table} WHERE id = ?1"), [id])?;
        }
        Ok(())
    }

    fn ids(&self, sql: &str, parameters: impl rusqlite::Params) -> rusqlite::Result<Vec<i64>> {
        self.connection()
            .prepare(sql)?
            .query_map(parameters, |row| row.get(0))?
            .collect()
    }
}

/// What changes when a list changes: its time of change, its length, its title.
fn stamp(list: &MediaItem) -> String {
    format!(
        "{:?}/{:?}/{:?}/{}",
        list.updated_at, list.leaf_count, list.child_count, list.title
    )
}
