//! The errors of a statement, in words that help to write the next one.

use rusqlite::ErrorCode;
use serde::{Deserialize, Serialize};

use crate::schema::{self, TABLES};

/// Says why a statement was not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum QueryError {
    /// It names a table that does not exist.
    #[error("There is no table {name}.")]
    NoSuchTable {
        /// As the statement has it.
        name: String,
    },
    /// It names a column that does not exist.
    #[error("There is no column {name}.")]
    NoSuchColumn {
        /// As the statement has it, without the table before the dot.
        name: String,
        /// The public tables that the statement mentions.
        tables: Vec<String>,
    },
    /// It calls a function that SQLite does not have, or that is not offered.
    #[error("The function {name} is not offered.")]
    NoSuchFunction {
        /// As the statement has it.
        name: String,
    },
    /// It wants to do or read something that no statement may.
    #[error("A statement can only read the documented tables.")]
    NotAllowed,
    /// It gives a query of its own the name of a table.
    #[error("WITH cannot call a query {name}: a table is called so.")]
    TakenName {
        /// As the statement has it.
        name: String,
    },
    /// There is more than one statement.
    #[error("Only one statement at a time.")]
    NotOneStatement,
    /// It is not a question: nothing would come back.
    #[error("Only SELECT statements (also with WITH or VALUES) are answered.")]
    NotAQuery,
    /// It has parameters, for which nobody gives values.
    #[error("Write values into the statement: parameters (?, :name, @name, $name) have none.")]
    Parameters,
    /// It took too long.
    #[error("The statement takes too long.")]
    TimeLimit,
    /// It took too much memory.
    #[error("The statement needs too much memory.")]
    MemoryLimit,
    /// SQLite's own words: mostly a syntax error.
    #[error("{message}")]
    Invalid {
        /// SQLite's own words.
        message: String,
    },
    /// Others have been waiting for too long already.
    #[error("Other queries are still running.")]
    Busy,
    /// The process that ran it ended in the middle.
    #[error("The query could not be finished.")]
    Stopped,
    /// The process that runs statements cannot be started.
    #[error("Queries cannot be run here: {message}")]
    Worker {
        /// The system's own words.
        message: String,
    },
    /// The snapshot's file is damaged, or gone.
    #[error("The snapshot is damaged: {message}")]
    Damaged {
        /// SQLite's own words.
        message: String,
    },
    /// The snapshot could not be read.
    #[error("The snapshot cannot be read: {message}")]
    Store {
        /// SQLite's own words.
        message: String,
    },
}

/// Says whether an error is that of a file that is damaged or gone.
fn is_of_file(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::CannotOpen
            | ErrorCode::SystemIoFailure
    )
}

impl QueryError {
    /// Returns what went wrong where it is not the statement's fault.
    pub(super) fn store(error: rusqlite::Error) -> Self {
        let message = error.to_string();
        match error.sqlite_error_code() {
            Some(code) if is_of_file(code) => Self::Damaged { message },
            _ => Self::Store { message },
        }
    }

    /// Returns the error that SQLite's refusal of `sql` means.
    pub(super) fn of(error: rusqlite::Error, sql: &str) -> Self {
        match error {
            rusqlite::Error::MultipleStatement => Self::NotOneStatement,
            rusqlite::Error::SqlInputError { error, msg, .. } => {
                Self::of_code(error.code, &msg, sql)
            }
            rusqlite::Error::SqliteFailure(error, message) => {
                let message = message.unwrap_or_else(|| error.to_string());
                Self::of_code(error.code, &message, sql)
            }
            // A statement holds a NUL character.
            rusqlite::Error::NulError(_) => Self::Invalid {
                message: "A statement holds no NUL character.".to_owned(),
            },
            other => Self::store(other),
        }
    }

    fn of_code(code: ErrorCode, message: &str, sql: &str) -> Self {
        match code {
            ErrorCode::OperationInterrupted => Self::TimeLimit,
            ErrorCode::OutOfMemory => Self::MemoryLimit,
            ErrorCode::AuthorizationForStatementDenied => Self::NotAllowed,
            code if is_of_file(code) => Self::Damaged {
                message: message.to_owned(),
            },
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Store {
                message: message.to_owned(),
            },
            _ => Self::of_message(message, sql),
        }
    }

    /// Tells mistakes apart by their words: SQLite has one code for all of them.
    fn of_message(message: &str, sql: &str) -> Self {
        if let Some(name) = message.strip_prefix("no such table: ") {
            return Self::NoSuchTable {
                name: last_part(name).to_owned(),
            };
        }
        if let Some(name) = message.strip_prefix("no such column: ") {
            let name = name.split(" - should this be").next().unwrap_or(name);
            return Self::NoSuchColumn {
                name: last_part(name).to_owned(),
                tables: mentioned(sql),
            };
        }
        for refusal in ["no such function: ", "not authorized to use function: "] {
            if let Some(name) = message.strip_prefix(refusal) {
                return Self::NoSuchFunction {
                    name: name.to_owned(),
                };
            }
        }
        if message.contains("prohibited")
            || message.starts_with("cannot modify ")
            || message.starts_with("not authorized")
        {
            return Self::NotAllowed;
        }
        Self::Invalid {
            message: message.to_owned(),
        }
    }
}

/// Returns the name behind the last dot, without quotes around it.
fn last_part(name: &str) -> &str {
    name.rsplit('.')
        .next()
        .unwrap_or(name)
        .trim_matches(['"', '`', '[', ']'])
}

/// Returns the public tables whose names appear in the statement.
fn mentioned(sql: &str) -> Vec<String> {
    let mut words: Vec<&str> = sql
        .split(|character: char| !character.is_ascii_alphanumeric() && character != '_')
        .collect();
    words.sort_unstable();
    words.dedup();
    let named = |name: &str| words.iter().any(|word| word.eq_ignore_ascii_case(name));
    TABLES
        .iter()
        .map(|table| table.name)
        .filter(|name| named(name) && *name != schema::SEARCH)
        .map(str::to_owned)
        .collect()
}
