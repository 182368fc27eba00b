//! Tells how old and how complete a snapshot is, and how far the work on it has got.

use std::{path::Path, time::Duration};

use rusqlite::Connection;

use crate::{
    error::{IndexError, Result, is_damage},
    schema,
    store::{Fact, Lack, Missing, Store},
};

/// The age and the completeness of a snapshot: how far an answer from it can be relied on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Freshness {
    /// When the last pass over everything began, epoch seconds: deletions and marks that leave no
    /// time behind are known as of then.
    pub swept: i64,
    /// When changes were last looked for, epoch seconds.
    pub refreshed: i64,
    /// When last was read what the server told of by itself, epoch seconds: those items and plays are known
    /// as of then. `None` when it never was.
    pub followed: Option<i64>,
    /// Items of all types.
    pub items: u64,
    /// Those of them whose tags, people and streams are complete.
    pub detailed: u64,
    /// Plays of everybody.
    pub plays: u64,
    /// The token may read the plays of everybody; otherwise there are none.
    pub sees_history: bool,
    /// The timezone of all times.
    pub timezone: String,
    /// Bytes on disk.
    pub size_bytes: u64,
    /// What the server has and could not be read, or not all of.
    pub missing: Vec<Missing>,
    /// There are plays of people whose names could not be read.
    pub has_unnamed_users: bool,
    /// There are plays on devices whose names could not be read.
    pub has_unnamed_devices: bool,
}

impl Freshness {
    /// Returns what the rows of a public table are without: of what could not be read that which they tell.
    pub fn missing_from(&self, table: &str) -> Vec<&Missing> {
        let concerns = |missing: &&Missing| match missing.what {
            Lack::Items => schema::item_type_of(table).is_some_and(|of| {
                of.is_none() || missing.item_type.is_none() || of == missing.item_type.as_deref()
            }),
            Lack::Details => schema::is_of_details(table),
            Lack::Collections => matches!(table, "collections" | "collection_items"),
            Lack::Playlists => matches!(table, "playlists" | "playlist_items"),
            Lack::Plays => table == "plays",
            Lack::Users => table == "users",
            Lack::Devices => table == "devices",
            Lack::Library => false,
        };
        self.missing.iter().filter(concerns).collect()
    }

    /// Says whether a public table is empty, or not nearly full, because the plays of everybody were never
    /// read: for want of the right, or because the server did not tell them.
    pub fn lacks_history_for(&self, table: &str) -> bool {
        !self.sees_history && matches!(table, "plays" | "users" | "devices")
    }

    /// Returns why those who played are not all known by their names; `None` when they are.
    pub fn missing_users(&self) -> Option<&Missing> {
        self.missing_names(Lack::Users, self.has_unnamed_users)
    }

    /// Returns why what was played on is not all known by name; `None` when it is.
    pub fn missing_devices(&self) -> Option<&Missing> {
        self.missing_names(Lack::Devices, self.has_unnamed_devices)
    }

    fn missing_names(&self, what: Lack, has_unnamed: bool) -> Option<&Missing> {
        let missing = self.missing.iter().find(|missing| missing.what == what);
        missing.filter(|_| has_unnamed)
    }

    /// Returns that of the snapshot at `file`; `None` when it is not usable (yet).
    pub(super) async fn read(file: &Path) -> Result<Option<Self>> {
        match Standing::of(file).await? {
            Standing::Usable(freshness) => Ok(Some(*freshness)),
            Standing::Unfinished | Standing::Unreadable => Ok(None),
        }
    }
}

/// Says what a snapshot is good for.
#[derive(Debug)]
pub(super) enum Standing {
    /// It can be asked.
    Usable(Box<Freshness>),
    /// It is being built.
    Unfinished,
    /// There is none, none of this version, or one that is damaged.
    Unreadable,
}

