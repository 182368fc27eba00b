//! Every result of every tool over the whole sample library keeps to its schema and to the laws.

use std::{collections::BTreeSet, time::Duration};

use plex_emulator::Library;
use plex_mcp::{Toolset, plex_index::Depth};
use serde_json::{Value, json};

use crate::{
    everything::{What, Words},
    support::{Fixture, items},
};

/// The rules every result keeps, whatever the tool.
pub(crate) fn check(tool: &plex_mcp::Tool, result: &Value) {
    let schema = check_schema(tool, result);
    assert!(result.get("error").is_none());
    known(tool.name(), &schema, result);
    let published = Value::Object(tool.output_schema().as_ref().clone());
    if let Err(field) = told(&published, &published, result) {
        panic!("{}: {field} is not in the published schema", tool.name());
    }
    // The rows of a statement are what it says.
    if tool.name() != "plex_query" {
        lean(tool.name(), result, true);
    }
    assert!(
        result.to_string().len() <= plex_mcp::DEFAULT_MAX_RESULT_BYTES,
        "{}",
        tool.name()
    );
}

/// Checks a result, or the error instead of it, against the schema of its tool.
fn check_schema(tool: &plex_mcp::Tool, result: &Value) -> Value {
    let published = Value::Object(tool.output_schema().as_ref().clone());
    let whole = Value::Object(tool.result_schema().clone());
    for schema in [&published, &whole] {
        let validator = jsonschema::validator_for(schema).unwrap();
        if let Err(error) = validator.validate(result) {
            panic!("{}: {error} in {result}", tool.name());
        }
    }
    whole
}

/// Nothing is in a result that its schema does not describe.
fn known(tool: &str, schema: &Value, value: &Value) {
    match value {
        // What changed is as various as what can be changed.
        Value::Object(_) if schema["additionalProperties"] == true => {}
        Value::Object(object) if schema["additionalProperties"].is_object() => object
            .values()
            .for_each(|value| known(tool, &schema["additionalProperties"], value)),
        Value::Object(object) => {
            for (key, value) in object {
                let below = &schema["properties"][key];
                assert!(below.is_object(), "{tool}: {key} is not in the schema");
                known(tool, below, value);
            }
        }
        Value::Array(array) => array
            .iter()
            .for_each(|value| known(tool, &schema["items"], value)),
        _ => {}
    }
}

/// The fields that a published schema types or names in words, those it tells by another's among them.
fn fields(schema: &Value, root: &Value) -> BTreeSet<String> {
    let typed = schema["properties"].as_object().into_iter().flatten();
    let mut fields: BTreeSet<String> = typed.map(|(name, _)| name.clone()).collect();
    let words = schema["description"].as_str().unwrap_or_default();
    for word in words.split(", ").filter(|word| !word.is_empty()) {
        let some = |names: &str| names.split(" and ").map(str::to_owned).collect::<Vec<_>>();
        if let Some(place) = word.strip_prefix("as ") {
            let other = &root["properties"][place];
            let other = other.get("items").unwrap_or(other);
            assert!(other.is_object(), "{place} is nowhere");
            fields.extend(self::fields(other, root));
        } else if let Some(names) = word.strip_prefix("with ") {
            fields.extend(some(names));
        } else if let Some(names) = word.strip_prefix("without ") {
            for name in some(names) {
                assert!(fields.remove(&name), "{name} was not there");
            }
        } else {
            fields.insert(word.trim_end_matches("[]").to_owned());
        }
    }
    fields
}

/// Says which field of a result its published schema neither types nor names, down to those of a row.
fn told(schema: &Value, root: &Value, value: &Value) -> Result<(), String> {
    match value {
        Value::Object(object) => {
            let fields = fields(schema, root);
            // What has other names each time has none here.
            if fields.is_empty() {
                return Ok(());
            }
            for (name, value) in object {
                if !fields.contains(name) {
                    return Err(name.clone());
                }
                let below = &schema["properties"][name];
                if below.is_object() {
                    told(below, root, value)?;
                }
            }
            Ok(())
        }
        Value::Array(array) => array
            .iter()
            .try_for_each(|value| told(&schema["items"], root, value)),
        _ => Ok(()),
    }
}

