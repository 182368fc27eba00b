//! What the tool list and a row cost a model to read.

use serde_json::{Value, json};
use tiktoken_rs::o200k_base_singleton;

use crate::support::{Fixture, client, items};

fn tokens(value: &Value) -> usize {
    o200k_base_singleton()
        .encode_ordinary(&value.to_string())
        .len()
}

#[test]
fn the_tool_list_stays_under_five_thousand_tokens() {
    let server = plex_mcp::PlexMcpServer::new(client("http://127.0.0.1:9", ""));
    let list: Vec<Value> = server
        .tools()
        .iter()
        .map(|tool| json!({"name": tool.name(), "description": tool.description(), "inputSchema": tool.input_schema().as_ref()}))
        .collect();
    let count = tokens(&Value::Array(list));
    println!("the tool list takes {count} tokens");
    assert!(count < 5_000, "{count} tokens");
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
