//! Bad arguments: each a tool error that names the argument and what is allowed, none a path.

use plex_mcp::ErrorKind;
use serde_json::{Value, json};

use crate::{good::good, support::Fixture};

fn long() -> String {
    "a".repeat(10_000)
}

/// What no argument of this type can be.
fn wrong(rules: &Value, is_required: bool) -> Vec<Value> {
    let mut values = vec![json!({"a": [1]})];
    match rules["type"].as_str().unwrap() {
        "string" => {
            values.extend([json!({}), json!(true), json!(1.5), json!(long())]);
            if is_required {
                values.extend([json!(""), json!("  \t"), json!([])]);
            }
        }
        "integer" => values.extend([
            json!(-1),
            json!(1_000_000_000_000_u64),
            json!(-9.3e18),
            json!(1e300),
            json!(1.5),
            json!("12px"),
            json!("1.5"),
            json!(true),
            json!([10, 11]),
        ]),
        "number" => values.extend([
            json!(-1),
            json!(1e300),
            json!("12px"),
            json!(true),
            json!([10, 11]),
        ]),
        "boolean" => values.extend([json!("maybe"), json!("yes"), json!(1)]),
        "object" => values = vec![json!("x"), json!("[1]"), json!(1), json!(true)],
        "array" => {
            values.extend([
                json!([[1, 2], [3]]),
                json!(vec![
                    "movie";
                    1 + rules["maxItems"].as_u64().unwrap() as usize
                ]),
            ]);
            if rules["items"].get("enum").is_some() {
                // No word of a choice.
                values.push(json!(["filmstrip"]));
            } else if is_required {
                // No text at all.
                values.push(json!([""]));
            }
        }
        other => panic!("{other}"),
    }
    if rules["minimum"] == 1 {
        values.push(json!(0));
    }
    values
}