impl Standing {
    /// Returns that of the snapshot at `file`.
    pub(super) async fn of(file: &Path) -> Result<Self> {
        let size_bytes = Store::size(file);
        let read = move |connection: &Connection| {
            let Some(swept) = Fact::Swept.read::<i64>(connection)? else {
                return Ok(None);
            };
            let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
            let items = count("SELECT count(*) FROM item")?;
            let due = count("SELECT count(*) FROM item WHERE detail_unix IS NULL")?;
            let missing = Missing::all(connection)?;
            // All plays are looked through, which is worth it only where names are missing.
            let has_unnamed = |what: Lack, names: &str, column: &str| {
                if missing.iter().all(|missing| missing.what != what) {
                    return Ok(false);
                }
                let sql = format!(
                    "SELECT EXISTS (SELECT 1 FROM play WHERE {column} > 0 AND {column} NOT IN (SELECT id FROM {names}))"
                );
                connection.query_row(&sql, [], |row| row.get(0))
            };
            Ok(Some(Freshness {
                has_unnamed_users: has_unnamed(Lack::Users, "account", "account_id")?,
                has_unnamed_devices: has_unnamed(Lack::Devices, "device", "device_id")?,
                swept,
                refreshed: Fact::Refreshed.read(connection)?.unwrap_or(swept),
                followed: Fact::Followed.read(connection)?,
                items,
                detailed: items.saturating_sub(due),
                plays: count("SELECT count(*) FROM play")?,
                sees_history: Fact::SeesHistory.read::<i64>(connection)? == Some(1),
                timezone: Fact::Timezone.read(connection)?.unwrap_or_default(),
                size_bytes,
                missing,
            }))
        };
        Ok(match look(file, read).await? {
            None => Self::Unreadable,
            Some(None) => Self::Unfinished,
            Some(Some(freshness)) => Self::Usable(Box::new(freshness)),
        })
    }
}

/// Says how far the details are, after having waited for them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Details {
    /// The age and the completeness of the snapshot now.
    pub freshness: Freshness,
    /// The time after which the rest may be there; nothing when no more is being read, because all is or
    /// because the server does not tell.
    pub retry_after: Option<Duration>,
}

/// The progress of the work on a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Items of the listings that the running pass has gone through.
    pub listed: u64,
    /// Items of the listings in all; 0 when no pass is running.
    pub to_list: u64,
    /// Items whose details are there.
    pub detailed: u64,
    /// Items that are known.
    pub to_detail: u64,
}

impl Progress {
    /// Returns that of the snapshot at `file`.
    pub(super) async fn read(file: &Path) -> Result<Self> {
        let read = |connection: &Connection| {
            let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
            let to_detail = count("SELECT count(*) FROM item")?;
            let due = count("SELECT count(*) FROM item WHERE detail_unix IS NULL")?;
            Ok(Self {
                listed: count("SELECT coalesce(sum(min(next_offset, total)), 0) FROM walk")?,
                to_list: count("SELECT coalesce(sum(total), 0) FROM walk")?,
                detailed: to_detail.saturating_sub(due),
                to_detail,
            })
        };
        let nothing = Self {
            listed: 0,
            to_list: 0,
            detailed: 0,
            to_detail: 0,
        };
        Ok(look(file, read).await?.unwrap_or(nothing))
    }

    /// Returns how much of the running pass is done, 0 to 99: a pass that is done is none.
    pub fn percent(&self) -> u8 {
        let percent = self
            .listed
            .saturating_mul(100)
            .checked_div(self.to_list)
            .unwrap_or(0);
        u8::try_from(percent.min(99)).unwrap_or(99)
    }

    /// Estimates when a pass that got this far in `elapsed` may be done.
    pub(super) fn time_left(&self, elapsed: Duration) -> Duration {
        let percent = u32::from(self.percent());
        let left = match percent {
            0 => Duration::from_secs(15),
            percent => elapsed * (100 - percent) / percent,
        };
        Duration::from_secs(left.as_secs().clamp(2, 120))
    }
}

/// Estimates when `due` items may have their details, when `read` of them took `elapsed`.
pub(super) fn details_left(due: u64, read: u64, elapsed: Duration) -> Duration {
    let seconds = elapsed.as_secs().max(1);
    let left = match read {
        0 => 30,
        read => due.saturating_mul(seconds) / read,
    };
    Duration::from_secs(left.clamp(2, 600))
}

/// Reads from the snapshot at `file`; `None` when there is none of this version.
async fn look<T: Send + 'static>(
    file: &Path,
    read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
) -> Result<Option<T>> {
    let file = file.to_owned();
    let looking = tokio::task::spawn_blocking(move || {
        let connection = Store::reader(&file)?;
        if schema::version(&connection)? != schema::VERSION {
            return Ok(None);
        }
        read(&connection).map(Some)
    });
    match looking.await.map_err(|_| IndexError::Closed)? {
        Err(error) if is_damage(&error) => Ok(None),
        found => Ok(found?),
    }
}
