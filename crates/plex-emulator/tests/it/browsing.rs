//! A library by letters and by folders.

use crate::ask::{self, list};
use plex_emulator::{Emulator, Library};
use std::collections::BTreeSet;

/// The rating keys of a listing.
async fn keys(emulator: &Emulator, path: &str) -> BTreeSet<String> {
    let items = list(&ask::json(emulator, path).await["Metadata"]);
    let keys = items
        .iter()
        .map(|item| item["ratingKey"].as_str().unwrap().to_owned());
    keys.collect()
}

#[tokio::test]
async fn every_way_into_a_library_leads_somewhere() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let mut all = BTreeSet::new();
    for section in 1..=4 {
        let path = format!("/library/sections/{section}");
        let ways = ask::json(&emulator, &path).await;
        assert_eq!(ways["size"], list(&ways["Directory"]).len());
        for way in list(&ways["Directory"]) {
            let key = way["key"].as_str().unwrap().to_owned();
            let there = format!("{path}/{key}");
            let status = ask::status(&emulator, reqwest::Method::GET, &there).await;
            assert_eq!(status, 200, "{there}");
            all.insert(key);
        }
    }
    for key in [
        "edition",
        "rating",
        "all",
        "albums",
        "director",
        "resolution",
        "folder",
        "onDeck",
    ] {
        assert!(all.contains(key), "{key}");
    }
}

#[tokio::test]
async fn letters_lead_to_titles() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let letters = ask::json(&emulator, "/library/sections/1/firstCharacter").await;
    let mut counted = 0;
    for letter in list(&letters["Directory"]) {
        let key = letter["key"].as_str().unwrap();
        let path = format!("/library/sections/1/firstCharacter/{key}");
        let titles = ask::json(&emulator, &path).await;
        assert_eq!(titles["size"], letter["size"], "{letter}");
        counted += letter["size"].as_u64().unwrap();
    }
    let all = ask::json(&emulator, "/library/sections/1/all").await;
    assert_eq!(all["size"], counted);
    let path = "/library/sections/2/firstCharacter?type=4";
    let of_episodes = list(&ask::json(&emulator, path).await["Directory"]);
    let counted: u64 = of_episodes
        .iter()
        .map(|one| one["size"].as_u64().unwrap())
        .sum();
    let episodes = ask::json(&emulator, "/library/sections/2/all?type=4").await;
    assert_eq!(episodes["size"], counted);
}

/// All items in a folder and the folders in it.
async fn below(emulator: &Emulator, path: String) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in list(&ask::json(emulator, &path).await["Metadata"]) {
        match entry["ratingKey"].as_str() {
            Some(key) => assert!(found.insert(key.to_owned()), "{key} twice"),
            None => {
                assert_eq!(entry.as_object().unwrap().len(), 2, "{entry}");
                let inner = entry["key"].as_str().unwrap().to_owned();
                found.extend(Box::pin(below(emulator, inner)).await);
            }
        }
    }
    found
}

#[tokio::test]
async fn folders_lead_to_every_title() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    for (section, leaf) in [(1, 1), (2, 4), (3, 10), (4, 13)] {
        let found = below(&emulator, format!("/library/sections/{section}/folder")).await;
        let path = format!("/library/sections/{section}/all?type={leaf}");
        let all = keys(&emulator, &path).await;
        assert!(found.is_subset(&all));
        assert!(
            !found.is_empty() && found.len() * 10 > all.len() * 9,
            "{section}"
        );
    }
    let path = "/library/sections/1/folder?parent=1";
    assert_eq!(
        ask::status(&emulator, reqwest::Method::GET, path).await,
        404
    );
}

#[tokio::test]
async fn where_files_lie_is_told_to_the_owner_alone() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let path = "/library/sections/1/location";
    assert_eq!(
        ask::json(&emulator, path).await["Directory"][0]["title"],
        "/media/films"
    );
    let token = emulator.token_of("grace").unwrap();
    let url = format!("{}{path}?X-Plex-Token={token}", emulator.url());
    let answer = ask::http().get(url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(!answer.text().await.unwrap().contains("/media/films"));
}