/// Every value that is wrong by its type or its bounds, for every argument of every tool.
#[tokio::test]
async fn what_the_schema_does_not_allow_is_refused_before_plex_is_asked() {
    let fixture = Fixture::sample().await;
    let mut tried = 0;
    for tool in fixture.server.tools() {
        for (name, rules) in tool.input_schema()["properties"].as_object().unwrap() {
            let required = tool.input_schema().get("required");
            let required = required.and_then(Value::as_array);
            let is_required = required.is_some_and(|names| names.contains(&json!(name)));
            for value in wrong(rules, is_required) {
                let mut arguments = good(tool.name());
                arguments[name] = value.clone();
                let error = fixture
                    .err(tool.name(), arguments, ErrorKind::InvalidArgument)
                    .await;
                assert!(
                    error.message().starts_with(&format!("{name}: ")),
                    "{value}: {error}"
                );
                assert!(error.message().contains("; give "), "{value}: {error}");
                assert!(error.message().chars().count() <= 600, "{error}");
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "{tried}");
    assert!(fixture.emulator.requests().is_empty());
}

#[tokio::test]
async fn unknown_and_missing_arguments_are_named() {
    let fixture = Fixture::sample().await;
    for tool in fixture.server.tools() {
        let mut arguments = good(tool.name());
        arguments["limitt"] = json!(1);
        let error = fixture
            .err(tool.name(), arguments, ErrorKind::InvalidArgument)
            .await;
        assert!(
            error
                .message()
                .starts_with("limitt is not an argument: this tool takes "),
            "{error}"
        );
        if tool.input_schema()["properties"].get("limit").is_some() {
            assert_eq!(error.advice(), Some("Did you mean \"limit\"?"));
        }
        for name in tool
            .input_schema()
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let error = fixture
                .err(tool.name(), json!({}), ErrorKind::InvalidArgument)
                .await;
            assert!(
                error
                    .message()
                    .starts_with(&format!("{} is missing: give ", name.as_str().unwrap())),
                "{error}"
            );
        }
    }
    assert!(fixture.emulator.requests().is_empty());
}

#[tokio::test]
async fn what_hosts_write_as_text_is_what_it_says() {
    let fixture = Fixture::sample().await;
    for (tool, as_text, meant) in [
        (
            "plex_get_library_items",
            json!({"library_id": 1.0, "limit": " 2 ", "offset": "3.0"}),
            json!({"library_id": "1", "limit": 2, "offset": 3}),
        ),
        (
            "plex_get_library_items",
            json!({"library_id": "1", "filters": "{\"genre\":[\"Comedy\"]}", "detail": "Brief"}),
            json!({"library_id": "1", "filters": {"genre": ["Comedy"]}, "detail": "brief"}),
        ),
        (
            "plex_get_item",
            json!({"rating_key": 18, "include": "files"}),
            json!({"rating_key": "18", "include": ["files"]}),
        ),
        (
            "plex_get_item",
            json!({"rating_key": "18", "include": "[\"files\", \"streams\"]"}),
            json!({"rating_key": "18", "include": ["files", "streams"]}),
        ),
        (
            "plex_get_item",
            json!({"rating_key": "18", "include": "files, streams"}),
            json!({"rating_key": "18", "include": ["files", "streams"]}),
        ),
        (
            "plex_search",
            json!({"query": "metropolis", "types": "movie"}),
            json!({"query": "metropolis", "types": ["movie"]}),
        ),
        (
            "plex_search",
            json!({"query": "metropolis", "types": [], "section_id": "", "limit": "null"}),
            json!({"query": "metropolis"}),
        ),
        (
            "plex_search",
            json!({"query": "metropolis", "types": {}, "section_id": null, "limit": []}),
            json!({"query": "metropolis"}),
        ),
        (
            "plex_search",
            json!({"query": 1917}),
            json!({"query": "1917"}),
        ),
    ] {
        let given = fixture.ok(tool, as_text.clone()).await;
        assert_eq!(given, fixture.ok(tool, meant).await, "{as_text}");
    }
}

/// What local models' grammars make of the bounds below a schema: as many repetitions.
fn repetitions(schema: &Value) -> u64 {
    let bound = |name| schema.get(name).and_then(Value::as_u64).unwrap_or(1);
    let own = bound("maxLength");
    let times = bound("maxItems") * bound("maxProperties");
    let below = match schema {
        Value::Object(fields) => {
            let below = fields.iter().filter(|(name, _)| *name != "enum");
            below.map(|(_, below)| repetitions(below)).max()
        }
        Value::Array(values) => values.iter().map(repetitions).max(),
        _ => None,
    };
    own.max(times * below.unwrap_or(1))
}

#[tokio::test]
async fn no_bound_is_too_large_for_a_local_models_grammar() {
    let fixture = Fixture::over_everything().await;
    for tool in fixture.server.tools() {
        let schema = Value::Object((**tool.input_schema()).clone());
        assert!(repetitions(&schema) < 2_000, "{}: {schema}", tool.name());
    }
    // They are enforced all the same.
    for (tool, argument) in [("plex_query", "sql"), ("plex_refresh_library", "path")] {
        let mut arguments = good(tool);
        arguments[argument] = json!(long());
        let error = fixture
            .err(tool, arguments, ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().starts_with(argument), "{error}");
    }
}

/// Texts that would be another path if they were ever pasted into one.
fn paths() -> Vec<String> {
    let mut paths: Vec<String> = [
        "..",
        ".",
        "/",
        "1/../../identity",
        "../identity",
        "..%2fidentity",
        "%2e%2e",
        "%2e%2e%2fidentity",
        "1?x=1",
        "1#x",
        "1\n2",
        "1\r\nX-Plex-Token: x",
        "1 2",
        "\u{0}",
        "１",
        "1;2",
        "-1",
        "1,../2",
        "\\..\\..",
    ]
    .map(str::to_owned)
    .into();
    paths.push("9".repeat(200));
    paths
}

#[tokio::test]
async fn ids_that_are_paths_never_become_one() {
    let fixture = Fixture::sample().await;
    for text in paths() {
        for (tool, argument) in [
            ("plex_get_library_items", "library_id"),
            ("plex_get_recently_added", "library_id"),
            ("plex_get_on_deck", "library_id"),
            ("plex_search", "section_id"),
            ("plex_refresh_library", "library_id"),
            ("plex_get_sessions", "library_id"),
            ("plex_get_history", "library_id"),
            ("plex_get_history", "user"),
            ("plex_refresh_library", "path"),
        ] {
            let mut arguments = good(tool);
            arguments[argument] = json!(text);
            let error = fixture
                .err(tool, arguments, ErrorKind::InvalidArgument)
                .await;
            assert!(
                error.message().starts_with(argument),
                "{tool} {argument} {text:?}: {error}"
            );
        }
    }
    for text in paths().iter().filter(|text| *text != "-1") {
        for tool in [
            "plex_get_history",
            "plex_get_item",
            "plex_get_children",
            "plex_get_image",
        ] {
            let arguments = json!({"rating_key": text});
            let error = fixture
                .err(tool, arguments, ErrorKind::InvalidArgument)
                .await;
            assert!(
                error.message().starts_with("rating_key"),
                "{tool} {text:?}: {error}"
            );
        }
        let error = fixture
            .err(
                "plex_get_item",
                json!({"guid": text}),
                ErrorKind::InvalidArgument,
            )
            .await;
        assert!(error.message().starts_with("guid"), "{text:?}: {error}");
    }
    // Only the questions whose answers were needed to judge were asked.
    for request in fixture.emulator.requests() {
        assert!(
            ["/library/sections", "/accounts"].contains(&request.path.as_str()),
            "{}",
            request.path
        );
        assert_eq!(request.query, "", "{}", request.path);
    }
}

#[tokio::test]
async fn a_query_that_is_a_path_is_only_a_query() {
    let fixture = Fixture::sample().await;
    for text in paths() {
        let _ = fixture.call("plex_search", json!({"query": text})).await;
    }
    for request in fixture.emulator.requests() {
        let known = [
            "/library/search",
            "/hubs/search",
            "/library/sections",
            "/playlists",
        ]
        .contains(&request.path.as_str());
        let section =
            request.path.starts_with("/library/sections/") && request.path.ends_with("/all");
        // What an item that was found is called the server is asked by its own keys.
        let key = request.path.strip_prefix("/library/metadata/");
        let item = key.is_some_and(|key| key.bytes().all(|c| c.is_ascii_digit() || c == b','));
        assert!(known || section || item, "{}", request.path);
        assert!(
            !request.path.contains("..") && !request.path.contains('%'),
            "{}",
            request.path
        );
    }
}

#[tokio::test]
async fn ids_may_be_numbers_and_null_is_absent() {
    let fixture = Fixture::sample().await;
    let libraries = fixture.ok("plex_get_libraries", json!({})).await;
    let id = libraries["items"][0]["library_id"].as_str().unwrap();
    let number: u64 = id.parse().unwrap();
    let by_number = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": number, "limit": 2.0, "sort": null}),
        )
        .await;
    let by_text = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": id, "limit": 2}),
        )
        .await;
    assert_eq!(by_number, by_text);
}

