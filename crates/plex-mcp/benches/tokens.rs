//! What a model pays to read the tool list and typical answers, in o200k tokens, and how that compares
//! to the JSON that Plex itself gives for the same.
//!
//! `cargo bench -p plex-mcp --bench tokens`

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints its figures and stops at the first surprise"
)]

#[path = "server/raw.rs"]
mod raw;

use plex_client::PlexClient;
use plex_emulator::{Emulator, Library};
use plex_mcp::PlexMcpServer;
use serde_json::{Value, json};
use tiktoken_rs::o200k_base_singleton;

/// A call, and the path whose answer by Plex holds the same.
const ANSWERS: [(&str, &str, &str); 7] = [
    ("plex_get_libraries", "{}", "/library/sections"),
    (
        "plex_get_library_items",
        r#"{"library_id":"1"}"#,
        "/library/sections/1/all?X-Plex-Container-Start=0&X-Plex-Container-Size=50",
    ),
    (
        "plex_get_recently_added",
        r#"{"limit":20}"#,
        "/library/recentlyAdded?X-Plex-Container-Start=0&X-Plex-Container-Size=20",
    ),
    (
        "plex_search",
        r#"{"query":"keaton"}"#,
        "/hubs/search?query=keaton&limit=20",
    ),
    ("plex_get_on_deck", "{}", "/library/onDeck"),
    ("plex_get_sessions", "{}", "/status/sessions"),
    (
        "plex_get_history",
        "{}",
        "/status/sessions/history/all?sort=viewedAt:desc&X-Plex-Container-Start=0&X-Plex-Container-Size=50",
    ),
];

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(measure());
}

async fn measure() {
    let emulator = Emulator::start(Library::sample())
        .await
        .expect("the emulator starts");
    let client = PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token())
        .client_identifier("plex-mcp-bench")
        .build()
        .expect("a client");
    let server = PlexMcpServer::new(client);
    println!(
        "tool list ({} tools): {} tokens, with what results hold {}\n",
        server.tools().len(),
        tool_list(&server),
        tool_list(&server) + output_schemas(&server)
    );
    println!(
        "{:<24} {:>6} {:>8} {:>8} {:>8} {:>8}",
        "answer", "rows", "tokens", "a row", "by Plex", "of it"
    );
    let host = emulator.url().trim_start_matches("http://");
    let mut plex = raw::Raw::connect(host.trim_end_matches('/'), emulator.token());
    for (tool, arguments, path) in ANSWERS {
        let arguments = serde_json::from_str(arguments).expect("the arguments are an object");
        let answer = server.call(tool, arguments).await.expect("an answer");
        plex.get(path, "");
        let by_plex = String::from_utf8_lossy(plex.body());
        let rows = answer.get("items").and_then(Value::as_array);
        let rows = rows.map_or(1, Vec::len).max(1);
        let (ours, theirs) = (tokens(&answer.to_string()), tokens(&by_plex));
        println!(
            "{tool:<24} {rows:>6} {ours:>8} {:>8.1} {theirs:>8} {:>7.1}%",
            ours as f64 / rows as f64,
            ours as f64 * 100.0 / theirs as f64,
        );
    }
}

/// The list as a client hands it to its model.
fn tool_list(server: &PlexMcpServer) -> usize {
    let list: Vec<Value> = server
        .tools()
        .iter()
        .map(|tool| json!({"name": tool.name(), "description": tool.description(), "inputSchema": tool.input_schema().as_ref()}))
        .collect();
    tokens(&Value::from(list).to_string())
}

/// What results hold, as hosts that show it add it to the list.
fn output_schemas(server: &PlexMcpServer) -> usize {
    let list: Vec<Value> = server
        .tools()
        .iter()
        .filter(|tool| !tool.shows_pictures())
        .map(|tool| Value::Object(tool.output_schema().as_ref().clone()))
        .collect();
    tokens(&Value::from(list).to_string())
}

fn tokens(text: &str) -> usize {
    o200k_base_singleton().encode_ordinary(text).len()
}
