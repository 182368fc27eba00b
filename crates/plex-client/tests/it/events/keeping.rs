//! Keeping a connection, and finding out that it is lost.

use plex_emulator::Fault;
use tokio::time::Instant;

use super::*;
use crate::script::{Reply, Script};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn a_connection_that_died_without_a_word_is_found_within_25_seconds() {
    let (emulator, _clock) = emulator().await;
    emulator.inject(Fault::Silence.on(WEBSOCKET).times(1));
    let mut events = all(&owner(&emulator));
    listening(&mut events).await;
    let begun = Instant::now();
    let cause = away(&mut events).await;
    assert!(matches!(cause, PlexError::Timeout { .. }), "{cause}");
    assert_eq!(begun.elapsed().as_secs(), 25);
    let (channel, away) = listening(&mut events).await;
    assert_eq!(channel, Channel::Websocket);
    let away = away.unwrap();
    assert!(away >= SECOND / 2 && away <= SECOND * 2, "{away:?}");
}

#[tokio::test(start_paused = true)]
async fn a_quiet_server_that_answers_is_kept_and_its_clock_may_jump() {
    let (emulator, clock) = emulator().await;
    let client = owner(&emulator);
    let mut events = only(&client, &["status"]);
    listening(&mut events).await;
    let quiet = tokio::time::timeout(SECOND * 3600, events.next()).await;
    assert!(quiet.is_err(), "{quiet:?}");
    clock.advance(SECOND * 86_400 * 365);
    scan(&client).await;
    clock.advance(SECOND * 10);
    assert_eq!(next(&mut events).await.kind(), EventKind::Status);
    assert_eq!(asked(&emulator, WEBSOCKET), 1);
}

#[tokio::test(start_paused = true)]
async fn an_event_source_that_says_nothing_is_lost_after_two_minutes() {
    let (emulator, _clock) = emulator().await;
    emulator.inject(Fault::Status(404).on(WEBSOCKET));
    emulator.inject(Fault::Silence.on(EVENT_SOURCE).times(1));
    let mut events = all(&owner(&emulator));
    listening(&mut events).await;
    let begun = Instant::now();
    assert_eq!(away(&mut events).await.kind(), ErrorKind::Timeout);
    assert_eq!(begun.elapsed().as_secs(), 120);
    assert_eq!(listening(&mut events).await.0, Channel::EventSource);
}

#[tokio::test]
async fn its_end_is_the_connections() {
    let (emulator, _) = emulator().await;
    for forbidden in [false, true] {
        if forbidden {
            emulator.inject(Fault::Status(404).on(WEBSOCKET));
        }
        let mut events = all(&owner(&emulator));
        listening(&mut events).await;
        assert_eq!(emulator.listener_count(), 1);
        drop(events);
        while emulator.listener_count() > 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    let metrics = tokio::runtime::Handle::current().metrics();
    let before = metrics.num_alive_tasks();
    let mut events = all(&client("http://127.0.0.1:9", "t"));
    assert!(away(&mut events).await.is_connection());
    assert!(metrics.num_alive_tasks() > before);
    drop(events);
    while metrics.num_alive_tasks() > before {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_from_try_to_try_up_to_a_minute() {
    let starting = || Reply::page("503 Service Unavailable");
    let script = Script::start(move |_, _| starting()).await;
    let mut events = all(&script.client().build().unwrap());
    assert_eq!(away(&mut events).await.kind(), ErrorKind::StartingUp);
    let mut begun = Instant::now();
    for whole in [1, 2, 4, 8, 16, 32, 60, 60] {
        let before = script.seen().len();
        while script.seen().len() == before {
            let none = tokio::time::timeout(Duration::from_millis(10), events.next()).await;
            assert!(none.is_err(), "that it is away is told once: {none:?}");
        }
        let pause = begun.elapsed();
        let (least, most) = (SECOND * whole / 2, SECOND * whole + SECOND / 10);
        assert!(pause >= least && pause <= most, "{pause:?} for {whole}");
        begun = Instant::now();
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_wants_to_be_left_alone_is() {
    let (emulator, _clock) = emulator().await;
    emulator.inject(Fault::RateLimit(SECOND * 90).on(WEBSOCKET).times(1));
    let mut events = all(&owner(&emulator));
    assert!(matches!(
        away(&mut events).await,
        PlexError::RateLimited { .. }
    ));
    let (_, away) = listening(&mut events).await;
    assert!(away.unwrap() >= SECOND * 90);
}
