//! The state of the snapshot, for a person.

use plex_mcp::{Calendar, plex_index::Freshness};

/// A few lines.
pub(super) fn of(fresh: &Freshness, calendar: &Calendar) -> String {
    let at = |unix: i64| calendar.written(unix).unwrap_or_else(|| "never".to_owned());
    let percent = fresh
        .detailed
        .saturating_mul(100)
        .checked_div(fresh.items)
        .unwrap_or(100);
    let plays = match fresh.sees_history {
        true => fresh.plays.to_string(),
        false => "none: the token may not read the history".to_owned(),
    };
    format!(
        "items     {}, {percent} % with all details\nplays     {plays}\nchanges   known up to {}\ncomplete  as of {}\nsize      {} KB",
        fresh.items,
        at(fresh.refreshed),
        at(fresh.swept),
        fresh.size_bytes / 1_000,
    )
}
