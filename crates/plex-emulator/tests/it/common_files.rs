//! Libraries share folders, and leave files behind when they are given up.

use std::time::Duration;

use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::Value;

use crate::ask::{self, NOW};
use crate::playlists::send;

const DESCRIPTION: &str = r#"
[[section]]
key = "1"
type = "movie"
title = "Films"
Location = ["/films"]
item = [
    { title = "Metropolis", year = 1927, media = ["hd", "sd"] },
    { title = "Sunrise", year = 1927, duration = "95m" },
    { title = "The Lodger", year = 1927, waiting = true },
]
[[section]]
key = "2"
type = "show"
title = "Shows"
Location = ["/shows"]
[[section.item]]
title = "The Prisoner"
year = 1967
[[section.item.item]]
index = 1
item = [{ title = "Arrival" }, { title = "The Chimes" }]
[[section]]
key = "3"
type = "artist"
title = "Music"
Location = ["/music"]
[[section.item]]
title = "Can"
item = [{ title = "Ege Bamyasi", item = [{ title = "Pinch" }, { title = "Spoon" }] }]
[[section]]
key = "4"
type = "photo"
title = "Photos"
Location = ["/photos"]
[[section.item]]
title = "Cats"
item = [{ title = "Tom" }, { title = "In bed", item = [{ title = "Asleep" }] }]
"#;

async fn start() -> Emulator {
    let builder = Emulator::builder().library(Library::from_toml(DESCRIPTION).unwrap());
    let builder = builder.clock(Clock::manual(NOW));
    let builder = builder.scan_duration(Duration::from_secs(4));
    builder.start().await.unwrap()
}

/// Makes a library over a folder and lets its first scan end; gives its key.
async fn make(emulator: &Emulator, kind: &str, folder: &str) -> String {
    let path = format!(
        "/library/sections?name=Again&type={kind}&agent=tv.plex.agents.movie&scanner=Plex%20Movie\
        &language=en-US&location={folder}"
    );
    let answer = ask::request(emulator, Method::POST, &path)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 201);
    let key = answer.headers()["location"]
        .to_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    emulator.clock().advance(Duration::from_secs(4));
    key
}

/// What a library's items of a type are called and which files they have, in the order of their titles.
async fn contents(emulator: &Emulator, key: &str, kind: u8) -> Vec<(String, Vec<String>)> {
    let path = format!("/library/sections/{key}/all?type={kind}&sort=titleSort");
    let items = ask::list(&ask::json(emulator, &path).await["Metadata"]);
    let files = |item: &Value| {
        let media = ask::list(&item["Media"]);
        let parts = media.iter().flat_map(|media| ask::list(&media["Part"]));
        let mut files: Vec<String> = parts
            .map(|part| part["file"].as_str().unwrap().to_owned())
            .collect();
        files.sort();
        files
    };
    let named = items
        .iter()
        .map(|item| (item["title"].as_str().unwrap().to_owned(), files(item)));
    named.collect()
}

const ALL: [(&str, &str, &str, u8); 4] = [
    ("1", "movie", "/films", 1),
    ("2", "show", "/shows", 4),
    ("3", "artist", "/music", 10),
    ("4", "photo", "/photos", 13),
];

#[tokio::test]
async fn a_library_that_is_given_up_leaves_its_files_for_the_next() {
    let emulator = start().await;
    for (key, kind, folder, leaves) in ALL {
        let before = contents(&emulator, key, leaves).await;
        assert!(before.len() >= 2 && before.iter().all(|(_, files)| !files.is_empty()));
        let path = format!("/library/sections/{key}");
        assert_eq!(send(&emulator, Method::DELETE, &path).await.0, 200);
        let new = make(&emulator, kind, folder).await;
        let mut after = contents(&emulator, &new, leaves).await;
        // What waited for a scan has been found by it.
        after.retain(|(title, _)| title != "The Lodger");
        assert_eq!(after, before, "{folder}");
    }
}

#[tokio::test]
async fn a_file_that_is_gone_is_not_left() {
    let emulator = start().await;
    let sunrise = "/films/Sunrise (1927)/Sunrise (1927).mkv";
    assert!(emulator.disk().remove(sunrise));
    assert_eq!(
        send(&emulator, Method::DELETE, "/library/sections/1")
            .await
            .0,
        200
    );
    let new = make(&emulator, "movie", "/films").await;
    let found = contents(&emulator, &new, 1).await;
    let titles: Vec<&str> = found.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, ["The Lodger", "Metropolis"]);
}

#[tokio::test]
async fn a_second_library_over_a_folder_finds_all_that_the_first_has() {
    let emulator = start().await;
    for (key, kind, folder, leaves) in ALL {
        let first = contents(&emulator, key, leaves).await;
        let new = make(&emulator, kind, folder).await;
        assert_eq!(contents(&emulator, &new, leaves).await, first, "{folder}");
        // Once is enough, and the first keeps what it has.
        let again = format!("/library/sections/{new}/refresh");
        assert_eq!(send(&emulator, Method::POST, &again).await.0, 200);
        emulator.clock().advance(Duration::from_secs(4));
        assert_eq!(contents(&emulator, &new, leaves).await, first, "{folder}");
        assert_eq!(contents(&emulator, key, leaves).await, first, "{folder}");
        // The last that has a file leaves it, and only that one.
        let path = format!("/library/sections/{key}");
        assert_eq!(send(&emulator, Method::DELETE, &path).await.0, 200);
        assert_eq!(send(&emulator, Method::POST, &again).await.0, 200);
        emulator.clock().advance(Duration::from_secs(4));
        // What waited in the first for a scan is found now.
        let mut left = contents(&emulator, &new, leaves).await;
        left.retain(|(title, _)| title != "The Lodger");
        assert_eq!(left, first, "{folder}");
    }
}
