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
    let changes = match fresh.followed.filter(|told| *told > fresh.refreshed) {
        Some(told) => format!("{}, as the server told by itself", at(told)),
        None if fresh.refreshed > fresh.swept => {
            format!("{}, by looking for them", at(fresh.refreshed))
        }
        None => at(fresh.refreshed),
    };
    let is_whole = fresh.missing.iter().all(|one| one.what == Lack::Library);
    let complete = match is_whole {
        true => format!("as of {}, by going through everything", at(fresh.swept)),
        false => format!("no, see below; last gone through {}", at(fresh.swept)),
    };
    let missing: String = fresh.missing.iter().map(missing).collect();
    format!(
        "items     {}, {percent} % with all details\nplays     {plays}\nchanges   known up to {changes}\ncomplete  {complete}\nsize      {} KB{missing}",
        fresh.items,
        fresh.size_bytes / 1_000,
    )
}

/// What an export is without.
pub(super) struct Without {
    /// That in words.
    pub(super) words: String,
    /// Every row is there, and the server was asked for what some of them are without: to export once more
    /// brings no more.
    pub(super) is_bearable: bool,
}

/// One item in so many may be without its details, for the server does not tell them, before that is a failure.
const ONE_IN: u64 = 20;

/// Says what the export of a table, or of all without one, is without; nothing when it is whole.
pub(super) fn without(fresh: &Freshness, table: Option<&str>) -> Option<Without> {
    let lacks: Vec<&Missing> = match table {
        Some(table) => fresh.missing_from(table),
        // What is left out because its kind is not known is no failure.
        None => fresh
            .missing
            .iter()
            .filter(|one| one.what != Lack::Library)
            .collect(),
    };
    let untold = |one: &Missing| one.what == Lack::Details;
    let are_untold = !lacks.is_empty() && lacks.iter().all(|one| untold(one));
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
    if all.is_empty() {
        return None;
    }
    if are_untold && history.is_empty() && due.saturating_mul(ONE_IN) <= fresh.items {
        let rest = match due {
            0 => String::new(),
            _ => format!(
                "\n{due} of {} items are without what only their details tell; in the table items their \
                 column detailed is 0",
                fresh.items
            ),
        };
        return Some(Without {
            words: format!(
                "all rows are there; the server does not tell everything of them{all}{rest}"
            ),
            is_bearable: true,
        });
    }
    Some(Without {
        words: format!("not all of it is there; see plex-mcp index sync{all}"),
        is_bearable: false,
    })
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
