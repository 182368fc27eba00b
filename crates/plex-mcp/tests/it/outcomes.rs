//! Four different nothings: not configured, unauthorised, unreachable and empty.

use plex_emulator::Library;
use plex_mcp::ErrorKind;
use plex_mcp::PlexMcpServer;
use serde_json::json;

use crate::support::{Fixture, client, items, options};
use crate::worlds;

#[tokio::test]
async fn without_a_token_a_claimed_server_is_not_configured() {
    let emulator = worlds::sample().await;
    let server = PlexMcpServer::with_options(client(emulator.url(), ""), options());
    let error = server
        .call("plex_get_libraries", Default::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotConfigured);
    assert!(error.advice().unwrap().contains("PLEX_TOKEN"), "{error:?}");
}

#[tokio::test]
async fn a_token_file_that_could_not_be_read_is_the_hint() {
    let emulator = worlds::sample().await;
    let mut options = options();
    options.token_problem = Some("The token file cannot be read.".to_owned());
    let server = PlexMcpServer::with_options(client(emulator.url(), ""), options);
    let error = server
        .call("plex_get_libraries", Default::default())
        .await
        .unwrap_err();
    assert_eq!(error.advice(), Some("The token file cannot be read."));
}

#[tokio::test]
async fn a_wrong_token_is_unauthorized() {
    let emulator = worlds::sample().await;
    let server = PlexMcpServer::with_options(client(emulator.url(), "wrong"), options());
    let error = server
        .call("plex_get_libraries", Default::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(error.message(), "Unauthorized: invalid Plex token (401)");
    assert_eq!(error.to_json()["error"]["kind"], "unauthorized");
}

#[tokio::test]
async fn a_server_that_is_gone_is_unreachable_and_found_again_when_it_is_back() {
    let fixture = Fixture::sample().await;
    fixture.emulator.go_offline();
    fixture
        .err("plex_get_libraries", json!({}), ErrorKind::Unreachable)
        .await;
    fixture.emulator.go_online().await.unwrap();
    fixture.ok("plex_get_libraries", json!({})).await;
}

#[tokio::test]
async fn an_empty_server_says_so_in_words() {
    let fixture = Fixture::holding(Library::empty()).await;
    let libraries = fixture.ok("plex_get_libraries", json!({})).await;
    assert_eq!(items(&libraries).len(), 0);
    assert_eq!(libraries["total"], 0);
    assert!(
        libraries["note"]
            .as_str()
            .unwrap()
            .starts_with("No libraries"),
        "{libraries}"
    );
    for (tool, note) in [
        ("plex_get_recently_added", "Nothing was added yet."),
        ("plex_get_on_deck", "Nothing is being watched."),
        ("plex_get_sessions", "Nothing is playing."),
        ("plex_get_history", "No plays match."),
    ] {
        let result = fixture.ok(tool, json!({})).await;
        assert_eq!(items(&result).len(), 0, "{tool}");
        assert_eq!(result["note"], note, "{tool}");
    }
    let error = fixture
        .err(
            "plex_get_library_items",
            json!({"library_id": "1"}),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert!(error.message().contains("no libraries"), "{error}");
}

#[tokio::test]
async fn an_unclaimed_server_needs_no_token() {
    let emulator = worlds::unclaimed().await;
    let server = PlexMcpServer::with_options(client(emulator.url(), ""), options());
    assert!(
        server
            .call("plex_get_libraries", Default::default())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn what_only_owners_may_see_is_forbidden_to_others() {
    let fixture = Fixture::sample().await;
    let guest = fixture.emulator.token_of("linus").unwrap();
    let server = PlexMcpServer::with_options(client(fixture.emulator.url(), &guest), options());
    let error = server
        .call("plex_get_sessions", Default::default())
        .await
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Forbidden | ErrorKind::Unauthorized),
        "{error}"
    );
    assert!(
        server
            .call("plex_get_libraries", Default::default())
            .await
            .is_ok()
    );
}
