//! The disks change while the server runs, and scans find, change and lose what lies there.

use std::time::Duration;

use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::Value;

use crate::ask::{self, NOW};
use crate::listening::owner;
use crate::playlists::{keys, send};

const DESCRIPTION: &str = r#"
[[section]]
key = "1"
type = "movie"
title = "Films"
Location = ["/media/films"]
item = [
    { title = "Metropolis", year = 1927, ratingKey = 1, duration = "2h", Media = [{ profile = "hd", Part = [{ file = "/media/films/Metropolis (1927)/a.mkv" }] }, { profile = "sd", Part = [{ file = "/media/films/old/Metropolis.avi" }] }] },
    { title = "Sunrise", year = 1927, ratingKey = 2, Media = [{ profile = "sd", Part = [{ file = "/media/films/old/Sunrise.avi" }] }] },
]
[[section]]
key = "2"
type = "show"
title = "Shows"
Location = ["/media/shows"]
[[section.item]]
title = "The Prisoner"
year = 1967
ratingKey = 10
[[section.item.item]]
index = 1
ratingKey = 11
item = [{ title = "Arrival", ratingKey = 12, Media = [{ profile = "sd", Part = [{ file = "/media/shows/The Prisoner/1.avi" }] }] }]
[[section]]
key = "3"
type = "artist"
title = "Music"
Location = ["/media/music"]
[[section]]
key = "4"
type = "photo"
title = "Photos"
Location = ["/media/photos"]
[[file]]
path = "/media/films/The Lodger (1927)/The Lodger (1927) {edition-Restored}.mkv"
duration = "90m"
"#;

async fn start() -> Emulator {
    Emulator::builder()
        .library(Library::from_toml(DESCRIPTION).unwrap())
        .clock(Clock::manual(NOW))
        .scan_duration(Duration::from_secs(4))
        .start()
        .await
        .unwrap()
}

/// Starts a scan and lets it end.
async fn scan(emulator: &Emulator, path: &str) {
    let (status, _) = send(emulator, Method::POST, path).await;
    assert_eq!(status, 200);
    emulator.clock().advance(Duration::from_secs(4));
}

async fn item(emulator: &Emulator, key: i64) -> Value {
    let path = format!("/library/metadata/{key}?checkFiles=1");
    ask::json(emulator, &path).await["Metadata"][0].clone()
}

async fn keep_trash(emulator: &Emulator) {
    let (status, _) = send(emulator, Method::PUT, "/:/prefs?autoEmptyTrash=0").await;
    assert_eq!(status, 200);
}

async fn titled(emulator: &Emulator, path: &str, title: &str) -> Value {
    let items = ask::list(&ask::json(emulator, path).await["Metadata"]);
    let found = items.iter().find(|item| item["title"] == title);
    found
        .unwrap_or_else(|| panic!("no {title} in {items:?}"))
        .clone()
}

