//! Bad weather, from the connection to the changes that are told: each kind of it against the emulator.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use plex_client::LibraryKey;
use plex_emulator::{Clock, Emulator, Fault, FaultRule, Library};
use tokio::time::{sleep, timeout};

use super::*;
use crate::{plex::Plex, time::Calendar};

const NOW: i64 = 1_764_000_000;
const WEBSOCKET: &str = "/:/websockets/notifications";

struct World {
    emulator: Emulator,
    clock: Clock,
    client: plex_client::PlexClient,
    live: Live,
}

async fn world() -> World {
    let clock = Clock::manual(NOW);
    let emulator = Emulator::builder().clock(clock.clone());
    let emulator = emulator.library(Library::sample()).start().await.unwrap();
    let client = plex_client::PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token())
        .client_identifier("weather")
        .build()
        .unwrap();
    let calendar = Calendar::new(jiff::tz::TimeZone::UTC);
    let plex = Plex::new(client.clone(), calendar, &[]);
    World {
        emulator,
        clock,
        client,
        live: Live::new(plex),
    }
}

impl World {
    /// Listens, under a fault.
    async fn listener(&self, fault: impl Into<FaultRule>) -> Listener {
        self.emulator.inject(fault);
        let mut listener = self.live.listen();
        listener.connected().await.unwrap();
        listener
    }

    /// Has a scan find a film, and waits until that is told.
    async fn is_heard_by(&self, listener: &mut Listener, film: &str) {
        let described = format!("title = \"{film}\"\nyear = 1925");
        self.emulator.put_on_disk("1", &described).unwrap();
        let films = LibraryKey::new("1").unwrap();
        self.client.refresh_library(&films, None).await.unwrap();
        let goes_on = async {
            loop {
                sleep(Duration::from_millis(100)).await;
                self.clock.advance(Duration::from_millis(100));
            }
        };
        let told = async {
            loop {
                let changes = listener.changes().await.unwrap();
                if changes.items.values().any(|is| *is == ItemChange::Added) {
                    return;
                }
            }
        };
        tokio::select! {
            told = timeout(Duration::from_secs(60), told) => told.unwrap(),
            () = goes_on => {}
        }
    }
}

#[tokio::test]
async fn garbage_and_types_never_seen_hide_nothing() {
    for fault in [Fault::Garbage, Fault::UnknownTypes] {
        let world = world().await;
        let mut listener = world.listener(fault.on(WEBSOCKET)).await;
        world
            .is_heard_by(&mut listener, "The Pleasure Garden")
            .await;
    }
}

#[tokio::test]
async fn a_frame_of_100_mb_costs_the_connection_and_nothing_else() {
    let world = world().await;
    let large = Fault::LargeFrame(100 << 20).on(WEBSOCKET).times(1);
    let mut listener = world.listener(large).await;
    let missed = timeout(Duration::from_secs(30), listener.changes());
    assert_eq!(*missed.await.unwrap().unwrap(), Changes::missed());
    world
        .is_heard_by(&mut listener, "The Pleasure Garden")
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_half_open_is_told_as_missed() {
    let world = world().await;
    let silent = Fault::Silence.on(WEBSOCKET).times(1);
    let mut listener = world.listener(silent).await;
    let missed = timeout(Duration::from_secs(40), listener.changes());
    assert_eq!(*missed.await.unwrap().unwrap(), Changes::missed());
}

#[tokio::test]
async fn where_a_proxy_forbids_websockets_the_same_is_told() {
    let world = world().await;
    let mut listener = world.listener(Fault::Status(403).on(WEBSOCKET)).await;
    world
        .is_heard_by(&mut listener, "The Pleasure Garden")
        .await;
}

#[tokio::test]
async fn clocks_that_jump_hide_nothing_and_make_no_absence() {
    let world = world().await;
    let mut listener = world.live.listen();
    listener.connected().await.unwrap();
    for (to, film) in [
        (NOW + 400 * 86_400, "The Pleasure Garden"),
        (NOW - 400 * 86_400, "The Mountain Eagle"),
    ] {
        world.clock.set(to);
        world.is_heard_by(&mut listener, film).await;
    }
    let asked = world.emulator.requests();
    let asked = asked.iter().filter(|one| one.path == WEBSOCKET).count();
    assert_eq!(asked, 1, "one connection has held");
}

#[tokio::test]
async fn a_server_that_restarts_during_a_scan_is_heard_again() {
    let world = world().await;
    let mut listener = world.live.listen();
    listener.connected().await.unwrap();
    let films = LibraryKey::new("1").unwrap();
    world.client.refresh_library(&films, None).await.unwrap();
    world.emulator.restart().await.unwrap();
    let missed = async { while !listener.changes().await.unwrap().missed {} };
    timeout(Duration::from_secs(60), missed).await.unwrap();
    world
        .is_heard_by(&mut listener, "The Pleasure Garden")
        .await;
}
