//! A connection that was made ready before anybody asked.
//!
//! Most of a short question's time goes into opening the snapshot and getting full-text search ready. So the
//! next connection is opened while nobody waits. Each is for one statement alone: nothing of one is there when
//! the next one comes.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags};

use super::{authorizer::StageGuard, limits};

/// Virtual machine steps between two looks at the clock: some tens of microseconds.
const STEPS_PER_LOOK: i32 = 1_000;

/// The moment at which a connection stops whatever it does.
type Deadline = Arc<Mutex<Instant>>;

/// A read-only connection, ready for one statement that is not ours.
pub(super) struct Ready {
    pub(super) connection: Connection,
    pub(super) stage: StageGuard,
    deadline: Deadline,
    path: PathBuf,
    /// What the file was when it was opened.
    file: Option<File>,
    /// SQLite's number of the schema then.
    schema: i64,
}

impl Ready {
    /// Opens the snapshot, in `limit` at most.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(super) fn open(path: &Path, limit: Duration) -> rusqlite::Result<Self> {
        let file = File::of(path);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(Duration::from_millis(500))?;
        limits::harden(&connection)?;
        // Installing an authorizer makes SQLite compile everything anew, full-text search's own
        // statements too: so it comes first and looks away until they are there.
        let stage = StageGuard::default();
        connection.authorizer(Some(stage.authorizer()))?;
        let deadline = Arc::new(Mutex::new(Instant::now() + limit));
        let watched = Arc::clone(&deadline);
        connection.progress_handler(
            STEPS_PER_LOOK,
            Some(move || Instant::now() >= *watched.lock().unwrap_or_else(PoisonError::into_inner)),
        )?;
        warm(&connection)?;
        let schema = schema(&connection)?;
        limits::lower(&connection)?;
        Ok(Self {
            connection,
            stage,
            deadline,
            path: path.to_owned(),
            file,
            schema,
        })
    }

    /// Says whether it is what opening the snapshot at `path` now would give.
    pub(super) fn is_of(&self, path: &Path) -> bool {
        self.path == path
            && self.file.is_some()
            && self.file == File::of(path)
            && schema(&self.connection).is_ok_and(|schema| schema == self.schema)
    }

    /// Sets the moment at which it stops whatever it does.
    pub(super) fn stop_at(&self, deadline: Instant) {
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner) = deadline;
    }
}

/// Returns SQLite's own number of the schema: full-text search's statements are compiled anew with another.
fn schema(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "schema_version", |row| row.get(0))
}

/// What tells a file from another one that takes its place, and from what it was before somebody wrote to it.
#[derive(Debug, PartialEq, Eq)]
struct File {
    #[cfg(unix)]
    inode: (u64, u64),
    #[cfg(unix)]
    written: Option<std::time::SystemTime>,
    #[cfg(unix)]
    bytes: u64,
}

impl File {
    #[cfg(unix)]
    fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let data = std::fs::metadata(path).ok()?;
        Some(Self {
            inode: (data.dev(), data.ino()),
            written: data.modified().ok(),
            bytes: data.len(),
        })
    }

    /// An open file cannot be replaced or removed elsewhere, so none is kept open there.
    #[cfg(not(unix))]
    fn of(_: &Path) -> Option<Self> {
        None
    }
}

/// Makes FTS5 compile the statements over its own tables that no query may name, by finding and
/// ranking the one text that is there for it.
fn warm(connection: &Connection) -> rusqlite::Result<()> {
    for sql in [
        "SELECT bm25(search) FROM search WHERE search MATCH 'plexindexwarmth'",
        "SELECT rowid FROM search WHERE search MATCH 'plexindexwarm*' ORDER BY rank",
        "SELECT rowid FROM search WHERE rowid = -9223372036854775808",
        "SELECT rowid FROM search LIMIT 1",
        "SELECT rowid FROM search ORDER BY rowid DESC LIMIT 1",
    ] {
        connection.query_row(sql, [], |_| Ok(()))?;
    }
    Ok(())
}
