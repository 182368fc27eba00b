//! Tool results as tables a person can read. Works on the structured result alone, as any client
//! must: nothing here knows the server's types.

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::Value;

/// Says how one column is taken from a row of a result.
pub(super) struct Column {
    title: &'static str,
    cell: fn(&Value) -> String,
}

/// Holds what a call's result is shown as.
pub(super) type Columns = &'static [Column];

pub(super) const LIBRARIES: Columns = &[
    column("id", |row| text(row, "library_id")),
    column("library", |row| text(row, "title")),
    column("type", |row| text(row, "type")),
    column("holds", holds),
    column("scanned", |row| minute(row, "scanned_at")),
];

pub(super) const ITEMS: Columns = &[
    column("key", |row| text(row, "rating_key")),
    column("title", title),
    column("length", |row| duration(row, "duration_s")),
    column("rating", |row| text(row, "rating")),
    column("watched", |row| {
        let watched = row.get("watched").and_then(Value::as_bool);
        if watched == Some(true) { "yes" } else { "" }.to_owned()
    }),
];

pub(super) const HITS: Columns = &[
    column("key", |row| text(row, "rating_key")),
    column("type", |row| text(row, "type")),
    column("title", title),
    column("library", |row| text(row, "library")),
    column("matched", |row| text(row, "matched")),
];

pub(super) const ON_DECK: Columns = &[
    column("key", |row| text(row, "rating_key")),
    column("title", title),
    column("reached", |row| duration(row, "position_s")),
    column("of", |row| duration(row, "duration_s")),
];

pub(super) const SESSIONS: Columns = &[
    column("who", |row| text(row, "user")),
    column("what", title),
    column("where", |row| text(row, "player")),
    column("at", |row| duration(row, "position_s")),
    column("how", |row| {
        let (how, why) = (text(row, "delivery"), text(row, "likely_reason"));
        if why.is_empty() {
            how
        } else {
            format!("{how}: {why}")
        }
    }),
];

pub(super) const PLAYERS: Columns = &[
    column("player", |row| text(row, "player")),
    column("app", |row| text(row, "app")),
    column("plays", |row| text(row, "playing")),
    column("can be told", |row| {
        let can = row.get("controllable").and_then(Value::as_bool);
        if can == Some(true) { "yes" } else { "" }.to_owned()
    }),
];

pub(super) const RECOMMENDED: Columns = &[
    column("key", |row| text(row, "rating_key")),
    column("title", title),
    column("length", |row| duration(row, "duration_s")),
    column("because", |row| {
        let reasons = row.get("reasons").and_then(Value::as_array);
        let reasons = reasons.into_iter().flatten().filter_map(Value::as_str);
        reasons.take(2).collect::<Vec<_>>().join("; ")
    }),
];

pub(super) const HISTORY: Columns = &[
    column("when", |row| minute(row, "viewed_at")),
    column("who", |row| text(row, "user")),
    column("what", title),
    column("on", |row| text(row, "device")),
];

pub(super) const CHANGED: Columns = &[
    column("key", |row| text(row, "rating_key")),
    column("title", title),
    column("before", |row| facts(row, "before")),
    column("after", |row| facts(row, "after")),
];

/// Writes `watched: false`.
fn facts(row: &Value, name: &str) -> String {
    let facts = row.get(name).and_then(Value::as_object);
    let facts = facts.into_iter().flatten();
    let facts: Vec<String> = facts
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    facts.join(", ")
}

const fn column(title: &'static str, cell: fn(&Value) -> String) -> Column {
    Column { title, cell }
}

/// How wide what is shown may be: as a terminal is where nobody has made it wider.
pub(super) const WIDTH: u16 = 80;

/// Returns the table of `rows`.
pub(super) fn render(columns: Columns, rows: &[Value]) -> String {
    let mut table = empty();
    table.set_header(columns.iter().map(|column| column.title));
    for row in rows {
        table.add_row(columns.iter().map(|column| (column.cell)(row)));
    }
    table.to_string()
}

/// Returns the table of an answer that names its columns itself.
pub(super) fn render_named(names: &[Value], rows: &[Value]) -> String {
    let cell = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let mut table = empty();
    table.set_header(names.iter().map(cell));
    for row in rows.iter().filter_map(Value::as_array) {
        table.add_row(row.iter().map(cell));
    }
    table.to_string()
}

fn empty() -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH);
    table
}

/// Breaks a text into lines that begin with `indent` and are no wider than the screen; words that are
/// longer stay whole.
pub(super) fn wrapped(text: &str, indent: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let fits = lines.last().is_some_and(|line| {
            let width = indent.chars().count() + line.chars().count() + 1 + word.chars().count();
            line.is_empty() || width <= usize::from(WIDTH)
        });
        if !fits {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join(&format!("\n{indent}"))
}

fn text(row: &Value, field: &str) -> String {
    match row.get(field) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

/// Writes "Metropolis (1927)", "Harbour S02E05: The Long Night", "Artist: Track".
fn title(row: &Value) -> String {
    let own = text(row, "title");
    let show = text(row, "show");
    let artist = text(row, "artist");
    let year = text(row, "year");
    if !show.is_empty() {
        let episode = text(row, "episode");
        let place = if episode.is_empty() {
            show
        } else {
            format!("{show} {episode}")
        };
        format!("{place}: {own}")
    } else if !artist.is_empty() {
        format!("{artist}: {own}")
    } else if year.is_empty() {
        own
    } else {
        format!("{own} ({year})")
    }
}

/// Writes "62 items", "8 shows, 20 seasons, 104 episodes".
fn holds(row: &Value) -> String {
    const COUNTS: [&str; 10] = [
        "items", "shows", "seasons", "episodes", "artists", "albums", "tracks", "photos", "clips",
        "movies",
    ];
    COUNTS
        .iter()
        .filter_map(|name| {
            let count = row.get(*name)?.as_u64()?;
            Some(format!("{count} {name}"))
        })
        .collect::<Vec<_>>()
        .join(", ")
}

/// Returns seconds as a person reads them: "2 h 33 min", "3:51" under ten minutes.
fn duration(row: &Value, field: &str) -> String {
    let Some(seconds) = row.get(field).and_then(Value::as_f64) else {
        return String::new();
    };
    let seconds = seconds.max(0.0) as u64;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    match (hours, minutes) {
        (0, 0..10) => format!("{minutes}:{:02}", seconds % 60),
        (0, _) => format!("{minutes} min"),
        _ => format!("{hours} h {minutes:02} min"),
    }
}

/// Returns an RFC 3339 time down to the minute, without its offset.
fn minute(row: &Value, field: &str) -> String {
    text(row, field)
        .replacen('T', " ", 1)
        .chars()
        .take("2026-11-20 21:14".len())
        .collect()
}
