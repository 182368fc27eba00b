//! What items are taken for: matched, unmatched, split and merged.

use plex_emulator::{Emulator, Library};
use reqwest::Method;

use crate::ask::{self, item};
use crate::playlists::{keys, send};

const DESCRIPTION: &str = r#"
[[section]]
key = "1"
type = "movie"
title = "Films"
Location = ["/films"]
item = [
    { title = "Metropolis", ratingKey = 1, year = 1927, media = ["hd", "sd"], Genre = ["Drama"] },
    { title = "Sunrise", ratingKey = 2, year = 1927, media = ["hd"], viewCount = 2 },
]
[[section.collection]]
title = "Silent"
ratingKey = 50
items = [1, 2]
[[section]]
key = "2"
type = "artist"
title = "Music"
[[section.item]]
title = "Can"
ratingKey = 20
item = [{ title = "Tago Mago", ratingKey = 21, item = ["Paperhouse"] }, { title = "Future Days", ratingKey = 22, item = ["Spray"] }]
[[section.item]]
title = "CAN (band)"
ratingKey = 30
item = [{ title = "Landed", ratingKey = 31, item = ["Full Moon"] }]
"#;

async fn start() -> Emulator {
    Emulator::start(Library::from_toml(DESCRIPTION).unwrap())
        .await
        .unwrap()
}

#[tokio::test]
async fn what_is_locked_survives_another_match() {
    let emulator = start().await;
    let lock = "/library/metadata/1?summary.value=Mine&summary.locked=1";
    assert_eq!(send(&emulator, Method::PUT, lock).await.0, 200);
    let path = "/library/metadata/1/match?guid=plex%3A%2F%2Fmovie%2F5d77&name=The+City&year=1930";
    assert_eq!(send(&emulator, Method::PUT, path).await.0, 200);
    let read = item(&emulator, 1).await;
    assert_eq!(read["guid"], "plex://movie/5d77");
    assert_eq!(read["title"], "The City");
    assert_eq!(read["titleSort"], "City");
    assert_eq!(read["year"], 1930);
    assert_eq!(read["summary"], "Mine");
    assert_eq!(
        send(&emulator, Method::PUT, "/library/metadata/1/unmatch")
            .await
            .0,
        200
    );
    let read = item(&emulator, 1).await;
    assert_eq!(read["guid"], "tv.plex.agents.none://1");
    assert_eq!(read["title"], "Metropolis (1927)");
    assert_eq!(read["summary"], "Mine");
    assert_eq!(
        keys(&emulator, "/library/sections/1/all?unmatched=1").await,
        [1]
    );
    for path in [
        "/library/metadata/1/match",
        "/library/metadata/1/match?guid=x",
    ] {
        assert_eq!(send(&emulator, Method::PUT, path).await.0, 400, "{path}");
    }
}

#[tokio::test]
async fn versions_are_split_into_items_and_merged_again() {
    let emulator = start().await;
    let whole = item(&emulator, 1).await;
    assert_eq!(
        send(&emulator, Method::PUT, "/library/metadata/1/split")
            .await
            .0,
        200
    );
    let films = keys(&emulator, "/library/sections/1/all?sort=id").await;
    assert_eq!(films.len(), 3);
    let other = films[2];
    let part = item(&emulator, other).await;
    assert_eq!(part["guid"], whole["guid"]);
    assert_eq!(part["title"], "Metropolis");
    assert_eq!(part["Media"].as_array().unwrap().len(), 1);
    assert_eq!(part["Media"][0]["id"], whole["Media"][1]["id"]);
    assert_eq!(
        item(&emulator, 1).await["Media"].as_array().unwrap().len(),
        1
    );
    assert_eq!(
        keys(&emulator, "/library/collections/50/items").await.len(),
        3
    );
    let merge = format!("/library/metadata/1/merge?ids={other}");
    assert_eq!(send(&emulator, Method::PUT, &merge).await.0, 200);
    assert_eq!(item(&emulator, 1).await["Media"], whole["Media"]);
    let gone = format!("/library/metadata/{other}");
    assert_eq!(ask::status(&emulator, Method::GET, &gone).await, 404);
    assert_eq!(
        keys(&emulator, "/library/collections/50/items").await.len(),
        2
    );
    for (path, status) in [
        ("/library/metadata/1/merge", 400),
        ("/library/metadata/1/merge?ids=2,999", 404),
        ("/library/metadata/1/merge?ids=2,20", 400),
    ] {
        assert_eq!(send(&emulator, Method::PUT, path).await.0, status, "{path}");
    }
    assert_eq!(item(&emulator, 2).await["viewCount"], 2);
}

#[tokio::test]
async fn merged_artists_have_the_albums_of_both() {
    let emulator = start().await;
    let merge = "/library/metadata/20/merge?ids=30";
    assert_eq!(send(&emulator, Method::PUT, merge).await.0, 200);
    assert_eq!(
        keys(&emulator, "/library/metadata/20/children").await,
        [21, 22, 31]
    );
    assert_eq!(keys(&emulator, "/library/sections/2/all").await, [20]);
    assert_eq!(item(&emulator, 31).await["parentTitle"], "Can");
}
