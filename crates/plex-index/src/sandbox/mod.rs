//! Runs one statement that nobody here wrote.
//!
//! What a statement may read and call is decided by an authorizer ([`authorizer`], [`allow`]); how much it may take
//! by SQLite's own limits ([`limits`]), a deadline over prepare and run, and caps on what comes out
//! ([`answer`]). A single function call can outrun the deadline, and the heap limit is one of a
//! whole process: so statements run in a process of their own, which [`crate::worker`] keeps.

mod allow;
mod answer;
mod authorizer;
mod calls;
mod error;
mod limits;
mod query;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags};

use self::authorizer::{Stage, StageGuard};
pub(crate) use self::limits::bound_heap;
pub use self::{allow::FUNCTIONS, answer::Answer, error::QueryError, query::Query};

/// Virtual machine steps between two looks at the clock: some tens of microseconds.
const STEPS_PER_LOOK: i32 = 1_000;

/// Runs `query` on the snapshot at `path`, on a connection of its own that is gone afterwards.
///
/// The deadline is kept between virtual machine steps; who must be sure runs this in a
/// [`worker`](crate::worker).
///
/// # Errors
///
/// [`QueryError`] says what was wrong with the statement, or that the snapshot cannot be read.
pub fn run(path: &Path, query: &Query) -> Result<Answer, QueryError> {
    let deadline = Instant::now() + query.time_limit;
    let stage = StageGuard::default();
    let connection = open(path, &stage, deadline).map_err(QueryError::store)?;
    let outcome = execute(&connection, &stage, query);
    // Closing is SQLite's own business again.
    stage.set(Stage::Own);
    outcome
}

/// Returns a read-only connection, ready for a statement that is not ours.
fn open(path: &Path, stage: &StageGuard, deadline: Instant) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_millis(500))?;
    limits::harden(&connection)?;
    // Installing an authorizer makes SQLite compile everything anew, full-text search's own
    // statements too: so it comes first and looks away until they are there.
    connection.authorizer(Some(stage.authorizer()))?;
    warm(&connection)?;
    limits::lower(&connection)?;
    connection.progress_handler(STEPS_PER_LOOK, Some(move || Instant::now() >= deadline))?;
    Ok(connection)
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

/// Compiles and runs the statement.
fn execute(
    connection: &Connection,
    stage: &StageGuard,
    query: &Query,
) -> Result<Answer, QueryError> {
    let explain = |error| QueryError::of(error, &query.sql);
    stage.set(Stage::Compiling);
    let mut statement = connection.prepare(&query.sql).map_err(explain)?;
    if statement.column_count() == 0 || !statement.readonly() || statement.is_explain() != 0 {
        return Err(QueryError::NotAQuery);
    }
    if statement.parameter_count() > 0 {
        return Err(QueryError::Parameters);
    }
    stage.set(Stage::Running);
    let answer = answer::read(&mut statement, query).map_err(explain)?;
    Ok(Answer {
        reads_details: stage.reads_details(),
        tables: stage.tables(),
        aggregates: stage.aggregates(&query.sql),
        names_libraries: stage.names_libraries(),
        ..answer
    })
}
