//! The token never shows: not in results, not in errors, not in logs at any level.

use plex_emulator::{Emulator, Fault, Library};
use serde_json::json;

use crate::support::{Fixture, Wire, items, program};

const TOKEN: &str = "s3cret-Tok3n_9f8e7d";

/// Calls every tool of a program that logs everything, and gives all it wrote.
fn everything_written(emulator: &Emulator) -> String {
    let mut wire = Wire::start(
        program()
            .env("PLEX_URL", emulator.url())
            .env("PLEX_TOKEN", TOKEN)
            .env("PLEX_MCP_LOG", "trace")
            .env("PLEX_MCP_TIMEOUT", "1"),
    );
    let mut written = wire.initialize().to_string();
    for (id, (tool, arguments)) in [
        ("plex_get_libraries", json!({})),
        ("plex_get_library_items", json!({"library_id": "Films"})),
        ("plex_get_recently_added", json!({})),
        ("plex_get_on_deck", json!({})),
        ("plex_search", json!({"query": TOKEN})),
        ("plex_refresh_library", json!({"library_id": TOKEN})),
        ("plex_get_sessions", json!({"user": TOKEN})),
        ("plex_get_history", json!({})),
    ]
    .into_iter()
    .enumerate()
    {
        let call = json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {"name": tool, "arguments": arguments}});
        written.push_str(&wire.ask(&call).to_string());
    }
    let (code, rest, stderr) = wire.finish();
    assert_eq!(code, 0);
    assert!(stderr.contains("TRACE"), "the log is on");
    written + &rest + &stderr
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_token_is_in_nothing_the_program_writes() {
    let emulator = Emulator::builder()
        .library(Library::sample())
        .token(TOKEN)
        .start()
        .await
        .unwrap();
    let written = everything_written(&emulator);
    assert!(written.contains("Metropolis"), "the calls were answered");
    assert!(!written.contains(TOKEN));
    let sent = emulator.requests();
    assert!(!sent.is_empty());
    for request in sent {
        // A model may write anything into a search; the client itself sends the token in its header.
        assert!(!request.query.contains("X-Plex-Token"), "{}", request.query);
        assert_eq!(request.header("x-plex-token"), Some(TOKEN));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_when_everything_fails() {
    let emulator = Emulator::builder()
        .library(Library::sample())
        .token(TOKEN)
        .start()
        .await
        .unwrap();
    for fault in [Fault::Status(500), Fault::Malformed] {
        emulator.inject(fault.clone());
        assert!(!everything_written(&emulator).contains(TOKEN), "{fault:?}");
        emulator.clear_faults();
    }
}

/// Servers repeat tokens: here a file was named after one.
#[tokio::test]
async fn nor_when_the_server_repeats_it() {
    let film = format!(
        "[[section]]\nkey = \"1\"\ntype = \"movie\"\ntitle = \"Films\"\nLocation = [\"/m\"]\n[[section.item]]\ntitle = \"Film {TOKEN} (1927)\"\n"
    );
    let library = Library::from_toml(&film).unwrap();
    let fixture = Fixture::over(Emulator::builder().library(library).token(TOKEN)).await;
    let page = fixture
        .ok("plex_get_library_items", json!({"library_id": "1"}))
        .await;
    assert_eq!(items(&page)[0]["title"], "Film [redacted] (1927)");
}
