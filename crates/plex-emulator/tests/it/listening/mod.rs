//! The event channels: who is let in, what they are told, and how they are lost.

mod ear;
mod fields;
mod suffering;

use std::time::Duration;

use crate::ask::{self, NOW};
use ear::{EVENT_SOURCE, Ear, Source, WEBSOCKET};
use plex_emulator::{Clock, Emulator, EmulatorBuilder, Fault, Library};
use reqwest::Method;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

/// The owner, listening to some types.
pub(crate) async fn owner(emulator: &Emulator, filters: &str) -> Ear {
    Ear::owner(emulator, &format!("{WEBSOCKET}?filters={filters}")).await
}

async fn start() -> (Emulator, Clock) {
    let clock = Clock::manual(NOW);
    let builder = Emulator::builder().clock(clock.clone());
    (open(builder).await, clock)
}

async fn open(builder: EmulatorBuilder) -> Emulator {
    builder.library(Library::sample()).start().await.unwrap()
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test]
async fn whoever_has_a_token_is_let_in() {
    let (emulator, _) = start().await;
    for token in ["", "nobodys"] {
        let refused = Ear::open(&emulator, token, WEBSOCKET).await;
        assert_eq!(refused.unwrap_err(), 401);
    }
    let with_token = format!("{WEBSOCKET}?X-Plex-Token={}", emulator.token());
    assert!(Ear::open(&emulator, "", &with_token).await.is_ok());
    assert!(
        Ear::open(&emulator, emulator.token(), "/:/websocket/notifications")
            .await
            .is_ok()
    );
    emulator.inject(Fault::Status(403).on("/:/websockets/*").times(1));
    let refused = Ear::open(&emulator, emulator.token(), WEBSOCKET).await;
    assert_eq!(refused.unwrap_err(), 403);
    assert!(
        Ear::open(&emulator, emulator.token(), WEBSOCKET)
            .await
            .is_ok()
    );
    // What asks for no other protocol gets none.
    assert_eq!(ask::status(&emulator, Method::GET, WEBSOCKET).await, 400);
}

#[tokio::test]
async fn a_scan_is_told_of_from_its_beginning_to_its_end() {
    let (emulator, clock) = start().await;
    let mut ear = Ear::owner(&emulator, WEBSOCKET).await;
    emulator
        .put_on_disk("1", "title = \"The Pleasure Garden\"\nyear = 1925")
        .unwrap();
    let refresh = "/library/sections/1/refresh?path=/media/films";
    assert_eq!(ask::status(&emulator, Method::GET, refresh).await, 200);
    let (kind, list) = ear.hear().await;
    assert_eq!(
        (kind.as_str(), &list[0]["event"]),
        ("activity", &json!("started"))
    );
    let activity = list[0]["Activity"].clone();
    assert_eq!(activity["type"], "library.update.section");
    assert_eq!(activity["userID"], 1);
    // At first nobody knows which library it is.
    assert_eq!(activity.get("Context"), None);
    clock.advance(seconds(2));

    let mut entries: Vec<Value> = Vec::new();
    let mut contexts = Vec::new();
    let status = loop {
        let (kind, list) = ear.hear().await;
        match kind.as_str() {
            "timeline" => entries.extend(list),
            "activity" => {
                assert_eq!(list[0]["uuid"], activity["uuid"]);
                contexts.push((list[0]["event"].clone(), list[0]["Activity"].clone()));
            }
            "status" => break list[0].clone(),
            other => panic!("{other}"),
        }
    };
    assert_eq!(status["notificationName"], "LIBRARY_UPDATE");
    assert_eq!(status["title"], "Library scan complete");
    assert_eq!(contexts.last().unwrap().0, "ended");
    assert!(
        contexts
            .iter()
            .all(|(_, activity)| activity["Context"]["librarySectionID"] == "1")
    );

    let garden: Vec<&Value> = entries
        .iter()
        .filter(|entry| entry["title"] == "The Pleasure Garden")
        .collect();
    let states: Vec<i64> = garden
        .iter()
        .map(|one| one["state"].as_i64().unwrap())
        .collect();
    assert_eq!(states.first(), Some(&0));
    assert!(states.is_sorted());
    assert_eq!(garden[0]["metadataState"], "created");
    assert_eq!(garden[0]["identifier"], "com.plexapp.plugins.library");
    assert_eq!(garden[0]["sectionID"], "1");
    assert_eq!(garden[0]["type"], 1);
    // New is what is ready, and says no more of how it came to be.
    let last = garden.last().unwrap();
    assert_eq!(last["state"], 5);
    assert_eq!(
        (last.get("metadataState"), last.get("mediaState")),
        (None, None)
    );
    let key = last["itemID"].as_str().unwrap();
    let item = ask::json(&emulator, &format!("/library/metadata/{key}")).await;
    assert_eq!(item["Metadata"][0]["title"], "The Pleasure Garden");
}