/// A check that nothing fails would be none.
#[tokio::test]
async fn what_is_published_fails_a_result_that_is_another() {
    let fixture = Fixture::sample().await;
    let tool = fixture.server.tool("plex_get_library_items").unwrap();
    let good = fixture
        .ok(tool.name(), json!({"library_id": "Films", "limit": 2}))
        .await;
    let published = Value::Object(tool.output_schema().as_ref().clone());
    let is_good = |result: &Value| {
        jsonschema::is_valid(&published, result) && told(&published, &published, result).is_ok()
    };
    assert!(is_good(&good), "{good}");
    let bad = |change: fn(&mut Value)| {
        let mut result = good.clone();
        change(&mut result);
        assert!(!is_good(&result), "{result}");
    };
    bad(|result| result["items"][1]["rating_key"] = json!(12));
    bad(|result| result["items"] = json!({"1": "Metropolis"}));
    bad(|result| result["items"][0] = json!("Metropolis"));
    bad(|result| result["items"][0]["played_by"] = json!("Ada"));
    bad(|result| result["pages"] = json!(3));
    let undo = fixture.server.tool("plex_undo").unwrap();
    let published = Value::Object(undo.output_schema().as_ref().clone());
    for (row, is_told) in [("why", true), ("before", false)] {
        let result = json!({"changed": 0, "unchanged": [{"rating_key": "1", row: "x"}]});
        assert_eq!(
            told(&published, &published, &result).is_ok(),
            is_told,
            "{row}"
        );
    }
}

