//! What a server tells by itself: the messages come as they happen, to whom they concern.

use std::time::Duration;

use futures::StreamExt;
use plex_client::{
    ErrorKind, Events, EventsQuery, LibraryKey, Notification, PlexClient, PlexError,
};
use plex_emulator::{Emulator, Fault, Library};

use crate::script::{Reply, Script, TOKEN};

async fn emulator() -> Emulator {
    Emulator::start(Library::sample()).await.unwrap()
}

fn client(emulator: &Emulator, token: &str) -> PlexClient {
    PlexClient::builder()
        .url(emulator.url())
        .token(token)
        .client_identifier("me")
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap()
}

async fn next(events: &mut Events) -> Notification {
    let next = tokio::time::timeout(Duration::from_secs(20), events.next());
    next.await.unwrap().unwrap().unwrap()
}

#[tokio::test]
async fn a_scan_is_told_of_from_its_start_to_its_end() {
    let emulator = emulator().await;
    let client = client(&emulator, emulator.token());
    let query = EventsQuery::new().types(["activity"]);
    let mut events = client.events(&query).await.unwrap();
    let films = LibraryKey::new("1").unwrap();
    client.refresh_library(&films, None).await.unwrap();
    let mut told = Vec::new();
    loop {
        let message = next(&mut events).await;
        assert_eq!(message.notification_type, "activity");
        for activity in message.activities {
            let kind = activity.activity.unwrap().activity_type;
            told.push((activity.event, kind));
        }
        let last = told.last().unwrap();
        if last.0 == "ended" && last.1 == "library.update.section" {
            break;
        }
    }
    assert_eq!(told[0].0, "started");
    assert_eq!(told[0].1, "library.update.section");
}

#[tokio::test]
async fn only_what_is_asked_for_is_told() {
    let emulator = emulator().await;
    let client = client(&emulator, emulator.token());
    let query = EventsQuery::new().types(["timeline"]);
    let mut events = client.events(&query).await.unwrap();
    let films = LibraryKey::new("1").unwrap();
    client.refresh_library(&films, None).await.unwrap();
    let quiet = tokio::time::timeout(Duration::from_millis(300), events.next()).await;
    if let Ok(message) = quiet {
        assert_eq!(message.unwrap().unwrap().notification_type, "timeline");
    }
}

#[tokio::test]
async fn a_refusal_is_the_error_that_it_is_of_any_request() {
    let emulator = emulator().await;
    let stranger = client(&emulator, "somebody-elses");
    let error = stranger.events(&EventsQuery::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    emulator.inject(Fault::Status(503));
    let owner = client(&emulator, emulator.token());
    let error = owner.events(&EventsQuery::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StartingUp);
}

/// Begins an answer that has no end with these messages.
fn stream(messages: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n{messages}").into_bytes()
}

async fn listening(reply: impl Fn() -> Reply + Send + Sync + 'static) -> (Script, Events) {
    let script = Script::start(move |_, _| reply()).await;
    let client = script.client().max_body_bytes(10_000).build().unwrap();
    let events = client.events(&EventsQuery::new()).await.unwrap();
    (script, events)
}

#[tokio::test]
async fn a_message_without_its_wrapper_is_what_its_name_says() {
    let messages = "event: ping\ndata: {}\n\nevent: playing\n\
        data: {\"PlaySessionStateNotification\":{\"sessionKey\":\"7\",\"state\":\"paused\"}}\n\n";
    let (script, mut events) = listening(move || Reply::Close(stream(messages))).await;
    let message = next(&mut events).await;
    assert_eq!(message.notification_type, "playing");
    assert_eq!(message.playing.len(), 1);
    assert!(events.next().await.is_none(), "the server has ended it");
    let seen = script.seen();
    assert_eq!(seen[0].header("accept"), Some("text/event-stream"));
    assert_eq!(seen[0].header("x-plex-token"), Some(TOKEN));
    assert!(!seen[0].line.contains(TOKEN), "{}", seen[0].line);
}

#[tokio::test]
async fn what_is_no_message_is_an_error_after_which_nothing_comes() {
    let messages = format!("event: a\ndata: <{TOKEN}\n\nevent: b\ndata: {{}}\n\n");
    let (_script, mut events) = listening(move || Reply::Stall(stream(&messages))).await;
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Upstream);
    assert!(!format!("{error:?} {error}").contains(TOKEN));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_message_without_an_end_is_too_large() {
    let flood = || Reply::Flood(stream("data: "), vec![b'x'; 1000]);
    let (_script, mut events) = listening(flood).await;
    let error = events.next().await.unwrap().unwrap_err();
    assert!(matches!(error, PlexError::TooLarge { .. }), "{error}");
    assert!(events.next().await.is_none());
}
