//! The snapshot's schema: private storage, the public tables over it, and their documentation.

mod document;
mod questions;
mod tables;

use rusqlite::Connection;

pub use self::{
    document::{reference, summary},
    questions::{QUESTIONS, Question},
    tables::{Column, TABLES, Table, table},
};

/// The version of storage and public tables together. A snapshot of another version is rebuilt:
/// everything in it can be fetched again.
pub const VERSION: i64 = 5;

const STORAGE: &str = include_str!("storage.sql");
const INDEXES: &str = include_str!("indexes.sql");
const DETAIL_INDEXES: &str = include_str!("detail_indexes.sql");
const PUBLIC: &str = include_str!("public.sql");

/// The full-text table, the only public name that is not a view.
pub(crate) const SEARCH: &str = "search";

/// Creates everything in an empty database, or nothing.
///
/// # Errors
///
/// Those of SQLite.
pub(crate) fn create(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(STORAGE)?;
    transaction.execute_batch(PUBLIC)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

/// Makes the indexes, unless they are there.
///
/// # Errors
///
/// Those of SQLite.
pub(crate) fn index(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(INDEXES)
}

/// Makes the indexes that wait for the details, unless they are there. Gives whether they were not.
///
/// # Errors
///
/// Those of SQLite.
pub(crate) fn index_details(connection: &Connection) -> rusqlite::Result<bool> {
    let last = "SELECT 1 FROM sqlite_schema WHERE name = 'external_id_by_value'";
    if connection.prepare(last)?.exists([])? {
        return Ok(false);
    }
    connection.execute_batch(DETAIL_INDEXES)?;
    Ok(true)
}

/// Counts what is in the tables, roughly, so that SQLite finds good plans: without it a question about
/// all people takes four times as long.
///
/// # Errors
///
/// Those of SQLite.
pub(crate) fn analyze(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("PRAGMA analysis_limit = 400; ANALYZE")
}

/// Returns the schema version of a database; 0 when it is empty.
///
/// # Errors
///
/// Those of SQLite.
pub(crate) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Says whether a private table of that name exists; full-text search's own are not among them.
pub(crate) fn is_storage(name: &str) -> bool {
    STORAGE_TABLES.contains(&name)
}

/// Says whether a public table has that name, which SQLite takes no heed of the letters' size of.
pub(crate) fn is_public(name: &str) -> bool {
    TABLES
        .iter()
        .any(|table| table.name.eq_ignore_ascii_case(name))
}

/// Says whether a private table of that name holds what the snapshot knows about itself.
pub(crate) fn is_bookkeeping(name: &str) -> bool {
    ["fact", "missing", "walk", "seen"].contains(&name)
}

/// Says whether a table of that name, public or private, holds what the listings of a server leave out in
/// part or as a whole, so that its rows are right only once the details are read.
pub fn is_of_details(name: &str) -> bool {
    [
        "credit",
        "external_id",
        "external_ids",
        "item_tag",
        "people",
        "rating",
        "ratings",
        "search",
        "stream",
        "streams",
        "tags",
    ]
    .contains(&name)
}

/// Returns the type of the items that a public table is of, `Some(None)` when they are of any; `None` when it
/// is of no items.
pub(crate) fn item_type_of(table: &str) -> Option<Option<&'static str>> {
    match table {
        "movies" => Some(Some("movie")),
        "episodes" => Some(Some("episode")),
        "tracks" => Some(Some("track")),
        "items" | "versions" => Some(None),
        of_details if is_of_details(of_details) => Some(None),
        _ => None,
    }
}

/// The public table and column that say of which items the details are known.
pub(crate) const DETAILED: (&str, &str) = ("items", "detailed");

/// The public table of plays, and its columns that name who played and on what.
pub(crate) const PLAYS: &str = "plays";
pub(crate) const PLAYS_USER: &str = "user";
pub(crate) const PLAYS_DEVICE: &str = "device";

/// The tables of `storage.sql` that public views are made of.
const STORAGE_TABLES: &[&str] = &[
    "account",
    "blurb",
    "collection",
    "collection_item",
    "credit",
    "device",
    "external_id",
    "item",
    "item_tag",
    "library",
    "media",
    "person",
    "play",
    "playlist",
    "playlist_item",
    "rating",
    "stream",
    "tag",
];