#[tokio::test]
async fn words_that_are_not_known_are_refused_with_the_nearest() {
    let fixture = Fixture::sample().await;
    for (tool, arguments, argument, hint) in [
        (
            "plex_get_library_items",
            json!({"library_id": "Flims"}),
            "library_id",
            Some("Films"),
        ),
        (
            "plex_get_library_items",
            json!({"library_id": "Films", "sort": "adedat:desc"}),
            "sort",
            Some("added_at"),
        ),
        (
            "plex_get_library_items",
            json!({"library_id": "Films", "sort": "title:sideways"}),
            "sort",
            None,
        ),
        (
            "plex_get_library_items",
            json!({"library_id": "Films", "type": "moive"}),
            "type",
            Some("movie"),
        ),
        (
            "plex_get_library_items",
            json!({"library_id": "Films", "type": "episode"}),
            "type",
            None,
        ),
        (
            "plex_get_recently_added",
            json!({"type": "epsiode"}),
            "type",
            Some("episode"),
        ),
        (
            "plex_search",
            json!({"query": "x", "types": ["movie", "shwo"]}),
            "types",
            Some("show"),
        ),
        (
            "plex_refresh_library",
            json!({"library_id": "Films", "path": "/etc"}),
            "path",
            None,
        ),
        (
            "plex_get_history",
            json!({"since": "the day before"}),
            "since",
            None,
        ),
        ("plex_get_history", json!({"until": "5m"}), "until", None),
        (
            "plex_get_history",
            json!({"since": "1d", "until": "2d"}),
            "since",
            None,
        ),
    ] {
        let error = fixture
            .err(tool, arguments, ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().starts_with(argument), "{error}");
        let advice = hint.map(|name| format!("Did you mean \"{name}\"?"));
        assert_eq!(error.advice(), advice.as_deref(), "{error}");
    }
}

/// What is wrong in an object is told as what is wrong beside it.
#[tokio::test]
async fn fields_of_an_object_are_checked_as_arguments_are() {
    let fixture = Fixture::sample().await;
    for (given, message) in [
        (
            json!({"library_id": "Films", "filter": {"unwatched": true}}),
            "where.filter is not a field: where takes ",
        ),
        (
            json!({"filters": {"unwatched": true}}),
            "where.library_id is missing: give ",
        ),
        (
            json!({"library_id": "Films", "type": "moive"}),
            "where.type: \"moive\" is not allowed; give one of movie, ",
        ),
        (json!({"library_id": ["a", "b"]}), "where.library_id: "),
        (
            json!("Films"),
            "where: \"Films\" is not allowed; give an object",
        ),
    ] {
        let arguments = json!({"where": given, "state": "watched", "dry_run": true});
        let error = fixture
            .err("plex_mark_watched", arguments, ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().starts_with(message), "{error}");
    }
    let nothing = json!({"where": {}, "state": "watched", "dry_run": true});
    let error = fixture
        .err("plex_mark_watched", nothing, ErrorKind::InvalidArgument)
        .await;
    assert!(
        error.message().starts_with("rating_keys is missing"),
        "{error}"
    );
}