#[tokio::test]
async fn files_are_taken_for_what_their_names_say() {
    let emulator = start().await;
    assert_eq!(keys(&emulator, "/library/sections/1/all").await, [1, 2]);
    scan(&emulator, "/library/sections/1/refresh").await;
    let lodger = titled(&emulator, "/library/sections/1/all", "The Lodger").await;
    assert_eq!(lodger["year"], 1927);
    assert_eq!(lodger["editionTitle"], "Restored");
    assert_eq!(lodger["titleSort"], "Lodger");
    assert_eq!(lodger["duration"], 90 * 60_000);
    assert_eq!(lodger["addedAt"], NOW + 4);

    let disk = emulator.disk();
    for path in [
        "/media/shows/The Prisoner/Season 1/The Prisoner - S01E02 - The Chimes.mkv",
        "/media/shows/The Prisoner/Season 2/The Prisoner - s02e01.mkv",
        "/media/shows/Dark (2017)/Season 01/Dark - S01E01 - Secrets.mkv",
        "/media/shows/Dark (2017)/notes.txt",
        "/media/music/Can/Ege Bamyasi/01 - Pinch.flac",
        "/media/music/Can/Ege Bamyasi/02 - Sing Swan Song.flac",
        "/media/photos/Travels/Rome/Forum.jpg",
        "/media/elsewhere/Lost (1999).mkv",
    ] {
        disk.put(&format!("path = \"{path}\"")).unwrap();
    }
    scan(&emulator, "/library/sections/all/refresh").await;
    // What was there goes on; what is new has all that it is in.
    let prisoner = item(&emulator, 10).await;
    assert_eq!(
        (&prisoner["childCount"], &prisoner["leafCount"]),
        (&2.into(), &3.into())
    );
    let first = ask::json(&emulator, "/library/metadata/11/children").await;
    assert_eq!(first["Metadata"][1]["title"], "The Chimes");
    assert_eq!(first["Metadata"][1]["index"], 2);
    let dark = titled(&emulator, "/library/sections/2/all", "Dark").await;
    assert_eq!(
        (&dark["year"], &dark["leafCount"]),
        (&2017.into(), &1.into())
    );
    let tracks = ask::json(&emulator, "/library/sections/3/all?type=10").await;
    assert_eq!(tracks["size"], 2);
    let track = titled(&emulator, "/library/sections/3/all?type=10", "Pinch").await;
    assert_eq!(
        (&track["grandparentTitle"], &track["parentTitle"]),
        (&"Can".into(), &"Ege Bamyasi".into())
    );
    assert_eq!(track["Media"][0]["audioCodec"], "flac");
    let photo = titled(&emulator, "/library/sections/4/all?type=13", "Forum").await;
    assert_eq!(photo["parentTitle"], "Rome");
    // What no library holds, and no scanner takes, stays where it is.
    let state = emulator.dump();
    let left: Vec<&str> = state["file"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["path"].as_str().unwrap())
        .collect();
    assert_eq!(
        left,
        [
            "/media/elsewhere/Lost (1999).mkv",
            "/media/shows/Dark (2017)/notes.txt"
        ]
    );
    let again = Emulator::builder()
        .library(Library::from_json(&state.to_string()).unwrap())
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap();
    let differing = crate::dumping::differences(&state, &again.dump());
    assert_eq!(differing, Vec::<String>::new());
}

#[tokio::test]
async fn a_scan_of_a_folder_sees_that_folder_alone_and_one_called_off_sees_nothing() {
    let emulator = start().await;
    let disk = emulator.disk();
    disk.put("path = \"/media/films/new/Faust (1926).mkv\"")
        .unwrap();
    disk.remove("/media/films/old/Sunrise.avi");
    let path = "/library/sections/1/refresh";
    send(&emulator, Method::POST, path).await;
    emulator.clock().advance(Duration::from_secs(2));
    assert_eq!(ask::status(&emulator, Method::DELETE, path).await, 200);
    emulator.clock().advance(Duration::from_secs(60));
    assert_eq!(keys(&emulator, "/library/sections/1/all").await, [1, 2]);
    scan(
        &emulator,
        "/library/sections/1/refresh?path=%2Fmedia%2Ffilms%2Fnew",
    )
    .await;
    let all = keys(&emulator, "/library/sections/1/all").await;
    assert_eq!(all.len(), 3, "{all:?}");
    assert!(all.contains(&2));
    scan(
        &emulator,
        "/library/sections/1/refresh?path=%2Fmedia%2Ffilms%2Fold",
    )
    .await;
    assert!(
        !keys(&emulator, "/library/sections/1/all")
            .await
            .contains(&2)
    );
}

#[tokio::test]
async fn what_has_lost_its_files_lies_in_the_trash_until_that_is_emptied() {
    let emulator = start().await;
    keep_trash(&emulator).await;
    emulator.disk().remove("/media/films/old");
    // The files are gone at once; the library learns of it by a scan.
    let sunrise = item(&emulator, 2).await;
    let part = &sunrise["Media"][0]["Part"][0];
    assert_eq!(
        (&part["exists"], &part["accessible"]),
        (&false.into(), &false.into())
    );
    assert!(sunrise.get("deletedAt").is_none());
    let key = part["key"].as_str().unwrap();
    assert_eq!(ask::status(&emulator, Method::GET, key).await, 404);
    scan(&emulator, "/library/sections/1/refresh").await;
    let sunrise = item(&emulator, 2).await;
    assert_eq!(sunrise["deletedAt"], NOW + 4);
    assert_eq!(sunrise["Media"][0]["deletedAt"], NOW + 4);
    // A film that has another version is not lost.
    let metropolis = item(&emulator, 1).await;
    assert!(metropolis.get("deletedAt").is_none());
    assert!(metropolis["Media"][0].get("deletedAt").is_none());
    assert_eq!(metropolis["Media"][1]["deletedAt"], NOW + 4);
    let trash = "/library/sections/1/all?trash=1";
    assert_eq!(keys(&emulator, trash).await, [2]);
    // What is back is found by the next scan.
    assert!(emulator.disk().restore("/media/films/old/Sunrise.avi"));
    assert!(!emulator.disk().restore("/media/films/old/Sunrise.avi"));
    assert_eq!(keys(&emulator, trash).await, [2]);
    scan(&emulator, "/library/sections/1/refresh").await;
    assert!(keys(&emulator, trash).await.is_empty());
    assert!(
        item(&emulator, 2).await["Media"][0]
            .get("deletedAt")
            .is_none()
    );
    // And what is not goes with the trash, versions too.
    emulator.disk().remove("/media/films/old/Sunrise.avi");
    scan(&emulator, "/library/sections/1/refresh").await;
    let empty = "/library/sections/1/emptyTrash";
    assert_eq!(ask::status(&emulator, Method::PUT, empty).await, 200);
    assert!(
        !keys(&emulator, "/library/sections/1/all")
            .await
            .contains(&2)
    );
    assert_eq!(ask::list(&item(&emulator, 1).await["Media"]).len(), 1);
    assert_eq!(emulator.dump()["gone"], serde_json::json!([]));
}

