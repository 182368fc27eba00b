//! Changes: planned, agreed to, read back, journalled and taken back.

mod bad_weather;
mod brevity;
mod consent;
mod journal;
mod kills;
mod marks;
mod matrix;
mod players;
mod playing;
mod sequences;

use plex_emulator::{Library, RecordedRequest};
use plex_mcp::{Ask, Options, Progress, ToolError};
use serde_json::{Value, json};

use crate::support::{Fixture, object};

/// Three films, a show of three episodes and a library that may not always be shown, in a server where
/// time stands still.
pub(crate) const HOME: &str = r#"
[[section]]
title = "Films"
type = "movie"
item = [
    { title = "Faust", year = 1926, duration = 6_000_000 },
    { title = "Sunrise", year = 1927, duration = 5_000_000, viewCount = 2, lastViewedAt = 1_700_000_000 },
    { title = "M", year = 1931, duration = 7_000_000, viewOffset = 600_000, lastViewedAt = 1_789_900_000 },
]

[[section]]
title = "Shows"
type = "show"

[[section.item]]
title = "Harbour"
year = 2019

[[section.item.item]]
index = 1
item = [
    { title = "Arrival", index = 1, duration = 2_000_000, viewCount = 1, lastViewedAt = 1_700_000_000 },
    { title = "The Long Night", index = 2, duration = 2_000_000, viewOffset = 300_000 },
    { title = "Departure", index = 3, duration = 2_000_000 },
]

[[section]]
title = "Private"
type = "movie"
item = [
    { title = "Secret", year = 2001, duration = 5_000_000 },
    { title = "Mystery", year = 2002, duration = 5_000_000 },
]
"#;

/// A server with that home, as the user wants it.
pub(crate) async fn home_as(choose: impl FnOnce(&mut Options)) -> Fixture {
    let library = Library::from_toml(HOME).unwrap();
    Fixture::at_rest_over(library, |options| {
        options.settle = std::time::Duration::from_millis(1);
        choose(options);
    })
    .await
}

/// A server with that home.
pub(crate) async fn home() -> Fixture {
    home_as(|_| {}).await
}

/// What the emulated server knows, without what Plex itself moves when it is looked at or changed.
pub(crate) fn state(fixture: &Fixture) -> Value {
    let mut dump = fixture.emulator.dump();
    forget_what_moves(&mut dump);
    dump
}

fn forget_what_moves(dump: &mut Value) {
    forget_dates(dump);
    // What a test lets go wrong is no state of Plex.
    dump.as_object_mut().unwrap().remove("fault");
}

fn forget_dates(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for moved in [
                "updatedAt",
                "lastViewedAt",
                "lastRatedAt",
                "numbers",
                "clock",
                "activities",
            ] {
                fields.remove(moved);
            }
            fields.values_mut().for_each(forget_dates);
        }
        Value::Array(values) => values.iter_mut().for_each(forget_dates),
        _ => {}
    }
}

/// What a dump says, without what Plex itself moves, and without the ids of entries and lists, which it
/// gives anew.
pub(crate) fn known(mut dump: Value) -> Value {
    forget_what_moves(&mut dump);
    forget_ids(&mut dump);
    let lists = dump.get_mut("playlist").and_then(Value::as_array_mut);
    lists.unwrap().sort_by_key(|list| list["title"].to_string());
    forget_collections(&mut dump);
    dump
}

/// Takes away what Plex gives collections anew, and the order of those that are in none by a person's
/// hand, which nobody can see.
fn forget_collections(dump: &mut Value) {
    let fields = dump.as_object_mut().unwrap();
    // What a refresh would bring back is noted when an item is first touched, and tags that nothing has
    // are kept.
    fields.remove("origin");
    fields.remove("tag");
    for section in dump["section"].as_array_mut().unwrap() {
        section.as_object_mut().unwrap().remove("contentChangedAt");
        // Once a row is arranged, all are written down; those of collections have their ids.
        if let Some(hubs) = section.get_mut("hub").and_then(Value::as_array_mut) {
            hubs.retain_mut(|hub| {
                let name = hub["identifier"].as_str().unwrap();
                let is_of_collection = name.starts_with("custom.collection.");
                hub["identifier"] = json!("custom.collection");
                is_of_collection
            });
        }
        let Some(collections) = section.get_mut("collection").and_then(Value::as_array_mut) else {
            continue;
        };
        for collection in collections.iter_mut() {
            let fields = collection.as_object_mut().unwrap();
            for given in ["ratingKey", "guid", "addedAt"] {
                fields.remove(given);
            }
            if fields.get("collectionSort") != Some(&json!(2))
                && let Some(items) = fields.get_mut("items").and_then(Value::as_array_mut)
            {
                items.sort_by_key(ToString::to_string);
            }
        }
        collections.sort_by_key(|collection| collection["title"].to_string());
    }
}

fn forget_ids(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if fields.get("type") == Some(&json!("playlist")) || fields.contains_key("playlistType")
            {
                fields.remove("ratingKey");
                fields.remove("guid");
                fields.remove("addedAt");
                // To set a title locks it, which keeps off agents; none looks after playlists.
                fields.remove("Field");
            }
            fields.remove("playlistItemID");
            fields.values_mut().for_each(forget_ids);
        }
        Value::Array(values) => {
            values.iter_mut().for_each(forget_ids);
            // Servers put tags and locks in any order.
            let is_unordered = |value: &Value| value.get("tag").or(value.get("locked")).is_some();
            if values.iter().all(is_unordered) {
                values.sort_by_key(Value::to_string);
            }
        }
        _ => {}
    }
}

/// Whether a request changes something.
pub(crate) fn is_write(request: &RecordedRequest) -> bool {
    let marks = ["/:/scrobble", "/:/unscrobble", "/:/progress", "/:/rate"];
    request.method != "GET" || marks.iter().any(|path| request.path.starts_with(path))
}

/// What was asked that changes something, path and query, oldest first.
pub(crate) fn writes(fixture: &Fixture) -> Vec<String> {
    let requests = fixture.emulator.requests().into_iter();
    requests
        .filter(is_write)
        .map(|request| request.path)
        .collect()
}

/// Calls a tool for a person who agrees to everything.
pub(crate) async fn agreed(
    fixture: &Fixture,
    tool: &str,
    arguments: Value,
) -> Result<Value, ToolError> {
    let arguments = object(arguments);
    let server = &fixture.server;
    let answer = server.answer_asking(tool, arguments, Progress::none(), Ask::consented());
    answer.await.map(|answer| answer.structured)
}
