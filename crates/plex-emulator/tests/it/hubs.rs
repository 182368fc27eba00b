//! Rows of titles: at home and in a library.

use std::collections::BTreeSet;

use crate::ask;
use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::Value;

async fn start(library: Library) -> Emulator {
    Emulator::builder()
        .library(library)
        .clock(Clock::manual(1_790_000_000))
        .start()
        .await
        .unwrap()
}

async fn hubs(emulator: &Emulator, path: &str) -> Vec<Value> {
    let answer = ask::json(emulator, path).await;
    let hubs = answer["Hub"].as_array().cloned().unwrap_or_default();
    assert_eq!(answer["size"], hubs.len(), "{path}");
    hubs
}

fn texts<'h>(hubs: &'h [Value], key: &str) -> Vec<&'h str> {
    hubs.iter().map(|hub| hub[key].as_str().unwrap()).collect()
}

fn keys(list: &Value) -> Vec<String> {
    let items = list["Metadata"].as_array();
    let keys = items.into_iter().flatten();
    // Stations of a radio have but a path.
    let key = |item: &Value| {
        item["ratingKey"]
            .as_str()
            .or(item["key"].as_str())
            .map(str::to_owned)
    };
    keys.map(|item| key(item).unwrap()).collect()
}

/// A hub shows the beginning of what its key gives, and says whether there is more.
async fn agrees_with_its_key(emulator: &Emulator, hub: &Value) {
    let all = ask::json(emulator, hub["key"].as_str().unwrap()).await;
    let (all, shown) = (keys(&all), keys(hub));
    assert_eq!(shown, all[..shown.len()], "{}", hub["key"]);
    assert_eq!(hub["size"], shown.len());
    assert_eq!(hub["more"], shown.len() < all.len(), "{}", hub["key"]);
    let same = ask::json(emulator, hub["hubKey"].as_str().unwrap()).await;
    assert_eq!(keys(&same), shown, "{}", hub["hubKey"]);
}

#[tokio::test]
async fn every_hub_shows_what_its_key_gives() {
    let emulator = start(Library::sample()).await;
    let mut seen = BTreeSet::new();
    for path in [
        "/hubs",
        "/hubs/promoted",
        "/hubs/continueWatching",
        "/hubs/sections/1",
        "/hubs/sections/2?count=3",
        "/hubs/sections/3",
        "/hubs/sections/4",
    ] {
        for hub in hubs(&emulator, path).await {
            if hub["type"] != "playlist" {
                agrees_with_its_key(&emulator, &hub).await;
            }
            let is_of_a_section = path.starts_with("/hubs/sections");
            assert_eq!(hub.get("promoted").is_none(), is_of_a_section);
            seen.insert(hub["hubIdentifier"].as_str().unwrap().to_owned());
        }
    }
    for expected in [
        "home.continue",
        "continueWatching",
        "home.movies.recent",
        "home.television.recent",
        "home.playlists",
        "movie.inprogress.1",
        "movie.recentlyadded.1",
        "movie.topunwatched.1",
        "tv.recentlyaired.2",
        "tv.toprated.2",
        "music.recent.added.3",
        "photo.recent.4",
    ] {
        assert!(seen.contains(expected), "{expected} is not in {seen:?}");
    }
}

#[tokio::test]
async fn a_library_that_is_left_out_of_home_has_hubs_of_its_own_only() {
    let hidden = r#"
        [[section]]
        key = "1"
        type = "movie"
        title = "Hidden"
        hidden = 1
        [[section.item]]
        title = "One"
        [[section]]
        key = "2"
        type = "movie"
        title = "Shown"
        [[section.item]]
        title = "Two"
        [[section]]
        key = "3"
        type = "movie"
        title = "Shown too"
        [[section.item]]
        title = "Three"
    "#;
    let emulator = start(Library::from_toml(hidden).unwrap()).await;
    let home = hubs(&emulator, "/hubs").await;
    assert_eq!(
        texts(&home, "title"),
        ["Recently Added in Shown", "Recently Added in Shown too"]
    );
    assert_eq!(texts(&home, "hubIdentifier"), ["home.movies.recent"; 2]);
    let own = hubs(&emulator, "/hubs/sections/1").await;
    assert!(texts(&own, "hubIdentifier").contains(&"movie.recentlyadded.1"));
    let promoted = hubs(&emulator, "/hubs/promoted?contentDirectoryID=1,3").await;
    assert_eq!(texts(&promoted, "hubIdentifier"), ["movie.recentlyadded.3"]);
}

#[tokio::test]
async fn empty_hubs_are_left_out_unless_wanted() {
    let empty = "[[section]]\nkey = \"1\"\ntype = \"movie\"\ntitle = \"Nothing\"";
    let emulator = start(Library::from_toml(empty).unwrap()).await;
    assert!(hubs(&emulator, "/hubs/sections/1").await.is_empty());
    let all = hubs(&emulator, "/hubs/sections/1?includeEmpty=1").await;
    assert!(!all.is_empty());
    for hub in all {
        assert_eq!(hub["size"], 0);
        assert!(hub.get("Metadata").is_none() && hub.get("hubKey").is_none());
    }
}

#[tokio::test]
async fn watching_moves_titles_between_the_rows() {
    let emulator = start(Library::sample()).await;
    let row = async |identifier: &str| {
        let hubs = hubs(&emulator, "/hubs/sections/1?count=200").await;
        let hub = hubs.iter().find(|hub| hub["hubIdentifier"] == identifier);
        keys(hub.unwrap_or(&Value::Null))
    };
    let unwatched = row("movie.topunwatched.1").await;
    let film = unwatched.first().unwrap().clone();
    assert!(!row("movie.recentlyviewed.1").await.contains(&film));
    let begin =
        format!("/:/progress?key={film}&identifier=com.plexapp.plugins.library&time=600000");
    assert_eq!(ask::status(&emulator, Method::GET, &begin).await, 200);
    assert_eq!(row("movie.inprogress.1").await[0], film);
    let finish = format!("/:/scrobble?key={film}&identifier=com.plexapp.plugins.library");
    assert_eq!(ask::status(&emulator, Method::GET, &finish).await, 200);
    assert!(!row("movie.topunwatched.1").await.contains(&film));
    assert!(!row("movie.inprogress.1").await.contains(&film));
    assert_eq!(row("movie.recentlyviewed.1").await[0], film);
}

#[tokio::test]
async fn hubs_are_managed_under_names_without_numbers() {
    let emulator = start(Library::sample()).await;
    let managed = hubs(&emulator, "/hubs/sections/1/manage").await;
    let names = texts(&managed, "identifier");
    assert!(names.contains(&"movie.recentlyadded") && names.contains(&"movie.genre"));
    assert!(!names.contains(&"movie.inprogress"));
    let recent = managed
        .iter()
        .find(|hub| hub["identifier"] == "movie.recentlyadded");
    assert_eq!(recent.unwrap()["promotedToOwnHome"], true);
}
