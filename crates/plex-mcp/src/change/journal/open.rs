//! Opening the journal's file, which only its owner can read.

use std::{io, path::Path, time::Duration};

use private_files::{Draft, Kept};
use rusqlite::Connection;

use crate::{
    clean,
    error::{ErrorKind, ToolError},
};

/// The file in its directory.
const FILE: &str = "changes.sqlite";

/// The form of the tables. Another form is another program's.
const VERSION: i64 = 1;

/// How long another process may write.
const PATIENCE: Duration = Duration::from_secs(5);

/// Says why there is no journal.
#[derive(Debug, thiserror::Error)]
pub(super) enum Problem {
    #[error("{0}")]
    File(#[from] io::Error),
    #[error("{0}")]
    Database(#[from] rusqlite::Error),
    #[error("a newer plex-mcp has made it (version {0})")]
    Newer(i64),
}

impl Problem {
    /// Returns the error that a model is told: without a journal nothing is changed.
    pub(super) fn told(&self, place: Option<&Path>) -> ToolError {
        let place = place.map(|place| clean::line(&place.display().to_string(), 200));
        let error = ToolError::new(
            ErrorKind::Internal,
            format!("The journal of changes cannot be used: {self}"),
        );
        match place {
            Some(place) => error.hint(format!(
                "Nothing is changed without it. Its folder is {place}: look at its permissions and \
                 at the space on that disk, or give another with --state-dir."
            )),
            None => error,
        }
    }
}

/// Opens the journal in a directory, making both where they are not there; one in memory without a
/// directory.
pub(super) fn open(directory: Option<&Path>) -> Result<Connection, Problem> {
    let Some(directory) = directory else {
        let mut connection = Connection::open_in_memory()?;
        prepare(&mut connection)?;
        return Ok(connection);
    };
    if private_files::keep_folder(directory, "plex-mcp")? == Kept::OpenToOthers {
        tracing::warn!(
            directory = %directory.display(),
            "others can change the journal of changes; close its directory with chmod 700"
        );
    }
    let file = directory.join(FILE);
    if !file.exists() {
        // SQLite would make it readable as the umask says; the files beside it follow its mode.
        match Draft::for_path(&file)?.place_new() {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
            _ => {}
        }
    }
    // Refuses what is no private file, such as a link to another one.
    drop(private_files::open(&file)?);
    let mut connection = Connection::open(&file)?;
    prepare(&mut connection)?;
    Ok(connection)
}

fn prepare(connection: &mut Connection) -> Result<(), Problem> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What was written before a request is there after a loss of power.
    connection.pragma_update(None, "synchronous", "FULL")?;
    let version = |connection: &Connection| {
        connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
    };
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    match version(&transaction)? {
        VERSION => {}
        0 => {
            transaction.execute_batch(include_str!("schema.sql"))?;
            transaction.pragma_update(None, "user_version", VERSION)?;
        }
        newer => return Err(Problem::Newer(newer)),
    }
    transaction.commit()?;
    Ok(())
}
