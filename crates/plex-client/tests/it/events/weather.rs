//! Bad weather, as the emulator makes it.

use futures::FutureExt;
use plex_client::TimelineNotification;
use plex_emulator::Fault;

use super::*;

#[tokio::test(start_paused = true)]
async fn a_server_that_restarts_in_the_middle_of_a_scan_is_heard_again() {
    let (emulator, clock) = emulator().await;
    let client = owner(&emulator);
    let mut events = all(&client);
    listening(&mut events).await;
    scan(&client).await;
    assert_eq!(next(&mut events).await.kind(), EventKind::Activity);
    emulator.go_offline();
    assert!(away(&mut events).await.is_connection());
    tokio::time::sleep(Duration::from_secs(30)).await;
    emulator.go_online().await.unwrap();
    let (channel, away) = listening(&mut events).await;
    assert_eq!(channel, Channel::Websocket);
    assert!(away.unwrap() >= Duration::from_secs(30), "{away:?}");
    clock.advance(Duration::from_secs(10));
    scan(&client).await;
    clock.advance(Duration::from_secs(10));
    while next(&mut events).await.kind() != EventKind::Status {}
}

#[tokio::test]
async fn nonsense_is_told_and_skipped_and_unknown_types_are_kept_whole() {
    for forbidden in [false, true] {
        let (emulator, clock) = emulator().await;
        if forbidden {
            emulator.inject(Fault::Status(404).on(WEBSOCKET));
        }
        emulator.inject(Fault::Garbage.on(if forbidden { EVENT_SOURCE } else { WEBSOCKET }));
        let client = owner(&emulator);
        let mut events = all(&client);
        listening(&mut events).await;
        let (mut garbled, mut unknown, mut ended) = (0, Vec::new(), 0);
        for _ in 0..5 {
            scan(&client).await;
            clock.advance(Duration::from_secs(10));
            loop {
                match next(&mut events).await {
                    Event::Garbled { cause } => {
                        assert_eq!(cause.kind(), ErrorKind::Upstream);
                        garbled += 1;
                    }
                    Event::Unknown {
                        event_type,
                        message,
                    } => unknown.push((event_type, message)),
                    Event::Status(_) => break,
                    _ => {}
                }
            }
            ended += 1;
        }
        assert_eq!(ended, 5);
        assert!(garbled >= 5, "{garbled}");
        let (_, message) = unknown
            .iter()
            .find(|(kind, _)| kind == "unheard.of")
            .unwrap();
        let expected = serde_json::json!({"NotificationContainer":
            {"type": "unheard.of", "size": 1, "Unheard": [{}]}});
        assert_eq!(message, &expected);
    }
}

#[tokio::test]
async fn a_reader_who_is_slower_than_a_flood_keeps_the_newest_and_is_told_how_many_are_gone() {
    let (emulator, clock) = emulator().await;
    emulator.inject(Fault::Flood(1_000).on(WEBSOCKET).times(1));
    let client = owner(&emulator);
    let query = EventsQuery::new().types(["timeline", "activity", "status"]);
    let mut events = client.events(&query.waiting(500));
    listening(&mut events).await;
    scan(&client).await;
    // A minute of it, while nobody reads.
    for _ in 0..60 {
        clock.advance(Duration::from_secs(1));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (mut dropped, mut read, mut status, mut last) = (0, 0, 0, 0_u64);
    // On a busy machine the scan may end after the flood: it is waited for, but not for ever.
    let mut looks = 0..1_000;
    while (last < 60_000 || status == 0) && looks.next().is_some() {
        tokio::time::sleep(Duration::from_millis(20)).await;
        // All that is held at this moment: nothing else runs until it is read.
        let mut held = 0;
        while let Some(Some(event)) = events.next().now_or_never() {
            match event.unwrap() {
                Event::Dropped { kind, count } => {
                    assert_eq!(kind, EventKind::Timeline);
                    dropped += count;
                    continue;
                }
                Event::Timeline(entry) if is_of_guide(&entry) => {
                    let number = entry.title.unwrap();
                    let number = number.strip_prefix("Programme ").unwrap().parse().unwrap();
                    assert!(number > last, "{number} after {last}");
                    last = number;
                    read += 1;
                }
                Event::Status(_) => status += 1,
                _ => {}
            }
            held += 1;
        }
        assert!(held <= 520, "{held}");
    }
    assert_eq!(status, 1, "the flood displaced the end of the scan");
    assert!(dropped > 500, "{dropped} were dropped, {read} were kept");
    // A few entries of the scan are among what was dropped.
    let told = dropped + read;
    assert!((60_000..60_100).contains(&told), "{dropped} and {read}");
}

fn is_of_guide(entry: &TimelineNotification) -> bool {
    let from = entry.identifier.as_deref();
    from.is_some_and(|from| from.contains(".epg."))
}

#[tokio::test(start_paused = true)]
async fn connections_that_are_broken_off_again_and_again_are_made_again() {
    let (emulator, clock) = emulator().await;
    emulator.inject(
        Fault::HangUp(Duration::from_secs(45))
            .on(WEBSOCKET)
            .times(3),
    );
    let client = owner(&emulator);
    let mut events = only(&client, &["status"]);
    listening(&mut events).await;
    for _ in 0..2 {
        clock.advance(Duration::from_secs(45));
        let cause = away(&mut events).await;
        assert_eq!(cause.kind(), ErrorKind::Unreachable);
        assert_eq!(listening(&mut events).await.0, Channel::Websocket);
    }
    scan(&client).await;
    clock.advance(Duration::from_secs(10));
    assert_eq!(next(&mut events).await.kind(), EventKind::Status);
}