/// Nothing is null or empty but `items`, and no time is an epoch number.
fn lean(tool: &str, value: &Value, root: bool) {
    match value {
        Value::Null => panic!("{tool}: null"),
        Value::String(text) => assert!(!text.is_empty(), "{tool}: empty text"),
        Value::Array(array) => {
            assert!(root || !array.is_empty(), "{tool}: empty list");
            array.iter().for_each(|value| lean(tool, value, false));
        }
        Value::Object(object) => {
            assert!(!object.is_empty(), "{tool}: empty object");
            for (key, value) in object {
                if key.ends_with("_at") {
                    assert_eq!(
                        value.as_str().unwrap().len(),
                        "2026-01-01T00:00:00+00:00".len(),
                        "{tool}: {key} {value}"
                    );
                }
                lean(tool, value, root && key == "items");
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn results_are_what_their_schemas_say() {
    let fixture = Fixture::sample().await;
    let check_call = async |tool: &str, arguments: Value| {
        let result = fixture.ok(tool, arguments).await;
        check(fixture.server.tool(tool).unwrap(), &result);
        result
    };
    let libraries = check_call("plex_get_libraries", json!({})).await;
    assert!(items(&libraries).len() >= 4);
    let mut rows = 0;
    for library in items(&libraries) {
        let id = &library["library_id"];
        let kinds: &[Option<&str>] = match library["type"].as_str().unwrap() {
            "movie" => &[None, Some("movie"), Some("collection")],
            "show" => &[None, Some("show"), Some("season"), Some("episode")],
            "artist" => &[None, Some("artist"), Some("album"), Some("track")],
            _ => &[None, Some("photo")],
        };
        for kind in kinds {
            let mut offset = json!(0);
            while offset.is_u64() {
                let page = check_call(
                    "plex_get_library_items",
                    json!({"library_id": id, "type": kind, "limit": 100, "offset": offset}),
                )
                .await;
                rows += items(&page).len();
                offset = page["next_offset"].clone();
            }
        }
        check_call("plex_get_recently_added", json!({"library_id": id})).await;
        check_call("plex_get_on_deck", json!({"library_id": id})).await;
        check_call(
            "plex_search",
            json!({"query": "the", "section_id": id, "limit": 200}),
        )
        .await;
        check_call("plex_get_sessions", json!({"library_id": id})).await;
        check_call("plex_get_history", json!({"library_id": id, "limit": 200})).await;
    }
    for tool in ["plex_get_players", "plex_diagnose_playback"] {
        check_call(tool, json!({})).await;
    }
    assert!(rows > 200, "{rows}");
    for (tool, arguments) in [
        ("plex_get_recently_added", json!({"limit": 1000})),
        ("plex_get_on_deck", json!({"limit": 1000})),
        ("plex_search", json!({"query": "a", "limit": 1000})),
        ("plex_get_sessions", json!({})),
        ("plex_get_history", json!({"limit": 1000})),
        ("plex_refresh_library", json!({"library_id": "Films"})),
    ] {
        let result = check_call(tool, arguments).await;
        assert!(
            tool == "plex_refresh_library" || !items(&result).is_empty(),
            "{tool}"
        );
    }
}

/// The tools that tell players something, or end what they play.
const PLAYING: [&str; 3] = ["plex_play", "plex_control_playback", "plex_stop_session"];

/// Asks everything of a server over a library, and checks what every tool says, be it an error.
async fn check_everything(library: Library, words: &Words) {
    let fixture = Fixture::limited_over(library, |options| {
        options.choice.toolsets = Toolset::ALL.to_vec();
        options.scan_wait = Duration::ZERO;
    })
    .await;
    let index = fixture.server.index().await.unwrap().unwrap();
    index.sync(Depth::Everything, |_| {}).await.unwrap();
    let mut answered = BTreeSet::new();
    words
        .ask(&fixture.server, |said| {
            let Some(tool) = fixture.server.tool(&said.asked) else {
                return;
            };
            match said.what {
                What::Data(value) if value.get("error").is_some() => {
                    check_schema(tool, &value);
                }
                What::Data(value) | What::Picture(Some(value)) => {
                    check(tool, &value);
                    answered.insert(said.asked);
                }
                _ => {}
            }
        })
        .await;
    let all: BTreeSet<String> = fixture
        .server
        .tools()
        .iter()
        .map(|tool| tool.name().to_owned())
        // There is no player here; what they say is checked where they are told something.
        .filter(|tool| !PLAYING.contains(&&**tool))
        .collect();
    answered.retain(|tool| !PLAYING.contains(&&**tool));
    assert_eq!(answered, all, "every tool answers something");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_over_the_sample_library_keeps_to_its_schema() {
    let words = Words {
        library: "Films",
        key: "18",
        title: "metropolis",
        texts: &[
            "Shows",
            "Music",
            "Photos",
            "ada",
            "Drama",
            "Sherlock S01E02",
        ],
        // A film, a show, a season, an episode, what plays, nothing.
        ids: &["2", "3", "23", "201", "202", "206", "32", "99999999"],
        guids: &["imdb://tt0017136", "tmdb://19", "tvdb://1"],
        tags: &["Drama", "F. W. Murnau"],
        typed: &[],
    };
    check_everything(Library::sample(), &words).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_over_a_generated_library_keeps_to_its_schema() {
    let words = Words {
        library: "1",
        key: "100",
        title: "the",
        texts: &["Drama", "nobody"],
        ids: &["2", "1", "10", "500", "1000", "99999999"],
        guids: &["imdb://tt0000001"],
        tags: &["Drama"],
        typed: &[],
    };
    check_everything(Library::generate(400), &words).await;
}

#[tokio::test]
async fn errors_keep_to_the_schema_too() {
    let fixture = Fixture::sample().await;
    for tool in fixture.server.tools() {
        let error = fixture
            .call(tool.name(), json!({"nonsense": 1}))
            .await
            .unwrap_err()
            .to_json();
        for schema in [tool.output_schema().as_ref(), tool.result_schema()] {
            let schema = Value::Object(schema.clone());
            assert!(
                jsonschema::is_valid(&schema, &error),
                "{}: {error}",
                tool.name()
            );
        }
    }
}

#[tokio::test]
async fn a_result_over_its_budget_is_a_shorter_page_that_leads_on() {
    let mut fixture = Fixture::sample().await;
    let mut options = crate::support::options();
    options.max_result_bytes = plex_mcp::MIN_MAX_RESULT_BYTES;
    let client = crate::support::client(fixture.emulator.url(), fixture.emulator.token());
    fixture.server = plex_mcp::PlexMcpServer::with_options(client, options);

    let mut seen = Vec::new();
    let mut offset = json!(0);
    while offset.is_u64() {
        let page = fixture
            .ok(
                "plex_get_library_items",
                json!({"library_id": "Films", "limit": 1000, "offset": offset}),
            )
            .await;
        assert!(page.to_string().len() <= plex_mcp::MIN_MAX_RESULT_BYTES);
        seen.extend(
            items(&page)
                .iter()
                .map(|film| film["rating_key"].as_str().unwrap().to_owned()),
        );
        offset = page["next_offset"].clone();
    }
    let mut unique = seen.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), seen.len(), "no film twice");
    let libraries = fixture.ok("plex_get_libraries", json!({})).await;
    let movies = items(&libraries)
        .iter()
        .find(|library| library["title"] == "Films")
        .unwrap();
    assert_eq!(movies["items"], seen.len(), "and every film once");

    let history = fixture.ok("plex_get_history", json!({"limit": 1000})).await;
    assert!(
        history["note"]
            .as_str()
            .unwrap()
            .starts_with("Shortened to "),
        "{history}"
    );
}
