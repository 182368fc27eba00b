//! SQLite's own switches and limits, set as tight as honest questions allow.

use rusqlite::{Connection, config::DbConfig, limits::Limit};

/// Megabytes of memory that SQLite may take in a process that runs statements.
const HEAP_BYTES: i64 = 64 << 20;

/// Kilobytes of pages a connection keeps.
const CACHE_KIB: i64 = 8 << 10;

/// Bounds the heap of this whole process: a limit of SQLite's, not of one connection's.
///
/// # Errors
///
/// Those of SQLite.
pub(crate) fn bound_heap() -> rusqlite::Result<()> {
    Connection::open_in_memory()?.query_row(
        &format!("PRAGMA hard_heap_limit = {HEAP_BYTES}"),
        [],
        |_| Ok(()),
    )
}

/// Turns off what no statement needs. Set before anything is compiled.
pub(super) fn harden(connection: &Connection) -> rusqlite::Result<()> {
    use DbConfig::{
        SQLITE_DBCONFIG_DEFENSIVE, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_DQS_DML,
        SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE,
        SQLITE_DBCONFIG_ENABLE_QPSG, SQLITE_DBCONFIG_ENABLE_TRIGGER,
        SQLITE_DBCONFIG_TRUSTED_SCHEMA,
    };
    connection.set_db_config(SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // One plan for all parameters: without it SQLite compiles full-text search's own statements
    // anew when it binds a term, and the authorizer would have to let everyone read those tables.
    connection.set_db_config(SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    for off in [
        SQLITE_DBCONFIG_TRUSTED_SCHEMA,
        SQLITE_DBCONFIG_ENABLE_TRIGGER,
        SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE,
        SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE,
        // "Drama" in double quotes is a mistake that must be told, not a text that never matches.
        SQLITE_DBCONFIG_DQS_DML,
        SQLITE_DBCONFIG_DQS_DDL,
    ] {
        connection.set_db_config(off, false)?;
    }
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    // Case folding of LIKE and pattern matches must not depend on what an earlier statement did.
    connection.pragma_update(None, "case_sensitive_like", false)
}

/// Lowers the limits. Set after full-text search is warm, whose statements are larger than ours.
pub(super) fn lower(connection: &Connection) -> rusqlite::Result<()> {
    use Limit::{
        SQLITE_LIMIT_ATTACHED, SQLITE_LIMIT_COLUMN, SQLITE_LIMIT_COMPOUND_SELECT,
        SQLITE_LIMIT_EXPR_DEPTH, SQLITE_LIMIT_FUNCTION_ARG, SQLITE_LIMIT_LENGTH,
        SQLITE_LIMIT_LIKE_PATTERN_LENGTH, SQLITE_LIMIT_SQL_LENGTH, SQLITE_LIMIT_TRIGGER_DEPTH,
        SQLITE_LIMIT_VARIABLE_NUMBER, SQLITE_LIMIT_VDBE_OP, SQLITE_LIMIT_WORKER_THREADS,
    };
    for (limit, value) in [
        (SQLITE_LIMIT_LENGTH, 1_000_000),
        (SQLITE_LIMIT_SQL_LENGTH, 32_000),
        (SQLITE_LIMIT_COLUMN, 200),
        (SQLITE_LIMIT_EXPR_DEPTH, 100),
        (SQLITE_LIMIT_COMPOUND_SELECT, 50),
        (SQLITE_LIMIT_VDBE_OP, 25_000),
        (SQLITE_LIMIT_FUNCTION_ARG, 32),
        (SQLITE_LIMIT_ATTACHED, 0),
        (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
        // FTS5 binds some in its own statements.
        (SQLITE_LIMIT_VARIABLE_NUMBER, 8),
        (SQLITE_LIMIT_TRIGGER_DEPTH, 0),
        (SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, value)?;
    }
    Ok(())
}
