//! Where websockets do not get through, the event source does.

use plex_emulator::Fault;

use super::*;
use crate::script::{Reply, Script, TOKEN};

#[tokio::test(start_paused = true)]
async fn whatever_a_proxy_says_to_a_websocket_the_event_source_is_tried_and_remembered() {
    for status in [400, 403, 404, 405, 426, 501, 200] {
        let (emulator, _clock) = emulator().await;
        emulator.inject(Fault::Status(status).on(WEBSOCKET));
        let client = owner(&emulator);
        let mut events = all(&client);
        let expected = (Channel::EventSource, None);
        assert_eq!(listening(&mut events).await, expected, "{status}");
        scan(&client).await;
        assert_eq!(next(&mut events).await.kind(), EventKind::Activity);
        emulator.lose_listeners();
        assert!(away(&mut events).await.is_connection());
        assert_eq!(listening(&mut events).await.0, Channel::EventSource);
        assert_eq!(asked(&emulator, WEBSOCKET), 1, "{status}");
        assert_eq!(asked(&emulator, EVENT_SOURCE), 2, "{status}");
    }
}

#[tokio::test]
async fn the_websocket_is_tried_again_when_the_event_source_is_forbidden_later() {
    tokio::time::pause();
    let (emulator, _clock) = emulator().await;
    emulator.inject(Fault::Status(404).on(WEBSOCKET).times(1));
    let mut events = all(&owner(&emulator));
    assert_eq!(listening(&mut events).await.0, Channel::EventSource);
    emulator.inject(Fault::Status(404).on(EVENT_SOURCE));
    emulator.lose_listeners();
    away(&mut events).await;
    assert_eq!(listening(&mut events).await.0, Channel::Websocket);
}

#[tokio::test]
async fn what_forbids_both_ends_it() {
    let (emulator, _) = emulator().await;
    emulator.inject(Fault::Status(403).on("/:/*"));
    let mut events = all(&owner(&emulator));
    let error = events.next().await.unwrap().unwrap_err();
    assert!(matches!(error, PlexError::Forbidden { .. }), "{error}");
    assert!(events.next().await.is_none());
    assert_eq!(asked(&emulator, WEBSOCKET), 1);
    assert_eq!(asked(&emulator, EVENT_SOURCE), 1);
}

/// Something lets the handshake through and swallows what comes after it.
#[tokio::test(start_paused = true)]
async fn websockets_that_stay_mute_are_given_up_for_the_event_source() {
    let (emulator, _clock) = emulator().await;
    emulator.inject(Fault::Silence.on(WEBSOCKET));
    let mut events = all(&owner(&emulator));
    for _ in 0..3 {
        assert_eq!(listening(&mut events).await.0, Channel::Websocket);
        assert_eq!(away(&mut events).await.kind(), ErrorKind::Timeout);
    }
    assert_eq!(listening(&mut events).await.0, Channel::EventSource);
}

#[tokio::test]
async fn a_handshake_that_is_none_is_no_websocket() {
    let script = Script::start(|seen, _| {
        if seen.line.contains("websockets") {
            let wrong = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n\
                Upgrade: websocket\r\nSec-WebSocket-Accept: bm90IG91cnM=\r\n\r\n";
            return Reply::Stall(wrong.as_bytes().to_vec());
        }
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
        Reply::Stall(head.as_bytes().to_vec())
    })
    .await;
    let mut events = all(&script.client().build().unwrap());
    assert_eq!(listening(&mut events).await.0, Channel::EventSource);
    for seen in script.seen() {
        assert_eq!(seen.header("x-plex-token"), Some(TOKEN));
        assert!(!seen.line.contains(TOKEN), "{}", seen.line);
    }
    let seen = script.seen();
    assert_eq!(seen[1].header("accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn a_redirect_is_followed_on_the_server_and_ends_it_to_another() {
    let (emulator, _) = emulator().await;
    let there = format!("{}{WEBSOCKET}", emulator.url());
    let script = Script::start(move |_, _| {
        let head = format!(
            "HTTP/1.1 301 Moved Permanently\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n"
        );
        Reply::Keep(head.into_bytes())
    })
    .await;
    let mut events = all(&script.client().build().unwrap());
    let error = events.next().await.unwrap().unwrap_err();
    assert!(matches!(error, PlexError::Redirected { .. }), "{error}");
    assert!(events.next().await.is_none());
    assert!(emulator.requests().is_empty(), "the token went elsewhere");

    let script = Script::start(|seen, _| match seen.line.contains("/moved") {
        true => Reply::page("404 Not Found"),
        false => Reply::Keep(
            b"HTTP/1.1 301 Moved\r\nLocation: /moved\r\nContent-Length: 0\r\n\r\n".to_vec(),
        ),
    })
    .await;
    let mut events = all(&script.client().build().unwrap());
    assert_eq!(away(&mut events).await.kind(), ErrorKind::NotFound);
    let seen = script.seen();
    assert!(seen[1].line.contains("/moved"), "{seen:?}");
    assert_eq!(seen[1].header("upgrade"), Some("websocket"));
}