#[tokio::test]
async fn a_show_is_lost_with_the_last_of_its_episodes() {
    let emulator = start().await;
    keep_trash(&emulator).await;
    emulator.disk().remove("/media/shows/The Prisoner");
    scan(&emulator, "/library/sections/2/refresh").await;
    for key in [10, 11, 12] {
        assert_eq!(item(&emulator, key).await["deletedAt"], NOW + 4, "{key}");
    }
    assert!(emulator.disk().restore("/media/shows/The Prisoner/1.avi"));
    scan(&emulator, "/library/sections/2/refresh").await;
    for key in [10, 11, 12] {
        assert!(
            item(&emulator, key).await.get("deletedAt").is_none(),
            "{key}"
        );
    }
}

#[tokio::test]
async fn the_trash_empties_itself_unless_told_otherwise() {
    let emulator = start().await;
    emulator.disk().remove("/media/films/old");
    scan(&emulator, "/library/sections/1/refresh").await;
    assert!(
        !keys(&emulator, "/library/sections/1/all")
            .await
            .contains(&2)
    );
    assert_eq!(ask::list(&item(&emulator, 1).await["Media"]).len(), 1);
}

#[tokio::test]
async fn a_file_that_changes_or_moves_is_seen_for_what_it_is() {
    let emulator = start().await;
    let before = item(&emulator, 2).await;
    assert_eq!(before["Media"][0]["videoResolution"], "sd");
    let disk = emulator.disk();
    disk.put("path = \"/media/films/old/Sunrise.avi\"\nprofile = \"fhd\"\nduration = \"95m\"")
        .unwrap();
    scan(&emulator, "/library/sections/1/refresh").await;
    let after = item(&emulator, 2).await;
    assert_eq!(after["Media"][0]["videoResolution"], "1080");
    assert_eq!(after["Media"][0]["id"], before["Media"][0]["id"]);
    assert_eq!(after["duration"], 95 * 60_000);
    assert_eq!(after["addedAt"], before["addedAt"]);
    // Another version is one of the film's own.
    disk.put("path = \"/media/films/Sunrise (1927).mkv\"\nprofile = \"uhd\"")
        .unwrap();
    scan(&emulator, "/library/sections/1/refresh").await;
    assert_eq!(ask::list(&item(&emulator, 2).await["Media"]).len(), 2);
    // A file that is moved is lost in one place and found in the other.
    assert!(disk.rename(
        "/media/films/Sunrise (1927).mkv",
        "/media/films/Sunrise/Sunrise (1927).mkv"
    ));
    assert!(!disk.rename("/media/films/Sunrise (1927).mkv", "/media/films/x.mkv"));
    scan(&emulator, "/library/sections/1/refresh").await;
    let media = ask::list(&item(&emulator, 2).await["Media"]);
    let files: Vec<&str> = media
        .iter()
        .map(|one| one["Part"][0]["file"].as_str().unwrap())
        .collect();
    assert_eq!(
        files,
        [
            "/media/films/old/Sunrise.avi",
            "/media/films/Sunrise/Sunrise (1927).mkv"
        ]
    );
    for wrong in [
        "path = \"films/x.mkv\"",
        "path = \"/media/\"",
        "profile = \"hd\"",
        "path = \"/x.mkv\"\nprofile = \"vhs\"",
    ] {
        assert!(disk.put(wrong).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn a_scan_tells_what_it_finds_changes_and_loses_in_order() {
    let emulator = start().await;
    keep_trash(&emulator).await;
    let disk = emulator.disk();
    disk.remove("/media/films/old/Sunrise.avi");
    disk.put("path = \"/media/films/Metropolis (1927)/a.mkv\"\nprofile = \"uhd\"")
        .unwrap();
    let mut ear = owner(&emulator, "activity,timeline,status").await;
    scan(&emulator, "/library/sections/1/refresh").await;
    ask::json(&emulator, "/activities").await;
    let mut told: Vec<String> = Vec::new();
    while told.last().is_none_or(|last| last != "complete") {
        let (kind, list) = ear.hear().await;
        let one = &list[0];
        told.push(match kind.as_str() {
            "activity" => format!(
                "{} {} {}",
                one["event"].as_str().unwrap(),
                one["Activity"]["progress"],
                one["Activity"]["subtitle"].as_str().unwrap()
            ),
            "timeline" => format!(
                "{} {}{}",
                one["title"].as_str().unwrap(),
                one["state"],
                one["mediaState"]
                    .as_str()
                    .map_or(String::new(), |state| format!(" {state}"))
            ),
            _ => "complete".to_owned(),
        });
    }
    assert_eq!(
        told,
        [
            "started 0 ",
            "updated 25 ",
            "Metropolis 4 analyzing",
            "Metropolis 5",
            "Sunrise 5",
            "updated 100 The Lodger",
            "The Lodger 0",
            "The Lodger 1",
            "The Lodger 2",
            "The Lodger 4",
            "The Lodger 5 analyzing",
            "The Lodger 5",
            "ended 100 ",
            "complete",
        ]
    );
    send(&emulator, Method::PUT, "/library/sections/1/emptyTrash").await;
    let (_, gone) = ear.hear().await;
    assert_eq!(
        (&gone[0]["title"], &gone[0]["state"]),
        (&"Sunrise".into(), &9.into())
    );
}

#[tokio::test]
async fn a_playlist_is_made_of_a_file_that_was_put_there() {
    let emulator = start().await;
    let disk = emulator.disk();
    for path in ["Can/Soon/01 - Dizzy.flac", "Can/Soon/02 - Chain.flac"] {
        disk.put(&format!("path = \"/media/music/{path}\""))
            .unwrap();
    }
    disk.put("path = \"/media/music/Can/evening.m3u\"\ntext = \"#EXTM3U\\n/media/music/Can/Soon/02 - Chain.flac\\nSoon/01 - Dizzy.flac\\nnothing.flac\"").unwrap();
    scan(&emulator, "/library/sections/3/refresh").await;
    let upload = "/playlists/upload?sectionID=3&path=%2Fmedia%2Fmusic%2FCan%2Fevening.m3u";
    for twice in 0..2 {
        assert_eq!(
            send(&emulator, Method::POST, upload).await.0,
            200,
            "{twice}"
        );
        assert_eq!(ask::json(&emulator, "/playlists").await["size"], 1);
    }
    let playlist = titled(&emulator, "/playlists", "evening").await;
    assert!(
        playlist["guid"]
            .as_str()
            .unwrap()
            .ends_with("/media/music/Can/evening.m3u")
    );
    let items = format!(
        "/playlists/{}/items",
        playlist["ratingKey"].as_str().unwrap()
    );
    let items = ask::list(&ask::json(&emulator, &items).await["Metadata"]);
    let titles: Vec<&str> = items
        .iter()
        .map(|item| item["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["Chain", "Dizzy"]);
    let beside = format!("{upload}&force=0");
    assert_eq!(send(&emulator, Method::POST, &beside).await.0, 200);
    assert_eq!(ask::json(&emulator, "/playlists").await["size"], 2);
    for (path, status) in [
        ("/playlists/upload?sectionID=3&path=%2Fetc%2Fpasswd", 403),
        (
            "/playlists/upload?sectionID=3&path=%2Fmedia%2Fmusic%2FCan%2FSoon%2F01%20-%20Dizzy.flac",
            403,
        ),
        (
            "/playlists/upload?sectionID=1&path=%2Fmedia%2Fmusic%2FCan%2Fevening.m3u",
            400,
        ),
        ("/playlists/upload?sectionID=3", 400),
    ] {
        assert_eq!(
            send(&emulator, Method::POST, path).await.0,
            status,
            "{path}"
        );
    }
}
