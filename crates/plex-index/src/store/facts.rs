//! The facts that the snapshot keeps about itself.

use rusqlite::{Connection, OptionalExtension, types::FromSql};

/// One fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    /// 1 when file paths are kept.
    KeepsPaths,
    /// What the numbers of files are made with.
    Secret,
    /// The timezone of all local times.
    Timezone,
    /// When the pass that the walks belong to began, epoch seconds.
    PassBegan,
    /// 1 when the running pass covers everything.
    PassIsFull,
    /// When the last finished pass over everything began, epoch seconds. Without it the snapshot is
    /// not usable.
    Swept,
    /// When the fast pass last ended, epoch seconds.
    Refreshed,
    /// When last was read what the server told of, epoch seconds.
    Followed,
    /// When the newest known play was, epoch seconds.
    NewestPlay,
    /// 1 when the token may read everyone's history, 0 when the server refused.
    SeesHistory,
}

impl Fact {
    fn name(self) -> &'static str {
        match self {
            Self::KeepsPaths => "keeps_paths",
            Self::Secret => "secret",
            Self::Timezone => "timezone",
            Self::PassBegan => "pass_began",
            Self::PassIsFull => "pass_is_full",
            Self::Swept => "swept",
            Self::Refreshed => "refreshed",
            Self::Followed => "followed",
            Self::NewestPlay => "newest_play",
            Self::SeesHistory => "sees_history",
        }
    }

    /// Returns the fact, if it is known.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn read<T: FromSql>(self, connection: &Connection) -> rusqlite::Result<Option<T>> {
        let mut statement = connection.prepare_cached("SELECT value FROM fact WHERE name = ?1")?;
        statement
            .query_row([self.name()], |row| row.get(0))
            .optional()
    }

    /// Sets the fact.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(super) fn write(
        self,
        connection: &Connection,
        value: impl rusqlite::ToSql,
    ) -> rusqlite::Result<()> {
        let mut statement = connection
            .prepare_cached("INSERT OR REPLACE INTO fact (name, value) VALUES (?1, ?2)")?;
        statement.execute((self.name(), value)).map(drop)
    }

    /// Forgets the fact.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(super) fn forget(self, connection: &Connection) -> rusqlite::Result<()> {
        connection
            .execute("DELETE FROM fact WHERE name = ?1", [self.name()])
            .map(drop)
    }
}
