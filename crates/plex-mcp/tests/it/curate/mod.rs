//! What libraries say of their items: fields, tags, locks, pictures and matches, and how they change.

mod artwork;
mod matching;
mod metadata;
mod weather;

use plex_emulator::Library;
use plex_mcp::{Options, Toolset};
use serde_json::{Value, json};

use crate::{
    changes,
    support::{Fixture, items},
};

/// Films, a show, music and a library that may not always be shown, in a server where time stands still.
pub(crate) const SHELVES: &str = r#"
[[section]]
title = "Films"
type = "movie"
item = [
    { title = "The Golem", titleSort = "Golem 2", ratingKey = 1, year = 1920, originallyAvailableAt = "1920-10-29", duration = 5_000_000, summary = "A rabbi makes a giant of clay.", studio = "UFA", contentRating = "de/6", rating = 7.2, Genre = ["Sci-Fi", "Drama"], Director = ["Paul Wegener"], Label = ["Clay"], Field = [{ locked = true, name = "summary" }] },
    { title = "Faust", ratingKey = 2, year = 1926, duration = 6_000_000, contentRating = "de/12", Genre = ["Drama", "Horror"] },
    { title = "The Adventures of Prince Achmed", ratingKey = 3, year = 1926, originallyAvailableAt = "1926-09-03", duration = 4_000_000, contentRating = "de/0", Genre = ["Animation"] },
    { title = "M", ratingKey = 4, year = 1931, duration = 7_000_000, contentRating = "de/12", Genre = ["Crime"] },
]

[[section]]
title = "Shows"
type = "show"

[[section.item]]
title = "Harbour"
ratingKey = 10
year = 2019

[[section.item.item]]
index = 1
ratingKey = 11
title = "Season 1"
item = [
    { title = "Arrival", index = 1, ratingKey = 12, duration = 2_000_000 },
    { title = "The Long Night", index = 2, ratingKey = 13, duration = 2_000_000 },
]

[[section]]
title = "Music"
type = "artist"

[[section.item]]
title = "The Lamplighters"
ratingKey = 20

[[section.item.item]]
title = "Low Tide"
ratingKey = 21
item = [{ title = "Ebb", index = 1, ratingKey = 22, duration = 200_000 }]

[[section.item.item]]
title = "High Tide"
ratingKey = 23
item = [{ title = "Flow", index = 1, ratingKey = 24, duration = 200_000 }]

[[section]]
title = "Private"
type = "movie"
item = [
    { title = "Secret", year = 2001, ratingKey = 30, duration = 5_000_000, Label = ["Hidden"] },
]

[[playlist]]
title = "Rainy days"
ratingKey = 60
items = [1, 2]
"#;

/// A server with these shelves, as the user wants it.
pub(crate) async fn shelves_as(choose: impl FnOnce(&mut Options)) -> Fixture {
    let library = Library::from_toml(SHELVES).unwrap();
    Fixture::at_rest_over(library, |options| {
        options.settle = std::time::Duration::from_millis(1);
        options.choice.toolsets = Toolset::ALL.to_vec();
        choose(options);
    })
    .await
}

/// A server with these shelves.
pub(crate) async fn shelves() -> Fixture {
    shelves_as(|_| {}).await
}

/// Takes a change back.
async fn undo(fixture: &Fixture, change: &Value) -> Value {
    let id = &change["change_id"];
    fixture.ok("plex_undo", json!({"change_id": id})).await
}

/// What the server knows, without its list of the tags that there were, what agents once said, and how
/// often it was written.
pub(crate) fn state(fixture: &Fixture) -> Value {
    let mut dump = changes::state(fixture);
    forget(&mut dump);
    dump
}

fn forget(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for moved in ["tag", "origin", "contentChangedAt"] {
                if fields.get(moved).is_some_and(|value| !value.is_string()) {
                    fields.remove(moved);
                }
            }
            fields.values_mut().for_each(forget);
        }
        Value::Array(values) => {
            values.iter_mut().for_each(forget);
            // Servers put tags and locks in any order.
            let is_unordered = |value: &Value| value.get("tag").or(value.get("locked")).is_some();
            if values.iter().all(is_unordered) {
                values.sort_by_key(Value::to_string);
            }
        }
        _ => {}
    }
}

/// Refuses two states that differ, and says where.
#[track_caller]
pub(crate) fn assert_same(now: &Value, before: &Value, what: &str) {
    let mut unlike = Vec::new();
    differences("", now, before, &mut unlike);
    assert!(unlike.is_empty(), "{what}: {}", unlike.join("; "));
}

pub(crate) fn differences(at: &str, now: &Value, before: &Value, unlike: &mut Vec<String>) {
    match (now, before) {
        (Value::Object(now), Value::Object(before)) => {
            for name in now
                .keys()
                .chain(before.keys().filter(|name| !now.contains_key(*name)))
            {
                let of = |fields: &serde_json::Map<String, Value>| {
                    fields.get(name).cloned().unwrap_or_default()
                };
                differences(&format!("{at}/{name}"), &of(now), &of(before), unlike);
            }
        }
        (Value::Array(now), Value::Array(before)) if now.len() == before.len() => {
            for (number, (now, before)) in now.iter().zip(before).enumerate() {
                differences(&format!("{at}/{number}"), now, before, unlike);
            }
        }
        (now, before) if now != before => unlike.push(format!("{at} is {now}, was {before}")),
        _ => {}
    }
}

/// Makes a change that must change something, and takes it back: then the server is as it was.
async fn there_and_back(fixture: &Fixture, tool: &str, arguments: Value) -> Value {
    let before = state(fixture);
    let change = fixture.ok(tool, arguments.clone()).await;
    assert_ne!(change["changed"], 0, "{arguments}: {change}");
    assert_ne!(state(fixture), before, "{arguments}: {change}");
    let undone = undo(fixture, &change).await;
    assert_eq!(undone["changed"], change["changed"], "{undone}");
    let what = format!("{arguments}: {change} {undone}");
    assert_same(&state(fixture), &before, &what);
    change
}

/// The titles of what a library has for some filters.
async fn matching(fixture: &Fixture, filters: Value) -> Vec<String> {
    let arguments = json!({"library_id": "Films", "filters": filters});
    let page = fixture.ok("plex_get_library_items", arguments).await;
    let titles = items(&page).iter();
    titles
        .map(|item| item["title"].as_str().unwrap().to_owned())
        .collect()
}
