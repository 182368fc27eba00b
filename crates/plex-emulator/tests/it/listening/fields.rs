//! What is told, name by name, and for whom.

use std::time::Duration;

use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::{Value, json};

use super::{owner, seconds};
use crate::ask::{self, NOW};
use crate::dumping::differences;
use crate::playlists::{send, start, uri};

fn names(told: &Value) -> Vec<&str> {
    let told = told.as_object().unwrap();
    let mut names: Vec<&str> = told.keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn a_playback_says_what_it_plays_of_which_queue() {
    let emulator = start().await;
    let made = format!(
        "/playQueues?type=video&uri={}",
        uri("/library/metadata/1,2")
    );
    let (_, queue) = send(&emulator, Method::POST, &made).await;
    let entry = queue["Metadata"][1]["playQueueItemID"].clone();
    let mut ear = owner(&emulator, "playing").await;
    let report = |state: &str, time: u32| {
        format!(
            "/:/timeline?X-Plex-Client-Identifier=me&ratingKey=2&state={state}&time={time}&duration=3600000\
             &playQueueItemID={entry}"
        )
    };
    let playing = report("playing", 1_000);
    assert_eq!(ask::status(&emulator, Method::POST, &playing).await, 200);
    let (_, list) = ear.hear().await;
    let all = [
        "clientIdentifier",
        "guid",
        "key",
        "playQueueID",
        "playQueueItemID",
        "ratingKey",
        "sessionKey",
        "state",
        "url",
        "viewOffset",
    ];
    assert_eq!(names(&list[0]), all);
    assert_eq!(list[0]["playQueueItemID"], entry);
    assert_eq!(list[0]["playQueueID"], queue["playQueueID"]);
    assert_eq!(list[0]["viewOffset"], 1_000);
    // It goes on in the next server.
    let state = emulator.dump();
    let again = Emulator::builder()
        .library(Library::from_json(&state.to_string()).unwrap())
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap();
    assert_eq!(differences(&state, &again.dump()), Vec::<String>::new());
    // The end is told when the session is no longer listed.
    let stopped = report("stopped", 2_000);
    assert_eq!(ask::status(&emulator, Method::POST, &stopped).await, 200);
    let (_, list) = ear.hear().await;
    assert_eq!(
        (&list[0]["state"], &list[0]["playQueueItemID"]),
        (&json!("stopped"), &entry)
    );
    let sessions = ask::json(&emulator, "/status/sessions").await;
    assert_eq!(sessions["size"], 0);
}

/// Lets a scan find a show, and gives the entries of the timeline, by title.
async fn found(emulator: &Emulator, section: &str, item: &str) -> Vec<Value> {
    let mut ear = owner(emulator, "timeline,status").await;
    emulator.put_on_disk(section, item).unwrap();
    let refresh = format!("/library/sections/{section}/refresh");
    assert_eq!(ask::status(emulator, Method::GET, &refresh).await, 200);
    emulator.clock().advance(seconds(60));
    let mut entries = Vec::new();
    loop {
        match ear.hear().await {
            (kind, list) if kind == "timeline" => entries.extend(list),
            _ => return entries,
        }
    }
}

#[tokio::test]
async fn an_episode_brings_entries_of_its_season_and_show_each_with_what_is_above() {
    let emulator = start().await;
    let show = r#"
        title = "The Champions"
        ratingKey = 90
        item = [{ index = 1, ratingKey = 91, item = [{ title = "The Beginning", ratingKey = 92 }] }]
    "#;
    let entries = found(&emulator, "2", show).await;
    for (key, kind, parent, root) in [
        ("90", 2, "-1", "-1"),
        ("91", 3, "90", "90"),
        ("92", 4, "91", "90"),
    ] {
        let its = entries.iter().filter(|entry| entry["itemID"] == key);
        let its: Vec<&Value> = its.collect();
        let states: Vec<&Value> = its.iter().map(|entry| &entry["state"]).collect();
        assert_eq!(states, [0, 1, 2, 4, 5, 5], "{key}");
        for entry in its {
            assert_eq!(entry["type"], kind);
            assert_eq!(
                (&entry["parentItemID"], &entry["rootItemID"]),
                (&json!(parent), &json!(root)),
                "{entry}"
            );
        }
    }
}

#[tokio::test]
async fn where_no_agent_knows_anything_an_item_is_never_called_processed() {
    let described = r#"
        [[section]]
        key = "1"
        title = "Home films"
        type = "movie"
        agent = "tv.plex.agents.none"
    "#;
    let emulator = ask::described(described).await;
    let entries = found(&emulator, "1", "title = \"Summer\"").await;
    let states: Vec<&Value> = entries.iter().map(|entry| &entry["state"]).collect();
    assert_eq!(states, [0, 1]);
    // A film is in nothing, and does not say so.
    let named = [
        "identifier",
        "itemID",
        "metadataState",
        "sectionID",
        "state",
        "title",
        "type",
        "updatedAt",
    ];
    assert_eq!(names(&entries[0]), named);
}

#[tokio::test]
async fn a_newer_version_and_versions_to_be_made_are_told_of() {
    let described = r#"
        [server.Release]
        key = "https://plex.tv/updater/releases/4567"
        version = "1.43.5.10999-abcdef012"
        [[section]]
        key = "1"
        title = "Films"
        type = "movie"
        item = [{ title = "Faust", ratingKey = "3", duration = "1h", media = ["uhd"] }]
    "#;
    let emulator = ask::described(described).await;
    let wanted = "update.statechange,backgroundProcessingQueue";
    let mut ear = owner(&emulator, wanted).await;
    let check = "/updater/check?download=0";
    assert_eq!(ask::status(&emulator, Method::PUT, check).await, 200);
    let (kind, list) = ear.hear().await;
    assert_eq!(kind, "update.statechange");
    assert_eq!(names(&list[0]), ["key", "state", "version"]);
    assert_eq!(list[0]["version"], "1.43.5.10999-abcdef012");
    let order = "/playlists/42000000/items?Item%5Btype%5D=42&Item%5Btitle%5D=Small&Item%5BtargetTagID%5D=4201\
                 &Item%5BlocationID%5D=-1&Item%5BLocation%5D%5Buri%5D=library%3A%2F%2F%2Fitem%2F\
                 %252Flibrary%252Fmetadata%252F3&Item%5BPolicy%5D%5Bscope%5D=all";
    assert_eq!(ask::status(&emulator, Method::PUT, order).await, 200);
    emulator.clock().advance(Duration::from_secs(60));
    for _ in ["made", "done"] {
        let (kind, list) = ear.hear().await;
        assert_eq!(kind, "backgroundProcessingQueue");
        assert_eq!(list[0], json!({"queueID": 1, "event": "queueRegenerated"}));
    }
}
