//! Opening a snapshot: private, of this version, in this timezone, or built anew.

use std::{
    io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use private_files::Draft;
use ring::{
    hmac,
    rand::{SecureRandom, SystemRandom},
};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{Batch, Fact, LocalClock, file, keys::Keys, names::Names};
use crate::{error::Result, schema};

/// The writing connection to a snapshot.
#[derive(Debug)]
pub(crate) struct Store {
    path: PathBuf,
    connection: Connection,
    names: Names,
    keys: Keys,
    clock: LocalClock,
    keep_paths: bool,
    /// What numbers of files are made with.
    secret: hmac::Key,
    /// When the transaction began that [`Store::write_later`] left open.
    unseen_since: Option<Instant>,
}

/// The longest time until readers see what is written for later.
const MOST_UNSEEN: Duration = Duration::from_secs(3);

impl Store {
    /// Opens the snapshot at `path` for writing, and makes it if there is none.
    ///
    /// One that is broken, of another version, or that keeps file paths when it should not, is
    /// begun anew: everything in it can be fetched again.
    ///
    /// # Errors
    ///
    /// When the files cannot be made or SQLite fails.
    pub(crate) fn open(path: &Path, clock: LocalClock, keep_paths: bool) -> Result<Self> {
        if let Some(directory) = path.parent() {
            private_files::create_folder(directory)?;
        }
        let connection = match Self::usable(path, keep_paths) {
            Ok(Some(connection)) => connection,
            Ok(None) => Self::anew(path)?,
            Err(error) if is_broken(&error) => Self::anew(path)?,
            Err(error) => return Err(error.into()),
        };
        let secret = secret(&connection)?;
        let mut store = Self {
            path: path.to_owned(),
            connection,
            names: Names::default(),
            keys: Keys::default(),
            clock,
            keep_paths,
            secret,
            unseen_since: None,
        };
        store.write(|batch| {
            batch.set_fact(Fact::KeepsPaths, i64::from(keep_paths))?;
            batch.settle_timezone()
        })?;
        Ok(store)
    }

    /// Returns a read-only connection for statements of our own.
    ///
    /// # Errors
    ///
    /// Those of SQLite, also when there is no snapshot.
    pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(Duration::from_secs(2))?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        Ok(connection)
    }

    /// Closes the connection, and removes the snapshot if it is to be discarded.
    pub(crate) fn close(self, discard: bool) {
        // The last connection does so by itself, but there may be one that waits for a question. What stays
        // in the journal is found there.
        let _ = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        drop(self.connection);
        if discard && let Err(error) = file::remove(&self.path) {
            tracing::warn!(%error, "the damaged snapshot cannot be removed");
        }
    }

    /// Removes the snapshot at `path`.
    ///
    /// # Errors
    ///
    /// When a file cannot be removed.
    pub(crate) fn remove(path: &Path) -> Result<()> {
        Ok(file::remove(path)?)
    }

    /// Returns the bytes the snapshot at `path` takes on disk.
    pub(crate) fn size(path: &Path) -> u64 {
        file::size(path)
    }

    /// Does `work`: all of it is there afterwards, or nothing.
    ///
    /// # Errors
    ///
    /// Those of `work` and of SQLite.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Batch<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let value = self.work(work)?;
        self.flush()?;
        Ok(value)
    }

    /// Does `work`, which readers see some seconds later: the pages that much small work changes again
    /// and again are then written once. A process that is killed may have to do it again.
    ///
    /// # Errors
    ///
    /// Those of `work` and of SQLite.
    pub(crate) fn write_later<T>(
        &mut self,
        work: impl FnOnce(&mut Batch<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let since = match self.unseen_since {
            Some(since) => since,
            None => {
                self.connection.execute_batch("BEGIN")?;
                *self.unseen_since.insert(Instant::now())
            }
        };
        let value = self.work(work)?;
        if since.elapsed() >= MOST_UNSEEN {
            self.flush()?;
        }
        Ok(value)
    }

    /// Lets readers see all that was written since the last time, or undoes it when that fails.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn flush(&mut self) -> rusqlite::Result<()> {
        let Some(_) = self.unseen_since.take() else {
            return Ok(());
        };
        let outcome = self.connection.execute_batch("COMMIT");
        if outcome.is_err() {
            if !self.connection.is_autocommit()
                && let Err(error) = self.connection.execute_batch("ROLLBACK")
            {
                tracing::warn!(%error, "what could not be written cannot be undone");
            }
            // They may have got ids in what was undone.
            self.names.clear();
            self.keys.clear();
        }
        outcome
    }

    fn work<T>(
        &mut self,
        work: impl FnOnce(&mut Batch<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let savepoint = self.connection.savepoint()?;
        let mut batch = Batch::new(
            savepoint,
            &mut self.names,
            &mut self.keys,
            &self.clock,
            self.keep_paths,
            &self.secret,
        );
        let outcome = work(&mut batch).and_then(|value| batch.commit().map(|()| value));
        if outcome.is_err() {
            // Names may have got ids in what was undone.
            self.names.clear();
            self.keys.clear();
        }
        outcome
    }

    /// Returns the connection if the database is one of ours as it should be; `None` if it should be
    /// begun anew.
    fn usable(path: &Path, keep_paths: bool) -> rusqlite::Result<Option<Connection>> {
        if !path.exists() {
            return Ok(None);
        }
        // A writing connection would wait for the readers of what is no snapshot, to make it one.
        if schema::version(&Self::reader(path)?)? != schema::VERSION {
            return Ok(None);
        }
        let connection = Self::connect(path)?;
        let kept_paths = Fact::KeepsPaths.read::<i64>(&connection)?;
        Ok((kept_paths == Some(i64::from(keep_paths))).then_some(connection))
    }

    /// Returns a new database in the place of whatever is there.
    ///
    /// It is made under another name: readers cannot open a database whose making was cut off.
    fn anew(path: &Path) -> Result<Connection> {
        // SQLite gives its journals the permissions of the database.
        let draft = Draft::for_path(path)?;
        let mut connection = Self::connect(draft.path())?;
        schema::create(&mut connection)?;
        connection.close().map_err(|(_, error)| error)?;
        file::remove(path)?;
        draft.replace()?;
        Ok(Self::connect(path)?)
    }

    fn connect(path: &Path) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        // What sorting for an index does not hold in the cache goes to files that have no name, not to
        // memory: this is the one connection that works on all of a library at once.
        connection.pragma_update(None, "temp_store", "FILE")?;
        // Readers go on while we write, and a killed process loses nothing that was committed.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "cache_size", -16_384)?;
        // Pages that change again and again are copied into the database less often.
        connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
        // After a long transaction the journal shrinks again.
        connection.pragma_update(None, "journal_size_limit", 16 << 20)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    }
}

