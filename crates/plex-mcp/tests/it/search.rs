//! What `plex_search` finds beside titles.

use plex_emulator::Library;
use serde_json::{Value, json};

use crate::support::{Fixture, items};

async fn search(fixture: &Fixture, arguments: Value) -> Vec<Value> {
    let found = fixture.ok("plex_search", arguments).await;
    items(&found).clone()
}

#[tokio::test]
async fn a_persons_films_follow_the_person() {
    let fixture = Fixture::sample().await;
    let found = search(&fixture, json!({"query": "Buster Keaton", "limit": 50})).await;
    let place = |is_wanted: &dyn Fn(&Value) -> bool| found.iter().position(is_wanted).unwrap();
    let person = place(&|hit| hit.get("rating_key").is_none());
    assert_eq!(found[person]["title"], "Buster Keaton");
    assert_eq!(found[person]["matched"], "person");
    assert!(person < place(&|hit| hit["type"] == "movie"));
    let films: Vec<&Value> = found.iter().filter(|hit| hit["type"] == "movie").collect();
    assert!(films.len() >= 2, "{found:?}");
    for film in films {
        assert_eq!(film["matched"], "person", "{film}");
        let item = fixture
            .ok("plex_get_item", json!({"rating_key": film["rating_key"]}))
            .await;
        assert!(item.to_string().contains("Buster Keaton"), "{item}");
    }
    let only_films = search(&fixture, json!({"query": "keaton", "types": ["movie"]})).await;
    assert!(!only_films.is_empty());
    assert!(only_films.iter().all(|hit| hit["matched"] == "person"));
}

#[tokio::test]
async fn an_artists_albums_follow_the_artist() {
    let fixture = Fixture::sample().await;
    let artists = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": "3", "limit": 1}),
        )
        .await;
    let artist = items(&artists)[0]["title"].clone();
    let found = search(&fixture, json!({"query": artist, "limit": 50})).await;
    assert_eq!(found[0]["title"], artist);
    assert_eq!(found[0]["type"], "artist");
    let albums: Vec<&Value> = found.iter().filter(|hit| hit["type"] == "album").collect();
    assert!(!albums.is_empty(), "{found:?}");
}

#[tokio::test]
async fn an_original_title_is_a_title() {
    let library = r#"
        [[section]]
        key = "1"
        type = "movie"
        title = "Films"
        [[section.item]]
        title = "Spirited Away"
        originalTitle = "Sen to Chihiro no kamikakushi"
        year = 2001
    "#;
    let library = Library::from_toml(library).unwrap();
    let fixture = Fixture::holding(library).await;
    let found = search(&fixture, json!({"query": "chihiro"})).await;
    assert_eq!(found[0]["title"], "Spirited Away");
    assert_eq!(found[0]["matched"], "title");
}
