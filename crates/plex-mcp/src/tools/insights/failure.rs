//! What the index says went wrong, as a model needs to hear it.

use crate::error::ErrorKind;
use plex_index::{
    IndexError, QueryError,
    sandbox::FUNCTIONS,
    schema::{TABLES, Table, table},
};

use crate::{clean, error::ToolError, nearest::nearest};

/// Returns the error of a call.
pub(crate) fn explained(error: IndexError) -> ToolError {
    match error {
        IndexError::Plex(error) => error.into(),
        IndexError::Sync(ref inner) => match inner.plex() {
            Some(plex) => ToolError::from(plex.clone()).hint(plex.hint()),
            None => broken(&error),
        },
        IndexError::Building {
            percent,
            retry_after,
        } => {
            let seconds = retry_after.as_secs().max(1);
            ToolError::new(
                ErrorKind::StartingUp,
                format!("The snapshot is being built: {percent} % done."),
            )
            .hint(format!(
                "Ask again in {seconds} s; the other tools work meanwhile."
            ))
        }
        IndexError::Unknown { what, id } => ToolError::new(
            ErrorKind::NotFound,
            format!("The snapshot has no {what} {}.", clean::quoted(&id, 60)),
        )
        .hint(
            "What was added a moment ago is there a minute later; what a token may not see is not.",
        ),
        other => broken(&other),
    }
}

/// Returns the error of a statement.
pub(super) fn of_query(error: IndexError, sql: &str) -> ToolError {
    match error {
        IndexError::Query(error) => of_statement(&error, sql),
        other => explained(other),
    }
}

/// Returns the snapshot's files or the machine let us down.
fn broken(error: &IndexError) -> ToolError {
    ToolError::internal(error.to_string())
        .hint("If this stays, plex-mcp index clear removes the snapshot; it is built anew.")
}

fn of_statement(error: &QueryError, sql: &str) -> ToolError {
    let invalid = ToolError::invalid(format!("sql: {error}"));
    match error {
        QueryError::NoSuchTable { name } => {
            let tables: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
            let meant = meant(nearest(name, tables.iter().copied()));
            invalid.hint(format!("{meant}The tables are {}.", tables.join(", ")))
        }
        QueryError::NoSuchColumn { name, .. } if sql.contains(&format!("\"{name}\"")) => {
            invalid.hint(format!("Texts stand in single quotes: '{name}'."))
        }
        QueryError::NoSuchColumn { name, tables } => {
            let tables: Vec<&Table> = tables.iter().filter_map(|name| table(name)).collect();
            let columns = || {
                tables
                    .iter()
                    .flat_map(|table| table.columns)
                    .map(|column| column.name)
            };
            let shown: Vec<String> = tables.iter().map(|table| columns_of(table)).collect();
            invalid.hint(format!(
                "{}{}",
                meant(nearest(name, columns())),
                shown.join(" ")
            ))
        }
        QueryError::NoSuchFunction { name } => {
            let meant = meant(nearest(name, FUNCTIONS.iter().copied()));
            invalid.hint(format!("{meant}SQLite's scalar, aggregate, window and date functions are there, JSON is not."))
        }
        QueryError::NotAllowed => {
            invalid.hint("Write one SELECT over the tables in this tool's description.")
        }
        QueryError::TakenName { name } => invalid.hint(format!("Call it my_{name}, say.")),
        QueryError::TimeLimit => ToolError::new(ErrorKind::Timeout, format!("sql: {error}"))
            .hint("Join on id = item_id, narrow with WHERE, and add LIMIT."),
        QueryError::MemoryLimit => {
            invalid.hint("Select fewer columns, or sort and group fewer rows.")
        }
        QueryError::Busy | QueryError::Stopped => {
            ToolError::new(ErrorKind::Timeout, error.to_string()).hint("Ask again.")
        }
        QueryError::Worker { .. } | QueryError::Store { .. } => {
            ToolError::internal(error.to_string())
        }
        _ => invalid,
    }
}

/// Writes `Did you mean year? `, or nothing.
fn meant(name: Option<&str>) -> String {
    name.map(|name| format!("Did you mean {name}? "))
        .unwrap_or_default()
}

/// Writes `movies has id, rating_key, …`.
fn columns_of(table: &Table) -> String {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    format!("{} has {}.", table.name, columns.join(", "))
}
