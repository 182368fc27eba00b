//! What clients are shown: names, words, annotations and schemas.

use plex_mcp::{Effect, Options, PlexMcpServer, Tool, Toolset};
use serde_json::{Value, json};

use crate::support::client;

fn server() -> PlexMcpServer {
    PlexMcpServer::new(client("http://127.0.0.1:9", ""))
}

/// A server with every tool there is.
fn whole_server() -> PlexMcpServer {
    let mut options = Options::default();
    options.choice.toolsets = Toolset::ALL.to_vec();
    options.choice.allow_destructive = true;
    PlexMcpServer::with_options(client("http://127.0.0.1:9", ""), options)
}

#[test]
fn the_server_toolset_is_there_when_it_is_asked_for() {
    let server = whole_server();
    let of_server = server
        .tools()
        .iter()
        .filter(|tool| tool.toolset() == Toolset::Server);
    let names: Vec<&str> = of_server.map(Tool::name).collect();
    assert_eq!(
        names,
        [
            "plex_get_server",
            "plex_get_activities",
            "plex_wait_for",
            "plex_get_users",
            "plex_get_bandwidth",
            "plex_get_settings",
            "plex_run_task",
            "plex_edit_setting",
            "plex_delete_item",
        ]
    );
}

#[test]
fn the_tools_and_their_order_are_fixed() {
    let server = server();
    let names: Vec<&str> = server.tools().iter().map(Tool::name).collect();
    assert_eq!(
        names,
        [
            "plex_get_libraries",
            "plex_get_library_items",
            "plex_get_recently_added",
            "plex_get_on_deck",
            "plex_search",
            "plex_refresh_library",
            "plex_get_item",
            "plex_get_children",
            "plex_get_filters",
            "plex_get_image",
            "plex_get_sessions",
            "plex_get_history",
            "plex_get_players",
            "plex_diagnose_playback",
            "plex_query",
            "plex_get_watch_stats",
            "plex_audit_library",
            "plex_recommend",
            "plex_play",
            "plex_control_playback",
            "plex_stop_session",
            "plex_mark_watched",
            "plex_rate",
            "plex_get_playlists",
            "plex_get_collections",
            "plex_edit_playlist",
            "plex_edit_collection",
            "plex_get_changes",
            "plex_undo",
        ]
    );
}

/// One file a tool, so that a change to what clients see is seen in review.
#[test]
fn tools_are_what_they_were() {
    for tool in whole_server().tools() {
        let shown = json!({
            "name": tool.name(),
            "title": tool.title(),
            "description": tool.description(),
            "toolset": tool.toolset().as_str(),
            "effect": tool.effect().letter().to_string(),
            "idempotent": tool.is_idempotent(),
            "open_world": tool.is_open_world(),
            "inputSchema": tool.input_schema().as_ref(),
            "outputSchema": tool.output_schema().as_ref(),
            "result": tool.result_schema(),
        });
        insta::assert_json_snapshot!(tool.name(), shown);
    }
}

#[test]
fn what_changes_something_says_so() {
    for tool in whole_server().tools() {
        let expected = match tool.name() {
            "plex_refresh_library" => Effect::Scan,
            "plex_mark_watched" | "plex_rate" | "plex_undo" => Effect::Write,
            "plex_edit_playlist" | "plex_edit_collection" => Effect::Write,
            "plex_run_task" | "plex_edit_setting" => Effect::Write,
            "plex_play" | "plex_control_playback" | "plex_stop_session" => Effect::Write,
            "plex_edit_metadata" | "plex_fix_match" | "plex_set_artwork" => Effect::Write,
            "plex_delete_playlist" | "plex_delete_collection" | "plex_delete_item" => {
                Effect::Destroy
            }
            _ => Effect::Read,
        };
        assert_eq!(tool.effect(), expected, "{}", tool.name());
    }
}

/// Every schema below a schema, itself included.
fn each(schema: &Value, visit: &mut impl FnMut(&Value)) {
    visit(schema);
    match schema {
        Value::Object(object) => object.values().for_each(|value| each(value, visit)),
        Value::Array(array) => array.iter().for_each(|value| each(value, visit)),
        _ => {}
    }
}

#[test]
fn schemas_keep_to_what_every_client_accepts() {
    for tool in whole_server().tools() {
        for schema in [
            tool.input_schema().as_ref(),
            tool.output_schema().as_ref(),
            tool.result_schema(),
        ] {
            let schema = Value::Object(schema.clone());
            assert_eq!(schema["type"], "object", "{}", tool.name());
            assert!(schema["properties"].is_object(), "{}", tool.name());
            each(&schema, &mut |below| {
                for key in [
                    "$schema", "$ref", "$defs", "format", "oneOf", "allOf", "const",
                ] {
                    assert!(
                        below.get(key).is_none(),
                        "{}: {key} in {below}",
                        tool.name()
                    );
                }
                assert!(!below["type"].is_array(), "{}: {below}", tool.name());
                assert!(
                    below.as_str().is_none_or(|text| text != "null"),
                    "{}",
                    tool.name()
                );
            });
            jsonschema::validator_for(&schema).unwrap();
        }
        assert!(
            tool.input_schema().get("anyOf").is_none(),
            "{}",
            tool.name()
        );
        assert_eq!(
            tool.input_schema()["additionalProperties"],
            false,
            "{}",
            tool.name()
        );
    }
}

#[test]
fn every_argument_has_bounds() {
    for tool in whole_server().tools() {
        for (name, rules) in tool.input_schema()["properties"].as_object().unwrap() {
            let bounded = match rules["type"].as_str().unwrap() {
                // Bounds that local models cannot take are enforced, and not published.
                "string" if ["sql", "path"].contains(&name.as_str()) => rules["minLength"] == 1,
                // An empty one takes it away.
                "string"
                    if ["summary", "value"].contains(&name.as_str())
                        && tool.name() != "plex_control_playback" =>
                {
                    rules.get("minLength").is_none()
                }
                // Where no bound is published, it is one that no name reaches.
                "string" => rules.get("enum").is_some() || rules["minLength"] == 1,
                // No library reaches the bound that is not published.
                "integer" if name == "offset" => {
                    rules["minimum"] == 0 && rules.get("maximum").is_none()
                }
                "integer" => rules["minimum"].is_u64() && rules["maximum"].is_u64(),
                "array" => rules["minItems"].is_u64() && rules["maxItems"].is_u64(),
                "boolean" => true,
                "object" => {
                    rules["maxProperties"].is_u64() || rules["additionalProperties"] == false
                }
                "number" => rules["minimum"].is_number() && rules["maximum"].is_number(),
                other => panic!("{}: {name} is {other}", tool.name()),
            };
            assert!(bounded, "{}: {name}: {rules}", tool.name());
        }
    }
}
