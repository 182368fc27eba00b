//! Radio stations, queues that begin anew at their end, and albums in albums.

use plex_emulator::{Emulator, Library};
use reqwest::Method;
use serde_json::Value;

use crate::ask;
use crate::playlists::{keys, send, start, uri};

async fn queue_of(emulator: &Emulator, path: &str) -> (u16, Value) {
    let path = format!("/playQueues?type=audio&uri={}", uri(path));
    send(emulator, Method::POST, &path).await
}

#[tokio::test]
async fn a_library_of_music_has_stations_that_list_nothing_and_play() {
    let emulator = start().await;
    let hubs = ask::json(&emulator, "/hubs/sections/3").await;
    let hubs = ask::list(&hubs["Hub"]);
    let hub = hubs
        .iter()
        .find(|hub| hub["context"] == "hub.music.stations");
    let stations = ask::list(&hub.unwrap()["Metadata"]);
    assert_eq!(stations.len(), 4);
    let station = &stations[0];
    assert_eq!(station["title"], "Library Radio");
    assert_eq!(station["radio"], true);
    assert_eq!(station["playlistType"], "audio");
    let (status, queue) = queue_of(&emulator, station["key"].as_str().unwrap()).await;
    assert_eq!(status, 200);
    let mut tracks: Vec<&str> = Vec::new();
    let items = ask::list(&queue["Metadata"]);
    tracks.extend(items.iter().map(|item| item["ratingKey"].as_str().unwrap()));
    tracks.sort_unstable();
    assert_eq!(tracks, ["22", "23", "24"]);
    // No other library has any.
    for other in ["/hubs/sections/1", "/hubs/sections/2"] {
        let hubs = ask::json(&emulator, other).await;
        let hubs = ask::list(&hubs["Hub"]);
        assert!(hubs.iter().all(|hub| hub["type"] != "station"), "{other}");
    }
    assert_eq!(
        queue_of(&emulator, "/library/sections/9/stations/1")
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn an_artist_has_a_station_when_asked() {
    let emulator = start().await;
    let plain = ask::json(&emulator, "/library/metadata/20").await;
    assert!(plain["Metadata"][0].get("Stations").is_none());
    let artist = ask::json(&emulator, "/library/metadata/20?includeStations=1").await;
    let station = &artist["Metadata"][0]["Stations"]["Metadata"][0];
    assert_eq!(station["title"], "Can Radio");
    let (status, queue) = queue_of(&emulator, station["key"].as_str().unwrap()).await;
    assert_eq!((status, &queue["playQueueTotalCount"]), (200, &3.into()));
}

#[tokio::test]
async fn a_playlist_of_radio_lists_no_items() {
    let library = r#"
        [[section]]
        type = "artist"
        title = "Music"
        item = [{ title = "Can", item = [{ title = "Album", item = ["Pinch"] }] }]
        [[playlist]]
        title = "Radio"
        ratingKey = 60
        playlistType = "audio"
        radio = true
        content = "/library/sections/1/all?type=10"
    "#;
    let emulator = Emulator::start(Library::from_toml(library).unwrap())
        .await
        .unwrap();
    let playlist = ask::json(&emulator, "/playlists/60").await;
    assert_eq!(playlist["Metadata"][0]["radio"], true);
    assert_eq!(playlist["Metadata"][0]["leafCount"], 0);
    assert!(keys(&emulator, "/playlists/60/items").await.is_empty());
}

#[tokio::test]
async fn a_queue_that_repeats_shows_its_beginning_behind_its_end() {
    let emulator = start().await;
    let (_, queue) = queue_of(&emulator, "/library/metadata/21").await;
    let id = &queue["playQueueID"];
    let entries = ask::list(&queue["Metadata"]);
    let entry = |nth: usize| entries[nth]["playQueueItemID"].clone();
    let shown = async |more: &str| {
        let path = format!("/playQueues/{id}?window=1&center={}{more}", entry(2));
        let queue = ask::json(&emulator, &path).await;
        let items = ask::list(&queue["Metadata"]);
        items
            .iter()
            .map(|item| item["playQueueItemID"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(shown("").await, [entry(1), entry(2)]);
    assert_eq!(shown("&repeat=1").await, [entry(1), entry(2), entry(0)]);
    assert_eq!(shown("&repeat=1&includeAfter=0").await, [entry(1)]);
    // One that is shown whole is shown once.
    let path = format!("/playQueues/{id}?window=9&repeat=1");
    let whole = ask::json(&emulator, &path).await;
    assert_eq!(ask::list(&whole["Metadata"]).len(), 3);
}

#[tokio::test]
async fn albums_of_photos_hold_albums_and_photos() {
    let library = r#"
        [[section]]
        key = "1"
        type = "photo"
        title = "Photos"
        [[section.item]]
        title = "Travels"
        ratingKey = 1
        [[section.item.item]]
        type = "photoalbum"
        title = "Rome"
        ratingKey = 2
        item = [{ title = "Forum", ratingKey = 3 }, { title = "Tiber", ratingKey = 4 }]
        [[section.item.item]]
        title = "Home again"
        ratingKey = 5
    "#;
    let emulator = Emulator::start(Library::from_toml(library).unwrap())
        .await
        .unwrap();
    // Albums of every depth are listed, in the order of their titles.
    assert_eq!(keys(&emulator, "/library/sections/1/all").await, [2, 1]);
    let inside = ask::json(&emulator, "/library/metadata/1/children").await;
    let inside = ask::list(&inside["Metadata"]);
    assert_eq!(inside.len(), 2);
    assert_eq!(inside[0]["title"], "Rome");
    assert_eq!(inside[0]["key"], "/library/metadata/2/children");
    assert_eq!(inside[1]["key"], "/library/metadata/5");
    assert_eq!(
        keys(&emulator, "/library/metadata/2/children").await,
        [3, 4]
    );
    let photo = ask::json(&emulator, "/library/metadata/3").await;
    assert_eq!(photo["Metadata"][0]["parentTitle"], "Rome");
    assert_eq!(
        keys(&emulator, "/library/metadata/1/allLeaves").await,
        [3, 4, 5]
    );
    let mut photos = keys(&emulator, "/library/sections/1/all?type=13").await;
    photos.sort_unstable();
    assert_eq!(photos, [3, 4, 5]);
    let state = emulator.dump();
    let again = Library::from_json(&state.to_string()).unwrap();
    let again = Emulator::start(again).await.unwrap();
    assert_eq!(again.dump()["section"], state["section"]);
}
