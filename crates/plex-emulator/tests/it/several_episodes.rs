//! Files that hold several episodes.

use std::time::Duration;

use reqwest::Method;

use crate::ask;
use plex_emulator::Emulator;

const SHOWS: &str = r#"
[[section]]
key = "2"
type = "show"
title = "Shows"
Location = ["/media/shows"]
"#;

/// Scans the shows, and lets the scan end.
async fn scan(emulator: &Emulator) {
    let path = "/library/sections/2/refresh";
    assert_eq!(ask::status(emulator, Method::POST, path).await, 200);
    emulator.clock().advance(Duration::from_secs(60));
}

#[tokio::test]
async fn a_file_of_several_episodes_is_one_of_each_of_them() {
    let emulator = ask::described(SHOWS).await;
    let folder = "/media/shows/The Prisoner (1967)/Season 03";
    let put = |name: &str| {
        let path = format!("{folder}/The Prisoner - {name}.mkv");
        let file = format!("path = \"{path}\"\nprofile = \"sd\"\nduration = \"50m\"");
        emulator.disk().put(&file).unwrap();
    };
    let numbers = async || {
        let all = ask::json(&emulator, "/library/sections/2/all?type=4").await;
        let all = ask::list(&all["Metadata"]).into_iter();
        let new = all.filter(|one| one["parentIndex"] == 3);
        let mut new: Vec<(i64, String, i64)> = new
            .map(|one| {
                let media = &one["Media"][0];
                let file = media["Part"][0]["file"].as_str().unwrap();
                let file = file.rsplit('/').next().unwrap().to_owned();
                (
                    one["index"].as_i64().unwrap(),
                    file,
                    media["id"].as_i64().unwrap(),
                )
            })
            .collect();
        new.sort();
        new
    };
    for name in [
        "S03E01-E02",
        "S03E03E04 - Twins",
        "s03e05-06",
        "S03E07-720p",
    ] {
        put(name);
    }
    scan(&emulator).await;
    let found = numbers().await;
    let indexes: Vec<i64> = found.iter().map(|(index, ..)| *index).collect();
    assert_eq!(indexes, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(found[0].1, found[1].1);
    assert_ne!(found[0].2, found[1].2);
    assert_eq!(found[3].1, "The Prisoner - S03E03E04 - Twins.mkv");
    // What changes on the disk changes for both, and what goes is gone for both.
    let path = |at: usize| format!("{folder}/{}", found[at].1);
    let sharper = format!("path = \"{}\"\nprofile = \"hd\"", path(0));
    emulator.disk().put(&sharper).unwrap();
    assert!(emulator.disk().remove(&path(2)));
    scan(&emulator).await;
    let all = ask::json(&emulator, "/library/sections/2/all?type=4").await;
    let all = ask::list(&all["Metadata"]).into_iter();
    let sharp = all.filter(|one| one["Media"][0]["videoResolution"] == "720");
    let mut sharp: Vec<i64> = sharp.map(|one| one["index"].as_i64().unwrap()).collect();
    sharp.sort_unstable();
    assert_eq!(sharp, [1, 2]);
    let left: Vec<i64> = numbers().await.iter().map(|(index, ..)| *index).collect();
    assert_eq!(left, [1, 2, 5, 6, 7]);
}
