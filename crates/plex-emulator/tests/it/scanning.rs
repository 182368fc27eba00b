//! Scans.

use std::time::Duration;

use crate::ask::{self, NOW};
use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::Value;

const DESCRIPTION: &str = r#"
[[section]]
type = "movie"
title = "Films"
Location = ["/media/films"]
[[section.item]]
title = "Metropolis"
[[section.item]]
title = "The Lodger"
waiting = true
Media = [{ profile = "sd", Part = [{ file = "/media/films/hitchcock/lodger.avi" }] }]
[[section.item]]
title = "Faust"
waiting = true
Media = [{ profile = "sd", Part = [{ file = "/media/films/murnau/faust.avi" }] }]
"#;

async fn start(clock: &Clock) -> Emulator {
    Emulator::builder()
        .library(Library::from_toml(DESCRIPTION).unwrap())
        .clock(clock.clone())
        .scan_duration(Duration::from_secs(10))
        .start()
        .await
        .unwrap()
}

async fn section(emulator: &Emulator) -> Value {
    let sections = ask::json(emulator, "/library/sections").await;
    sections["Directory"][0].clone()
}

async fn size(emulator: &Emulator) -> Value {
    ask::json(emulator, "/library/sections/1/all").await["size"].clone()
}

#[tokio::test]
async fn a_scan_takes_its_time_and_finds_what_was_waiting() {
    let clock = Clock::manual(NOW);
    let emulator = start(&clock).await;
    let before = section(&emulator).await;
    assert_eq!(size(&emulator).await, 1);

    let response = ask::request(&emulator, Method::GET, "/library/sections/1/refresh")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.bytes().await.unwrap().len(), 0);
    assert_eq!(section(&emulator).await["refreshing"], true);

    clock.advance(Duration::from_secs(5));
    let activities = ask::json(&emulator, "/activities").await;
    assert_eq!(activities["Activity"][0]["type"], "library.update.section");
    assert_eq!(activities["Activity"][0]["progress"], 50);
    assert_eq!(
        activities["Activity"][0]["Context"]["librarySectionID"],
        "1"
    );
    assert_eq!(size(&emulator).await, 1);

    clock.advance(Duration::from_secs(5));
    let after = section(&emulator).await;
    assert_eq!(after["refreshing"], false);
    assert_eq!(after["scannedAt"], NOW + 10);
    assert!(after["contentChangedAt"].as_i64() > before["contentChangedAt"].as_i64());
    assert_eq!(size(&emulator).await, 3);
    assert_eq!(ask::json(&emulator, "/activities").await["size"], 0);
    let newest = ask::json(&emulator, "/library/sections/1/recentlyAdded").await;
    assert_eq!(newest["Metadata"][0]["addedAt"], NOW + 10);
}

#[tokio::test]
async fn a_scan_of_a_folder_finds_what_is_in_it() {
    let clock = Clock::manual(NOW);
    let emulator = start(&clock).await;
    let path = "/library/sections/1/refresh?path=/media/films/murnau";
    assert_eq!(ask::status(&emulator, Method::POST, path).await, 200);
    clock.advance(Duration::from_secs(10));
    assert_eq!(size(&emulator).await, 2);
    let found = ask::json(&emulator, "/library/sections/1/all?title=faust").await;
    assert_eq!(found["size"], 1);
}

#[tokio::test]
async fn a_folder_elsewhere_starts_nothing() {
    let emulator = start(&Clock::manual(NOW)).await;
    let path = "/library/sections/1/refresh?path=/media/filmsofothers";
    assert_eq!(ask::status(&emulator, Method::GET, path).await, 200);
    assert_eq!(section(&emulator).await["refreshing"], false);
}

#[tokio::test]
async fn a_cancelled_scan_finds_nothing() {
    let clock = Clock::manual(NOW);
    let emulator = start(&clock).await;
    let path = "/library/sections/1/refresh";
    ask::status(&emulator, Method::GET, path).await;
    assert_eq!(ask::status(&emulator, Method::DELETE, path).await, 200);
    clock.advance(Duration::from_secs(60));
    assert_eq!(section(&emulator).await["refreshing"], false);
    assert_eq!(size(&emulator).await, 1);
}

#[tokio::test]
async fn what_is_put_on_the_disk_is_found() {
    let clock = Clock::manual(NOW);
    let emulator = start(&clock).await;
    let vertigo = "title = \"Vertigo\"\nyear = 1958\nGenre = [\"Thriller\"]";
    emulator.put_on_disk("1", vertigo).unwrap();
    assert_eq!(size(&emulator).await, 1);
    ask::status(&emulator, Method::GET, "/library/sections/1/refresh").await;
    clock.advance(Duration::from_secs(10));
    let found = ask::json(&emulator, "/library/sections/1/all?genre=Thriller").await;
    assert_eq!(found["Metadata"][0]["title"], "Vertigo");
    assert!(emulator.put_on_disk("9", vertigo).is_err());
    assert!(emulator.put_on_disk("1", "media = \"vhs\"").is_err());
    assert_eq!(size(&emulator).await, 4);
}
