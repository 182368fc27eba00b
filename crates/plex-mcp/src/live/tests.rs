#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::time::Duration;

use jiff::tz::TimeZone;
use plex_client::{DetailsQuery, ErrorKind, LibraryKey, PlexClient};
use plex_emulator::{Clock, Emulator, Fault, Library};
use tokio::time::{Instant, sleep, timeout};

use super::*;
use crate::{plex::Plex, time::Calendar};

const NOW: i64 = 1_764_000_000;
const WEBSOCKET: &str = "/:/websockets/notifications";

struct World {
    emulator: Emulator,
    clock: Clock,
    client: PlexClient,
    live: Live,
}

async fn world(libraries: &[&str]) -> World {
    let clock = Clock::manual(NOW);
    let emulator = Emulator::builder().clock(clock.clone());
    let emulator = emulator.library(Library::sample()).start().await.unwrap();
    let client = PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token())
        .client_identifier("live")
        .build()
        .unwrap();
    let libraries: Vec<String> = libraries.iter().map(ToString::to_string).collect();
    let plex = Plex::new(client.clone(), Calendar::new(TimeZone::UTC), &libraries);
    World {
        emulator,
        clock,
        client,
        live: Live::new(plex),
    }
}

impl World {
    async fn listener(&self) -> Listener {
        let mut listener = self.live.listen();
        listener.connected().await.unwrap();
        listener
    }

    async fn scan(&self, library: &str) {
        let key = LibraryKey::new(library).unwrap();
        self.client.refresh_library(&key, None).await.unwrap();
    }
}

async fn next(listener: &mut Listener) -> Changes {
    let next = timeout(Duration::from_secs(600), listener.changes());
    (*next.await.unwrap().unwrap()).clone()
}

/// All changes until there have been none for so long.
async fn all(listener: &mut Listener, quiet: u64) -> Vec<Changes> {
    let mut all = Vec::new();
    while let Ok(changes) = timeout(Duration::from_secs(quiet), listener.changes()).await {
        all.push((*changes.unwrap()).clone());
    }
    all
}

