//! What a server tells by itself: the messages come as they happen, to whom they concern.

use std::time::Duration;

use futures::StreamExt;
use plex_client::{ErrorKind, Events, EventsQuery, LibraryKey, Notification, PlexClient};
use plex_emulator::{Emulator, Fault, Library};

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
