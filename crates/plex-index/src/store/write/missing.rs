//! What could not be read, and why.

use plex_client::LibraryKey;
use rusqlite::{Connection, OptionalExtension, params};

use super::pass::Listing;
use crate::store::{Batch, id};

/// The kinds of things that a pass reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lack {
    /// Items of a library.
    Items,
    /// Tags, people, streams and ratings of items.
    Details,
    /// Collections of a library, or what is in them.
    Collections,
    /// Playlists, or what is in them.
    Playlists,
    /// Plays: the server's history.
    Plays,
    /// The names of people.
    Users,
    /// The names of devices.
    Devices,
    /// All that is in a library of a kind that is not known here. Nothing is amiss then, and nothing is
    /// tried again.
    Library,
}

impl Lack {
    const ALL: [Self; 8] = [
        Self::Items,
        Self::Details,
        Self::Collections,
        Self::Playlists,
        Self::Plays,
        Self::Users,
        Self::Devices,
        Self::Library,
    ];

    /// Returns its name, such as `items`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::Details => "details",
            Self::Collections => "collections",
            Self::Playlists => "playlists",
            Self::Plays => "plays",
            Self::Users => "users",
            Self::Devices => "devices",
            Self::Library => "library",
        }
    }
}

/// Something that the server has and the snapshot has not, or not all of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Missing {
    /// The kind of thing.
    pub what: Lack,
    /// The title of its library, where it is of one.
    pub library: Option<String>,
    /// The type of the items, where they have one.
    pub item_type: Option<String>,
    /// Why it could not be read.
    pub why: String,
    /// How many of them the snapshot holds, where that is counted.
    pub held: Option<u64>,
    /// How many the server says there are, where it does.
    pub total: Option<u64>,
}

impl Missing {
    /// Returns everything that is missing, items first.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Self>> {
        let mut find = connection.prepare(
            "SELECT what, library.title, missing.type, why, held, total
             FROM missing LEFT JOIN library ON library.id = missing.library_id
             ORDER BY library.title, missing.type",
        )?;
        let rows = find.query_map([], |row| {
            let what: String = row.get(0)?;
            let item_type: String = row.get(2)?;
            let what = Lack::ALL.into_iter().find(|one| one.as_str() == what);
            Ok(Self {
                what: what.unwrap_or(Lack::Items),
                library: row.get(1)?,
                item_type: Some(item_type).filter(|item_type| !item_type.is_empty()),
                why: row.get(3)?,
                held: row.get(4)?,
                total: row.get(5)?,
            })
        })?;
        let mut all = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        all.sort_by_key(|one| Lack::ALL.iter().position(|lack| *lack == one.what));
        Ok(all)
    }
}

/// The place of something that can be missing: the kind of thing, its library and its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    what: Lack,
    library_id: i64,
    item_type: String,
}

impl Place {
    /// Returns the name of the kind of thing.
    pub(crate) fn what(&self) -> &'static str {
        self.what.as_str()
    }

    /// Returns the place of what is of no library.
    pub(crate) fn of(what: Lack) -> Self {
        Self {
            what,
            library_id: 0,
            item_type: String::new(),
        }
    }

    /// Returns the place of what is of a library.
    pub(crate) fn in_library(what: Lack, library: &LibraryKey) -> Self {
        Self {
            library_id: id::of_library(library),
            ..Self::of(what)
        }
    }

    /// Returns the place of items of a type in a library.
    pub(crate) fn items(library_id: i64, item_type: &str) -> Self {
        Self {
            what: Lack::Items,
            library_id,
            item_type: item_type.to_owned(),
        }
    }
}

impl Batch<'_> {
    /// Notes that something is missing, and why. `counts` are how many are held and how many there are.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn put_missing(
        &self,
        place: &Place,
        why: &str,
        counts: (Option<u64>, Option<u64>),
    ) -> rusqlite::Result<()> {
        self.connection()
            .prepare_cached(
                "INSERT OR REPLACE INTO missing (what, library_id, type, why, held, total)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                place.what.as_str(),
                place.library_id,
                place.item_type,
                plex_client::text::line(why, 500),
                super::number(counts.0),
                super::number(counts.1),
            ])
            .map(drop)
    }

    /// Notes that something is missing no more.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn clear_missing(&self, place: &Place) -> rusqlite::Result<()> {
        self.connection()
            .prepare_cached(
                "DELETE FROM missing WHERE what = ?1 AND library_id = ?2 AND type = ?3",
            )?
            .execute(params![
                place.what.as_str(),
                place.library_id,
                place.item_type
            ])
            .map(drop)
    }

    /// Notes how many items a listing has that could not be read before; there may be none such.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn count_missing(&self, listing: &Listing) -> rusqlite::Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE missing SET total = ?3 WHERE what = 'items' AND library_id = ?1 AND type = ?2",
            )?
            .execute(params![
                listing.library_id,
                listing.item_type,
                listing.total
            ])
            .map(drop)
    }

    /// Says whether a library holds listings that could not be read at all.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn could_not_be_counted(&self, library_id: i64) -> rusqlite::Result<bool> {
        self.connection()
            .prepare_cached(
                "SELECT 1 FROM missing
                 WHERE what = 'items' AND library_id = ?1 AND type <> '' AND total IS NULL",
            )?
            .exists([library_id])
    }

    /// Says whether something is known to be missing.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn is_missing(&self, place: &Place) -> rusqlite::Result<bool> {
        self.connection()
            .prepare_cached(
                "SELECT 1 FROM missing WHERE what = ?1 AND library_id = ?2 AND type = ?3",
            )?
            .query_row(
                params![place.what.as_str(), place.library_id, place.item_type],
                |_| Ok(()),
            )
            .optional()
            .map(|found| found.is_some())
    }
}
