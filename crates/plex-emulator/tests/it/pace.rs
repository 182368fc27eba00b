//! Details at the pace of a real server.

use crate::ask::{self, NOW};
use plex_emulator::{Clock, Emulator};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

async fn start(clock: &Clock, per_second: u32) -> Arc<Emulator> {
    let builder = Emulator::builder().clock(clock.clone());
    let builder = builder.details_per_second(NonZeroU32::new(per_second).unwrap());
    Arc::new(builder.start().await.unwrap())
}

/// Moves the clock on until a path has been answered, and says how many milliseconds that took.
async fn taken(emulator: &Arc<Emulator>, clock: &Clock, paths: &[&str]) -> i64 {
    let began = clock.now_millis();
    let asked: Vec<_> = paths
        .iter()
        .map(|path| {
            let (emulator, path) = (Arc::clone(emulator), (*path).to_owned());
            tokio::spawn(async move { ask::json(&emulator, &path).await })
        })
        .collect();
    while !asked.iter().all(tokio::task::JoinHandle::is_finished) {
        clock.advance(Duration::from_millis(10));
        tokio::task::yield_now().await;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    for one in asked {
        one.await.unwrap();
    }
    clock.now_millis() - began
}

#[tokio::test]
async fn details_take_their_time_by_the_servers_clock() {
    let clock = Clock::manual(NOW);
    let emulator = start(&clock, 10).await;
    // A tenth of a second an item, however many are asked for at once and by how many.
    assert!(taken(&emulator, &clock, &["/library/metadata/18,19,20,21,22"]).await >= 500);
    let three = [
        "/library/metadata/18",
        "/library/metadata/19,20",
        "/library/metadata/21",
    ];
    assert!(taken(&emulator, &clock, &three).await >= 400);
}

#[tokio::test]
async fn nothing_else_does() {
    let clock = Clock::manual(NOW);
    let emulator = start(&clock, 1).await;
    // The clock stands still: what waited for it would never come.
    for path in [
        "/library/sections/1/all",
        "/library/metadata/104/children",
        "/hubs",
    ] {
        ask::json(&emulator, path).await;
    }
    let path = "/library/metadata/999999";
    assert_eq!(
        ask::status(&emulator, reqwest::Method::GET, path).await,
        404
    );
}
