//! How long the server is asked when nobody asks the index.

use std::time::{Duration, Instant};

use plex_emulator::Library;
use plex_index::{Depth, Index, IndexError};
use tokio::time;

use crate::house::{House, PATIENCE};

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

async fn until_refreshed(house: &House) {
    until("a refresh", async || {
        let fresh = house.index.status().await.unwrap().unwrap();
        fresh.refreshed == house.clock.now()
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
    let house = House::with(Library::sample()).await;
    house.index.ready(PATIENCE, |_| {}).await.unwrap();
    until("all details", async || {
        let fresh = house.index.status().await.unwrap().unwrap();
        fresh.detailed == fresh.items
    })
    .await;

    // Somebody has just asked: the work goes on by itself.
    house.clock.advance(Duration::from_secs(600));
    house.server.forget_requests();
    let step = Duration::from_secs(10);
    let mut idle = Duration::ZERO;
    while house.server.requests().is_empty() {
        pass(step).await;
        idle += step;
        assert!(idle < IDLE, "no refresh while somebody asks");
        time::sleep(Duration::from_millis(10)).await;
    }
    until_refreshed(&house).await;

    // Nobody has for long: the work ends with the round that is due then.
    let other = house.another(house.options());
    pass(IDLE).await;
    until("the work is left to others", async || {
        pass(Duration::from_secs(60)).await;
        has_let_go(&other).await
    })
    .await;
    house.clock.advance(Duration::from_secs(2 * 3600));
    house.server.forget_requests();
    for _ in 0..24 {
        pass(Duration::from_secs(300)).await;
        // What would be asked now had its turn.
        house.index.status().await.unwrap();
    }
    assert!(house.server.requests().is_empty());

    // The next question.
    house.index.ready(PATIENCE, |_| {}).await.unwrap();
    until_refreshed(&house).await;
    assert!(!house.server.requests().is_empty());
}
