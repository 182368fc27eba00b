//! A server that fails, lies, stalls, cuts or floods: a typed error in time, and the next call works.

use std::time::{Duration, Instant};

use plex_client::{PlexClient, RetryPolicy};
use plex_emulator::Fault;
use plex_mcp::ErrorKind;
use plex_mcp::PlexMcpServer;
use serde_json::{Value, json};

use crate::support::{Fixture, options};
use crate::worlds;

/// How long the client waits, and the longest that a call may take to fail.
const PATIENCE: Duration = Duration::from_millis(1500);

/// A server whose client is impatient and takes no more than a mebibyte.
async fn impatient() -> Fixture {
    let emulator = worlds::sample().await;
    let client = PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token())
        .client_identifier("plex-mcp-tests")
        .timeout(PATIENCE)
        .max_body_bytes(1 << 20)
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    Fixture::of(emulator, PlexMcpServer::with_options(client, options()))
}

/// Every tool with arguments that need no other request first.
fn calls() -> [(&'static str, Value); 8] {
    [
        ("plex_get_libraries", json!({})),
        ("plex_get_library_items", json!({"library_id": "Films"})),
        ("plex_get_recently_added", json!({})),
        ("plex_get_on_deck", json!({})),
        ("plex_search", json!({"query": "metropolis"})),
        ("plex_refresh_library", json!({"library_id": "Films"})),
        ("plex_get_sessions", json!({})),
        ("plex_get_history", json!({})),
    ]
}

/// Not after it: each way to the server and back is waited for.
#[tokio::test]
async fn what_is_in_an_item_is_asked_for_beside_the_item() {
    let fixture = impatient().await;
    let shows = fixture
        .ok("plex_get_library_items", json!({"library_id": "2"}))
        .await;
    let key = shows["items"][0]["rating_key"].as_str().unwrap();
    let item = format!("/library/metadata/{key}");
    fixture.emulator.forget_requests();
    fixture.emulator.inject(Fault::Stall.on(&item));
    let arguments = json!({"rating_key": key});
    let arguments = arguments.as_object().unwrap().clone();
    let error = fixture.server.call("plex_get_children", arguments).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Timeout);
    let asked = fixture.emulator.requests();
    assert!(
        asked
            .iter()
            .any(|asked| asked.path == format!("{item}/children"))
    );
}

#[tokio::test]
async fn every_fault_is_a_typed_error_and_the_next_call_works() {
    let fixture = impatient().await;
    for (fault, kinds) in [
        (Fault::Status(400), vec![ErrorKind::InvalidArgument]),
        // Plex tells anybody its `/identity`: whatever refuses that stands before it.
        (Fault::Status(403), vec![ErrorKind::Upstream]),
        // Not even `/identity` is known: whatever answers is not Plex.
        (Fault::Status(404), vec![ErrorKind::Upstream]),
        (Fault::Status(500), vec![ErrorKind::Upstream]),
        (Fault::Status(503), vec![ErrorKind::StartingUp]),
        (Fault::Stall, vec![ErrorKind::Timeout]),
        (Fault::StallBody, vec![ErrorKind::Timeout]),
        (Fault::CutBody, vec![ErrorKind::Unreachable]),
        (Fault::Reset, vec![ErrorKind::Unreachable]),
        (Fault::Malformed, vec![ErrorKind::Upstream]),
        (Fault::Oversized(2 << 20), vec![ErrorKind::Upstream]),
        (
            Fault::Endless,
            vec![ErrorKind::Upstream, ErrorKind::Timeout],
        ),
    ] {
        fixture.emulator.inject(fault.clone());
        let start = Instant::now();
        let error = fixture
            .call("plex_get_libraries", json!({}))
            .await
            .unwrap_err();
        assert!(kinds.contains(&error.kind()), "{fault:?}: {error}");
        assert!(error.advice().is_some(), "{fault:?}: {error}");
        // Generous, for machines that are busy: without a deadline it would never end.
        assert!(start.elapsed() < PATIENCE * 20, "{fault:?}");
        fixture.emulator.clear_faults();
        let libraries = fixture.ok("plex_get_libraries", json!({})).await;
        assert!(libraries["total"].as_u64().unwrap() > 0, "{fault:?}");
    }
}

#[tokio::test]
async fn every_tool_survives_a_broken_server() {
    let fixture = impatient().await;
    for fault in [Fault::Status(500), Fault::Reset, Fault::Malformed] {
        for (tool, arguments) in calls() {
            fixture.emulator.inject(fault.clone());
            let error = fixture.call(tool, arguments.clone()).await.unwrap_err();
            assert!(
                matches!(error.kind(), ErrorKind::Upstream | ErrorKind::Unreachable),
                "{tool}: {error}"
            );
            fixture.emulator.clear_faults();
            fixture.ok(tool, arguments).await;
        }
    }
}

#[tokio::test]
async fn a_stalled_call_does_not_hold_up_another() {
    let fixture = impatient().await;
    fixture.emulator.inject(Fault::Stall.on("/status/sessions"));
    let stalled = fixture.call("plex_get_sessions", json!({}));
    let other = fixture.call("plex_get_libraries", json!({}));
    let (stalled, other) = tokio::join!(stalled, other);
    assert_eq!(stalled.unwrap_err().kind(), ErrorKind::Timeout);
    assert!(other.is_ok());
}

#[tokio::test]
async fn a_search_that_is_partly_broken_says_so() {
    let fixture = impatient().await;
    fixture
        .emulator
        .inject(Fault::Status(500).on("/hubs/search"));
    let found = fixture
        .ok("plex_search", json!({"query": "metropolis"}))
        .await;
    assert_eq!(found["items"][0]["title"], "Metropolis", "{found}");
    assert!(
        found["note"].as_str().unwrap().contains("did not answer"),
        "{found}"
    );
}

/// What has begun to answer takes plain connections: nothing is said of encrypted ones.
#[tokio::test]
async fn an_answer_that_breaks_off_is_blamed_on_no_address() {
    let fixture = Fixture::sample().await;
    fixture
        .emulator
        .inject(Fault::CutBody.on("/status/sessions"));
    let error = fixture
        .err("plex_get_sessions", json!({}), ErrorKind::Unreachable)
        .await;
    assert!(error.message().contains("the answer broke off"), "{error}");
    assert!(!error.advice().unwrap().contains("encrypted"), "{error}");
}
