//! What listeners have to put up with.

use super::ear::{EVENT_SOURCE, Ear, Source, WEBSOCKET, read};
use super::{seconds, start};
use crate::ask;
use plex_emulator::{Emulator, Fault};
use reqwest::Method;
use tokio_tungstenite::tungstenite::Message;

async fn scan(emulator: &Emulator) {
    let path = "/library/sections/1/refresh";
    assert_eq!(ask::status(emulator, Method::GET, path).await, 200);
}

#[tokio::test]
async fn a_lost_listener_may_come_again() {
    let (emulator, _) = start().await;
    let mut ear = Ear::owner(&emulator, WEBSOCKET).await;
    let mut source = Source::open(&emulator, EVENT_SOURCE).await;
    assert_eq!(emulator.listener_count(), 2);
    emulator.lose_listeners();
    assert!(ear.frame().await.is_none());
    assert!(source.hear().await.is_none());
    let mut again = Ear::owner(&emulator, WEBSOCKET).await;
    scan(&emulator).await;
    assert_eq!(again.hear().await.0, "activity");
}

#[tokio::test]
async fn a_listener_that_left_is_forgotten() {
    let (emulator, clock) = start().await;
    drop(Ear::owner(&emulator, WEBSOCKET).await);
    drop(Source::open(&emulator, EVENT_SOURCE).await);
    clock.advance(seconds(60));
    while emulator.listener_count() > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_server_that_goes_offline_takes_its_listeners_along() {
    let (emulator, _) = start().await;
    let mut ear = Ear::owner(&emulator, WEBSOCKET).await;
    let mut source = Source::open(&emulator, EVENT_SOURCE).await;
    emulator.go_offline();
    assert!(ear.frame().await.is_none());
    assert!(source.hear().await.is_none());
    emulator.go_online().await.unwrap();
    let mut again = Ear::owner(&emulator, WEBSOCKET).await;
    scan(&emulator).await;
    assert_eq!(again.hear().await.0, "activity");
}

#[tokio::test]
async fn silence_says_nothing_and_answers_nothing() {
    let (emulator, clock) = start().await;
    emulator.inject(Fault::Silence.on("/:/*").times(2));
    let mut ear = Ear::owner(&emulator, WEBSOCKET).await;
    let mut source = Source::open(&emulator, EVENT_SOURCE).await;
    let mut other = Ear::owner(&emulator, WEBSOCKET).await;
    ear.ping().await;
    scan(&emulator).await;
    clock.advance(seconds(60));
    assert_eq!(other.hear().await.0, "activity");
    // All that comes of it is its end.
    emulator.lose_listeners();
    assert!(ear.frame().await.is_none());
    assert!(source.hear().await.is_none());
}

#[tokio::test]
async fn a_connection_is_broken_off_after_a_while() {
    let (emulator, clock) = start().await;
    emulator.inject(Fault::HangUp(seconds(45)).on(WEBSOCKET).times(1));
    let path = format!("{WEBSOCKET}?filters=status");
    let mut ear = Ear::owner(&emulator, &path).await;
    clock.advance(seconds(44));
    assert!(matches!(ear.frame().await, Some(Message::Ping(_))));
    clock.advance(seconds(1));
    assert!(ear.frame().await.is_none());
}

#[tokio::test]
async fn nonsense_comes_before_each_thing_that_makes_sense() {
    let (emulator, clock) = start().await;
    emulator.inject(Fault::Garbage.on(WEBSOCKET));
    let mut ear = Ear::owner(&emulator, WEBSOCKET).await;
    scan(&emulator).await;
    clock.advance(seconds(2));
    let mut nonsense = 0;
    let mut kinds = Vec::new();
    while kinds.last().is_none_or(|kind| kind != "status") {
        let first = ear.frame().await.unwrap();
        let is_plain = |text: &str| {
            std::panic::catch_unwind(|| read(text)).is_ok_and(|(kind, _)| kind != "unheard.of")
        };
        let makes_sense = matches!(&first, Message::Text(text) if {
            // A timeline of which nothing can be read is none.
            is_plain(text) && !text.contains("\"state\":\"x\"")
        });
        assert!(!makes_sense, "{first}");
        nonsense += 1;
        kinds.push(ear.hear().await.0);
    }
    assert!(nonsense >= 4, "{nonsense}");
}

#[tokio::test]
async fn a_flood_comes_at_the_rate_asked_for() {
    let (emulator, clock) = start().await;
    emulator.inject(Fault::Flood(1_000).on(WEBSOCKET).times(1));
    let path = format!("{WEBSOCKET}?filters=timeline,status");
    let mut ear = Ear::owner(&emulator, &path).await;
    clock.advance(seconds(3));
    for number in 0..3_000 {
        let (kind, list) = ear.hear().await;
        assert_eq!(kind, "timeline", "{number}");
        assert_eq!(list[0]["sectionID"], "-1");
        assert!(
            list[0]["identifier"]
                .as_str()
                .unwrap()
                .starts_with("tv.plex.providers.epg")
        );
    }
    // What is true comes through in between.
    scan(&emulator).await;
    clock.advance(seconds(2));
    let mut kinds = Vec::new();
    while kinds.last().is_none_or(|kind| kind != "status") {
        kinds.push(ear.hear().await.0);
    }
    assert!(kinds.len() > 1);
}

#[tokio::test]
async fn a_connection_falls_silent_in_the_middle() {
    let (emulator, clock) = start().await;
    emulator.inject(Fault::SilentAfter(seconds(40)).on("/:/*").times(2));
    let path = format!("{WEBSOCKET}?filters=status");
    let mut ear = Ear::owner(&emulator, &path).await;
    let mut source = Source::open(&emulator, &format!("{EVENT_SOURCE}?filters=status")).await;
    clock.advance(seconds(30));
    assert!(matches!(ear.frame().await, Some(Message::Ping(_))));
    assert_eq!(source.hear().await.unwrap().0, "ping");
    clock.advance(seconds(10));
    let mut other = Ear::owner(&emulator, &path).await;
    scan(&emulator).await;
    clock.advance(seconds(60));
    ear.ping().await;
    assert_eq!(other.hear().await.0, "status");
    assert_eq!(emulator.listener_count(), 3);
    // Not a word, and no answer to the ping: all that comes is the end.
    emulator.lose_listeners();
    assert!(ear.frame().await.is_none());
    assert!(source.hear().await.is_none());
}

#[tokio::test]
async fn pings_come_as_often_as_asked_or_never() {
    let (emulator, clock) = start().await;
    let path = format!("{WEBSOCKET}?filters=status");
    emulator.inject(Fault::Pings(seconds(1)).on(WEBSOCKET).times(1));
    let mut often = Ear::owner(&emulator, &path).await;
    emulator.inject(Fault::Pings(seconds(0)).on(WEBSOCKET).times(1));
    let mut never = Ear::owner(&emulator, &path).await;
    for _ in 0..3 {
        clock.advance(seconds(1));
        assert!(matches!(often.frame().await, Some(Message::Ping(_))));
    }
    clock.advance(seconds(120));
    scan(&emulator).await;
    clock.advance(seconds(2));
    assert!(matches!(never.frame().await, Some(Message::Text(_))));
}

#[tokio::test]
async fn what_nobody_knows_comes_before_what_is_known() {
    let (emulator, clock) = start().await;
    emulator.inject(Fault::UnknownTypes.on("/:/*"));
    let mut ear = Ear::owner(&emulator, &format!("{WEBSOCKET}?filters=status")).await;
    let mut source = Source::open(&emulator, &format!("{EVENT_SOURCE}?filters=status")).await;
    scan(&emulator).await;
    clock.advance(seconds(2));
    let (kind, list) = ear.hear().await;
    assert_ne!(kind, "status");
    assert_eq!(list.len(), 1);
    assert_eq!(ear.hear().await.0, "status");
    assert_eq!(source.hear().await.unwrap().0, kind);
    assert_eq!(source.hear().await.unwrap().0, "status");
}

#[tokio::test]
async fn a_very_large_frame_comes_first() {
    let (emulator, _) = start().await;
    emulator.inject(Fault::LargeFrame(3_000_000).on(WEBSOCKET).times(1));
    let mut ear = Ear::owner(&emulator, WEBSOCKET).await;
    let Some(Message::Text(text)) = ear.frame().await else {
        panic!("no frame");
    };
    assert_eq!(text.len(), 3_000_000);
    assert_eq!(read(&text).0, "timeline");
    scan(&emulator).await;
    assert_eq!(ear.hear().await.0, "activity");
}

#[tokio::test]
async fn websockets_are_refused_while_the_event_source_works() {
    let (emulator, _) = start().await;
    for status in [403, 404, 426] {
        emulator.clear_faults();
        emulator.inject(Fault::Status(status).on("/:/websocket*"));
        for path in [WEBSOCKET, "/:/websocket/notifications"] {
            let refused = Ear::open(&emulator, emulator.token(), path).await;
            assert_eq!(refused.unwrap_err(), status);
        }
        let mut source = Source::open(&emulator, &format!("{EVENT_SOURCE}?filters=activity")).await;
        scan(&emulator).await;
        assert_eq!(source.hear().await.unwrap().0, "activity");
        let cancel = "/library/sections/1/refresh";
        ask::status(&emulator, Method::DELETE, cancel).await;
    }
}

#[tokio::test]
async fn anything_can_be_told_to_the_owner() {
    let (emulator, clock) = start().await;
    let mut ear = Ear::owner(&emulator, &format!("{WEBSOCKET}?filters=reachability")).await;
    let mut grace = Ear::of(&emulator, "grace").await;
    let said = serde_json::json!({"reachability": false});
    emulator.tell("reachability", "ReachabilityNotification", said.clone());
    let (kind, list) = ear.hear().await;
    assert_eq!((kind.as_str(), &list), ("reachability", &vec![said]));
    clock.advance(seconds(10));
    assert_eq!(grace.hear().await.0, "playing");
}

#[tokio::test]
async fn a_server_that_starts_again_forgets_what_it_was_doing() {
    let (emulator, clock) = start().await;
    let mut ear = Ear::owner(&emulator, &format!("{WEBSOCKET}?filters=activity")).await;
    let token = ask::json(&emulator, "/security/token?type=delegation&scope=all").await;
    let token = token["token"].as_str().unwrap().to_owned();
    assert_eq!(with(&emulator, &token).await, 200);
    let before = ask::json(&emulator, "/status/sessions").await["size"].clone();
    let idle = ask::json(&emulator, "/activities").await;
    scan(&emulator).await;
    assert_eq!(ear.hear().await.1[0]["event"], "started");
    clock.advance(seconds(1));
    while let Some(Message::Text(text)) = ear.frame().await {
        let ended = read(&text).1[0]["event"] == "ended";
        assert!(!ended);
        if text.contains("Context") {
            break;
        }
    }
    emulator.restart().await.unwrap();
    while let Some(frame) = ear.frame().await {
        assert!(!frame.to_string().contains("\"ended\""));
    }
    let mut again = Ear::owner(&emulator, &format!("{WEBSOCKET}?filters=activity,status")).await;
    let sections = ask::json(&emulator, "/library/sections").await;
    assert_eq!(sections["Directory"][0]["refreshing"], false);
    assert_eq!(ask::json(&emulator, "/activities").await, idle);
    assert_eq!(with(&emulator, &token).await, 401);
    let sessions = ask::json(&emulator, "/status/sessions").await;
    assert_eq!(sessions["size"], before);
    let keys = ask::list(&sessions["Metadata"]);
    let mut keys: Vec<_> = keys
        .iter()
        .map(|one| one["sessionKey"].as_str().unwrap())
        .collect();
    keys.sort_unstable();
    assert_eq!(keys, ["1", "2", "3", "4"]);
    // The scan that was cut off is not taken up again: the next one finds what it would have found.
    clock.advance(seconds(5));
    scan(&emulator).await;
    clock.advance(seconds(2));
    assert_eq!(again.hear().await.1[0]["event"], "started");
    let found = ask::json(&emulator, "/library/sections/1/all").await;
    assert!(!found["size"].is_null());
}

/// The status of a question by whoever has a token.
async fn with(emulator: &Emulator, token: &str) -> u16 {
    let url = format!("{}/library/sections", emulator.url());
    let request = ask::http().get(url).header("X-Plex-Token", token);
    request.send().await.unwrap().status().as_u16()
}
