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