#[tokio::test]
async fn a_connection_is_open_while_somebody_listens_and_one_is_enough() {
    let world = world(&[]).await;
    sleep(Duration::from_millis(50)).await;
    assert_eq!(world.emulator.listener_count(), 0);
    let first = world.listener().await;
    let second = world.listener().await;
    assert_eq!(world.emulator.listener_count(), 1);
    drop(first);
    sleep(Duration::from_millis(50)).await;
    assert_eq!(world.emulator.listener_count(), 1);
    drop(second);
    while world.emulator.listener_count() > 0 {
        sleep(Duration::from_millis(1)).await;
    }
    let _third = world.listener().await;
    assert_eq!(world.emulator.listener_count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_new_film_is_a_few_changes_however_many_events_tell_of_it() {
    let world = world(&[]).await;
    let mut listener = world.listener().await;
    let film = "title = \"The Pleasure Garden\"\nyear = 1925";
    world.emulator.put_on_disk("1", film).unwrap();
    world.scan("1").await;
    for _ in 0..20 {
        world.clock.advance(Duration::from_millis(100));
        sleep(Duration::from_millis(100)).await;
    }
    let all = all(&mut listener, 30).await;
    assert!((1..=5).contains(&all.len()), "{all:?}");
    let films = LibraryKey::new("1").unwrap();
    assert!(all.iter().any(|one| one.libraries.contains(&films)));
    assert!(
        all.iter()
            .all(|one| one.libraries.len() <= 1 && !one.missed)
    );
    assert!(all.iter().any(|one| one.activities));
    let mut added = Vec::new();
    for (key, change) in all.into_iter().flat_map(|one| one.items) {
        assert_eq!(change, ItemChange::Added, "{key:?}");
        let keys = [key];
        let found = world.client.details_of(&keys, &DetailsQuery::new()).await;
        added.push(found.unwrap()[0].title.clone());
    }
    let before = added.len();
    added.sort();
    added.dedup();
    assert_eq!(added.len(), before, "each once: {added:?}");
    let is_there = added.iter().any(|title| title == "The Pleasure Garden");
    assert!(is_there, "{added:?}");
}

#[tokio::test(start_paused = true)]
async fn positions_that_move_are_told_of_every_ten_seconds_at_most() {
    let world = world(&[]).await;
    let mut listener = world.listener().await;
    let begun = Instant::now();
    let mut times = Vec::new();
    for _ in 0..120 {
        world.clock.advance(Duration::from_secs(1));
        while let Ok(changes) = timeout(Duration::from_secs(1), listener.changes()).await {
            assert!(changes.unwrap().sessions);
            times.push(begun.elapsed().as_secs());
        }
    }
    assert!((8..=13).contains(&times.len()), "{times:?}");
    let gaps: Vec<u64> = times.windows(2).map(|two| two[1] - two[0]).collect();
    assert!(gaps.iter().skip(1).all(|gap| *gap >= 9), "{gaps:?}");
}

#[tokio::test(start_paused = true)]
async fn libraries_that_may_not_be_shown_are_not_told_of() {
    let world = world(&["Films"]).await;
    let mut listener = world.listener().await;
    let libraries = world.client.libraries().await.unwrap();
    let other = libraries.iter().find(|one| one.title != "Films").unwrap();
    world.scan(other.key.as_str()).await;
    sleep(Duration::from_secs(1)).await;
    world.clock.advance(Duration::from_secs(5));
    let told = all(&mut listener, 30).await;
    assert!(
        told.iter()
            .all(|one| !one.activities && one.libraries.is_empty()),
        "{told:?}"
    );
    assert!(told.iter().all(|one| one.items.is_empty()), "{told:?}");
    world.scan("1").await;
    sleep(Duration::from_secs(1)).await;
    world.clock.advance(Duration::from_secs(5));
    let told = all(&mut listener, 30).await;
    let films = LibraryKey::new("1").unwrap();
    assert!(
        told.iter()
            .any(|one| one.activities && one.libraries.contains(&films)),
        "{told:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_was_missed_is_told_once() {
    let world = world(&[]).await;
    let mut listener = world.listener().await;
    world.emulator.go_offline();
    sleep(Duration::from_secs(40)).await;
    world.emulator.go_online().await.unwrap();
    assert_eq!(next(&mut listener).await, Changes::missed());
    assert_eq!(all(&mut listener, 30).await, []);
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_what_concerns_nobody_changes_nothing() {
    let world = world(&[]).await;
    world.emulator.inject(Fault::Flood(1_000).on(WEBSOCKET));
    let mut listener = world.listener().await;
    for _ in 0..8 {
        world.clock.advance(Duration::from_secs(1));
        sleep(Duration::from_millis(50)).await;
    }
    // What plays goes on meanwhile.
    for told in all(&mut listener, 5).await {
        let expected = Changes {
            sessions: true,
            ..Changes::default()
        };
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn a_refusal_is_told_to_everybody_and_may_be_tried_again() {
    let world = world(&[]).await;
    world
        .emulator
        .inject(Fault::Status(401).on(WEBSOCKET).times(1));
    let mut listener = world.live.listen();
    let error = listener.connected().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(listener.changes().await.unwrap_err(), error);
    assert_eq!(listener.event().await.unwrap_err(), error);
    world.listener().await;
}

#[tokio::test]
async fn single_events_come_as_they_came() {
    let world = world(&[]).await;
    let mut listener = world.listener().await;
    world.scan("1").await;
    let event = listener.event().await.unwrap().unwrap();
    assert!(matches!(&*event, plex_client::Event::Activity(told) if told.event == "started"));
    world.emulator.lose_listeners();
    while listener.event().await.unwrap().is_some() {}
}

#[tokio::test(start_paused = true)]
async fn what_may_be_shown_but_cannot_be_asked_about_is_told_as_missed() {
    let world = world(&["Films"]).await;
    let mut listener = world.listener().await;
    world
        .emulator
        .inject(Fault::Status(503).on("/library/sections"));
    let film = "title = \"The Pleasure Garden\"\nyear = 1925";
    world.emulator.put_on_disk("1", film).unwrap();
    world.scan("1").await;
    for _ in 0..50 {
        world.clock.advance(Duration::from_millis(100));
        sleep(Duration::from_millis(100)).await;
    }
    world.emulator.clear_faults();
    let all = all(&mut listener, 60).await;
    assert!(all.iter().any(|one| one.missed), "{all:?}");
    // Nothing is named that was not known to be shown.
    let is_unnamed = |one: &Changes| one.libraries.is_empty() && one.items.is_empty();
    assert!(all.iter().all(is_unnamed), "{all:?}");
}
