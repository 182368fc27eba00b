//! How long the server is asked when nobody asks the index.

use std::time::{Duration, Instant};

use plex_emulator::Library;
use plex_index::{Depth, Index, IndexError};
use tokio::time;

use crate::fixture::{Fixture, PATIENCE};

/// How long after the last question the work goes on.
const IDLE: Duration = Duration::from_secs(30 * 60);

/// Lets time pass, which stands still only meanwhile: requests are answered in real time.
async fn pass(duration: Duration) {
    time::pause();
    time::advance(duration).await;
    time::resume();
}

/// Waits in real time until something holds.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < PATIENCE, "never happened: {what}");
        time::sleep(Duration::from_millis(10)).await;
    }
}

async fn until_refreshed(fixture: &Fixture) {
    until("a refresh", async || {
        let fresh = fixture.index.status().await.unwrap().unwrap();
        fresh.refreshed == fixture.clock.now()
    })
    .await;
}

/// Whether the index has left the work to others, one of which then does it.
async fn has_let_go(other: &Index) -> bool {
    match other.sync(Depth::Changes, |_| {}).await {
        Ok(_) => true,
        Err(IndexError::Led) => false,
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn the_server_is_left_in_peace_when_nobody_asks_and_asked_again_when_somebody_does() {
    let fixture = Fixture::with(Library::sample()).await;
    fixture.index.ready(PATIENCE, |_| {}).await.unwrap();
    until("all details", async || {
        let fresh = fixture.index.status().await.unwrap().unwrap();
        fresh.detailed == fresh.items
    })
    .await;

    // Somebody has just asked: the work goes on by itself.
    fixture.clock.advance(Duration::from_secs(600));
    fixture.server.forget_requests();
    let step = Duration::from_secs(10);
    let mut idle = Duration::ZERO;
    while fixture.server.requests().is_empty() {
        pass(step).await;
        idle += step;
        assert!(idle < IDLE, "no refresh while somebody asks");
        time::sleep(Duration::from_millis(10)).await;
    }
    until_refreshed(&fixture).await;

    // Nobody has for long: the work ends with the round that is due then.
    let other = fixture.another(fixture.options());
    pass(IDLE).await;
    until("the work is left to others", async || {
        pass(Duration::from_secs(60)).await;
        has_let_go(&other).await
    })
    .await;
    fixture.clock.advance(Duration::from_secs(2 * 3600));
    fixture.server.forget_requests();
    for _ in 0..24 {
        pass(Duration::from_secs(300)).await;
        // What would be asked now had its turn.
        fixture.index.status().await.unwrap();
    }
    assert!(fixture.server.requests().is_empty());

    // The next question.
    fixture.index.ready(PATIENCE, |_| {}).await.unwrap();
    until_refreshed(&fixture).await;
    assert!(!fixture.server.requests().is_empty());
}
