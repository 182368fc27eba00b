//! Refuses statements whose answer would be false, because what they read is not all there.

use plex_index::{Answer, Freshness, Lack, Missing};

use super::snapshot::{is_nearly_all, why};
use crate::{
    clean,
    error::{ErrorKind, ToolError},
};

/// The tables that hold lists, and what is in them.
const LISTS: [&str; 4] = [
    "collections",
    "collection_items",
    "playlists",
    "playlist_items",
];

/// The most characters of a title.
const TITLE_CHARS: usize = 200;

/// When what could not be read is tried again.
const AGAIN: &str = "It is tried again about once a minute while questions come.";

/// Refuses an answer from a table that could not be read, and a number, the first rows of an order or nothing at
/// all from one that could be read in part: rows that are there are right, but none that is missing is counted.
/// What takes no rows of what is missing is answered, and so is what is counted library by library, but for those
/// that are missing. `is_cut` says that fewer rows were asked for than there are.
///
/// # Errors
///
/// `forbidden` for what only the server's owner may read, `upstream` for what the server did not tell.
pub(super) fn is_true(
    answer: &Answer,
    is_cut: bool,
    freshness: &Freshness,
) -> Result<(), ToolError> {
    for table in &answer.tables {
        let lacks = freshness.missing_from(table);
        if freshness.lacks_history_for(table) {
            return Err(match lacks.first() {
                Some(first) => unread(table, first, freshness.plays),
                None if freshness.missing.iter().any(|one| one.what == Lack::Plays) => {
                    ToolError::new(
                        ErrorKind::Upstream,
                        format!("sql: {table} could not be read, nor could the plays"),
                    )
                    .hint(AGAIN)
                }
                None => forbidden(table),
            });
        }
        let names = |one: &&&Missing| matches!(one.what, Lack::Users | Lack::Devices);
        if let Some(first) = lacks.iter().find(names) {
            return Err(unread(table, first, 0));
        }
    }
    let names = [
        ("user", freshness.missing_users(), answer.reads_users),
        ("device", freshness.missing_devices(), answer.reads_devices),
    ];
    for (column, missing, is_read) in names {
        if let Some(missing) = missing.filter(|_| is_read) {
            return Err(unnamed(column, missing));
        }
    }
    let picks = answer.picks || (answer.orders && is_cut);
    let takes_all = answer.aggregates || picks || answer.rows.is_empty();
    let absent = &answer.weighs_absence_in;
    // What is in no list is asked for with what is in one: each that is missing makes the rest another.
    let lists = |table: &String| LISTS.contains(&table.as_str());
    if takes_all || !absent.is_empty() || !answer.tables.iter().all(lists) {
        let mut missing = answer
            .tables
            .iter()
            .flat_map(|table| freshness.missing_from(table));
        if let Some(lack) =
            missing.find(|one| matches!(one.what, Lack::Collections | Lack::Playlists))
        {
            return Err(in_part(lack));
        }
    }
    // Of what is only listed, that which is not there is told by nothing.
    let tables = if takes_all { &answer.tables } else { absent };
    let lack = tables.iter().find_map(|table| {
        let mut lacks = freshness.missing_from(table).into_iter();
        lacks.find(|one| {
            let (item_type, library) = (one.item_type.as_deref(), one.library.as_deref());
            one.what == Lack::Items
                && !is_borne_with(one)
                && answer.depends_on(table, item_type, library)
        })
    });
    lack.map_or(Ok(()), |lack| Err(in_part(lack)))
}

/// Refuses to count plays by names that could not be read: many would count as one.
///
/// # Errors
///
/// `upstream`, with why they could not.
pub(super) fn knows_names(freshness: &Freshness, names: Option<Lack>) -> Result<(), ToolError> {
    let missing = match names {
        Some(Lack::Users) => freshness.missing_users(),
        Some(Lack::Devices) => freshness.missing_devices(),
        _ => None,
    };
    missing.map_or(Ok(()), |missing| {
        let error = format!(
            "The names of {} could not be read: {}",
            missing.what.as_str(),
            why(missing)
        );
        Err(ToolError::new(ErrorKind::Upstream, error)
            .hint(format!("Plays are counted by anything else. {AGAIN}")))
    })
}

/// Says whether no more is missing of a library than a few damaged titles.
fn is_borne_with(missing: &Missing) -> bool {
    match (missing.held, missing.total) {
        (Some(held), Some(total)) => is_nearly_all(held, total),
        _ => false,
    }
}

/// Returns the error of a table that is the server owner's alone.
fn forbidden(table: &str) -> ToolError {
    ToolError::new(
        ErrorKind::Forbidden,
        format!("sql: this token may not read {table}: only the server owner's can"),
    )
    .hint("What is about titles is answered; view_count and last_viewed_at are this token's own.")
}

/// Returns the error of a table that could not be read.
fn unread(table: &str, missing: &Missing, known: u64) -> ToolError {
    let known = match known {
        0 => String::new(),
        known => format!(" in full ({known} rows are known)"),
    };
    ToolError::new(
        ErrorKind::Upstream,
        format!("sql: {table} could not be read{known}: {}", why(missing)),
    )
    .hint(AGAIN)
}

/// Returns the error of a column with names that could not be read.
fn unnamed(column: &str, missing: &Missing) -> ToolError {
    ToolError::new(
        ErrorKind::Upstream,
        format!(
            "sql: plays.{column} is not known: the names of {}s could not be read: {}",
            column,
            why(missing)
        ),
    )
    .hint(format!("What reads no plays.{column} is answered. {AGAIN}"))
}

/// Returns the error of a number that would be false.
fn in_part(missing: &Missing) -> ToolError {
    let library = missing.library.as_deref();
    let of = library.map_or_else(String::new, |title| {
        format!(" of {}", clean::quoted(title, TITLE_CHARS))
    });
    let what = missing.item_type.as_deref();
    let what = what.map_or_else(String::new, |item_type| format!(" ({item_type})"));
    let counts = match (missing.held, missing.total) {
        (Some(held), Some(total)) => format!(", of which {held} of {total} are known"),
        _ => String::new(),
    };
    ToolError::new(
        ErrorKind::Upstream,
        format!(
            "sql: this needs {}{of}{what}{counts}: {}",
            missing.what.as_str(),
            why(missing)
        ),
    )
    .hint(format!(
        "Rows are listed without LIMIT after ORDER BY. Items are counted of other libraries or types: \
         compare library or type with texts, with = or IN, and join by item_id; or select library and group by \
         it. {AGAIN}"
    ))
}
