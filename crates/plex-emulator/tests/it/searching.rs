//! What searches find, and why.

use crate::ask;
use plex_emulator::{Emulator, Library};
use serde_json::Value;

async fn hub(emulator: &Emulator, identifier: &str, query: &str) -> Vec<Value> {
    let path = format!("/hubs/search?limit=100&query={query}");
    let answer = ask::json(emulator, &path).await;
    let hubs = answer["Hub"].as_array().unwrap();
    let hub = hubs.iter().find(|hub| hub["hubIdentifier"] == identifier);
    let hub = hub.unwrap();
    let key = if hub.get("Directory").is_some() {
        "Directory"
    } else {
        "Metadata"
    };
    let items = hub[key].as_array().cloned().unwrap_or_default();
    assert_eq!(hub["size"], items.len());
    items
}

fn titles(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|item| item["title"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_persons_films_come_with_their_reason() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let people = hub(&emulator, "director", "keaton").await;
    assert_eq!(people.len(), 1);
    let person = &people[0];
    let films = hub(&emulator, "movie", "keaton").await;
    let directed: Vec<_> = films
        .iter()
        .filter(|film| film["reason"] == "director")
        .collect();
    assert_eq!(person["count"], directed.len());
    assert!(!directed.is_empty());
    for film in directed {
        assert_eq!(film["reasonTitle"], person["tag"]);
        assert_eq!(film["reasonID"], person["id"]);
        let directors = film["Director"].as_array().unwrap();
        assert!(directors.iter().any(|tag| tag["tag"] == person["tag"]));
    }
    // What is called so comes first, without a reason.
    let metropolis = hub(&emulator, "movie", "metropolis").await;
    assert_eq!(metropolis[0]["title"], "Metropolis");
    assert!(metropolis[0].get("reason").is_none());
}

#[tokio::test]
async fn an_artists_albums_and_tracks_come_with_it() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let artists = ask::json(&emulator, "/library/sections/3/all").await;
    let artist = &artists["Metadata"][0];
    let title = artist["title"].as_str().unwrap();
    let albums = hub(&emulator, "album", title).await;
    assert!(!albums.is_empty());
    for album in albums.iter().filter(|album| album.get("reason").is_some()) {
        assert_eq!(album["reason"], "artist");
        assert_eq!(album["parentTitle"], album["reasonTitle"]);
        let id = album["reasonID"].as_i64().unwrap().to_string();
        assert_eq!(album["parentRatingKey"], id);
    }
    assert!(!hub(&emulator, "track", title).await.is_empty());
}

#[tokio::test]
async fn original_titles_and_twins_say_so() {
    let library = r#"
        [[section]]
        key = "1"
        type = "movie"
        title = "Films"
        [[section.item]]
        title = "Spirited Away"
        originalTitle = "Sen to Chihiro no kamikakushi"
        year = 2001
        [[section]]
        key = "2"
        type = "movie"
        title = "Children"
        [[section.item]]
        title = "Spirited Away"
        year = 2001
    "#;
    let emulator = Emulator::start(Library::from_toml(library).unwrap())
        .await
        .unwrap();
    let by_original = hub(&emulator, "movie", "chihiro").await;
    assert_eq!(titles(&by_original), ["Spirited Away"]);
    assert_eq!(by_original[0]["reason"], "originalTitle");
    assert_eq!(
        by_original[0]["reasonTitle"],
        "Sen to Chihiro no kamikakushi"
    );
    let twins = hub(&emulator, "movie", "spirited").await;
    let reasons: Vec<_> = twins
        .iter()
        .map(|film| {
            let of = |key: &str| film[key].clone();
            (of("reason"), of("reasonTitle"), of("reasonID"))
        })
        .collect();
    assert_eq!(
        reasons,
        [
            ("section".into(), "Films".into(), 1.into()),
            ("section".into(), "Children".into(), 2.into())
        ]
    );
    // The other generations find original titles as well.
    let legacy = ask::json(&emulator, "/search?query=chihiro").await;
    assert_eq!(legacy["Metadata"][0]["title"], "Spirited Away");
    let ranked = ask::json(&emulator, "/library/search?query=chihiro").await;
    assert_eq!(
        ranked["SearchResult"][0]["Metadata"]["title"],
        "Spirited Away"
    );
    let one = ask::json(&emulator, "/library/sections/1/search?type=1&query=chihiro").await;
    assert_eq!(one["size"], 1);
}

#[tokio::test]
async fn a_common_word_finds_no_more_than_its_limit() {
    let emulator = Emulator::start(Library::generate(20_000)).await.unwrap();
    let films = hub(&emulator, "movie", "a").await;
    assert_eq!(films.len(), 100);
}

#[tokio::test]
async fn a_tag_says_which_library_it_was_found_in() {
    let emulator = Emulator::builder().start().await.unwrap();
    let hubs = ask::json(&emulator, "/hubs/search?query=drama&limit=20").await;
    let hubs = ask::list(&hubs["Hub"]);
    let genres = hubs.iter().find(|hub| hub["type"] == "genre").unwrap();
    let tags = ask::list(&genres["Directory"]);
    assert!(tags.len() > 1);
    for tag in tags {
        assert_eq!(tag["reason"], "section");
        assert_eq!(tag["reasonID"], tag["librarySectionID"]);
        assert_eq!(tag["reasonTitle"], tag["librarySectionTitle"]);
        assert!(tag["reasonTitle"].is_string());
    }
}
