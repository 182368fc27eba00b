//! Edits where servers or connections fail, that many items are named by, or that may not be made.

use std::time::Duration;

use plex_emulator::{Fault, Library};
use plex_mcp::ErrorKind;
use serde_json::json;

use super::{
    SHELVES, assert_same,
    metadata::{TOOL, golem},
    shelves, shelves_as, state, undo,
};
use crate::{
    changes::{agreed, writes},
    support::Fixture,
};

#[tokio::test]
async fn a_server_that_says_yes_and_does_nothing_is_not_believed() {
    let fixture = shelves().await;
    let before = state(&fixture);
    fixture
        .emulator
        .inject(Fault::NotApplied.on("/library/sections/*"));
    for (edit, words) in [
        (
            json!({"set": {"studio": "Decla"}}),
            "studio is \"UFA\" where \"Decla\" was wanted",
        ),
        (
            json!({"add_tags": {"label": ["Kids"]}}),
            "label is [\"Clay\"] where [\"clay\",\"kids\"] was wanted",
        ),
    ] {
        let error = fixture.err(TOOL, golem(edit), ErrorKind::Upstream).await;
        assert!(error.message().starts_with("Not applied"), "{error}");
        assert!(error.message().contains(words), "{error}");
    }
    assert_same(&state(&fixture), &before, "");
    assert_eq!(writes(&fixture).len(), 2, "nothing is sent twice");
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_looking() {
    let emulator = crate::worlds::at_rest()
        .library(Library::from_toml(SHELVES).unwrap())
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
    let mut options = crate::support::options();
    options.settle = Duration::from_millis(20);
    options.choice.toolsets = plex_mcp::Toolset::ALL.to_vec();
    let server = plex_mcp::PlexMcpServer::with_options(client, options);
    let fixture = Fixture::of(emulator, server);
    let edits = "/library/sections/*/all";
    fixture.emulator.inject(Fault::Endless.on(edits).times(1));
    let change = fixture
        .ok(
            TOOL,
            json!({"rating_keys": ["1"], "set": {"studio": "Decla"}}),
        )
        .await;
    assert_eq!(change["changed"], 1, "it was done: {change}");
    fixture.emulator.inject(Fault::Reset.on(edits));
    let error = fixture
        .call(
            TOOL,
            json!({"rating_keys": ["1"], "set": {"studio": "UFA"}}),
        )
        .await
        .unwrap_err();
    assert!(error.message().starts_with("It was not done. "), "{error}");
    let puts = writes(&fixture);
    assert_eq!(puts.len(), 2, "nothing is sent again: {puts:?}");
}

#[tokio::test]
async fn many_items_are_edited_when_the_person_agrees() {
    let items: Vec<String> = (0..30)
        .map(|at| format!("{{ title = \"Film {at}\", ratingKey = {} }}", at + 1))
        .collect();
    let world = format!(
        "[[section]]\ntitle = \"Films\"\ntype = \"movie\"\nitem = [{}]",
        items.join(",")
    );
    let fixture = Fixture::at_rest_over(Library::from_toml(&world).unwrap(), |options| {
        options.settle = Duration::from_millis(1);
        options.choice.toolsets = plex_mcp::Toolset::ALL.to_vec();
    })
    .await;
    let arguments = json!({"where": {"library_id": "Films"}, "add_tags": {"label": ["Kids"]}});
    fixture
        .err(TOOL, arguments.clone(), ErrorKind::NotAllowed)
        .await;
    assert_eq!(writes(&fixture), Vec::<String>::new());
    let before = state(&fixture);
    let change = agreed(&fixture, TOOL, arguments).await.unwrap();
    assert_eq!(change["changed"], 30, "{change}");
    assert_eq!(change["more"], 10);
    let id = json!({"change_id": change["change_id"]});
    agreed(&fixture, "plex_undo", id).await.unwrap();
    assert_same(&state(&fixture), &before, "");
}

#[tokio::test]
async fn what_may_not_be_shown_cannot_be_edited() {
    let limited = shelves_as(|options| options.libraries = vec!["Films".to_owned()]).await;
    let before = state(&limited);
    for arguments in [
        json!({"rating_keys": ["30"], "set": {"title": "x"}}),
        json!({"rating_keys": ["Secret"], "set": {"title": "x"}}),
        json!({"where": {"library_id": "Private"}, "set": {"studio": "x"}}),
    ] {
        let error = limited.call(TOOL, arguments.clone()).await.unwrap_err();
        assert!(!error.to_string().contains("Hidden"), "{error}");
    }
    let some = json!({"rating_keys": ["30", "2"], "set": {"studio": "UFA"}});
    let change = limited.ok(TOOL, some).await;
    assert_eq!(change["changed"], 1, "{change}");
    assert_eq!(change["failed"][0]["error"]["kind"], "not_found");
    undo(&limited, &change).await;
    assert_same(&state(&limited), &before, "");
    let reading = shelves_as(|options| options.choice.read_only = true).await;
    assert!(reading.server.tool(TOOL).is_none());
}

#[tokio::test]
async fn what_plex_takes_with_the_date_is_said() {
    let fixture = shelves().await;
    let arguments =
        json!({"rating_keys": ["Faust"], "set": {"originally_available_at": "1926-10-14"}});
    let change = fixture.ok(TOOL, arguments).await;
    assert_eq!(
        change["undo"],
        "yes, but Plex takes the year away with the date"
    );
}
