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
    let plays = match (fresh.sees_history, lacks_plays) {
        (true, false) => fresh.plays.to_string(),
        (true, true) => format!("{} known, not all", fresh.plays),
        (false, true) => "not known: the history could not be read".to_owned(),
        (false, false) => "not known: the token may not read the history".to_owned(),
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

/// Says what the export of a table, or of all without one, is without; nothing when it is whole.
pub(super) fn without(fresh: &Freshness, table: Option<&str>) -> Option<String> {
    let lacks: Vec<&Missing> = match table {
        Some(table) => fresh.missing_from(table),
        // What is left out because its kind is not known is no failure.
        None => fresh
            .missing
            .iter()
            .filter(|one| one.what != Lack::Library)
            .collect(),
    };
    let lines: String = lacks.into_iter().map(missing).collect();
    let history = table.is_some_and(|table| fresh.lacks_history_for(table));
    let history = match history && lines.is_empty() {
        true => {
            "\nmissing   plays, and who made them: the history could not be read with this token"
        }
        false => "",
    };
    let due = fresh.items.saturating_sub(fresh.detailed);
    let takes_details = table.is_none_or(plex_mcp::plex_index::schema::is_of_details);
    let details = match due > 0 && takes_details && !lines.contains("missing   details") {
        true => format!("\nmissing   details of {due} of {} items", fresh.items),
        false => String::new(),
    };
    let all = format!("{lines}{history}{details}");
    (!all.is_empty()).then(|| format!("not all of it is there; see plex-mcp index sync{all}"))
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
