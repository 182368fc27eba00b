//! What the tool list and a row cost a model to read.

use serde_json::{Value, json};
use tiktoken_rs::o200k_base_singleton;

use crate::support::{Fixture, client, items, options};

/// How many tokens a model reads.
pub(crate) fn tokens(value: &Value) -> usize {
    o200k_base_singleton()
        .encode_ordinary(&value.to_string())
        .len()
}

fn tool_list(server: &plex_mcp::PlexMcpServer) -> usize {
    let list: Vec<Value> = server
        .tools()
        .iter()
        .map(|tool| json!({"name": tool.name(), "description": tool.description(), "inputSchema": tool.input_schema().as_ref()}))
        .collect();
    tokens(&Value::Array(list))
}

#[test]
fn the_tool_list_stays_under_six_thousand_tokens() {
    let server = plex_mcp::PlexMcpServer::new(client("http://127.0.0.1:9", ""));
    let count = tool_list(&server);
    println!("the tool list takes {count} tokens");
    assert!(count < 6_000, "{count} tokens");
}

/// The list with what results hold, for hosts that show a model that too.
fn tool_list_with_results(server: &plex_mcp::PlexMcpServer) -> usize {
    let schemas: Vec<Value> = server
        .tools()
        .iter()
        .filter(|tool| !tool.shows_pictures())
        .map(|tool| Value::Object(tool.output_schema().as_ref().clone()))
        .collect();
    tool_list(server) + tokens(&Value::Array(schemas))
}

#[test]
fn the_tool_list_with_what_results_hold_stays_under_nine_thousand_tokens() {
    let server = plex_mcp::PlexMcpServer::new(client("http://127.0.0.1:9", ""));
    let count = tool_list_with_results(&server);
    println!("the tool list with output schemas takes {count} tokens");
    assert!(count < 8_850, "{count} tokens");
}

#[test]
fn the_list_of_all_toolsets_stays_under_nine_thousand_tokens() {
    let mut options = options();
    options.choice.toolsets = plex_mcp::Toolset::ALL.to_vec();
    let client = client("http://127.0.0.1:9", "");
    let server = plex_mcp::PlexMcpServer::with_options(client, options);
    assert!(
        server
            .tools()
            .iter()
            .any(|tool| tool.name() == "plex_get_bandwidth")
    );
    let count = tool_list(&server);
    println!("the list of all toolsets takes {count} tokens");
    assert!(count < 9_000, "{count} tokens");
}

#[test]
fn the_schema_is_read_in_six_hundred_tokens() {
    let count = tokens(&plex_mcp::plex_index::schema::summary().into());
    println!("the short schema takes {count} tokens");
    assert!(count <= 600, "{count} tokens");
}

/// So that what a change costs is seen in review.
#[test]
fn the_tool_lists_cost_what_they_cost() {
    let client = || client("http://127.0.0.1:9", "");
    let mut all = options();
    all.choice.toolsets = plex_mcp::Toolset::ALL.to_vec();
    let cost = json!({
        "default": tool_list(&plex_mcp::PlexMcpServer::new(client())),
        "default with results": tool_list_with_results(&plex_mcp::PlexMcpServer::new(client())),
        "all toolsets": tool_list(&plex_mcp::PlexMcpServer::with_options(client(), all)),
    });
    insta::assert_json_snapshot!(cost);
}

#[tokio::test]
async fn a_play_is_a_short_row_and_a_page_of_them_is_read_in_three_and_a_half_thousand_tokens() {
    let fixture = Fixture::sample().await;
    let page = fixture.ok("plex_get_history", json!({"limit": 1000})).await;
    assert!(items(&page).len() > 100);
    for play in items(&page) {
        assert!(tokens(play) <= 70, "{} tokens: {play}", tokens(play));
    }
    for (tool, arguments) in [
        ("plex_get_history", json!({})),
        ("plex_get_library_items", json!({"library_id": "Films"})),
        ("plex_get_recently_added", json!({})),
        ("plex_search", json!({"query": "the"})),
    ] {
        let page = fixture.ok(tool, arguments).await;
        assert!(tokens(&page) < 3_500, "{tool}: {} tokens", tokens(&page));
    }
}

/// Each answer to what is asked most, so that none of them grows unseen.
#[tokio::test]
async fn lists_cost_what_they_cost() {
    let fixture = Fixture::sample().await;
    for (tool, arguments, rows, bound) in [
        ("plex_get_recently_added", json!({"limit": 20}), 20, 856),
        (
            "plex_get_library_items",
            json!({"library_id": "Films"}),
            50,
            1_791,
        ),
        ("plex_get_history", json!({}), 50, 2_648),
        ("plex_search", json!({"query": "keaton"}), 9, 248),
        ("plex_get_on_deck", json!({}), 8, 375),
        ("plex_get_sessions", json!({}), 4, 449),
        ("plex_get_libraries", json!({}), 4, 460),
    ] {
        let list = fixture.ok(tool, arguments).await;
        assert_eq!(items(&list).len(), rows, "{tool}");
        let count = tokens(&list);
        println!("{tool}: {rows} rows take {count} tokens");
        assert!(count <= bound, "{tool}: {count} tokens");
    }
}

#[tokio::test]
async fn a_film_is_a_short_row() {
    let fixture = Fixture::sample().await;
    let page = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": "Films", "limit": 60}),
        )
        .await;
    for film in items(&page) {
        assert!(tokens(film) <= 55, "{} tokens: {film}", tokens(film));
    }
}
