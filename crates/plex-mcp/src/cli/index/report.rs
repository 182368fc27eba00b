//! The state of the snapshot, for a person.

use plex_mcp::{
    Calendar,
    plex_index::{Freshness, Lack, Missing},
};

/// Returns a few lines.
pub(super) fn of(fresh: &Freshness, calendar: &Calendar) -> String {
    let at = |unix: i64| calendar.written(unix).unwrap_or_else(|| "never".to_owned());
    let percent = fresh
        .detailed
        .saturating_mul(100)
        .checked_div(fresh.items)
        .unwrap_or(100);
    let lacks_plays = fresh.missing.iter().any(|one| one.what == Lack::Plays);
    let plays = match fresh.sees_history || lacks_plays {
        true => fresh.plays.to_string(),
        false => "none: the token may not read the history".to_owned(),
    };
    let is_whole = fresh.missing.iter().all(|one| one.what == Lack::Library);
    let complete = match is_whole {
        true => format!("as of {}", at(fresh.swept)),
        false => format!("no, see below; last gone through {}", at(fresh.swept)),
    };
    let missing: String = fresh.missing.iter().map(missing).collect();
    format!(
        "items     {}, {percent} % with all details\nplays     {plays}\nchanges   known up to {}\ncomplete  {complete}\nsize      {} KB{missing}",
        fresh.items,
        at(fresh.refreshed),
        fresh.size_bytes / 1_000,
    )
}

/// Writes `missing   items of Music (track): …`, in a line of its own, or `left out  Tapes: …`.
fn missing(missing: &Missing) -> String {
    if let (Lack::Library, Some(title)) = (missing.what, &missing.library) {
        return format!("\nleft out  {title}: {}", missing.why);
    }
    let library = missing.library.as_ref();
    let of = library.map(|title| format!(" of {title}"));
    let item_type = missing.item_type.as_ref();
    let in_type = item_type.map(|item_type| format!(" ({item_type})"));
    let counts = match (missing.held, missing.total) {
        (Some(held), Some(total)) => format!(", {held} of {total} known"),
        _ => String::new(),
    };
    format!(
        "\nmissing   {}{}{}{counts}: {}",
        missing.what.as_str(),
        of.unwrap_or_default(),
        in_type.unwrap_or_default(),
        missing.why
    )
}
