//! Collections on a server that fails, and where not everybody may change everything.

use plex_emulator::Fault;
use plex_mcp::ErrorKind;
use serde_json::json;

use super::{
    collecting::{TOOL, assert_same, known},
    lists, lists_as,
};
use crate::{
    changes::{agreed, state, writes},
    support::Fixture,
};

#[tokio::test]
async fn a_server_that_says_yes_and_does_nothing_is_not_believed() {
    let fixture = lists_as(|options| options.choice.allow_destructive = true).await;
    let before = state(&fixture);
    for path in ["/library/*", "/hubs/*"] {
        fixture.emulator.inject(Fault::NotApplied.on(path));
    }
    for arguments in [
        json!({"add": ["3"]}),
        json!({"remove": ["1"]}),
        json!({"rename": "Else"}),
        json!({"summary": "Else"}),
        json!({"mode": "hide"}),
        json!({"visible_on": ["home"]}),
    ] {
        let mut arguments = arguments;
        arguments["collection_id"] = json!("70");
        let error = fixture
            .err(TOOL, arguments.clone(), ErrorKind::Upstream)
            .await;
        assert!(
            error.message().starts_with("Not applied: "),
            "{arguments}: {error}"
        );
    }
    let gone = agreed(
        &fixture,
        "plex_delete_collection",
        json!({"collection_id": "70"}),
    );
    let error = gone.await.unwrap_err();
    assert!(error.message().starts_with("Not applied: "), "{error}");
    assert_eq!(state(&fixture), before);
}

#[tokio::test]
async fn an_answer_that_is_lost_is_not_sent_again_and_what_shows_counts() {
    let fixture = lists().await;
    let before = known(&fixture);
    fixture
        .emulator
        .inject(Fault::CutBody.on("/library/collections").times(1));
    let change = fixture
        .ok(TOOL, json!({"title": "Weimar", "add": ["3"]}))
        .await;
    assert_eq!(change["changed"], 1, "{change}");
    let made = writes(&fixture)
        .iter()
        .filter(|path| *path == "/library/collections")
        .count();
    assert_eq!(made, 1, "{:?}", writes(&fixture));
    let undone = fixture
        .ok("plex_undo", json!({"change_id": change["change_id"]}))
        .await;
    assert_eq!(undone["changed"], 1, "{undone}");
    assert_same(&known(&fixture), &before);
}

#[tokio::test]
async fn what_was_done_in_part_is_told_and_taken_back() {
    let fixture = lists().await;
    let before = known(&fixture);
    fixture
        .emulator
        .inject(Fault::Status(500).on("/library/collections/*/items/*/move"));
    let change = fixture
        .ok(
            TOOL,
            json!({"collection_id": "70", "add": ["3"], "order": ["title:desc"]}),
        )
        .await;
    assert_eq!(change["changed"], 1, "{change}");
    let failed = change["failed"][0]["error"]["message"].as_str().unwrap();
    assert!(failed.starts_with("Done only in part. "), "{failed}");
    fixture.emulator.clear_faults();
    let undone = fixture
        .ok("plex_undo", json!({"change_id": change["change_id"]}))
        .await;
    assert_eq!(undone["changed"], 1, "{undone}");
    assert_same(&known(&fixture), &before);
}

#[tokio::test]
async fn the_allowlist_binds_collections_their_journal_and_their_undo() {
    let fixture = lists_as(|options| options.libraries = vec!["Shows".to_owned()]).await;
    for arguments in [
        json!({"collection_id": "70", "rename": "Mine"}),
        json!({"collection_id": "Murnau", "add": ["1"]}),
    ] {
        fixture.err(TOOL, arguments, ErrorKind::NotFound).await;
    }
    for arguments in [
        json!({"title": "New", "library_id": "Films"}),
        json!({"title": "New", "where": {"library_id": "Films"}}),
    ] {
        fixture
            .err(TOOL, arguments, ErrorKind::InvalidArgument)
            .await;
    }
    let foreign = json!({"title": "New", "library_id": "Shows", "add": ["1"]});
    fixture.err(TOOL, foreign, ErrorKind::NotFound).await;
    assert!(writes(&fixture).is_empty());
    let own = json!({"title": "Coast", "add": ["Harbour"]});
    let made = fixture.ok(TOOL, own).await;
    let journal = fixture.ok("plex_get_changes", json!({})).await;
    assert_eq!(journal["total"], 1, "what is in its libraries is listed");
    let undone = fixture
        .ok("plex_undo", json!({"change_id": made["change_id"]}))
        .await;
    assert_eq!(undone["changed"], 1, "{undone}");
}

#[tokio::test]
async fn who_may_change_collections_is_said_at_the_start() {
    let off = async |tool: &str, fixture: &Fixture, said: &str| {
        let arguments = json!({"collection_id": "70"});
        let error = fixture
            .err(tool, arguments, ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().contains(said), "{error}");
        assert!(fixture.emulator.requests().is_empty());
    };
    let plain = lists().await;
    off("plex_delete_collection", &plain, "--allow-destructive").await;
    let reading = lists_as(|options| options.choice.read_only = true).await;
    off(TOOL, &reading, "without --read-only").await;
}
