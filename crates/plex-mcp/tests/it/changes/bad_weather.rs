//! Servers that do not do what they say, and connections that break.

use std::time::Duration;

use plex_emulator::{Fault, Library};
use plex_mcp::{ErrorKind, PlexMcpServer};
use serde_json::json;

use super::{HOME, agreed, home, state, writes};
use crate::{
    support::{Fixture, options},
    worlds::at_rest,
};

#[tokio::test]
async fn a_server_that_says_yes_and_does_nothing_is_not_believed() {
    let fixture = home().await;
    let before = state(&fixture);
    fixture.emulator.inject(Fault::NotApplied.on("/:/*"));
    let arguments = json!({"rating_keys": ["Faust"], "state": "watched"});
    let error = fixture
        .err("plex_mark_watched", arguments, ErrorKind::Upstream)
        .await;
    assert_eq!(
        error.message(),
        "Not applied: Plex took the request, but watched is false where true was wanted"
    );
    assert_eq!(state(&fixture), before);
    assert_eq!(writes(&fixture).len(), 1, "nothing is sent twice");
    let journal = fixture.ok("plex_get_changes", json!({})).await;
    assert_eq!(journal["items"][0]["changed"], 0);
    assert_eq!(journal["items"][0]["failed"], 1);
    assert_eq!(
        journal["items"][0]["did"],
        "Failed: Mark \"Faust\" (1926) as watched"
    );
}

#[tokio::test]
async fn a_server_that_changes_half_is_told_as_it_is() {
    let fixture = home().await;
    fixture
        .emulator
        .inject(Fault::NotApplied.on("/:/scrobble").times(1));
    let change = fixture
        .ok(
            "plex_mark_watched",
            json!({"rating_keys": ["Faust", "M"], "state": "watched"}),
        )
        .await;
    assert_eq!(change["changed"], 1, "{change}");
    assert_eq!(change["did"], "Marked \"M\" (1931) as watched");
    assert_eq!(change["failed"][0]["title"], "Faust");
    assert_eq!(change["failed"][0]["error"]["kind"], "upstream");
}

#[tokio::test]
async fn a_server_that_dies_in_the_middle_leaves_the_rest_not_begun() {
    let fixture = home().await;
    fixture
        .emulator
        .inject(Fault::Status(401).on("/:/scrobble").after(1));
    let change = fixture
        .ok(
            "plex_mark_watched",
            json!({"rating_keys": ["Faust", "Harbour", "M"], "state": "watched"}),
        )
        .await;
    assert_eq!(change["changed"], 1, "{change}");
    assert_eq!(change["failed"].as_array().unwrap().len(), 3);
    let last = change["failed"][2]["error"]["message"].as_str().unwrap();
    assert!(last.starts_with("Not begun: "), "{last}");
    assert_eq!(writes(&fixture).len(), 2);
}

/// A server whose answers are waited for a moment only.
async fn hasty() -> Fixture {
    let emulator = at_rest()
        .library(Library::from_toml(HOME).unwrap())
        .start()
        .await
        .unwrap();
    let client = plex_client::PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token())
        .client_identifier("plex-mcp-tests")
        .timeout(Duration::from_millis(400))
        .build()
        .unwrap();
    let mut options = options();
    options.settle = Duration::from_millis(20);
    let server = PlexMcpServer::with_options(client, options);
    Fixture::of(emulator, server)
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_looking() {
    let fixture = hasty().await;
    // Done, and never said so.
    fixture
        .emulator
        .inject(Fault::Endless.on("/:/scrobble").times(1));
    let arguments = json!({"rating_keys": ["Faust"], "state": "watched"});
    let outcome = fixture.call("plex_mark_watched", arguments.clone()).await;
    match outcome {
        Ok(change) => assert_eq!(change["changed"], 1, "{change}"),
        Err(error) => panic!("it was done: {error}"),
    }
    // Never done, and never answered.
    fixture.emulator.inject(Fault::Reset.on("/:/unscrobble"));
    let arguments = json!({"rating_keys": ["Faust"], "state": "unwatched"});
    let error = fixture
        .call("plex_mark_watched", arguments)
        .await
        .unwrap_err();
    assert!(error.message().starts_with("It was not done. "), "{error}");
    let unscrobbles = writes(&fixture)
        .into_iter()
        .filter(|path| path.contains("unscrobble"))
        .count();
    assert_eq!(
        unscrobbles, 1,
        "a request whose answer was lost is not sent again"
    );
}

#[tokio::test]
async fn what_cannot_be_seen_is_not_claimed() {
    let fixture = hasty().await;
    let faust = fixture.ok("plex_search", json!({"query": "Faust"})).await;
    let key = faust["items"][0]["rating_key"].clone();
    let details = format!("/library/metadata/{}", key.as_str().unwrap());
    // It is looked at when it is named and when it is planned.
    fixture
        .emulator
        .inject(Fault::Status(500).on(details).after(2));
    let change = fixture
        .ok(
            "plex_mark_watched",
            json!({"rating_keys": [key], "state": "watched"}),
        )
        .await;
    assert_eq!(change["failed"][0]["error"]["kind"], "upstream", "{change}");
    let message = change["failed"][0]["error"]["message"].as_str().unwrap();
    assert!(message.starts_with("It was sent, and whether"), "{message}");
    fixture.emulator.clear_faults();
    let id = change["change_id"].clone();
    let undone = fixture.ok("plex_undo", json!({"change_id": id})).await;
    assert_eq!(
        undone["changed"], 1,
        "what was seen later is taken back: {undone}"
    );
}

#[tokio::test]
async fn what_is_as_it_was_already_is_left_when_the_rest_is_taken_back() {
    let fixture = home().await;
    let films = json!({"library_id": "Films", "filters": {"unwatched": true}});
    let change = agreed(
        &fixture,
        "plex_mark_watched",
        json!({"where": films, "state": "watched"}),
    )
    .await
    .unwrap();
    fixture
        .ok(
            "plex_mark_watched",
            json!({"rating_keys": ["Faust"], "state": "unwatched"}),
        )
        .await;
    let undone = fixture
        .ok("plex_undo", json!({"change_id": change["change_id"]}))
        .await;
    assert_eq!(undone["changed"], 1, "{undone}");
    assert_eq!(undone["unchanged"][0]["title"], "Faust", "{undone}");
    let again = fixture
        .err(
            "plex_undo",
            json!({"change_id": change["change_id"]}),
            ErrorKind::NotAllowed,
        )
        .await;
    assert!(again.message().contains("taken back already"), "{again}");
}