#[tokio::test]
async fn players_report_from_time_to_time_and_each_account_hears_its_own() {
    let (emulator, clock) = start().await;
    let mut owner = Ear::owner(&emulator, &format!("{WEBSOCKET}?filters=playing")).await;
    let mut grace = Ear::of(&emulator, "grace").await;
    let sessions = ask::json(&emulator, "/status/sessions").await;
    let sessions = ask::list(&sessions["Metadata"]);
    clock.advance(seconds(10));
    let mut heard = Vec::new();
    for _ in &sessions {
        let (kind, list) = owner.hear().await;
        assert_eq!(kind, "playing");
        heard.push(list[0].clone());
    }
    for session in &sessions {
        let told = heard
            .iter()
            .find(|one| one["sessionKey"] == session["sessionKey"])
            .unwrap();
        assert_eq!(told["ratingKey"], session["ratingKey"]);
        assert_eq!(told["key"], session["key"]);
        assert_eq!(told["state"], session["Player"]["state"]);
        assert_eq!(
            told["clientIdentifier"],
            session["Player"]["machineIdentifier"]
        );
        let moved = if told["state"] == "playing" {
            10_000
        } else {
            0
        };
        let before = session["viewOffset"].as_i64().unwrap();
        assert_eq!(told["viewOffset"], before + moved);
    }
    let own: Vec<&Value> = sessions
        .iter()
        .filter(|session| session["User"]["title"] == "grace")
        .collect();
    assert!(!own.is_empty() && own.len() < sessions.len());
    for session in own {
        let (kind, list) = grace.hear().await;
        assert_eq!(kind, "playing");
        assert_eq!(list[0]["sessionKey"], session["sessionKey"]);
    }
    // Whatever else happens is not theirs to know: the next that grace hears is her own again.
    ask::status(&emulator, Method::GET, "/library/sections/1/refresh").await;
    clock.advance(seconds(10));
    assert_eq!(grace.hear().await.0, "playing");
}

#[tokio::test]
async fn conversions_are_told_of_as_they_go_on() {
    let (emulator, clock) = start().await;
    let path = format!("{WEBSOCKET}?filters=transcodeSession.update");
    let mut ear = Ear::owner(&emulator, &path).await;
    clock.advance(seconds(5));
    let (_, list) = ear.hear().await;
    let sessions = ask::json(&emulator, "/transcode/sessions").await;
    let listed = sessions["TranscodeSession"][0].clone();
    for name in [
        "key",
        "progress",
        "videoDecision",
        "protocol",
        "container",
        "remaining",
    ] {
        assert_eq!(list[0][name], listed[name], "{name}");
    }
    for name in [
        "throttled",
        "complete",
        "size",
        "speed",
        "error",
        "duration",
        "context",
    ] {
        assert!(list[0].get(name).is_some(), "{name}");
    }
}

#[tokio::test]
async fn a_listener_says_what_it_wants_to_hear() {
    let (emulator, clock) = start().await;
    let mut only = Ear::owner(&emulator, &format!("{WEBSOCKET}?filters=status,preference")).await;
    let mut without = Ear::owner(
        &emulator,
        &format!("{WEBSOCKET}?filters=-activity,-timeline"),
    )
    .await;
    ask::status(&emulator, Method::GET, "/library/sections/1/refresh").await;
    clock.advance(seconds(2));
    assert_eq!(only.hear().await.0, "status");
    assert_eq!(without.hear().await.0, "status");
    let change = "/:/prefs?FriendlyName=Beacon";
    assert_eq!(ask::status(&emulator, Method::PUT, change).await, 200);
    for ear in [&mut only, &mut without] {
        let (kind, list) = ear.hear().await;
        assert_eq!(kind, "preference");
        assert_eq!(list[0]["id"], "FriendlyName");
        assert_eq!(list[0]["value"], "Beacon");
        assert_eq!(list[0]["type"], "text");
    }
}

#[tokio::test]
async fn the_event_source_tells_the_same_bare() {
    let (emulator, clock) = start().await;
    let path = format!("{EVENT_SOURCE}?filters=playing,activity,status");
    let mut source = Source::open(&emulator, &path).await;
    ask::status(&emulator, Method::GET, "/library/sections/1/refresh").await;
    let (name, data) = source.hear().await.unwrap();
    assert_eq!(name, "activity");
    assert_eq!(data["ActivityNotification"]["event"], "started");
    assert_eq!(data.as_object().unwrap().len(), 1);
    clock.advance(seconds(10));
    let mut names = Vec::new();
    while !names.contains(&"playing".to_owned()) || !names.contains(&"status".to_owned()) {
        let (name, data) = source.hear().await.unwrap();
        if name == "playing" {
            assert!(data["PlaySessionStateNotification"]["viewOffset"].is_i64());
        }
        names.push(name);
    }
    assert!(!names.contains(&"timeline".to_owned()));
    clock.advance(seconds(30));
    loop {
        let (name, data) = source.hear().await.unwrap();
        if name == "ping" {
            assert_eq!(data, json!({}));
            break;
        }
    }
}

#[tokio::test]
async fn pings_come_and_are_answered() {
    let (emulator, clock) = start().await;
    let mut ear = Ear::owner(&emulator, &format!("{WEBSOCKET}?filters=status")).await;
    clock.advance(seconds(30));
    assert!(matches!(ear.frame().await, Some(Message::Ping(_))));
    ear.ping().await;
    let pong = ear.frame().await;
    assert!(matches!(&pong, Some(Message::Pong(data)) if data.as_ref() == b"are you there"));
}