/// Returns the secret of a snapshot, which is made the first time.
fn secret(connection: &Connection) -> Result<hmac::Key> {
    let held = Fact::Secret.read::<Vec<u8>>(connection)?;
    let bytes = match held {
        Some(bytes) => bytes,
        None => {
            let mut bytes = vec![0; 32];
            SystemRandom::new()
                .fill(&mut bytes)
                .map_err(|_| io::Error::other("the system gives no random bytes"))?;
            Fact::Secret.write(connection, &bytes)?;
            bytes
        }
    };
    Ok(hmac::Key::new(hmac::HMAC_SHA256, &bytes))
}

/// Says whether the file is no database that can be read.
fn is_broken(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    /// What could not be written is undone, and so are the ids that were given out in it: no full disk can be
    /// made from outside.
    #[test]
    fn ids_of_what_could_not_be_written_are_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let clock = LocalClock::new(TimeZone::UTC);
        let mut store = Store::open(&home.path().join("a.sqlite"), clock, false).unwrap();
        let key = "7".parse().unwrap();
        store.connection.commit_hook(Some(|| true)).unwrap();
        store.write_later(|batch| batch.number_item(&key)).unwrap();
        store.flush().unwrap_err();
        store.connection.commit_hook(None::<fn() -> bool>).unwrap();
        let (_, is_new) = store.write(|batch| batch.number_item(&key)).unwrap();
        assert!(is_new);
        let count = "SELECT count(*) FROM item_key";
        let count = store
            .connection
            .query_row(count, [], |row| row.get::<_, i64>(0));
        assert_eq!(count.unwrap(), 1);
    }
}
