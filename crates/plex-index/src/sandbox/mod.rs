//! Runs one statement that nobody here wrote.
//!
//! What a statement may read and call is decided by an authorizer ([`authorizer`], [`allow`]); how much it may take
//! by SQLite's own limits ([`limits`]), a deadline over prepare and run, and caps on what comes out
//! ([`answer`]). A single function call can outrun the deadline, and the heap limit is one of a
//! whole process: so statements run in a process of their own, which [`crate::worker`] keeps.

mod absence;
mod allow;
mod answer;
mod authorizer;
mod calls;
mod comparison;
mod error;
mod limits;
mod order;
mod query;
mod reader;
mod reading;
mod ready;
mod selects;
mod words;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use rusqlite::Connection;

pub(crate) use self::limits::bound_heap;
pub use self::{
    allow::FUNCTIONS, answer::Answer, error::QueryError, query::Query, reading::Reading,
};
use self::{
    authorizer::{Stage, StageGuard},
    ready::Ready,
};
use crate::schema;

/// Runs `query` on the snapshot at `path`, on a connection of its own that is gone afterwards.
///
/// The deadline is kept between virtual machine steps; who must be sure runs this in a
/// [`worker`](crate::worker).
///
/// # Errors
///
/// [`QueryError`] says what was wrong with the statement, or that the snapshot cannot be read.
pub fn run(path: &Path, query: &Query) -> Result<Answer, QueryError> {
    Sandbox::default().run(path, query)
}

/// The time that getting a connection ready may take while nobody waits for it.
const READY_LIMIT: Duration = Duration::from_secs(2);

/// Runs statements one after the other, each on a connection of its own.
#[derive(Default)]
pub(crate) struct Sandbox {
    /// Ready for the next one.
    next: Option<Ready>,
}

impl Sandbox {
    /// Runs `query` as [`run`] does.
    ///
    /// # Errors
    ///
    /// As [`run`].
    pub(crate) fn run(&mut self, path: &Path, query: &Query) -> Result<Answer, QueryError> {
        let deadline = Instant::now() + query.time_limit;
        let ready = match self.next.take().filter(|next| next.is_of(path)) {
            Some(ready) => ready,
            None => Ready::open(path, query.time_limit).map_err(QueryError::store)?,
        };
        ready.stop_at(deadline);
        let outcome = execute(&ready.connection, &ready.stage, query);
        // Closing is SQLite's own business again.
        ready.stage.set(Stage::Own);
        outcome
    }

    /// Gets a connection to the snapshot at `path` ready for the next statement; only where an open file
    /// hinders nobody.
    pub(crate) fn prepare(&mut self, path: &Path) {
        if cfg!(unix) {
            // Whoever asks next hears what is wrong.
            self.next = Ready::open(path, READY_LIMIT).ok();
        }
    }
}

/// Compiles and runs the statement.
fn execute(
    connection: &Connection,
    stage: &StageGuard,
    query: &Query,
) -> Result<Answer, QueryError> {
    let explain = |error| QueryError::of(error, &query.sql);
    let tokens = words::tokens(&query.sql);
    // SQLite names the query that reads something as it names a view, and cannot tell one from the other.
    if let Some(name) = absence::names(&tokens).find(|name| schema::is_public(name)) {
        return Err(QueryError::TakenName {
            name: name.to_owned(),
        });
    }
    if selects::sources(&tokens).any(|name| {
        schema::is_storage(&name.to_ascii_lowercase())
            && !absence::names(&tokens).any(|own| own.eq_ignore_ascii_case(name))
    }) {
        // Its rows can be counted by no column, which the authorizer cannot tell from a view's.
        return Err(QueryError::NotAllowed);
    }
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
        reads_details: stage.reads_details(&tokens),
        tables: stage.tables(),
        aggregates: stage.aggregates(&tokens),
        weighs_absence_in: absence::weighed(&tokens, &stage.tables()),
        readings: reader::readings(&tokens, &stage.tables()),
        orders: order::orders(&tokens),
        picks: order::picks(&tokens, &answer),
        reads_users: stage.reads_users(),
        reads_devices: stage.reads_devices(),
        ..answer
    })
}
